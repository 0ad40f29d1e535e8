"""The tables of a draft as printed: every row with its cells by the role of the column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.tables import TableRegion, find_tables
from honglam.engines.plans.extraction.tables.columns import Role, TableKind
from honglam.engines.plans.extraction.tables.hierarchy import with_groups
from honglam.engines.plans.extraction.tables.model import GridRow, RowKind
from honglam.toolkit.text import squeeze


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One item of a table: `own` are the cells printed in its row, `cells` also those taken from rows above."""

    number: str
    group: str | None
    cells: dict[Role, str]
    own: dict[Role, str]
    source: Source

    def cell(self, role: Role) -> str:
        """The words of the first column with this role; empty where there are none."""
        return self.cells.get(role, "")

    @property
    def name(self) -> str:
        """What the row is about."""
        return self.cell(Role.NAME)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table of tasks or indicators with the section it stands in."""

    section: str
    region: TableRegion
    rows: Sequence[PrintedRow]

    @property
    def holds_tasks(self) -> bool:
        """Whether the rows are tasks; else they are indicators."""
        return self.region.kind is TableKind.TASKS

    def has(self, role: Role) -> bool:
        """Whether a column of this role is printed."""
        return self.region.column_of(role) is not None

    @property
    def source(self) -> Source:
        """Where the table begins: its first row."""
        return self.rows[0].source if self.rows else Source(self.region.start, self.region.end)


def printed_tables(plan: PlanText) -> list[PrintedTable]:
    """The filled tables of a plan, in order. An empty report form has no rows that say anything and is left out."""
    tables = []
    for region in find_tables(plan.document):
        items = {row.start: row for row in region.rows if row.kind is RowKind.ITEM}
        rows = [_printed(region, row, group, items.get(row.start, row)) for row, group in with_groups(region)]
        rows = [row for row in rows if any(character.isalpha() for character in row.name)]
        told = {role for row in rows for role, text in row.own.items() if text and role not in (Role.NUMBER, Role.NAME)}
        if rows and told:
            tables.append(PrintedTable(plan.section_at(region.start), region, rows))
    return tables


def _printed(region: TableRegion, row: GridRow, group: str | None, raw: GridRow) -> PrintedRow:
    return PrintedRow(row.number, group, _cells(region, row), _cells(region, raw), Source(row.start, row.end, row.page))


def _cells(region: TableRegion, row: GridRow) -> dict[Role, str]:
    cells: dict[Role, str] = {}
    for index, column in enumerate(region.columns):
        cell = row.cells.get(index)
        if cell and column.role not in cells:
            cells[column.role] = squeeze(cell.text)
    return cells
