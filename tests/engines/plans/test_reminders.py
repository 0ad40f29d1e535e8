"""The ladder of reminders: who is told when, once a day, and what everybody can see in advance."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from time_machine import travel

from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.calendar.counting import WorkingTime
from honglam.core.notices.models import Notice
from honglam.engines.plans import rules
from honglam.engines.plans.actions import extensions, work
from honglam.engines.plans.actions.ladder import set_ladder
from honglam.engines.plans.actions.reminders import send_reminders
from honglam.engines.plans.errors import LadderInvalid
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.province import phone_extension_days, reminder_ladder
from honglam.engines.plans.rules import LADDER, Rung
from honglam.engines.plans.shown.reminders import mornings_of, reminders_ahead
from honglam.engines.plans.terms import AssignmentRole, Audience, ExtensionState, Mandate, WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, make_person

MONDAY = datetime.datetime(2026, 6, 15, 6, 45, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
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


@pytest.mark.parametrize(
    ("rungs", "call_days", "is_right"),
    [
        ([Rung(-20, Audience.DOER)], 1, True),
        ([Rung(-21, Audience.DOER)], 5, False),
        ([], 5, False),
        ([Rung(1, Audience.HEAD)], 0, False),
        ([Rung(1, Audience.HEAD)], 21, False),
    ],
)
def test_which_ladders_can_be_set(rungs: list[Rung], call_days: int, is_right: bool) -> None:
    assert (rules.problem_with_ladder(rungs, call_days) == "") is is_right


@pytest.mark.django_db
def test_who_looks_after_the_platform_sets_the_ladder_and_it_counts_from_then_on(
    people: People, share: Assignment
) -> None:
    mine = [Rung(2, Audience.HEAD), Rung(-3, Audience.DOER), Rung(-3, Audience.DOER)]
    for person in (people.coordinator, people.head, people.officer):
        with pytest.raises(NotAllowed):
            set_ladder(rungs=mine, call_days=3, by=person)
    with pytest.raises(LadderInvalid):
        set_ladder(rungs=[], call_days=3, by=people.administrator)
    set_ladder(rungs=mine, call_days=3, by=people.administrator)
    assert reminder_ladder() == (Rung(-3, Audience.DOER), Rung(2, Audience.HEAD))
    assert phone_extension_days() == 3
    assert [one.rung.working_days for one in reminders_ahead(share)] == [-3, 2]
    with travel(MONDAY, tick=False):
        wish = extensions.agree_by_phone(
            assignment=share, new_due_on=FRIDAY + 30 * DAY, reason="Chờ hướng dẫn", agreed_with="Phó Chủ tịch",
            agreed_at=MONDAY, by=people.officer,
        )  # fmt: skip
    assert wish.grace_until == datetime.date(2026, 6, 18)
    told_of = AuditEntry.objects.readable().filter(action="plans.reminders_set").get()
    assert told_of.values.changes["call_days"] == (5, 3)


@pytest.mark.django_db
def test_days_on_which_a_call_holds_are_not_announced(people: People, share: Assignment) -> None:
    with travel(MONDAY, tick=False):
        extensions.agree_by_phone(
            assignment=share, new_due_on=FRIDAY + 30 * DAY, reason="Chờ hướng dẫn", agreed_with="Phó Chủ tịch",
            agreed_at=MONDAY, by=people.officer,
        )  # fmt: skip
        share.refresh_from_db()
        held = datetime.date(2026, 6, 22)
        assert share.grace_until == held
        assert [one.on for one in reminders_ahead(share) if one.on >= MONDAY.date()] == [datetime.date(2026, 6, 26)]
        assert [one.on for one in mornings_of(people.coordinator, MONDAY.date()) if one.given] == [
            datetime.date(2026, 6, 26)
        ]


@pytest.mark.django_db
def test_a_person_sees_the_mornings_ahead(people: People, share: Assignment) -> None:
    today = datetime.date(2026, 6, 9)
    make_share(make_task(share.task.plan, "Việc chưa ai nhận", due_on=FRIDAY), people.north)
    ahead = {(one.on, one.own, one.of_unit, one.given) for one in mornings_of(people.officer, today)}
    assert ahead == {
        (datetime.date(2026, 6, 11), 2, 0, 0), (FRIDAY, 2, 0, 0), (datetime.date(2026, 6, 15), 2, 0, 0)
    }  # fmt: skip
    heads = {(one.on, one.of_unit) for one in mornings_of(people.head, today) if one.of_unit}
    assert heads == {(datetime.date(2026, 6, 15), 2), (datetime.date(2026, 6, 17), 2)}
    assert {one.on for one in mornings_of(people.coordinator, today) if one.given} == {datetime.date(2026, 6, 19)}


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share, due on a Friday, done by the officer."""
    return make_share(make_task(make_plan(people.province), due_on=FRIDAY), people.north, person=people.officer)


def told(words: str) -> set[str]:
    """Who has a bulletin that says so."""
    return set(Notice.objects.filter(title__contains=words).values_list("recipient__username", flat=True))


@pytest.mark.django_db
def test_the_doer_hears_before_the_head_and_the_head_before_the_issuer(people: People, share: Assignment) -> None:
    send_reminders(today=datetime.date(2026, 6, 11))
    assert (told("sắp đến hạn"), told("quá hạn")) == ({people.officer.username}, set())
    send_reminders(today=datetime.date(2026, 6, 15))
    assert told("1 việc của đơn vị quá hạn") == {people.head.username}
    assert told("đã giao bị trễ") == set()
    send_reminders(today=datetime.date(2026, 6, 19))
    assert people.coordinator.username in told("1 việc đã giao bị trễ")


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
    assert Notice.objects.get(recipient=people.officer).title == "1 việc quá hạn"
    assert Notice.objects.get(recipient=people.head).title == "1 việc của đơn vị quá hạn"


@pytest.mark.django_db
def test_one_bulletin_holds_all_that_waits_for_a_person(people: People, share: Assignment) -> None:
    plan = share.task.plan
    with travel(MONDAY, tick=False):
        for name in ("Rà soát hồ sơ", "Ban hành quy chế"):
            claimed = make_share(make_task(plan, name, due_on=FRIDAY), people.north, person=people.officer)
            work.report(assignment=claimed, progress=100, by=people.officer, claims_done=True)
        work.return_work(assignment=claimed, reason="Chưa có số liệu", by=people.coordinator)
        extensions.ask_extension(
            assignment=share, new_due_on=FRIDAY + 30 * DAY, reason="Chờ hướng dẫn", by=people.officer
        )
        send_reminders(today=MONDAY.date())
        send_reminders(today=MONDAY.date())
    officer = Notice.objects.get(recipient=people.officer, kind="plans.reminder")
    assert officer.title == "2 việc quá hạn"
    boss = Notice.objects.get(recipient=people.coordinator, kind="plans.reminder")
    assert boss.title == "1 việc chờ xác nhận, 1 đề nghị gia hạn"
    assert boss.body.splitlines()[0] == "Chờ xác nhận hoàn thành:"
    assert Notice.objects.filter(recipient=people.head, kind="plans.reminder").count() == 1


@pytest.mark.django_db
def test_a_wish_whose_work_is_confirmed_is_in_no_bulletin(people: People, share: Assignment) -> None:
    with travel(MONDAY, tick=False):
        extensions.ask_extension(
            assignment=share, new_due_on=FRIDAY + 30 * DAY, reason="Chờ hướng dẫn", by=people.officer
        )
        done = {"state": WorkState.DONE, "progress": 100, "completed_on": FRIDAY, "has_evidence": True}
        Assignment.objects.filter(pk=share.pk).update(**done)
        assert send_reminders(today=MONDAY.date()) == 0
    assert not Notice.objects.filter(kind="plans.reminder").exists()


@pytest.mark.django_db
def test_many_people_cost_no_more_queries_than_few(people: People, share: Assignment) -> None:
    def morning(day: datetime.date, count: int) -> int:
        for number in range(count):
            doer = make_person(f"can-bo-{day}-{number}", f"Cán bộ {number}", RoleCode.OFFICER, people.north)
            make_share(make_task(share.task.plan, f"Việc {number}", due_on=day), people.north, person=doer)
        with CaptureQueriesContext(connection) as asked:
            assert send_reminders(today=day) >= count
        return len(asked)

    morning(FRIDAY + 14 * DAY, 1)  # what is read once and kept
    assert morning(FRIDAY + 42 * DAY, 3) == morning(FRIDAY + 70 * DAY, 30)


@pytest.mark.django_db
def test_a_morning_without_news_brings_no_bulletin_and_a_new_one_replaces_the_last(
    people: People, share: Assignment
) -> None:
    with travel(MONDAY, tick=False):
        claimed = make_share(make_task(share.task.plan, "Rà soát hồ sơ", due_on=FRIDAY + 60 * DAY), people.south)
        work.report(assignment=claimed, progress=100, by=people.coordinator, claims_done=True)
    assert send_reminders(today=MONDAY.date()) > 0
    bulletins = Notice.objects.filter(recipient=people.coordinator, kind="plans.reminder")
    assert bulletins.get().url.startswith(claimed.task.get_absolute_url())
    quiet = MONDAY.date() + 2 * DAY
    send_reminders(today=quiet)
    assert bulletins.count() == 1
    send_reminders(today=datetime.date(2026, 6, 19))
    assert bulletins.unread().get().title == "1 việc chờ xác nhận, 1 việc đã giao bị trễ"
    assert bulletins.count() == 2


@pytest.mark.django_db
def test_days_off_bring_no_bulletin(people: People, share: Assignment) -> None:
    assert send_reminders(today=FRIDAY + DAY) == 0


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
    assert not Notice.objects.filter(title__contains="hạn").exists()


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
