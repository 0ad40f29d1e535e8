"""Search over everything people look for, with or without Vietnamese marks.

Nouns: a `SearchableKind` (declared by the engine that owns the objects), a `SearchEntry` (what can be found of one
object and who may find it). SQLite uses FTS5, PostgreSQL its full text search; both over our own folded columns.
"""
