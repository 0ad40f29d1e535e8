"""Entry grids for pages: a form of one unit over periods, or one indicator over units."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.cells import Cell, Surface, lines_by_period, may_be_written
from honglam.engines.indicators.deadlines import due_on
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm, Submission
from honglam.engines.indicators.queries import ENTER, VIEW
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.rules.checks import Finding
from honglam.engines.indicators.terms import SubmissionState
from honglam.toolkit.periods import Period

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: a line of the form, or a unit. `key` is the indicator's or the unit's code."""

    key: str
    label: str
    group_title: str = ""
    measure: str = ""
    decimals: int = 0
    is_required: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: a period, with where its submission stands. `key` is the period's code."""

    key: str
    label: str
    dates: str
    due_on: datetime.date | None = None
    state: str = SubmissionState.DRAFT
    is_open: bool = False
    reason: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class GridView:
    """A grid: rows, columns, and the cell of each row and column by their keys."""

    form: IndicatorForm | None
    rows: tuple[GridRow, ...]
    columns: tuple[GridColumn, ...]
    cells: Mapping[tuple[str, str], Cell]

    @property
    def gaps(self) -> int:
        """How many required cells are not answered yet."""
        return sum(cell.is_required and not cell.is_calculated and not cell.is_answered for cell in self.cells.values())


def grid_of(*, form: IndicatorForm, unit: Unit, periods: Sequence[Period], user: User) -> GridView:
    """The form of one unit, lines down and periods across; a constant number of queries.

    Raises:
        NotAllowed: neither the unit nor the form's receiver is in the person's reach.
    """
    require_view(user, form, unit)
    by_period = lines_by_period(form, periods)
    lines = _every_line(by_period, periods)
    submissions = {
        submission.period_code: submission
        for submission in Submission.objects.filter(form=form, unit=unit, period_code__in=[p.code for p in periods])
    }
    surface = Surface.of(indicators=[line.indicator for line in lines], units=[unit], periods=periods, form=form)
    reporters, calendar = Reporters.of([form]), WorkingCalendar.load()
    may_enter = reach_of(user, ENTER).covers(unit)
    columns, cells = [], {}
    for period in periods:
        submission = submissions.get(period.code)
        is_asked = submission is not None or unit.pk in {one.pk for one in reporters.on(form, period.end)}
        is_open = (
            may_enter and is_asked and _takes(form, period) and may_be_written(submission.state if submission else None)
        )
        columns.append(
            GridColumn(
                period.code, period.short_label, period.dates,
                submission.due_on if submission else due_on(form, period, calendar),
                submission.state if submission else SubmissionState.DRAFT, is_open,
                submission.reason if submission else "", surface.form_findings(unit, period),
            )
        )  # fmt: skip
        asked = {line.indicator_id: line for line in by_period[period.code]}
        own = [asked.get(line.indicator_id, line) for line in lines]
        for cell in surface.cells(own, unit, period, is_open=is_open):
            is_asked_for = cell.indicator.pk in asked
            cells[cell.indicator.code, period.code] = cell if is_asked_for else cell.not_asked()
    return GridView(form, tuple(_row(line) for line in lines), tuple(columns), cells)


def grid_of_indicator(
    *, indicator: Indicator, parent: Unit, period: Period, user: User, form: IndicatorForm | None = None
) -> GridView:
    """One indicator over the units below a unit: those that report it, or where no form asks for it all directly below.

    A form that asks for it in periods of this scheme is found where none is given. Cells stand only for units in the
    person's reach (or where the form's receiver is); they are written through the form.
    """
    if form is None:
        form = (
            IndicatorForm.objects.active()
            .asking_for(indicator, period.end)
            .filter(scheme=period.scheme)
            .select_related("group", "receiver")
            .first()
        )
    line = FormLine(indicator=indicator, is_required=False, position=1)
    view, enter = reach_of(user, VIEW), reach_of(user, ENTER)
    states: dict[int, str] = {}
    is_asked = False
    if form is None:
        units = list(Unit.objects.valid_on(period.end).children_of(parent).in_alphabet())
    else:
        found = form.lines.holding_on(period.end).select_related("indicator").filter(indicator=indicator).first()
        is_asked, line = found is not None, found or line
        reporting = Reporters.of([form]).on(form, period.end)
        units = [unit for unit in reporting if any(p.startswith(parent.path) for p in (unit.path, unit.second_path))]
        states = dict(Submission.objects.filter(form=form).of_period(period).values_list("unit_id", "state"))
    sees_all = form is not None and view.covers(form.receiver)
    units = [unit for unit in units if sees_all or view.covers(unit)]
    if not units:
        return GridView(form, (), (GridColumn(period.code, period.short_label, period.dates),), {})
    surface = Surface.of(indicators=[indicator], units=units, periods=[period])
    is_taken = is_asked and form is not None and _takes(form, period)
    cells = {}
    for unit in units:
        is_open = is_taken and enter.covers(unit) and may_be_written(states.get(unit.pk))
        (cells[unit.code, period.code],) = surface.cells([line], unit, period, is_open=is_open)
    rows = tuple(GridRow(unit.code, str(unit), "", indicator.measure, indicator.decimals) for unit in units)
    return GridView(form, rows, (GridColumn(period.code, period.short_label, period.dates),), cells)


def require_view(user: User, form: IndicatorForm, unit: Unit) -> None:
    """Whether a person may look at the form of a unit: within reach, or as the receiver. Raises NotAllowed."""
    reach = reach_of(user, VIEW)
    if not (reach.covers(unit) or reach.covers(form.receiver)):
        raise NotAllowed(VIEW, str(unit))


def _takes(form: IndicatorForm, period: Period) -> bool:
    """Whether a form takes figures of a period today."""
    in_force = form.starts_on <= period.end and (form.ends_on is None or period.end <= form.ends_on)
    return form.is_active and in_force and period.scheme == form.scheme and period.start <= timezone.localdate()


def _every_line(by_period: Mapping[str, Sequence[FormLine]], periods: Sequence[Period]) -> list[FormLine]:
    """The lines of the newest period, then those that only older versions of the form ask for."""
    found: dict[int, FormLine] = {}
    for period in sorted(periods, reverse=True):
        for line in by_period[period.code]:
            found.setdefault(line.indicator_id, line)
    return list(found.values())


def _row(line: FormLine) -> GridRow:
    indicator = line.indicator
    return GridRow(
        indicator.code, indicator.name, line.group_title, indicator.measure, indicator.decimals, line.is_required,
        line.help,
    )  # fmt: skip
