"""The province's own table wins, is audited, and reaches every process at once."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from honglam.core.audit.models import AuditEntry
from honglam.core.calendar.actions import decide_day, set_office_hours, swap_days, withdraw_day
from honglam.core.calendar.counting import OfficeHours
from honglam.core.calendar.errors import BadDay
from honglam.core.calendar.models import CalendarDay
from honglam.core.calendar.terms import DayKind, DayOrigin
from honglam.core.calendar.working_time import WorkingCalendar
from tests.people import People

FESTIVAL = date(2026, 3, 9)


def test_a_decided_day_wins_over_the_official_calendar_until_it_is_withdrawn(people: People) -> None:
    assert WorkingCalendar.load().is_working_day(FESTIVAL)
    day = decide_day(date=FESTIVAL, kind=DayKind.OFF, name="Lễ hội của tỉnh", source="QĐ 12/QĐ-UBND", by=people.leader)
    rule = WorkingCalendar.load().rule(FESTIVAL)
    assert (rule.kind, rule.origin, rule.source) == (DayKind.OFF, DayOrigin.TABLE, "QĐ 12/QĐ-UBND")
    withdraw_day(day=day, reason="Hoãn lễ hội", by=people.leader)
    assert WorkingCalendar.load().is_working_day(FESTIVAL)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "calendar.day_decided",
        "calendar.day_withdrawn",
    ]


def test_a_day_decided_again_replaces_what_stood_there(people: People) -> None:
    decide_day(date=FESTIVAL, kind=DayKind.OFF, name="Lễ hội", by=people.leader)
    decide_day(date=FESTIVAL, kind=DayKind.MORNING, name="Lễ hội buổi chiều", by=people.leader)
    assert CalendarDay.objects.get().kind == DayKind.MORNING


def test_a_swap_decides_both_days_and_pairs_them(people: People) -> None:
    swap_days(off=date(2027, 4, 30), worked=date(2027, 5, 8), name="Hoán đổi", source="CV 1", by=people.leader)
    calendar = WorkingCalendar.load()
    assert not calendar.is_working_day(date(2027, 4, 30))
    assert calendar.is_working_day(date(2027, 5, 8))
    assert calendar.rule(date(2027, 5, 8)).paired_with == date(2027, 4, 30)


def test_loading_costs_one_query_while_nothing_changes(people: People, django_assert_num_queries) -> None:
    decide_day(date=FESTIVAL, kind=DayKind.OFF, name="Lễ hội", by=people.leader)
    WorkingCalendar.load()
    with django_assert_num_queries(1):
        calendar = WorkingCalendar.load()
    assert calendar.rule(FESTIVAL).name == "Lễ hội"
    assert not calendar.is_working_day(FESTIVAL)


def test_a_change_that_is_rolled_back_is_never_seen(people: People) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        decide_day(date=FESTIVAL, kind=DayKind.OFF, name="Lễ hội", by=people.leader)
        assert not WorkingCalendar.load().is_working_day(FESTIVAL)
        raise RuntimeError
    assert WorkingCalendar.load().is_working_day(FESTIVAL)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"date": date(1900, 1, 1)},
        {"paired_with": FESTIVAL},
    ],
)
def test_a_day_that_cannot_be_decided_is_refused(people: People, wrong: dict) -> None:
    with pytest.raises(BadDay):
        decide_day(**{"date": FESTIVAL, "kind": DayKind.OFF, "name": "Lễ", "by": people.leader, **wrong})
    assert not CalendarDay.objects.exists()


def test_withdrawing_needs_a_reason(people: People) -> None:
    day = decide_day(date=FESTIVAL, kind=DayKind.OFF, name="Lễ hội", by=people.leader)
    with pytest.raises(BadDay):
        withdraw_day(day=day, reason=" ", by=people.leader)
    assert CalendarDay.objects.exists()


def test_office_hours_are_dated_and_in_order(people: People) -> None:
    summer = OfficeHours(
        starts_on=date(2026, 4, 15),
        morning=(datetime.time(7), datetime.time(11)),
        afternoon=(datetime.time(13), datetime.time(17)),
    )
    set_office_hours(hours=summer, by=people.leader, source="CV 5")
    calendar = WorkingCalendar.load()
    assert calendar.sessions(date(2026, 4, 14))[0][0].time() == datetime.time(7, 30)
    assert calendar.sessions(date(2026, 4, 15))[0][0].time() == datetime.time(7)
    with pytest.raises(BadDay):
        set_office_hours(hours=OfficeHours(date(2026, 5, 1), summer.afternoon, summer.morning), by=people.leader)


def test_the_database_refuses_a_day_without_a_name(people: People) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(date=FESTIVAL, kind=DayKind.OFF, name="")
