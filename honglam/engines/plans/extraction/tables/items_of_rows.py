"""From rows to tasks and indicators: groups, inherited cells, units, deadlines, targets, spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from honglam.engines.documents.public import ReadDocument
from honglam.toolkit.text import fold

from ..deadlines import PlanYear, deadline_fit, read_deadline
from ..items import Indicator, Source, TaskRow
from ..quantities import Quantity, read_target
from ..unit_names import split_units, unit_fit
from .columns import Role, TableKind
from .model import EMPTY, CellText, GridRow, Outline, RowKind, TableRegion
from .numerals import Numeral, read_numeral

_LONGEST_SPAN = 6000
_ENDING = " \t.;:,"
_LEAD_LABEL = re.compile(r"(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:chủ\s+trì|thực\s+hiện)\s*:\s*", re.IGNORECASE)
_HELP_LABEL = re.compile(r"[;.,\n]?\s*\(?(?:(?:cơ\s+quan|đơn\s+vị)\s+)?phối\s+hợp\s*:\s*", re.IGNORECASE)
_RANK = {"roman": 1, "arabic": 2, "dotted": 3}


def items_of(
    document: ReadDocument,
    regions: Iterable[TableRegion],
    outline: Outline,
    *,
    year: PlanYear,
    issued: date | str | None,
) -> tuple[list[Indicator], list[TaskRow]]:
    """The indicators and the tasks of all regions, in the order of the document."""
    indicators: list[Indicator] = []
    tasks: list[TaskRow] = []
    for region in regions:
        section = outline.path_at(region.start)
        rows = list(_with_groups(region))
        if region.kind is TableKind.INDICATORS:
            for row, group in rows:
                indicators.extend(_indicators(document, region, row, group, section, year=year))
        elif _is_filled(region, [row for row, _ in rows]):
            for row, group in rows:
                task = _task(document, region, row, group, section, year=year, issued=issued)
                if task is not None:
                    tasks.append(task)
    return indicators, tasks


def _is_filled(region: TableRegion, rows: list[GridRow]) -> bool:
    """An empty report form names things to report on, but nobody who does them, no time and no product."""
    told = (Role.LEAD, Role.COORDINATING, Role.MONITORING, Role.DEADLINE, Role.PRODUCT, Role.CONTENT)
    return any(region.cell(row, role) for row in rows for role in told)


def _with_groups(region: TableRegion) -> Iterator[tuple[GridRow, str | None]]:
    """The items with the heading above them; subgroups are joined by “ > ”, child rows inherit empty cells."""
    path: list[tuple[float, str]] = []
    above: GridRow | None = None
    for row in _settled_groups(region):
        if row.kind is RowKind.GROUP:
            text = row.cells[0].text
            rank = _group_rank(read_numeral(row.number) if row.number else None, path)
            while path and path[-1][0] >= rank:
                path.pop()
            path.append((rank, f"{row.number} {text}".strip().rstrip(_ENDING)))
            above = None
            continue
        if above is not None and (row.inherits or _is_child(row, above)):
            row = _inherit(region, row, above)
        else:
            above = row
        yield row, " > ".join(text for _, text in path) or None


def _settled_groups(region: TableRegion) -> list[GridRow]:
    """The rows, with headings that stand alone among their like turned back into items.

    A numbered row that holds nothing but a name is a heading only where items follow before the next such row.
    """
    rows = list(region.rows)
    name_column = region.column_of(Role.NAME)
    for index, row in enumerate(rows):
        if row.kind is not RowKind.GROUP or name_column is None:
            continue
        numeral = read_numeral(row.number) if row.number else None
        following = rows[index + 1] if index + 1 < len(rows) else None
        heads_something = following is not None and _may_stand_under(following, numeral)
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


def _inherit(region: TableRegion, row: GridRow, above: GridRow) -> GridRow:
    """The row with lead and deadline of the row above where its own cells are empty."""
    cells = dict(row.cells)
    for role in (Role.LEAD, Role.DEADLINE):
        column = region.column_of(role)
        if column is not None and not cells.get(column) and above.cells.get(column):
            cells[column] = above.cells[column]
    return replace(row, cells=cells)


def _task(
    document: ReadDocument,
    region: TableRegion,
    row: GridRow,
    group: str | None,
    section: str,
    *,
    year: PlanYear,
    issued: date | str | None,
) -> TaskRow | None:
    name_cell = region.cell(row, Role.NAME)
    name = _words(name_cell)
    if name is None or not re.search(r"[^\W\d_]{2}", name):
        return None
    if (
        not any(row.cells.get(column) for column in row.cells if column != region.column_of(Role.NAME))
        and not row.number
    ):
        return None
    lead_cell, coordinating_cell = region.cell(row, Role.LEAD), region.cell(row, Role.COORDINATING)
    lead, coordinating = _lead_and_helpers(lead_cell, coordinating_cell, run_on=region.ruled)
    deadline_text = _words(region.cell(row, Role.DEADLINE))
    deadline = read_deadline(deadline_text, year=year, issued=issued) if deadline_text else None
    if deadline_text and unit_fit(deadline_text) >= 0.9:
        deadline = None
    return TaskRow(
        section_or_appendix=section,
        group=group,
        no=row.number or None,
        name=name,
        content=_words(region.cell(row, Role.CONTENT)),
        lead=lead,
        coordinating=coordinating,
        monitoring=split_units(region.cell(row, Role.MONITORING).lines, run_on=region.ruled),
        deadline_text=deadline_text,
        deadline=deadline,
        product=_words(region.cell(row, Role.PRODUCT)),
        source=_source(document, row, name_cell, name),
        confidence=_confidence(region, row, lead_cell, deadline_text),
    )


def _lead_and_helpers(lead: CellText, coordinating: CellText, *, run_on: bool) -> tuple[list[str], list[str]]:
    """Units of both columns; one column may hold both behind “Chủ trì:” and “Phối hợp:”."""
    text = "\n".join(lead.lines)
    parts = _HELP_LABEL.split(text, maxsplit=1)
    if len(parts) == 2 and not coordinating:
        coordinating = CellText((parts[1].rstrip(")"),))
        text = parts[0]
    return split_units(_LEAD_LABEL.sub("", text), run_on=run_on), split_units(coordinating.lines, run_on=run_on)


def _indicators(
    document: ReadDocument, region: TableRegion, row: GridRow, group: str | None, section: str, *, year: PlanYear
) -> Iterator[Indicator]:
    """One indicator for every target column that holds a figure."""
    name_cell = region.cell(row, Role.NAME)
    name = _words(name_cell)
    if name is None:
        return
    lead_cell = region.cell(row, Role.LEAD)
    measure = region.cell(row, Role.MEASURE).text.strip() or None
    for column in _target_columns(region, year):
        cell = row.cells.get(column, EMPTY)
        quantity = read_target(cell.text) if cell else None
        if quantity is None:
            continue
        yield Indicator(
            section=section,
            group=group,
            no=row.number or None,
            name=name,
            operator=quantity.operator,
            target=quantity.target,
            target_text=quantity.text,
            unit=_unit_of(quantity, measure),
            lead=split_units(lead_cell.lines, run_on=region.ruled),
            source=_source(document, row, name_cell, name),
            confidence=_confidence(region, row, lead_cell, None),
        )


def _unit_of(quantity: Quantity, measure: str | None) -> str | None:
    if quantity.operator == "done":
        return None
    return quantity.unit or measure


def _target_columns(region: TableRegion, year: PlanYear) -> list[int]:
    """The target columns; those of the plan's own years where headers name years."""
    found = [index for index, column in enumerate(region.columns) if column.role is Role.TARGET]
    years = [year] if isinstance(year, int) else list(year or [])
    if years:
        own = [
            index
            for index in found
            if region.columns[index].year is None or min(years) <= (region.columns[index].year or 0) <= max(years)
        ]
        found = own or found
    return found


def _words(cell: CellText) -> str | None:
    """The cell's words on one line without the closing sign; None where it has none."""
    text = cell.text.rstrip(_ENDING).strip()
    return text if re.search(r"\w", text) else None


def _source(document: ReadDocument, row: GridRow, name_cell: CellText, name: str) -> Source:
    """The whole row where it is short enough and holds the name unbroken, else the longest part of the name."""
    page = row.page if row.page is not None else document.page_at(row.start)
    wanted = _bare(name)
    stretches = [(row.start, row.end)]
    if name_cell.parts:
        first, last = name_cell.parts[0][0], name_cell.parts[-1][1]
        stretches += [(row.start, last), (first, last)]
        longest = max(name_cell.parts, key=lambda part: part[1] - part[0])
        stretches.append(longest)
    for start, end in stretches:
        if 0 <= start < end and end - start <= _LONGEST_SPAN and wanted in _bare(document.text[start:end]):
            return Source(start, end, page)
    start, end = stretches[-1]
    return Source(start, min(end, start + _LONGEST_SPAN), page)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _confidence(region: TableRegion, row: GridRow, lead: CellText, deadline_text: str | None) -> float:
    """How sure the row is: drawn tables are; cells that read as what their column says make it surer."""
    value = 0.97 if region.ruled else 0.85 * row.confidence
    if lead and unit_fit("\n".join(lead.lines)) < 0.7:
        value -= 0.15
    if deadline_text and deadline_fit(deadline_text) < 0.7:
        value -= 0.15
    return round(max(0.2, value), 2)
