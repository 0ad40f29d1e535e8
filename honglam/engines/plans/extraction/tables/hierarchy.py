"""What rows take from the rows above them: the heading, and cells left to a parent or merged over several rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from honglam.toolkit.text import fold

from ..unit_names import split_units
from .columns import Role
from .model import CellText, GridRow, RowKind, TableRegion
from .numerals import Numeral, read_numeral

_ENDING = " \t.;:,"
_RANK = {"roman": 1, "arabic": 2, "dotted": 3}
# What a cell drawn over several rows says of each of them. A product is named once for all of its rows.
_SHARED = (Role.LEAD, Role.COORDINATING, Role.MONITORING, Role.DEADLINE)
# “Như trên”, “nt”: the cell says what the one above it says.
_DITTO = re.compile(r"[\s\-–(\"]*(?:như trên|như mục trên|nt|n\.t\.?|〃)[\s\-–.;,)\"]*")
_MAY_BE_DITTO = (*_SHARED, Role.PRODUCT, Role.MEASURE)
# The share of rows that must fill a column before an empty cell is read as the covered part of the one above.
_FILLED_ENOUGH = {Role.LEAD: 0.5, Role.DEADLINE: 0.7}


def with_groups(region: TableRegion) -> Iterator[tuple[GridRow, str | None]]:
    """The items with the heading above them; subgroups are joined by “ > ”.

    Child rows take lead and deadline of their parent where their own cells are empty; every row takes the cells
    that are merged over it, and a cell that says “như trên” is the one above. Where the format cannot show merged
    cells, an empty cell takes the one above in a column that is otherwise filled, up to the next heading, unless the
    row speaks against it.
    """
    path: list[tuple[float, str]] = []
    above: GridRow | None = None
    upper: GridRow | None = None
    printed: GridRow | None = None
    roles = _assumable(region)
    for row in _settled_groups(region):
        if row.kind is RowKind.GROUP:
            text = row.cells[0].text
            rank = _group_rank(read_numeral(row.number) if row.number else None, path)
            while path and path[-1][0] >= rank:
                path.pop()
            path.append((rank, f"{row.number} {text}".strip().rstrip(_ENDING)))
            above = upper = None
            continue
        row = _with_merged(region, row)
        row = _with_dittos(region, row, printed) if printed is not None else row
        if above is not None and (row.inherits or _is_child(row, above)):
            row = _filled(region, row, above, (Role.LEAD, Role.DEADLINE))
        else:
            above = row
        if upper is not None and _has_more_than_a_name(region, row):
            told = _filled(region, row, upper, _assumed(region, row, upper, roles))
            row = replace(told, is_assumed=True) if told.cells != row.cells else row
        upper = printed = row
        yield row, " > ".join(text for _, text in path) or None


def _settled_groups(region: TableRegion) -> list[GridRow]:
    """The rows, with headings that stand alone among their like turned back into items.

    A numbered row that holds nothing but a name is a heading where one cell fills the row, where items follow
    before the next such row, or where the numbers of the items go on over it.
    """
    rows = list(region.rows)
    name_column = region.column_of(Role.NAME)
    for index, row in enumerate(rows):
        if row.kind is not RowKind.GROUP or name_column is None or row.spans_row:
            continue
        numeral = read_numeral(row.number) if row.number else None
        following = rows[index + 1] if index + 1 < len(rows) else None
        heads_something = following is not None and (
            _may_stand_under(following, numeral) or _is_passed_over(rows, index, numeral)
        )
        if numeral is not None and numeral.kind in ("arabic", "dotted") and not heads_something:
            rows[index] = replace(row, kind=RowKind.ITEM, cells={name_column: row.cells[0]})
    return rows


def _may_stand_under(row: GridRow, heading: Numeral | None) -> bool:
    if heading is None or heading.kind in ("roman", "letter"):
        return True
    below = read_numeral(row.number) if row.number else None
    if below is None:
        return True
    if below.kind == "dotted":
        return below.value[: len(heading.value)] == heading.value and len(below.value) > len(heading.value)
    return below.kind == "letter" or (below.kind == "arabic" and below.value == (1,) and heading.value != (0,))


def _is_passed_over(rows: Sequence[GridRow], index: int, heading: Numeral | None) -> bool:
    """Do the numbers of the items go on over this row, as if it had none (“3”, then “1 Hạ tầng”, then “4”)?"""
    before = next((row for row in reversed(rows[:index]) if row.kind is RowKind.ITEM), None)
    numerals = [read_numeral(row.number) for row in (before, rows[index + 1]) if row is not None and row.number]
    if heading is None or len(numerals) != 2:
        return False
    last, following = numerals
    if last is None or following is None or not last.kind == following.kind == heading.kind == "arabic":
        return False
    return following.value[0] == last.value[0] + 1 and heading.value != following.value


def _group_rank(numeral: Numeral | None, path: list[tuple[float, str]]) -> float:
    """How deep a heading stands: letters, roman numerals, plain numbers, dotted numbers, headings without one."""
    if numeral is None:
        return 9.0
    if numeral.kind == "letter" and numeral.printed.islower():
        return 5.0
    if numeral.kind == "letter":
        return 0.0 if not path or path[0][0] == 0.0 else 1.5
    return _RANK[numeral.kind] + 0.1 * len(numeral.value)


def _is_child(row: GridRow, above: GridRow) -> bool:
    """Is this row's number below the number of the row above (“1.1” under “1”, “a” under “1”)?"""
    numeral = read_numeral(row.number) if row.number else None
    parent = read_numeral(above.number) if above.number else None
    if numeral is None or parent is None:
        return False
    if numeral.kind == "dotted":
        return parent.kind == "arabic" and numeral.value[:1] == parent.value[:1]
    return numeral.kind == "letter" and parent.kind == "arabic"


def _with_merged(region: TableRegion, row: GridRow) -> GridRow:
    """The row with the cells that reach down over it."""
    cells = dict(row.cells)
    for column, cell in row.merged.items():
        if cell and not cells.get(column) and region.columns[column].role in (*_SHARED, Role.NAME):
            cells[column] = cell
    return replace(row, cells=cells) if len(cells) != len(row.cells) else row


def _with_dittos(region: TableRegion, row: GridRow, above: GridRow) -> GridRow:
    """The row with the cells of the row above where its own only say that they are the same."""
    cells = dict(row.cells)
    for column, cell in row.cells.items():
        same = region.columns[column].role in _MAY_BE_DITTO and _DITTO.fullmatch(fold(cell.text))
        if same and above.cells.get(column):
            cells[column] = above.cells[column]
    return replace(row, cells=cells)


def _filled(region: TableRegion, row: GridRow, above: GridRow, roles: Sequence[Role]) -> GridRow:
    """The row with the cells of these roles of the row above where its own are empty."""
    cells: dict[int, CellText] = dict(row.cells)
    for role in roles:
        column = region.column_of(role)
        if column is not None and not cells.get(column) and above.cells.get(column):
            cells[column] = above.cells[column]
    return replace(row, cells=cells)


def _assumable(region: TableRegion) -> list[Role]:
    """The roles whose empty cells may be the covered parts of merged ones: none where merged cells are shown."""
    items = [row for row in region.rows if row.kind is RowKind.ITEM]
    if region.shows_merges or not items:
        return []
    return [
        role
        for role, share in _FILLED_ENOUGH.items()
        if sum(bool(region.cell(row, role)) for row in items) >= share * len(items)
    ]


def _assumed(region: TableRegion, row: GridRow, upper: GridRow, roles: Sequence[Role]) -> list[Role]:
    """The roles whose cell of the row above this row takes.

    No date is assumed for a row that names its own lead, except where dates stand first and part the table. Nobody
    helps with or watches over his own work: a body that this row names for that is not its lead as well.
    """
    if Role.LEAD in roles and not region.cell(row, Role.LEAD):
        return [] if _is_named_otherwise(region, row, upper) else list(roles)
    when, name = region.column_of(Role.DEADLINE), region.column_of(Role.NAME)
    dates_first = region.column_of(Role.NUMBER) is None and when is not None and name is not None and when < name
    return [role for role in roles if role is Role.DEADLINE and dates_first]


def _is_named_otherwise(region: TableRegion, row: GridRow, upper: GridRow) -> bool:
    """Does the row name a lead of the row above as a body that helps or watches?"""
    others = {
        fold(unit)
        for role in (Role.COORDINATING, Role.MONITORING)
        for unit in split_units(region.cell(row, role).lines, run_on=region.ruled)
    }
    return any(fold(unit) in others for unit in split_units(region.cell(upper, Role.LEAD).lines, run_on=region.ruled))


def _has_more_than_a_name(region: TableRegion, row: GridRow) -> bool:
    """Does the row hold more than number and name? One that does not may be a heading or a part of another row."""
    return any(cell for column, cell in row.cells.items() if column != region.column_of(Role.NAME))
