"""Late and missing: every reporter of a regime over its last periods, in two queries and those of the reporters."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.rules.timeliness import timeliness_of
from honglam.engines.reporting.schedule import reporters_on, soon_on
from honglam.engines.reporting.sight import sees_all
from honglam.engines.reporting.terms import ReportStep, ReportTimeliness
from honglam.toolkit.numbers import format_date
from honglam.toolkit.periods import parse
from honglam.toolkit.text import strip_marks

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.engines.reporting.models import ReportRegime

SENT = (ReportTimeliness.SENT_ON_TIME, ReportTimeliness.SENT_LATE)
STILL_DUE = (ReportTimeliness.WAITING, ReportTimeliness.DUE_SOON)
Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One report: how it stands, where it is, when it is due and was sent. `uid` is that of its newest version."""

    timeliness: ReportTimeliness
    step: str
    due_on: datetime.date
    sent_on: datetime.date | None
    uid: UUID

    @property
    def step_label(self) -> str:
        """The step in words."""
        return str(ReportStep(self.step).label)


@dataclass(frozen=True, slots=True)
class MatrixPeriod:
    """One column: the period, its due day, and how many reports stand how."""

    start: datetime.date
    end: datetime.date
    code: str
    due_on: datetime.date
    counts: Counter[ReportTimeliness]

    @property
    def key(self) -> str:
        """What addresses call it."""
        return self.end.isoformat()

    @property
    def label(self) -> str:
        """“Quý III/2026”, or the two days of what is owed once."""
        if self.code:
            return parse(self.code).short_label
        return f"{format_date(self.start)}–{format_date(self.end)}"

    @property
    def asked(self) -> int:
        """How many reports are asked for."""
        return sum(self.counts.values()) - self.counts[ReportTimeliness.NOT_ASKED]

    @property
    def on_time(self) -> int:
        """Sent by the due day."""
        return self.counts[ReportTimeliness.SENT_ON_TIME]

    @property
    def late(self) -> int:
        """Sent after it."""
        return self.counts[ReportTimeliness.SENT_LATE]

    @property
    def missing(self) -> int:
        """Overdue and not sent."""
        return self.counts[ReportTimeliness.MISSING]

    @property
    def still_due(self) -> int:
        """Not sent, not overdue."""
        return sum(self.counts[one] for one in STILL_DUE)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One reporter; a cell of None was not opened for it."""

    unit: Unit
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The newest period first."""

    periods: tuple[MatrixPeriod, ...]
    rows: tuple[MatrixRow, ...]

    def column(self, key: str) -> int:
        """The place of a period; the newest where the key names none."""
        return next((place for place, one in enumerate(self.periods) if one.key == key), 0)

    def filtered(self, *, query: str = "", column: int = 0, standing: str = "") -> list[MatrixRow]:
        """The rows whose unit's name holds the words and, in one column, stands so."""
        words = strip_marks(query).split()
        rows = [
            row
            for row in self.rows
            if all(word in strip_marks(f"{row.unit.name} {row.unit.short_name}") for word in words)
        ]
        if standing not in ReportTimeliness.values:
            return rows
        return [row for row in rows if (cell := row.cells[column]) is not None and cell.timeliness == standing]


def matrix_of(regime: ReportRegime, user: User, *, today: datetime.date, periods: int = 4) -> Matrix:
    """How the reporters of a regime stood over its last opened periods, as far as a person may see.

    Whoever stands on the receiving side sees every reporter, others the units in their reach.
    """
    everything = sees_all(user, regime)
    visible = Report.objects.filter(regime=regime)
    if not everything:
        visible = visible.visible_to(user)
    ends = visible.order_by("-period_end", "-period_start").values_list("period_start", "period_end").distinct()
    spans: list[Span] = list(ends[:periods])
    if not spans:
        return Matrix((), ())
    reports = visible.filter(period_end__gte=min(end for _start, end in spans)).select_related("unit")
    cells, units, codes = _cells(reports, set(spans), today)
    if everything:
        units |= {unit.pk: unit for unit in reporters_on(regime, min(today, max(end for _start, end in spans)))}
    of_span = {span: [cell for (_unit, of), cell in cells.items() if of == span] for span in spans}
    columns = tuple(_column(span, codes[span], of_span[span]) for span in spans)
    rows = tuple(
        MatrixRow(unit, tuple(cells.get((unit.pk, span)) for span in spans))
        for unit in sorted(units.values(), key=lambda unit: (unit.position, unit.sort_key, unit.pk))
    )
    return Matrix(columns, rows)


def _cells(
    reports: Iterable[Report], spans: set[Span], today: datetime.date
) -> tuple[dict[tuple[int, Span], MatrixCell], dict[int, Unit], dict[Span, str]]:
    """Cells by unit and period, the units, and the code of each period; one query.

    The first version says when it was sent, the newest where it is now.
    """
    calendar = WorkingCalendar.load()
    first: dict[tuple[int, Span], Report] = {}
    newest: dict[tuple[int, Span], Report] = {}
    columns = (
        "uid", "unit", "period_start", "period_end", "period_code", "due_on", "step", "version", "sent_at", "regime",
    )  # fmt: skip
    unit_columns = ("id", "name", "short_name", "position", "sort_key", "code", "uid")
    only = [*columns, *(f"unit__{column}" for column in unit_columns)]
    for report in reports.only(*only).order_by("version"):  # type: ignore[attr-defined]
        span = (report.period_start, report.period_end)
        if span in spans:
            first.setdefault((report.unit_id, span), report)
            newest[report.unit_id, span] = report
    soon = {due: soon_on(due, calendar) for due in {report.due_on for report in first.values()}}
    cells = {key: _cell(report, newest[key], soon[report.due_on], today) for key, report in first.items()}
    units = {report.unit_id: report.unit for report in first.values()}
    return cells, units, {span: report.period_code for (_unit, span), report in first.items()}


def _cell(first: Report, newest: Report, soon: datetime.date, today: datetime.date) -> MatrixCell:
    sent_on = timezone.localdate(first.sent_at) if first.sent_at is not None else None
    standing = timeliness_of(
        due_on=first.due_on, sent_on=sent_on, soon_on=soon, today=today, is_dropped=first.step == ReportStep.DROPPED
    )  # fmt: skip
    return MatrixCell(standing, newest.step, first.due_on, sent_on, newest.uid)


def _column(span: Span, code: str, cells: Sequence[MatrixCell]) -> MatrixPeriod:
    dues = Counter(cell.due_on for cell in cells)
    return MatrixPeriod(*span, code, dues.most_common(1)[0][0], Counter(cell.timeliness for cell in cells))
