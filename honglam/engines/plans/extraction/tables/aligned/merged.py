"""The words of a cell drawn over several rows, printed at its middle: they run on from one row into the next."""

from __future__ import annotations

import re

from ...unit_names import is_unit, join_wrapped
from ..columns import UNIT_ROLES, read_header
from .lines import Segment
from .rows import AlignedRow, AlignedTable, BodyLine

_BREAKS_OFF = re.compile(r"\s(?:và|với|của)$")


def join_names_over_rows(table: AlignedTable) -> None:
    """Gives a name that breaks off in one row and ends in the next to the first of them, changing the rows in place.

    “Văn phòng HĐND và” beside one number and “UBND xã” beside the next are one body, which leads both.
    """
    columns = [read_header(column.text) for column in table.title.columns]
    units = [index for index, column in enumerate(columns) if column and column.role in UNIT_ROLES]
    for position in range(len(table.rows) - 1):
        row, following = table.rows[position], table.rows[position + 1]
        if row.is_heading or following.is_heading:
            continue
        for column in units:
            above, below = _words(row, column), _words(following, column)
            if below and _BREAKS_OFF.search(above) and is_unit(join_wrapped([above, below])):
                row.lines = [*row.lines, *_taken(following, column)]


def _words(row: AlignedRow, column: int) -> str:
    return join_wrapped([_line(line.cells[column]) for line in row.lines if column in line.cells])


def _line(segments: list[Segment]) -> str:
    return " ".join(segment.text for segment in segments)


def _taken(row: AlignedRow, column: int) -> list[BodyLine]:
    """Takes the cell of a column out of a row."""
    return [BodyLine(line.index, None, {column: line.cells.pop(column)}) for line in row.lines if column in line.cells]
