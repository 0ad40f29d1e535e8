"""From rows to tasks and indicators: units, deadlines, targets, spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from honglam.engines.documents.public import ReadDocument
from honglam.toolkit.text import fold

from ..deadlines import PlanYear, deadline_fit, read_deadline
from ..items import Indicator, Source, TaskRow
from ..quantities import Quantity, read_target
from ..unit_names import split_units, unit_fit
from .columns import Role, TableKind
from .hierarchy import with_groups
from .model import EMPTY, CellText, GridRow, Outline, TableRegion
from .places import measure_of

_LONGEST_SPAN = 6000
_ENDING = " \t.;:,"
_LEAD_LABEL = re.compile(r"(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:chủ\s+trì|thực\s+hiện)\s*:\s*", re.IGNORECASE)
_HELP_LABEL = re.compile(r"[;.,\n]?\s*\(?(?:(?:cơ\s+quan|đơn\s+vị)\s+)?phối\s+hợp\s*:\s*", re.IGNORECASE)


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
        rows = list(with_groups(region))
        if region.kind is TableKind.INDICATORS:
            read = _shares if region.headers else _indicators
            for row, group in rows:
                indicators.extend(read(document, region, row, group, section, year=year))
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


def _shares(
    document: ReadDocument, region: TableRegion, row: GridRow, group: str | None, section: str, *, year: PlanYear
) -> Iterator[Indicator]:
    """One indicator for every figure of a row that says what its place has to reach; the column names it."""
    place = _words(region.cell(row, Role.NAME))
    for column in _target_columns(region, year) if place else ():
        cell, header = row.cells.get(column, EMPTY), region.headers.get(column, EMPTY)
        quantity = read_target(cell.text) if cell else None
        name, unit = measure_of(header.text)
        if quantity is None or not name or place is None:
            continue
        yield Indicator(
            section=section,
            group=group,
            no=row.number or None,
            name=name,
            operator=quantity.operator,
            target=quantity.target,
            target_text=quantity.text,
            unit=None if quantity.operator == "done" else quantity.unit or unit,
            lead=[place],
            source=_source_under(document, header, row),
            confidence=_confidence(region, row, EMPTY, None),
        )


def _source_under(document: ReadDocument, header: CellText, row: GridRow) -> Source:
    """From the column's header to the row, where that is short enough, else the header alone."""
    start, end = header.parts[0][0], header.parts[-1][1]
    whole = row.end - start <= _LONGEST_SPAN
    return Source(start, row.end if whole else end, document.page_at(start))


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
        # The name may stand in a cell above that reaches down over this row.
        stretches += [(first, row.end)] if first < row.start else [(row.start, last)]
        stretches.append((first, last))
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
    if row.is_assumed:
        value -= 0.2
    if lead and unit_fit("\n".join(lead.lines)) < 0.7:
        value -= 0.15
    if deadline_text and deadline_fit(deadline_text) < 0.7:
        value -= 0.15
    return round(max(0.2, value), 2)
