"""Tables in plain text whose cells are separated by tabs, one row a line.

A page break tears such a table: blank lines, then a row with empty leading cells that carries on the
row above. The torn row is joined back; each cell remembers the parts it came from.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from ..blocks import Block, BlockKind, Cell, Span, Table
from .text_lines import Line

_MAX_BLANKS_INSIDE = 3
_LINE_TAGS = re.compile(r"\s*</?(?:ul|ol|li|p|br|div)\b[^<>]*>\s*", re.IGNORECASE)
_OTHER_TAGS = re.compile(r"</?(?:b|i|u|em|strong|span|sup|sub|font)\b[^<>]*>", re.IGNORECASE)
# A row of dashes under the header or at the end is a drawn line, not content.
_RULE = re.compile(r"[\s\-_=:|]+")
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def tab_table(text: str, lines: Sequence[Line], first: int) -> tuple[Block, int] | None:
    """The table that begins at line `first` and the index of the line after it; None where none begins.

    A table has at least two rows with the same number of tabs, at least one.
    """
    tabs = lines[first].text.count("\t")
    # A line that only begins with tabs is indented; a table begins with a row of at least two filled cells.
    if not tabs or sum(1 for cell in lines[first].text.split("\t") if cell.strip()) < 2:
        return None
    stop = first + 1
    while (
        stop < len(lines) and lines[stop].text.count("\t") == tabs and lines[stop].blanks_before <= _MAX_BLANKS_INSIDE
    ):
        stop += 1
    if stop - first < 2:
        return None
    rows: list[list[list[Span]]] = []
    header = [cell.strip() for cell in lines[first].text.split("\t")]
    for index in range(first, stop):
        line = lines[index]
        cells = _cells(line)
        if _RULE.fullmatch(line.text):
            continue
        torn_here = index > first and line.blanks_before > 0
        if torn_here and [text[cell.start : cell.end] for cell in cells] == header:
            continue
        if torn_here and cells[0].start == cells[0].end:
            for parts, cell in zip(rows[-1], cells, strict=True):
                if cell.end > cell.start:
                    parts.append(cell)
        else:
            rows.append([[cell] for cell in cells])
    return _block(text, lines[first], lines[stop - 1], rows, tabs + 1), stop


def plain_words(text: str) -> str:
    """Cell text without leftover markup: list and break tags become line breaks, the rest is dropped."""
    text = _OTHER_TAGS.sub("", _LINE_TAGS.sub("\n", text))
    text = _STRONG.sub(r"\1", html.unescape(text))
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _cells(line: Line) -> list[Span]:
    spans, start = [], line.start
    for cell in line.text.split("\t"):
        indent = len(cell) - len(cell.lstrip())
        words = cell.strip()
        begin = start + indent if words else start
        spans.append(Span(begin, begin + len(words), line.page))
        start += len(cell) + 1
    return spans


def _block(text: str, first: Line, last: Line, rows: list[list[list[Span]]], columns: int) -> Block:
    cells = []
    for row, row_parts in enumerate(rows):
        for column, parts in enumerate(row_parts):
            filled = [part for part in parts if part.end > part.start] or parts[:1]
            words = plain_words(" ".join(text[part.start : part.end] for part in filled))
            cells.append(Cell(row, column, words, tuple(filled)))
    header_rows = 1 if rows and not any(_is_number(cell.text) for cell in cells if cell.row == 0) else 0
    table = Table(tuple(cells), len(rows), columns, header_rows, shows_merges=False)
    return Block(BlockKind.TABLE, text[first.start : last.end], first.start, last.end, first.page, table=table)


def _is_number(words: str) -> bool:
    return words.rstrip(".").isdigit()
