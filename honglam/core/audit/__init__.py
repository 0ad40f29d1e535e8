"""The log of every write: who, for which unit, when, what changed, why.

Nouns: an entry (never changed after it was written), its values (which the law may order to be erased), a block (a
sealed run of entries, chained to the block before it). Law: Decree 85/2016/NĐ-CP and Circular 12/2022/TT-BTTTT ask for
logs that cannot be altered unseen; the Personal Data Protection Law 91/2025/QH15 asks that personal values can be
erased.
"""
