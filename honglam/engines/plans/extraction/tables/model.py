"""Rows and regions: what both kinds of tables (ruled and flattened) are read into before they become items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ..unit_names import join_wrapped
from .columns import Column, Role, TableKind


class Outline(Protocol):
    """What tables need of the document's headings: the path of the section at a place of the text."""

    def path_at(self, offset: int) -> str: ...


class RowKind(StrEnum):
    """What a row is: a heading of the rows below, or an item of its own."""

    GROUP = "group"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class CellText:
    """The lines of one cell and the stretches of the document's text that they stand in."""

    lines: tuple[str, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The lines as one, wraps and page breaks joined."""
        return join_wrapped(self.lines)

    def __bool__(self) -> bool:
        return any(line.strip(" .…-–_") for line in self.lines)

    def followed_by(self, other: CellText) -> CellText:
        """This cell with its continuation."""
        return CellText(self.lines + other.lines, self.parts + other.parts)


EMPTY = CellText()


@dataclass(slots=True)
class GridRow:
    """One row: its printed number, its cells by column, and how sure the reconstruction is (0 to 1).

    `merged` holds, by column, the cells of rows above that reach down over this row; their words stand there, so
    they are no part of `cells`. `spans_row` is true where one cell fills the row. `is_assumed` tells of a row that
    was given a cell of the row above without the format saying so.
    """

    kind: RowKind
    number: str
    cells: dict[int, CellText]
    start: int
    end: int
    page: int | None = None
    confidence: float = 1.0
    inherits: bool = False
    number_start: int | None = None
    merged: dict[int, CellText] = field(default_factory=dict)
    spans_row: bool = False
    is_assumed: bool = False


@dataclass(slots=True)
class TableRegion:
    """A table of tasks or indicators: the stretch of text it covers, its columns and its rows."""

    start: int
    end: int
    kind: TableKind
    columns: Sequence[Column]
    rows: list[GridRow] = field(default_factory=list)
    ruled: bool = True
    shows_merges: bool = True
    headers: dict[int, CellText] = field(default_factory=dict)
    """In a table that shares targets out among places: by column, the words that name what is measured."""

    def column_of(self, role: Role) -> int | None:
        """The first column with this role; None where there is none."""
        return next((index for index, column in enumerate(self.columns) if column.role is role), None)

    def cell(self, row: GridRow, role: Role) -> CellText:
        """The row's cell under the first column with this role, empty where there is none."""
        index = self.column_of(role)
        return row.cells.get(index, EMPTY) if index is not None else EMPTY
