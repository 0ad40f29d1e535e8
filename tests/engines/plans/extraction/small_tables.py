"""Reads the tasks of small tables: drawn in Word, or with tabs between the cells."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.table import Table as WordTable

from honglam.engines.documents.public import read_document
from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import TaskRow
from honglam.engines.plans.extraction.tables import find_tables, read_tables


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def from_word(rows: list[list[str]], *merges: tuple[int, int, int, int]) -> list[TaskRow]:
    """The tasks of a Word table; every merge is (top, left, bottom, right)."""
    word = docx.Document()
    grid: WordTable = word.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    for top, left, bottom, right in merges:
        words = grid.cell(top, left).text
        grid.cell(top, left).merge(grid.cell(bottom, right)).text = words
    buffer = BytesIO()
    word.save(buffer)
    document = read_document(buffer.getvalue(), name="ke-hoach.docx")
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]


def from_tabs(rows: list[list[str]]) -> list[TaskRow]:
    """The tasks of a table with tabs between its cells."""
    document = read_text("\n".join("\t".join(row) for row in rows))
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]
