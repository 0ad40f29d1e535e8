"""Files that people hand in: what they really are, hashed, stored once, read only by those who may.

Nouns: a stored file (one upload, with its name and purpose), its content (kept once per SHA-256 below MEDIA_ROOT), a
purpose (who may read, how large, which kinds).
"""
