"""Who is to send which form by when: the list of one form and period, what a person has to do, completeness."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from honglam.core.access.reach import reach_of, units_of
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.deadlines import due_on
from honglam.engines.indicators.models import IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import ENTER, VIEW
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.rules.completeness import Expected, Tally, tally, timeliness_of
from honglam.engines.indicators.terms import RECEIVED_STATES, WAITING_STATES, SubmissionState, Timeliness
from honglam.toolkit.periods import Period, Scheme, latest_over

if TYPE_CHECKING:
    from honglam.core.access.models import User

BACK = 12
"""How many past periods of a form a person is reminded of."""


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """Where one unit stands with a form and period; `filled` of `asked` figures are there, `estimates` of them ước."""

    unit: Unit
    state: str
    due_on: datetime.date
    timeliness: Timeliness
    filled: int
    asked: int
    submission: Submission | None = None
    estimates: int = 0

    @property
    def is_waiting(self) -> bool:
        """Whether the receiver has to approve it."""
        return self.state in WAITING_STATES


@dataclass(frozen=True, slots=True)
class DueItem:
    """A form that a unit still has to send."""

    form: IndicatorForm
    unit: Unit
    period: Period
    due_on: datetime.date
    state: str
    timeliness: Timeliness
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Expected, received, on time, late, missing: in all, by unit (in the order of the alphabet) and by period."""

    total: Tally
    by_unit: tuple[tuple[Unit, Tally], ...]
    by_period: tuple[tuple[Period, Tally], ...]


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """One report that a form expects of a unit for a period, and where it stands."""

    form: IndicatorForm
    unit: Unit
    period: Period
    report: Expected
    timeliness: Timeliness
    state: str


def submissions_of(*, form: IndicatorForm, period: Period, user: User) -> list[SubmissionLine]:
    """Every unit that is to report a form for a period, as far as the person may see; a constant number of queries."""
    units = _visible(Reporters.of([form]).on(form, period.end), form, user)
    found = {
        submission.unit_id: submission
        for submission in Submission.objects.filter(form=form)
        .of_period(period)
        .select_related("submitted_by", "decided_by")
    }
    entered = form.lines.holding_on(period.end).filter(indicator__calculation="direct")
    filled = {
        unit_id: counts
        for unit_id, *counts in IndicatorValue.objects.filter(
            indicator__in=entered.values("indicator"), unit__in=[unit.pk for unit in units]
        )
        .of_period(period)
        .order_by()
        .values_list("unit")
        .annotate(n=Count("pk"), estimates=Count("pk", filter=Q(is_estimate=True)))
    }
    asked, today = entered.count(), timezone.localdate()
    deadline = due_on(form, period, WorkingCalendar.load())
    lines = []
    for unit in units:
        submission = found.get(unit.pk)
        expected = _expected(unit.pk, period, submission, deadline)
        lines.append(
            SubmissionLine(
                unit, submission.state if submission else SubmissionState.DRAFT, expected.due_on,
                timeliness_of(expected, today), filled.get(unit.pk, (0, 0))[0], asked, submission,
                filled.get(unit.pk, (0, 0))[1],
            )
        )  # fmt: skip
    return lines


def due_list(*, user: User, on: datetime.date | None = None) -> list[DueItem]:
    """What the units where a person sits still have to send, the most urgent first.

    Past periods of every form in use, up to twelve back, and the one that runs today; a constant number of queries.
    """
    today = on or timezone.localdate()
    enter = reach_of(user, ENTER)
    own = {unit.pk: unit for unit in units_of(user, today) if enter.covers(unit)}
    forms = list(IndicatorForm.objects.active().select_related("group", "receiver")) if own else []
    if not forms:
        return []
    reporters, calendar = Reporters.of(forms), WorkingCalendar.load()
    sent = {
        (submission.form_id, submission.unit_id, submission.period_code): submission
        for submission in Submission.objects.filter(unit__in=list(own), form__in=forms).defer("snapshot")
    }
    items = []
    for form in forms:
        for period in _asked(form, today):
            for unit in reporters.on(form, period.end):
                submission = sent.get((form.pk, unit.pk, period.code))
                if unit.pk not in own or (submission is not None and submission.state in RECEIVED_STATES):
                    continue
                deadline = submission.due_on if submission else due_on(form, period, calendar)
                timeliness = timeliness_of(Expected(unit.pk, period.code, deadline), today)
                state = submission.state if submission else SubmissionState.DRAFT
                reason = submission.reason if submission else ""
                items.append(DueItem(form, own[unit.pk], period, deadline, state, timeliness, reason))
    return sorted(items, key=lambda item: (item.due_on, item.form.code, item.unit.sort_key))


def expected_of(*, forms: Sequence[IndicatorForm], periods: Sequence[Period], user: User) -> list[ExpectedLine]:
    """Every report that some forms expect over some periods, as far as the person may see, and what came of it.

    Only periods of a form's own scheme, in which the form counts, are expected. A constant number of queries.
    """
    reporters, calendar, today = Reporters.of(forms), WorkingCalendar.load(), timezone.localdate()
    sent = {
        (submission.form_id, submission.unit_id, submission.period_code): submission
        for submission in Submission.objects.filter(
            form__in=list(forms), period_code__in=[period.code for period in periods]
        ).defer("snapshot")
    }
    found = []
    for form in forms:
        for period in periods:
            if not _counts(form, period):
                continue
            deadline = due_on(form, period, calendar)
            for unit in _visible(reporters.on(form, period.end), form, user):
                submission = sent.get((form.pk, unit.pk, period.code))
                one = _expected(unit.pk, period, submission, deadline)
                state = submission.state if submission else SubmissionState.DRAFT
                found.append(ExpectedLine(form, unit, period, one, timeliness_of(one, today), state))
    return found


def completeness_of(*, forms: Sequence[IndicatorForm], periods: Sequence[Period], user: User) -> Completeness:
    """Completeness and timeliness of some forms over some periods, as far as the person may see.

    Only periods of a form's own scheme, in which the form counts, are expected. A constant number of queries.
    """
    return completeness_from(expected_of(forms=forms, periods=periods, user=user), periods)


def completeness_from(lines: Iterable[ExpectedLine], periods: Sequence[Period]) -> Completeness:
    """The numbers of expected reports: in all, by unit, by period."""
    today = timezone.localdate()
    units: dict[int, Unit] = {}
    by_unit: dict[int, list[Expected]] = {}
    by_period: dict[str, list[Expected]] = {}
    for line in lines:
        units[line.unit.pk] = line.unit
        by_unit.setdefault(line.unit.pk, []).append(line.report)
        by_period.setdefault(line.period.code, []).append(line.report)
    return Completeness(
        tally((report for reports in by_unit.values() for report in reports), today),
        tuple(
            (unit, tally(by_unit[unit.pk], today)) for unit in sorted(units.values(), key=lambda unit: unit.sort_key)
        ),
        tuple((period, tally(by_period.get(period.code, ()), today)) for period in periods),
    )


def _visible(units: Iterable[Unit], form: IndicatorForm, user: User) -> list[Unit]:
    reach = reach_of(user, VIEW)
    return [unit for unit in units if reach.covers(form.receiver) or reach.covers(unit)]


def _expected(unit_id: int, period: Period, submission: Submission | None, deadline: datetime.date) -> Expected:
    """What a submission says: received on the day it was last sent, unless it was given back."""
    received = None
    if submission is not None and submission.state in RECEIVED_STATES and submission.submitted_at is not None:
        received = timezone.localdate(submission.submitted_at)
    return Expected(unit_id, period.code, submission.due_on if submission else deadline, received)


def _asked(form: IndicatorForm, today: datetime.date) -> list[Period]:
    """The periods of a form that a person may have to send: the running one, and twelve that are over."""
    period = latest_over(today, Scheme(form.scheme))
    found = [period.next()]
    while len(found) <= BACK and period.end >= form.starts_on:
        found.append(period)
        period = period.previous()
    return [one for one in found if _counts(form, one)]


def _counts(form: IndicatorForm, period: Period) -> bool:
    return (
        period.scheme == form.scheme
        and form.starts_on <= period.end
        and (form.ends_on is None or period.end <= form.ends_on)
    )
