"""Personal data: which columns hold it, why, under which law, for how long, and who read it.

Nouns: a personal column (declared beside its model), a mask, a reading (an entry of the audit log).
Law: Personal Data Protection Law 91/2025/QH15, Decree 356/2025/NĐ-CP (purpose limitation, retention, log of
processing).
"""
