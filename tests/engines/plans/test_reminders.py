"""The ladder of reminders: who is told when, once a day, and what everybody can see in advance."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.calendar.counting import WorkingTime
from honglam.core.notices.models import Notice
from honglam.engines.plans import rules
from honglam.engines.plans.actions.reminders import send_reminders
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.rules import LADDER, Rung
from honglam.engines.plans.shown.reminders import reminders_ahead
from honglam.engines.plans.terms import AssignmentRole, Audience, ExtensionState, Mandate, WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

FRIDAY = datetime.date(2026, 6, 12)
DAY = datetime.timedelta(days=1)
OFFICIAL = WorkingTime()


@pytest.mark.parametrize(
    ("due", "days", "on"),
    [
        (FRIDAY, -5, datetime.date(2026, 6, 5)),
        (FRIDAY, -1, datetime.date(2026, 6, 11)),
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, datetime.date(2026, 6, 15)),
        (datetime.date(2026, 6, 14), 0, FRIDAY),
        (datetime.date(2026, 6, 14), 1, datetime.date(2026, 6, 15)),
        (datetime.date(2026, 1, 2), 0, datetime.date(2025, 12, 31)),
    ],
)
def test_a_rung_falls_on_a_working_day(due: datetime.date, days: int, on: datetime.date) -> None:
    assert rules.reminders_of(due, [Rung(days, Audience.DOER)], OFFICIAL.add_working_days)[0].on == on


@given(st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31)))
def test_whatever_falls_on_a_day_is_found_from_that_day(due: datetime.date) -> None:
    for reminder in rules.reminders_of(due, LADDER, OFFICIAL.add_working_days):
        assert OFFICIAL.is_working_day(reminder.on)
        found = rules.due_dates_reminded_on(reminder.on, LADDER, OFFICIAL.add_working_days)
        assert due in found[reminder.rung]


def test_a_province_sets_its_own_ladder() -> None:
    assert rules.ladder_from([(-3, "doer"), (2, "issuer")]) == (Rung(-3, Audience.DOER), Rung(2, Audience.ISSUER))
    assert rules.ladder_from(None) == LADDER
    with pytest.raises(ValueError):
        rules.ladder_from([(-3, "nobody")])


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share, due on a Friday, done by the officer."""
    return make_share(make_task(make_plan(people.province), due_on=FRIDAY), people.north, person=people.officer)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


@pytest.mark.django_db
def test_the_doer_hears_before_the_head_and_the_head_before_the_issuer(people: People, share: Assignment) -> None:
    send_reminders(today=datetime.date(2026, 6, 11))
    assert (told("plans.reminder"), told("plans.late_in_unit")) == ({people.officer.username}, set())
    send_reminders(today=datetime.date(2026, 6, 15))
    assert told("plans.late_in_unit") == {people.head.username}
    assert told("plans.late_below") == set()
    send_reminders(today=datetime.date(2026, 6, 19))
    assert people.coordinator.username in told("plans.late_below")


@pytest.mark.django_db
def test_a_person_gets_one_reminder_a_day_for_all_their_work(people: People, share: Assignment) -> None:
    plan = share.task.plan
    for number in range(14):
        make_share(make_task(plan, f"Việc số {number}", due_on=FRIDAY), people.north, person=people.officer)
    send_reminders(today=FRIDAY)
    send_reminders(today=FRIDAY)
    notice = Notice.objects.get(kind="plans.reminder", recipient=people.officer, event__endswith=str(FRIDAY))
    assert notice.title == "15 việc sắp đến hạn"
    assert notice.body.endswith("và 3 việc khác")


@pytest.mark.django_db
def test_what_the_server_missed_is_told_on_the_next_morning_and_late_by_then(people: People, share: Assignment) -> None:
    send_reminders(today=datetime.date(2026, 6, 15))
    friday = Notice.objects.get(recipient=people.officer, event=f"plans.reminder:{FRIDAY}")
    assert friday.title == "1 việc quá hạn"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "columns",
    [
        {"mandate": Mandate.REQUESTED},
        {"is_overdue_at_birth": True},
        {"state": WorkState.CLAIMED},
        {"extension": ExtensionState.BY_PHONE, "grace_until": FRIDAY + 30 * DAY},
    ],
)
def test_work_whose_date_does_not_count_reminds_nobody(people: People, columns: dict[str, object]) -> None:
    make_share(make_task(make_plan(people.province), due_on=FRIDAY), people.north, person=people.officer, **columns)
    for ahead in range(-7, 20):
        send_reminders(today=FRIDAY + ahead * DAY)
    assert not Notice.objects.filter(kind__in=["plans.reminder", "plans.late_in_unit", "plans.late_below"]).exists()


@pytest.mark.django_db
def test_everybody_sees_in_advance_who_will_be_told_when(people: People, share: Assignment) -> None:
    ahead = reminders_ahead(share)
    assert [(item.on, item.rung.audience) for item in ahead][:3] == [
        (datetime.date(2026, 6, 5), Audience.DOER),
        (datetime.date(2026, 6, 11), Audience.DOER),
        (FRIDAY, Audience.DOER),
    ]
    assert len(ahead) == len(LADDER)
    helping = make_share(share.task, people.south, role=AssignmentRole.COORDINATING, mandate=Mandate.REQUESTED)
    assert reminders_ahead(helping) == []


@pytest.mark.django_db
def test_many_pieces_of_work_cost_no_more_queries_than_few(
    people: People, share: Assignment, django_assert_max_num_queries: object
) -> None:
    plan = share.task.plan
    for number in range(40):
        make_share(make_task(plan, f"Việc số {number}", due_on=FRIDAY), people.south)
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert send_reminders(today=FRIDAY) >= 2
