"""The forms on people's desks: what a unit has to send and sent, what a receiver waits for and has to decide."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.reach import reach_of, units_of
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.indicators.deadlines import due_on
from honglam.engines.indicators.following import due_list
from honglam.engines.indicators.models import FormLine, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import ENTER, VIEW
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.rules.completeness import Expected, Tally, tally, timeliness_of
from honglam.engines.indicators.terms import RECEIVED_STATES, WAITING_STATES, Calculation, SubmissionState, Timeliness
from honglam.toolkit import periods
from honglam.toolkit.periods import Period, Scheme, latest_over

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

MOST_SENT = 500
"""How many submissions that were sent a list of own forms goes back."""

PERIODS_BACK = 6
"""How many past periods of every form a receiver's list shows."""


@dataclass(frozen=True, slots=True)
class OwnForm:
    """One form of one unit and period on the desk of who enters it; `gaps` of `asked` required figures are missing."""

    form: IndicatorForm
    unit: Unit
    period: Period
    due_on: datetime.date
    state: str
    timeliness: Timeliness
    reason: str = ""
    gaps: int = 0
    asked: int = 0

    @property
    def is_sent(self) -> bool:
        """Whether it is in the receiver's hands."""
        return self.state in RECEIVED_STATES


@dataclass(frozen=True, slots=True)
class ReceivedForm:
    """One form and period on the receiver's desk: how many came of those expected, and how many wait for a decision."""

    form: IndicatorForm
    period: Period
    due_on: datetime.date
    expected: int
    tally: Tally
    to_decide: int
    approved: int

    @property
    def sent(self) -> int:
        """How many units have sent it, also before its due day."""
        return self.tally.received

    @property
    def missing(self) -> int:
        """How many are overdue and did not come."""
        return self.tally.missing


def own_forms(*, user: User, on: datetime.date | None = None) -> list[OwnForm]:
    """What the units where a person sits have to send, the most urgent first, then what they sent, the newest first.

    A constant number of queries.
    """
    today = on or timezone.localdate()
    to_send = due_list(user=user, on=today)
    enter = reach_of(user, ENTER)
    own = [unit for unit in units_of(user, today) if enter.covers(unit)]
    sent = list(
        Submission.objects.filter(unit__in=own, state__in=RECEIVED_STATES)
        .select_related("form__receiver", "unit")
        .defer("snapshot")
        .order_by("-period_end", "form__code", "pk")[:MOST_SENT]
    )
    found = [
        OwnForm(item.form, item.unit, item.period, item.due_on, item.state, item.timeliness, item.reason)
        for item in to_send
    ]
    for submission in sent:
        period = periods.parse(submission.period_code)
        received = timezone.localdate(submission.submitted_at) if submission.submitted_at else None
        arrival = timeliness_of(Expected(submission.unit_id, period.code, submission.due_on, received), today)
        found.append(
            OwnForm(submission.form, submission.unit, period, submission.due_on, submission.state, arrival)
        )  # fmt: skip
    return _with_gaps(found)


def _with_gaps(rows: Sequence[OwnForm]) -> list[OwnForm]:
    """The rows that are still to be sent with how many required figures they lack; two queries."""
    open_rows = [row for row in rows if not row.is_sent]
    asked: dict[int, list[FormLine]] = {}
    lines = FormLine.objects.filter(
        form__in={row.form.pk for row in open_rows}, is_required=True, indicator__calculation=Calculation.DIRECT
    )
    for line in lines.select_related("version"):
        asked.setdefault(line.form_id, []).append(line)
    there = set(
        IndicatorValue.objects.filter(
            unit__in={row.unit.pk for row in open_rows},
            period_code__in={row.period.code for row in open_rows},
            indicator__in={line.indicator_id for some in asked.values() for line in some},
        )
        .order_by()
        .values_list("indicator_id", "unit_id", "period_code")
    )
    counted = []
    for row in rows:
        wanted = {line.indicator_id for line in asked.get(row.form.pk, ()) if line.version.holds_on(row.period.end)}
        gaps = 0 if row.is_sent else sum((one, row.unit.pk, row.period.code) not in there for one in wanted)
        counted.append(
            OwnForm(
                row.form, row.unit, row.period, row.due_on, row.state, row.timeliness, row.reason, gaps, len(wanted)
            )
        )  # fmt: skip
    return counted


def received_forms(*, user: User, permission: str = VIEW, on: datetime.date | None = None) -> list[ReceivedForm]:
    """The forms that come to units in a person's reach, of the periods that are over: the newest period first.

    A constant number of queries.
    """
    today = on or timezone.localdate()
    reach = reach_of(user, permission)
    forms = [
        form
        for form in IndicatorForm.objects.active().select_related("group", "receiver")
        if reach.covers(form.receiver)
    ]
    if not forms:
        return []
    reporters, calendar = Reporters.of(forms), WorkingCalendar.load()
    asked = [(form, period) for form in forms for period in _past(form, today)]
    sent: dict[tuple[int, str], list[Submission]] = {}
    for submission in Submission.objects.filter(
        form__in=forms, period_code__in={period.code for _form, period in asked}
    ).defer("snapshot", "comment", "reason"):
        sent.setdefault((submission.form_id, submission.period_code), []).append(submission)
    rows = []
    for form, period in asked:
        deadline = due_on(form, period, calendar)
        of_units = {one.unit_id: one for one in sent.get((form.pk, period.code), ())}
        units = reporters.on(form, period.end)
        expected = [_expected(unit, period, of_units.get(unit.pk), deadline) for unit in units]
        states = Counter(one.state for one in of_units.values())
        approved = states[SubmissionState.APPROVED] + states[SubmissionState.LOCKED]
        waiting = sum(states[state] for state in WAITING_STATES)
        rows.append(
            ReceivedForm(
                form, period, deadline, len(units), tally(expected, today), waiting, approved
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (-row.period.end.toordinal(), row.form.code))


def _expected(unit: Unit, period: Period, submission: Submission | None, deadline: datetime.date) -> Expected:
    if submission is None:
        return Expected(unit.pk, period.code, deadline)
    is_here = submission.state in RECEIVED_STATES and submission.submitted_at is not None
    received = timezone.localdate(submission.submitted_at) if is_here else None
    return Expected(unit.pk, period.code, submission.due_on, received)


def _past(form: IndicatorForm, today: datetime.date) -> Iterator[Period]:
    """The newest periods of a form that are over and in which it counts."""
    period = latest_over(today, Scheme(form.scheme))
    for _number in range(PERIODS_BACK):
        if period.end < form.starts_on:
            return
        if form.ends_on is None or period.end <= form.ends_on:
            yield period
        period = period.previous()


def choices_of(forms: Iterable[IndicatorForm]) -> list[tuple[str, str]]:
    """Forms as the choices of a filter, each once, by code."""
    return sorted({form.code: form.name for form in forms}.items())
