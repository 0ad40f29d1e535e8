"""Recurring work: one share for each period, each due on its own day."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from honglam.core.access.errors import NotAllowed
from honglam.engines.plans import rules
from honglam.engines.plans.actions import plans, recurrence, work
from honglam.engines.plans.errors import RecurrenceInvalid, StepNotAllowed
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.terms import RECURRING_SCHEMES, DeadlineKind, WorkState, WorkStatus
from honglam.toolkit.periods import Scheme, parse, period_of
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

NOON = datetime.datetime(2026, 5, 11, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))


@pytest.mark.parametrize(
    ("code", "day", "due"),
    [
        ("2026-Q2", 20, "2026-06-20"),
        ("2026-Q2", 0, "2026-06-30"),
        ("2026-02", 31, "2026-02-28"),
        ("2026-05", 25, "2026-05-25"),
        ("2026-05@14", 25, "2026-05-14"),
        ("2026-W20", 5, "2026-05-15"),
        ("2026-W20", 0, "2026-05-17"),
        ("2026", 15, "2026-12-15"),
    ],
)
def test_the_day_on_which_a_period_is_due(code: str, day: int, due: str) -> None:
    assert rules.due_in(parse(code), day) == datetime.date.fromisoformat(due)


@given(
    scheme=st.sampled_from(RECURRING_SCHEMES),
    on=st.dates(datetime.date(2024, 1, 1), datetime.date(2032, 12, 31)),
    day=st.integers(0, 31),
)
def test_work_is_due_inside_its_period(scheme: Scheme, on: datetime.date, day: int) -> None:
    period = period_of(on, scheme)
    assert rules.due_in(period, day) in period


@given(
    scheme=st.sampled_from(RECURRING_SCHEMES),
    given_on=st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)),
    days=st.integers(0, 400),
)
def test_periods_open_one_after_the_other_and_none_before_the_work_was_given(
    scheme: Scheme, given_on: datetime.date, days: int
) -> None:
    today = given_on + datetime.timedelta(days=days)
    year = {"first_day": datetime.date(2026, 1, 1), "last_day": datetime.date(2026, 12, 31)}
    opened = rules.periods_to_open(scheme=scheme, given_on=given_on, today=today, **year)
    assert given_on in opened[0]
    assert min(today, year["last_day"]) in opened[-1]
    assert all(later == earlier.next() for earlier, later in itertools.pairwise(opened))


@pytest.fixture
def task(people: People) -> Task:
    """Work that a plan of 2026 calls recurring, with a share of the northern commune."""
    task = make_task(
        make_plan(people.province), "Cập nhật cơ sở dữ liệu", deadline_kind=DeadlineKind.RECURRING,
        assigned_on=datetime.date(2026, 1, 15),
    )  # fmt: skip
    make_share(task, people.north, period_code="2026", person=people.officer)
    return task


def occurrences(task: Task) -> list[tuple[str, datetime.date | None, str]]:
    shares = task.assignments.filter(standing__isnull=False).order_by("period_code")
    return [(share.period_code, share.due_on, share.state) for share in shares]


@pytest.mark.django_db
def test_each_month_opens_a_share_of_its_own(people: People, task: Task) -> None:
    with travel(NOON, tick=False):
        recurrence.set_recurrence(task=task, scheme=Scheme.MONTH, day=25, by=people.coordinator)
    assert occurrences(task) == [("2026-05", datetime.date(2026, 5, 25), WorkState.NOT_STARTED)]
    standing = task.assignments.get(standing__isnull=True)
    assert standing.state == WorkState.STANDING
    assert standing.occurrences.get().person == people.officer

    assert recurrence.open_periods(today=datetime.date(2026, 5, 31)) == 0
    assert recurrence.open_periods(today=datetime.date(2026, 7, 2)) == 2
    assert recurrence.open_periods(today=datetime.date(2026, 7, 2)) == 0
    assert [code for code, _due, _state in occurrences(task)] == ["2026-05", "2026-06", "2026-07"]
    assert recurrence.open_periods(today=datetime.date(2027, 3, 1)) == 5, "the plan's years are over in December"


@pytest.mark.django_db
def test_a_period_whose_day_had_passed_is_born_late_and_not_the_units_fault(people: People, task: Task) -> None:
    with travel(NOON, tick=False):
        recurrence.set_recurrence(task=task, scheme=Scheme.MONTH, day=5, by=people.coordinator)
    may = task.assignments.get(period_code="2026-05")
    assert may.is_overdue_at_birth
    recurrence.open_periods(today=datetime.date(2026, 6, 1))
    assert not task.assignments.get(period_code="2026-06").is_overdue_at_birth


@pytest.mark.django_db
def test_a_month_is_reported_and_confirmed_apart_from_the_next(people: People, task: Task) -> None:
    with travel(NOON, tick=False):
        recurrence.set_recurrence(task=task, scheme=Scheme.MONTH, by=people.coordinator)
        may = task.assignments.get(period_code="2026-05")
        work.report(
            assignment=may, progress=100, claims_done=True, by=people.officer, proofs=[work.Proof(link="https://a.vn")]
        )
        work.confirm(assignment=may, by=people.coordinator)
        task.refresh_from_db()
        assert task.state == WorkState.DONE
        with pytest.raises(StepNotAllowed):
            work.report(assignment=task.assignments.get(period_code="2026"), progress=10, by=people.officer)
    recurrence.open_periods(today=datetime.date(2026, 6, 1))
    task.refresh_from_db()
    assert task.state == WorkState.IN_PROGRESS
    late = Assignment.objects.standing(datetime.date(2026, 7, 1)).get(period_code="2026-06")
    assert late.status == WorkStatus.OVERDUE


@pytest.mark.django_db
def test_standing_shares_are_counted_nowhere(people: People, task: Task) -> None:
    with travel(NOON, tick=False):
        recurrence.set_recurrence(task=task, scheme=Scheme.QUARTER, by=people.coordinator)
    figures = Assignment.objects.figures(NOON.date())
    assert (figures["given"], figures["open"]) == (1, 1)
    assert list(Assignment.objects.given().values_list("period_code", flat=True)) == ["2026-Q2"]


@pytest.mark.django_db
def test_taking_the_share_back_takes_its_open_periods_back(people: People, task: Task) -> None:
    with travel(NOON, tick=False):
        recurrence.set_recurrence(task=task, scheme=Scheme.MONTH, by=people.coordinator)
    work.withdraw(assignment=task.assignments.get(period_code="2026"), reason="Bỏ", by=people.coordinator)
    assert set(task.assignments.values_list("state", flat=True)) == {WorkState.WITHDRAWN}
    assert recurrence.open_periods(today=datetime.date(2026, 8, 1)) == 0


@pytest.mark.django_db
def test_a_plan_that_ends_opens_no_more_periods(people: People, task: Task) -> None:
    with travel(NOON, tick=False):
        recurrence.set_recurrence(task=task, scheme=Scheme.MONTH, by=people.coordinator)
    plans.expire(plan=task.plan, by=people.coordinator)
    assert recurrence.open_periods(today=datetime.date(2026, 8, 1)) == 0
    assert set(task.assignments.values_list("state", flat=True)) == {WorkState.CARRIED_OVER}


@pytest.mark.django_db
def test_what_cannot_recur_is_refused(people: People, task: Task) -> None:
    with pytest.raises(NotAllowed):
        recurrence.set_recurrence(task=task, scheme=Scheme.MONTH, by=people.head)
    for scheme, day in ((Scheme.CUMULATIVE, 0), (Scheme.MONTH, 32)):
        with pytest.raises(RecurrenceInvalid):
            recurrence.set_recurrence(task=task, scheme=scheme, day=day, by=people.coordinator)
    dated = make_task(task.plan, due_on=datetime.date(2026, 6, 30))
    with pytest.raises(RecurrenceInvalid):
        recurrence.set_recurrence(task=dated, scheme=Scheme.MONTH, by=people.coordinator)
