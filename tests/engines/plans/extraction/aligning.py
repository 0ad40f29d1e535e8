"""Prints an invented table as layout-preserving converters do: columns held by spaces, the rows line by line."""

from __future__ import annotations

import random
import textwrap

from .invented_tables import InventedRow, InventedTable

_PAGE_LINES = 44


def align(table: InventedTable, seed: int, *, middle: bool = False, repeat_header: bool = True) -> str:
    """The text of the table; pages are parted by a page number and may begin with the header again.

    With `middle` the cells of a row stand at half its height. The columns of every page stand a little elsewhere.
    """
    chance = random.Random(seed)
    gap = chance.randint(2, 4)
    header = InventedRow("header", table.headers["number"], dict(table.headers))
    out = _printed(table, header, gap, middle=True)
    page, count = 1, 0
    for row in table.rows:
        lines = _printed(table, row, gap, middle=middle)
        if count + len(lines) > _PAGE_LINES:
            page += 1
            gap = max(2, gap + chance.choice((-1, 1)))
            out.append(" " * 60 + str(page))
            lines = _printed(table, row, gap, middle=middle)
            if repeat_header:
                out.extend(_printed(table, header, gap, middle=True))
            count = 0
        out.extend(lines)
        count += len(lines)
    return "\n".join(out) + "\n"


def _printed(table: InventedTable, row: InventedRow, gap: int, *, middle: bool) -> list[str]:
    columns: list[tuple[int, list[str]]] = []
    left = 0
    for column in table.columns:
        text = row.number if column == "number" else row.cells.get(column, "")
        width = 70 if row.kind == "group" and column == "name" else table.widths[column]
        lines = [
            line
            for paragraph in text.split("\n")
            for line in textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)
        ]
        columns.append((left, lines))
        left += max(table.widths[column], max(len(word) for word in table.headers[column].split())) + gap
    height = max(len(lines) for _, lines in columns)
    printed = [""] * height
    for left, lines in columns:
        first = (height - len(lines)) // 2 if middle else 0
        for index, line in enumerate(lines):
            before = printed[first + index]
            printed[first + index] = before.ljust(max(left, len(before) + bool(before))) + line
    return printed
