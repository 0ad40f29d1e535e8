"""Deadlines in working days and hours: the official calendar as it was, and the laws that any calendar keeps."""

from __future__ import annotations

import datetime
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.calendar.counting import VIETNAM, OfficeHours, WorkingTime
from honglam.core.calendar.errors import BadAmount, NaiveMoment, OutOfRange
from honglam.core.calendar.official import DayRule
from honglam.core.calendar.terms import DayKind, DayOrigin

CALENDAR = WorkingTime()
HALF_DAYS = WorkingTime(
    decided={
        date(2026, 3, 4): DayRule(DayKind.MORNING, "Nghỉ chiều", origin=DayOrigin.TABLE),
        date(2026, 3, 7): DayRule(DayKind.AFTERNOON, "Trực chiều thứ Bảy", origin=DayOrigin.TABLE),
        date(2026, 3, 9): DayRule(DayKind.OFF, "Lễ hội của tỉnh", origin=DayOrigin.TABLE),
    }
)
HOUR = datetime.timedelta(hours=1)


def at(day: int, clock: str, month: int = 3, year: int = 2026) -> datetime.datetime:
    """A moment in Vietnam, by default in March 2026 (the 2nd is a Monday)."""
    return datetime.datetime.combine(date(year, month, day), datetime.time.fromisoformat(clock), tzinfo=VIETNAM)


# --- the official calendar, from the yearly notices ------------------------------------------------------------------

OFF = {
    2024: [
        "01-01",  # Tết Dương lịch
        *["02-08", "02-09", "02-12", "02-13", "02-14"],  # Tết Giáp Thìn 8-14/2
        "04-18",  # Giỗ Tổ
        "04-29",  # swapped with Saturday 4/5
        *["04-30", "05-01"],
        *["09-02", "09-03"],
    ],
    2025: [
        "01-01",
        *["01-27", "01-28", "01-29", "01-30", "01-31"],  # Tết Ất Tỵ
        "04-07",
        *["04-30", "05-01"],
        "05-02",  # swapped with Saturday 26/4
        *["09-01", "09-02"],
    ],
    2026: [
        "01-01",
        "01-02",  # swapped with Saturday 10/1
        *["02-16", "02-17", "02-18", "02-19", "02-20"],  # Tết Bính Ngọ
        "04-27",  # Giỗ Tổ on Sunday, taken on Monday
        *["04-30", "05-01"],
        "08-31",  # swapped with Saturday 22/8
        *["09-01", "09-02"],
        "11-24",  # Ngày Văn hóa Việt Nam
    ],
}
WORKED_SATURDAYS = {2024: ["05-04"], 2025: ["04-26"], 2026: ["01-10", "08-22"]}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_year_is_as_the_notices_said(year: int) -> None:
    days = [date(year, 1, 1) + datetime.timedelta(days=i) for i in range(366 if year % 4 == 0 else 365)]
    weekdays_off = [f"{day:%m-%d}" for day in days if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
    weekends_worked = [f"{day:%m-%d}" for day in days if day.weekday() >= 5 and CALENDAR.is_working_day(day)]
    assert weekdays_off == OFF[year]
    assert weekends_worked == WORKED_SATURDAYS[year]


def test_the_swap_of_2_january_2026_is_right_out_of_the_box_and_names_its_paper() -> None:
    rule = CALENDAR.rule(date(2026, 1, 2))
    assert (rule.kind, rule.origin, rule.paired_with) == (DayKind.OFF, DayOrigin.OFFICIAL, date(2026, 1, 10))
    assert "12729/VPCP-KGVX" in rule.source
    assert CALENDAR.rule(date(2026, 1, 10)).kind == DayKind.WORKING


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),  # Friday: the next working day is Monday
        ("2026-03-07", 1, "2026-03-09"),  # received on a Saturday: Monday is day 1
        ("2026-02-13", 1, "2026-02-23"),  # over Tết
        ("2025-12-31", 3, "2026-01-07"),  # 1 and 2 January are off
        ("2026-01-07", 3, "2026-01-10"),  # the Saturday worked in exchange counts
        ("2026-03-09", -1, "2026-03-06"),
        ("2026-02-23", -1, "2026-02-13"),
        ("2026-03-08", -1, "2026-03-06"),
    ],
)
def test_day_n_of_a_term_is_the_nth_working_day_after_the_day_it_is_counted_from(start: str, n: int, due: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("on", "worked"), [("2026-03-07", "2026-03-09"), ("2026-03-06", "2026-03-06"), ("2026-02-14", "2026-02-23")]
)
def test_a_term_in_ordinary_days_that_ends_on_a_day_off_ends_on_the_next_working_day(on: str, worked: str) -> None:
    assert CALENDAR.next_working_day(date.fromisoformat(on)) == date.fromisoformat(worked)


def test_a_half_day_counts_as_a_day_and_as_its_hours() -> None:
    assert HALF_DAYS.add_working_days(date(2026, 3, 3), 1) == date(2026, 3, 4)
    assert HALF_DAYS.working_part(date(2026, 3, 4)) == Fraction(1, 2)
    assert HALF_DAYS.add_working_hours(at(4, "07:30"), 5) == at(5, "08:30")
    assert HALF_DAYS.add_working_hours(at(6, "17:30"), 1) == at(7, "14:30")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(2, "08:00"), 2, at(2, "10:00")),
        (at(2, "10:30"), 2, at(2, "14:30")),  # over lunch
        (at(2, "16:30"), 2, at(3, "08:30")),  # over night
        (at(6, "16:30"), 8, at(9, "16:30")),  # over the week-end
        (at(7, "10:00"), 1, at(9, "08:30")),  # received on a Saturday
        (at(2, "07:30"), 8, at(2, "17:30")),  # a full day ends the same day
        (at(2, "12:00"), 0.5, at(2, "14:00")),
        (at(2, "12:00"), 0, at(2, "12:00")),
    ],
)
def test_hours_run_only_while_the_offices_are_open(
    start: datetime.datetime, hours: float, due: datetime.datetime
) -> None:
    assert CALENDAR.add_working_hours(start, hours) == due


def test_office_hours_change_from_their_day_on() -> None:
    summer = OfficeHours(
        starts_on=date(2026, 3, 4),
        morning=(datetime.time(7), datetime.time(11)),
        afternoon=(datetime.time(14), datetime.time(18)),
    )
    calendar = WorkingTime(hours=[OfficeHours(), summer])
    assert calendar.add_working_hours(at(3, "16:30"), 2) == at(4, "08:00")


def test_a_moment_of_another_time_zone_is_counted_in_vietnam() -> None:
    in_utc = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC)  # 8:00 in Vietnam
    assert CALENDAR.add_working_hours(in_utc, 1) == at(2, "09:00")


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(NaiveMoment):
        CALENDAR.add_working_hours(datetime.datetime(2026, 3, 2, 8), 1)
    with pytest.raises(BadAmount):
        CALENDAR.add_working_hours(at(2, "08:00"), -1)
    with pytest.raises(OutOfRange):
        CALENDAR.add_working_days(date(2099, 12, 31), 1)
    with pytest.raises(OutOfRange):
        CALENDAR.rule(date(1989, 12, 31))


# --- laws ------------------------------------------------------------------------------------------------------------

days = st.dates(min_value=date(2023, 1, 1), max_value=date(2027, 12, 31))
counts = st.integers(min_value=0, max_value=400)
signed = st.integers(min_value=-400, max_value=400)
moments = st.datetimes(
    min_value=datetime.datetime(2023, 6, 1), max_value=datetime.datetime(2027, 1, 1), timezones=st.just(VIETNAM)
)
amounts = st.integers(min_value=0, max_value=60 * 400).map(lambda minutes: datetime.timedelta(minutes=minutes))
calendars = st.sampled_from([CALENDAR, HALF_DAYS])


@given(calendars, days, days, signed)
def test_a_later_start_is_never_due_earlier(calendar: WorkingTime, a: date, b: date, n: int) -> None:
    first, second = min(a, b), max(a, b)
    assert calendar.add_working_days(first, n) <= calendar.add_working_days(second, n)


@given(calendars, days, counts)
def test_every_day_more_is_due_later(calendar: WorkingTime, day: date, n: int) -> None:
    assert calendar.add_working_days(day, n) < calendar.add_working_days(day, n + 1)


@given(calendars, days, signed)
def test_counting_undoes_adding(calendar: WorkingTime, day: date, n: int) -> None:
    assert calendar.working_days_between(day, calendar.add_working_days(day, n)) == n


@given(calendars, days, counts, counts)
def test_a_term_may_be_counted_in_two_parts(calendar: WorkingTime, day: date, m: int, n: int) -> None:
    assert calendar.add_working_days(calendar.add_working_days(day, m), n) == calendar.add_working_days(day, m + n)


@given(calendars, days, days, days)
def test_days_between_add_up(calendar: WorkingTime, a: date, b: date, c: date) -> None:
    first, second, third = sorted([a, b, c])
    assert calendar.working_days_between(first, third) == calendar.working_days_between(
        first, second
    ) + calendar.working_days_between(second, third)


@given(calendars, days, st.integers(min_value=1, max_value=400))
def test_a_deadline_is_always_a_working_day(calendar: WorkingTime, day: date, n: int) -> None:
    assert calendar.is_working_day(calendar.add_working_days(day, n))
    assert calendar.is_working_day(calendar.add_working_days(day, -n))


@given(calendars, moments, amounts)
def test_measuring_undoes_adding(calendar: WorkingTime, moment: datetime.datetime, amount: datetime.timedelta) -> None:
    assert calendar.working_time_between(moment, calendar.add_working_time(moment, amount)) == amount


@given(calendars, moments, amounts, amounts)
def test_working_time_may_be_added_in_two_parts(
    calendar: WorkingTime, moment: datetime.datetime, one: datetime.timedelta, other: datetime.timedelta
) -> None:
    in_two = calendar.add_working_time(calendar.add_working_time(moment, one), other)
    at_once = calendar.add_working_time(moment, one + other)
    assert calendar.working_time_between(moment, in_two) == one + other
    assert in_two == at_once or not (one and other)


@given(calendars, moments, moments, amounts)
def test_a_later_moment_is_never_due_earlier(
    calendar: WorkingTime, a: datetime.datetime, b: datetime.datetime, amount: datetime.timedelta
) -> None:
    first, second = min(a, b), max(a, b)
    assert calendar.add_working_time(first, amount) <= calendar.add_working_time(second, amount)


@given(
    calendars,
    moments,
    st.integers(1, 6000),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 4000)), max_size=4),
)
def test_pauses_give_back_exactly_the_working_time_they_took(
    calendar: WorkingTime, moment: datetime.datetime, minutes: int, offsets: list[tuple[int, int]]
) -> None:
    amount = datetime.timedelta(minutes=minutes)
    pauses = [
        (moment + datetime.timedelta(minutes=start), moment + datetime.timedelta(minutes=start + length))
        for start, length in offsets
    ]
    due = calendar.due_after_pauses(moment, amount, pauses)
    paused = datetime.timedelta()
    covered = moment
    for start, end in sorted(pauses):
        start, end = max(start, covered), min(end, due)
        if end > start:
            paused += calendar.working_time_between(start, end)
            covered = end
    assert calendar.working_time_between(moment, due) == amount + paused


@given(calendars, moments, amounts)
def test_a_pause_over_night_moves_nothing(
    calendar: WorkingTime, moment: datetime.datetime, amount: datetime.timedelta
) -> None:
    night = [(moment.replace(hour=18, minute=0), moment.replace(hour=23, minute=0))]
    if amount:
        assert calendar.due_after_pauses(moment, amount, night) == calendar.add_working_time(moment, amount)
