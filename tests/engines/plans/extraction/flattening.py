"""Prints an invented table the way converters flatten the cells of a page into lines.

The page is laid out first (cells wrapped to their widths, each line with its place), then written cell by cell.
Lines on one height share a line of text. Two habits of converters: STEADY writes a blank line where a paragraph
seems to begin (a big move up or down, a move to the right), SPACED one after nearly every line.
"""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass

from .invented_tables import InventedRow, InventedTable

STEADY, SPACED, PLAIN = "steady", "spaced", "plain"
_PAGE_HEIGHT = 44.0


@dataclass
class _Line:
    text: str
    left: int
    top: float
    wraps: bool
    first_of_cell: bool


def flatten(table: InventedTable, seed: int, habit: str) -> str:
    """The text of the table: header, rows, page breaks with page numbers and now and then the header again."""
    chance = random.Random(seed)
    middle = chance.random() < 0.6
    tears = not middle and chance.random() < 0.8
    repeats = chance.random() < 0.4
    numbered = chance.random() < 0.5
    pages: list[list[list[_Line]]] = [[]]
    top, page = 6.0, 1
    header = InventedRow("header", table.headers["number"], dict(table.headers))
    pages[-1].append(_cells_of(table, header, top, middle))
    top += _height(pages[-1][-1], top) + 0.4
    for row in table.rows:
        lines = _cells_of(table, row, top, middle)
        height = _height(lines, top)
        if top + height > _PAGE_HEIGHT:
            page += 1
            if tears and height >= 3 and _PAGE_HEIGHT - top > 2:
                above = [line for line in lines if line.top <= _PAGE_HEIGHT - 1]
                below = [line for line in lines if line.top > _PAGE_HEIGHT - 1]
                pages[-1].append(above)
                pages.append([])
                top = 3.0
                shift = _PAGE_HEIGHT - top - 0.5
                for line in below:
                    line.top -= shift
                pages[-1].append(below)
                top += max(0.0, height - (_PAGE_HEIGHT - top - shift)) if not below else _height(below, top)
            else:
                pages.append([])
                top = 3.0
                if repeats:
                    again = _cells_of(table, header, top, middle)
                    pages[-1].append(again)
                    top += _height(again, top) + 0.4
                lines = _cells_of(table, row, top, middle)
                pages[-1].append(lines)
                top += height
            if numbered:
                pages[-1].insert(0, [_Line(str(page + 1), 40, 1.0, wraps=False, first_of_cell=True)])
        else:
            pages[-1].append(lines)
            top += height
        top += 0.4
    return "".join(_print_page(page_rows, habit, first=index == 0) for index, page_rows in enumerate(pages)) + "\n"


def _cells_of(table: InventedTable, row: InventedRow, top: float, middle: bool) -> list[_Line]:
    """The lines of a row's cells, column after column."""
    columns: list[tuple[int, list[tuple[str, bool]]]] = []
    left = 0
    for column in table.columns:
        text = row.number if column == "number" else row.cells.get(column, "")
        width = sum(table.widths.values()) - 6 if row.kind == "group" and column == "name" else table.widths[column]
        columns.append((left, _wrap(text, width)))
        left += table.widths[column] + 2
    tallest = max(len(lines) for _, lines in columns)
    placed = []
    for place, lines in columns:
        start = top + ((tallest - len(lines)) / 2 if middle else 0.0)
        for index, (text, wraps) in enumerate(lines):
            placed.append(_Line(text, place, start + index, wraps, first_of_cell=index == 0))
    return placed


def _wrap(text: str, width: int) -> list[tuple[str, bool]]:
    lines: list[tuple[str, bool]] = []
    for paragraph in text.split("\n") if text else []:
        wrapped = textwrap.wrap(paragraph, max(width, 4), break_long_words=False, break_on_hyphens=True)
        lines.extend((line, index + 1 < len(wrapped)) for index, line in enumerate(wrapped))
    return lines


def _height(lines: list[_Line], top: float) -> float:
    return max((line.top for line in lines), default=top) - top + 1


def _print_page(rows: list[list[_Line]], habit: str, *, first: bool) -> str:
    out = "" if first else "\n\n\n\n" if habit != PLAIN else "\n\n\n"
    last: _Line | None = None
    last_opens = False
    for lines in rows:
        for line in lines:
            text = line.text + (" " if habit == SPACED or (habit == STEADY and line.wraps) else "")
            if last is None:
                out += text
                last_opens = True
            elif abs(line.top - last.top) < 0.3 and line.left > last.left:
                out = out.rstrip(" ") + " " + text
            else:
                drop, shift = abs(line.top - last.top), line.left - last.left
                opens = drop > 2.5 or (not last_opens and abs(shift) > 1)
                if habit == SPACED:
                    opens = drop > 0.9
                if habit == PLAIN:
                    opens = False
                out += ("\n\n" if opens else "\n") + text
                last_opens = opens
            last = line
    return out


def boxed(rows: list[list[list[str]]]) -> str:
    """The rows as boxes of text: a blank line around a cell of several lines, none between cells of one line."""
    out = ""
    for row in rows:
        out += "\n"
        wide = False
        for lines in row:
            out += "\n" * (wide or len(lines) > 1) * (not out.endswith("\n\n")) + "".join(
                f"{line} \n" for line in lines
            )
            wide = len(lines) > 1
    return out
