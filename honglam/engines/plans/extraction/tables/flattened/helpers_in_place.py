"""Puts a body that only ever helps into its column where a merged lead above it was not printed.

A converter that flattens a table prints a cell drawn over several rows once. In the rows below, the body that
helps is the first that is named, and reads as the lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ...unit_names import split_units
from ..columns import Column, Role
from ..model import GridRow, RowKind
from .costs import key_of


def with_helpers_in_place(rows: Sequence[GridRow], columns: Sequence[Column]) -> list[GridRow]:
    """The rows, with lone bodies under “chủ trì” that other rows name under “phối hợp” alone moved there.

    It takes a row above that names somebody else as its lead, under the same heading.
    """
    roles = [column.role for column in columns]
    if Role.LEAD not in roles or Role.COORDINATING not in roles:
        return list(rows)
    lead, helping = roles.index(Role.LEAD), roles.index(Role.COORDINATING)
    leads = _named(rows, lead)
    helpers = _named(rows, helping)
    settled: list[GridRow] = []
    is_led = False
    for row in rows:
        if row.kind is RowKind.GROUP:
            is_led = False
        elif is_led and row.cells.get(lead) and not row.cells.get(helping):
            names = _units(row, lead)
            only_here = all(leads[name] == 1 for name in names)
            if names and only_here and all(helpers[name] for name in names):
                cells = {column: cell for column, cell in row.cells.items() if column != lead}
                row = replace(row, cells={**cells, helping: row.cells[lead]})
        is_led = is_led or bool(row.cells.get(lead))
        settled.append(row)
    return settled


def _named(rows: Sequence[GridRow], column: int) -> Counter[str]:
    """How many rows name each body in this column."""
    return Counter(name for row in rows if row.kind is RowKind.ITEM for name in set(_units(row, column)))


def _units(row: GridRow, column: int) -> list[str]:
    cell = row.cells.get(column)
    return [key_of(unit) for unit in split_units(cell.lines)] if cell else []
