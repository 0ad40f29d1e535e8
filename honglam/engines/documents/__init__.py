"""Files in, text and blocks out: one block model for Word, PDF, HTML, Markdown and plain text.

Main nouns: ReadDocument, Block, Table, Cell, Span. Layout conventions: Decree 30/2020/NĐ-CP.
The engine keeps no records of its own yet; the scanned archive will (roadmap).
"""
