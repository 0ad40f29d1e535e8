"""The page on which a form is filled: the grid arranged for people, and what came in from them read as figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from honglam.engines.indicators.cells import Cell
from honglam.engines.indicators.errors import ValueInvalid
from honglam.engines.indicators.figures import SHOWN_MARK, thawed
from honglam.engines.indicators.frames import Framed, cumulative_of
from honglam.engines.indicators.grids import GridColumn, GridRow, GridView, grid_of
from honglam.engines.indicators.models import Indicator, IndicatorForm, Submission
from honglam.engines.indicators.rules.checks import Finding
from honglam.toolkit.numbers import FigureError, format_number, parse_number
from honglam.toolkit.text import nfc

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

_ESTIMATE = re.compile(r"^(?:[~≈]|ước(?![^\W\d]))\s*|\s*\(?(?<![^\W\d])ước\)?$", re.IGNORECASE)
"""How people mark an estimate before or after a figure."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page: what is asked, its cells of the periods to fill, and what stood there before."""

    row: GridRow
    cells: tuple[Cell, ...]
    previous: Cell | None = None
    year_before: Cell | None = None
    cumulative: Framed | None = None

    @property
    def cumulative_figure(self) -> str:
        """The figure from the year's beginning as people write it, “≈” before what rests on estimates."""
        if self.cumulative is None:
            return ""
        return written_figure(replace(self.cell, value=self.cumulative.value, is_estimate=self.cumulative.is_estimate))

    @property
    def cell(self) -> Cell:
        """The cell of the newest period."""
        return self.cells[-1]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows below one heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """A form of one unit, ready to be filled; `compared` are the two columns beside it, of earlier periods.

    `has_cumulative`: something adds up from the year's beginning, which stands behind the period's own column.
    """

    form: IndicatorForm
    unit: Unit
    period: Period
    submission: Submission | None
    columns: tuple[GridColumn, ...]
    sections: tuple[Section, ...]
    compared: tuple[GridColumn, GridColumn] | None
    gaps: int
    has_cumulative: bool = False

    @property
    def column(self) -> GridColumn:
        """The column of the period that the page is about."""
        return self.columns[-1]

    @property
    def is_open(self) -> bool:
        """Whether the reader may write some cell."""
        return any(column.is_open for column in self.columns)

    @property
    def lines(self) -> list[Line]:
        """All rows, without their headings."""
        return [line for section in self.sections for line in section.lines]

    @property
    def offered(self) -> list[Cell]:
        """What other bodies reported and the unit has not taken over yet."""
        return [line.cell for line in self.lines if line.cell.is_offered]

    @property
    def estimates(self) -> list[Cell]:
        """The entered figures of the newest period that are estimates."""
        return [line.cell for line in self.lines if line.cell.is_estimate and not line.cell.is_calculated]

    @property
    def warnings(self) -> list[tuple[str, Finding]]:
        """What the checks of the newest period found, with the name of the figure; nothing for the form itself."""
        found = [(line.row.label, finding) for line in self.lines for finding in line.cell.findings]
        return found + [("", finding) for finding in self.column.findings]


def entry_of(*, form: IndicatorForm, unit: Unit, period: Period, user: User, columns: int = 1) -> EntryView:
    """The form of a unit with `columns` periods up to `period`; with one, the period before and a year ago beside it.

    A constant number of queries, however many cells.

    Raises:
        NotAllowed: neither the unit nor the form's receiver is in the person's reach.
    """
    wanted = [period]
    while len(wanted) < columns:
        wanted.insert(0, wanted[0].previous())
    beside = (period.year_before(), period.previous()) if columns == 1 else ()
    every = list({one.code: one for one in (*beside, *wanted)}.values())
    view = grid_of(form=form, unit=unit, periods=every, user=user)
    asked = tuple(row for row in view.rows if any(view.cells[row.key, one.code].is_asked for one in wanted))
    view = replace(view, rows=asked)
    shown = {column.key: column for column in view.columns}
    indicators = [view.cells[row.key, period.code].indicator for row in view.rows]
    cumulative = cumulative_of(indicators, unit, period) if beside else {}
    submission = (
        Submission.objects.filter(form=form, unit=unit)
        .of_period(period)
        .select_related("submitted_by", "decided_by")
        .first()
    )
    return EntryView(
        form, unit, period, submission,
        tuple(shown[one.code] for one in wanted),
        _sections(view, [one.code for one in wanted], [one.code for one in beside], cumulative),
        (shown[beside[0].code], shown[beside[1].code]) if beside else None,
        sum(_is_gap(view.cells[row.key, period.code]) for row in view.rows),
        any(one.value is not None for one in cumulative.values()),
    )  # fmt: skip


def _is_gap(cell: Cell) -> bool:
    return cell.is_required and not cell.is_calculated and not cell.is_answered


def _sections(
    view: GridView, wanted: Sequence[str], beside: Sequence[str], cumulative: Mapping[int, Framed]
) -> tuple[Section, ...]:
    sections: list[tuple[str, list[Line]]] = []
    for row in view.rows:
        if not sections or sections[-1][0] != row.group_title:
            sections.append((row.group_title, []))
        cells = tuple(view.cells[row.key, code] for code in wanted)
        before = [view.cells[row.key, code] for code in beside]
        previous, year_before = (before[1], before[0]) if before else (None, None)
        whole = cumulative.get(cells[-1].indicator.pk)
        sections[-1][1].append(Line(row, cells, previous, year_before, whole))
    return tuple(Section(title, tuple(lines)) for title, lines in sections)


def read_figure(text: str, indicator: Indicator) -> Decimal | None:
    """The figure that a person wrote or pasted: 1.234,5 · 1234.5 · 12 %; None for an emptied cell.

    Raises:
        ValueInvalid: it is no number, or a percentage where the indicator is not one.
    """
    figure = text.strip()
    if not figure or figure in {"-", "–", "—"}:
        return None
    if figure.endswith("%"):
        if "%" not in indicator.measure:
            words = {"text": figure, "measure": indicator.measure or "—"}
            raise ValueInvalid(_("“%(text)s” là tỷ lệ phần trăm, còn chỉ tiêu này tính bằng “%(measure)s”.") % words)
        figure = figure.removesuffix("%")
    try:
        return parse_number(figure)
    except FigureError as error:
        raise ValueInvalid(error.message) from error


def read_entry(text: str, indicator: Indicator) -> tuple[Decimal | None, bool]:
    """What a person wrote into a cell: the figure, and whether it is marked as an estimate (~120 · ước 120 · 120 ước).

    Raises:
        ValueInvalid: it is no number, a mark without a number, or a percentage where the indicator is not one.
    """
    figure, marks = _ESTIMATE.subn("", nfc(text).strip())
    value = read_figure(figure, indicator)
    if marks and value is None:
        raise ValueInvalid(_("Hãy ghi số ước sau dấu ~, ví dụ ~1.234,5."))
    return value, bool(marks)


def written_figure(cell: Cell) -> str:
    """The figure of a cell as people write it, an estimate after “≈”; a calculated one rounded; empty for none."""
    if cell.value is None:
        return ""
    mark = SHOWN_MARK if cell.is_estimate else ""
    if not cell.is_calculated:
        return mark + format_number(cell.value)
    shown = format_number(cell.value, cell.indicator.decimals)
    return mark + (shown.rstrip("0").rstrip(",") if "," in shown else shown)


def why(cell: Cell) -> str:
    """The trace of a calculated cell in one line: what it was made from, or why it has no value."""
    if not cell.is_calculated:
        return ""
    parts = [f"[{step.code}] = {'—' if step.value is None else format_number(step.value)}" for step in cell.trace]
    return " · ".join([*parts, cell.reason] if cell.reason else parts)


def changed_since(submission: Submission, cells: Iterable[Cell]) -> list[tuple[Cell, str, bool]]:
    """The frozen figures of an approved submission beside those of today: cell, frozen figure, whether they differ."""
    snapshot: dict[str, str | None] = submission.snapshot or {}
    found = []
    for cell in cells:
        kept = snapshot.get(cell.indicator.code)
        value, is_estimate = (None, False) if kept is None else thawed(kept)
        text = written_figure(replace(cell, value=value, is_estimate=is_estimate))
        found.append((cell, text, (value, is_estimate) != (cell.value, cell.is_estimate and value is not None)))
    return found
