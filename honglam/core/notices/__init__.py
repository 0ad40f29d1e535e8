"""Notices: what happened that a person should know, in the inbox and, when wished, by e-mail.

Nouns: a `NoticeKind` (declared by the engine that sends it), a `Notice` (one event for one recipient), a
`NoticePreference` (how one person wants one kind by e-mail).
"""
