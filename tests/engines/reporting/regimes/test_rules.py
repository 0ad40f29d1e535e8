"""Truth tables: how a report stands, when people are reminded, when it is opened, what it is called, when it is due."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.reporting.rules.due_days import due_day
from honglam.engines.reporting.rules.opening import opens_on, title_of
from honglam.engines.reporting.rules.reminding import Topic, topic_on
from honglam.engines.reporting.rules.timeliness import timeliness_of
from honglam.engines.reporting.schedule import due_date_of, due_of, next_due_dates, period_name, to_open
from honglam.engines.reporting.terms import DueRoll
from honglam.engines.reporting.terms import ReportTimeliness as T
from honglam.engines.reporting.wording import rule_in_words
from honglam.toolkit.periods import parse

DUE, SOON = datetime.date(2026, 9, 21), datetime.date(2026, 9, 16)
CALENDAR = WorkingCalendar()


def day(text: str) -> datetime.date:
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


@dataclass(frozen=True)
class Rule:
    """A due rule that nobody stored."""

    scheme: str = "quarter"
    due_day: int | None = None
    due_month_offset: int = 0
    due_after_working_days: int | None = None
    only_due_on: datetime.date | None = None
    due_roll: str = DueRoll.NEXT
    starts_on: datetime.date = datetime.date(2026, 1, 1)
    ends_on: datetime.date | None = None


@pytest.mark.parametrize(
    ("sent", "today", "dropped", "expected"),
    [
        ("", "15/09/2026", False, T.WAITING),
        ("", "16/09/2026", False, T.DUE_SOON),
        ("", "21/09/2026", False, T.DUE_SOON),
        ("", "22/09/2026", False, T.MISSING),
        ("21/09/2026", "30/09/2026", False, T.SENT_ON_TIME),
        ("01/09/2026", "02/09/2026", False, T.SENT_ON_TIME),
        ("22/09/2026", "30/09/2026", False, T.SENT_LATE),
        ("", "30/09/2026", True, T.NOT_ASKED),
        ("", "01/09/2026", True, T.NOT_ASKED),
    ],
)
def test_a_report_stands_towards_its_day(sent: str, today: str, dropped: bool, expected: T) -> None:
    sent_on = day(sent) if sent else None
    standing = timeliness_of(due_on=DUE, sent_on=sent_on, soon_on=SOON, today=day(today), is_dropped=dropped)
    assert standing == expected


@pytest.mark.parametrize(
    ("is_over", "working_days", "expected"),
    [
        (False, 4, None),
        (False, 3, Topic.DUE_SOON),
        (False, 2, None),
        (False, 1, None),
        (False, 0, Topic.DUE_TODAY),
        (True, 0, None),
        (True, 1, Topic.OVERDUE),
        (True, 2, None),
        (True, 3, Topic.OVERDUE),
        (True, 5, Topic.OVERDUE),
        (True, 6, None),
    ],
)
def test_people_are_reminded_on_few_days(is_over: bool, working_days: int, expected: Topic | None) -> None:
    assert topic_on(is_over=is_over, working_days=working_days) == expected


@pytest.mark.parametrize(
    ("period", "rule", "expected"),
    [
        # “trước ngày 20 của tháng cuối quý”; 20/09/2026 is a Sunday
        ("2026-Q1@14", Rule(due_day=20), "20/03/2026"),
        ("2026-Q3@14", Rule(due_day=20), "21/09/2026"),
        ("2026-Q3@14", Rule(due_day=20, due_roll=DueRoll.PREVIOUS), "18/09/2026"),
        ("2026-Q3@14", Rule(due_day=20, due_roll=DueRoll.STAY), "20/09/2026"),
        # “ngày 05 tháng sau”, over the turn of the year
        ("2026-12", Rule(due_day=5, due_month_offset=1), "05/01/2027"),
        # the last day of a short month, also of February in a leap year
        ("2026-04", Rule(due_day=31), "30/04/2026 → 04/05/2026"),
        ("2028-02", Rule(due_day=31), "29/02/2028"),
        # Tết Bính Ngọ 2026: days off from 14 to 22 February
        ("2026-01", Rule(due_day=17, due_month_offset=1), "17/02/2026 → 23/02/2026"),
        ("2026-01", Rule(due_day=17, due_month_offset=1, due_roll=DueRoll.PREVIOUS), "17/02/2026 → 13/02/2026"),
        # working days after the cut-off (Decree 09/2019, article 8.5): 14/12/2026 is a Monday
        ("2026@14", Rule(due_after_working_days=1), "15/12/2026"),
        ("2026-Q3@14", Rule(due_after_working_days=5), "21/09/2026"),
        # months before the period's last one
        ("2026", Rule(due_day=20, due_month_offset=-1), "20/11/2026"),
    ],
)
def test_due_days_follow_the_rule_and_the_calendar(period: str, rule: Rule, expected: str) -> None:
    due = due_date_of(rule, parse(period), CALENDAR)
    written, _arrow, moved = expected.partition(" → ")
    if moved:
        assert (due.written_on, due.due_on) == (day(written), day(moved))
    else:
        assert due.due_on == due_of(rule, parse(period), CALENDAR) == day(written)


def test_what_is_owed_once_is_due_on_its_day_even_on_a_sunday() -> None:
    assert due_of(Rule(scheme="", only_due_on=day("20/09/2026")), None, CALENDAR) == day("20/09/2026")


@pytest.mark.parametrize(("number", "expected"), [(31, "28/02/2026"), (28, "28/02/2026"), (1, "01/02/2026")])
def test_a_day_that_a_month_lacks_is_its_last(number: int, expected: str) -> None:
    assert due_day(day("31/01/2026"), number, 1) == day(expected)


def test_the_next_four_days_begin_with_the_first_that_is_not_over() -> None:
    rule = Rule(scheme="quarter_cut_off", due_day=20)
    found = next_due_dates(rule, day("22/09/2026"), CALENDAR)
    assert [one.due_on for one in found] == [day(t) for t in ("21/12/2026", "22/03/2027", "21/06/2027", "20/09/2027")]
    assert [one.is_moved for one in found] == [True, True, True, False]
    ending = Rule(scheme="quarter_cut_off", due_day=20, ends_on=day("31/03/2027"))
    assert [one.due_on for one in next_due_dates(ending, day("22/09/2026"), CALENDAR)] == [
        day("21/12/2026"), day("22/03/2027"),
    ]  # fmt: skip


def test_a_due_day_before_the_figures_close_is_known() -> None:
    early = next_due_dates(Rule(scheme="quarter", due_day=20), day("01/09/2026"), CALENDAR, 1)[0]
    assert early.is_before_its_end and early.period == parse("2026-Q3")


def test_a_regime_far_after_its_period_still_finds_the_next_day() -> None:
    rule = Rule(scheme="month", due_day=5, due_month_offset=3)
    found = next_due_dates(rule, day("01/09/2026"), CALENDAR, 2)
    assert [str(one.period.code if one.period else "") for one in found] == ["2026-06", "2026-07"]


@pytest.mark.parametrize(
    ("rule", "today", "expected"),
    [
        (Rule(scheme="quarter_cut_off", due_day=20), "31/08/2026", ["2026-Q2@14"]),
        (Rule(scheme="quarter_cut_off", due_day=20), "01/09/2026", ["2026-Q2@14", "2026-Q3@14"]),
        (Rule(scheme="quarter_cut_off", due_day=20), "22/09/2026", ["2026-Q3@14"]),
        # the last one that was missed is opened, what lies before the first day in force is not
        (Rule(scheme="month", due_day=5, due_month_offset=1), "20/09/2026", ["2026-08", "2026-09"]),
        (Rule(scheme="month", due_day=5, due_month_offset=1, starts_on=day("10/09/2026")), "20/09/2026", ["2026-09"]),
        (Rule(scheme="month", due_day=5, due_month_offset=1, starts_on=day("01/09/2026")), "05/09/2026", []),
        # nothing before the period begins, nothing after the regime ended
        (Rule(scheme="week", due_after_working_days=2), "16/09/2026", ["2026-W37", "2026-W38"]),
        (Rule(scheme="quarter", due_day=20, ends_on=day("31/08/2026")), "10/09/2026", ["2026-Q2"]),
        (Rule(scheme="", only_due_on=day("01/12/2026")), "10/09/2026", [None]),
        (Rule(scheme="", only_due_on=day("01/12/2026"), starts_on=day("11/09/2026")), "10/09/2026", []),
    ],
)
def test_what_is_near_is_opened_and_one_missed_period(rule: Rule, today: str, expected: list[str | None]) -> None:
    found = [one.period.code if one.period else None for one in to_open(rule, day(today), CALENDAR)]
    assert found == expected


def test_a_report_opens_twenty_days_before_it_is_due_within_its_period() -> None:
    start, end = day("01/09/2026"), day("30/09/2026")
    assert opens_on(start, end, day("05/10/2026")) == day("15/09/2026")
    assert opens_on(start, end, day("05/11/2026")) == end
    assert opens_on(start, end, day("10/09/2026")) == start


@pytest.mark.parametrize(
    ("name", "period", "expected"),
    [
        ("Kết quả chuyển đổi số", "2026-Q3@14", "Báo cáo kết quả chuyển đổi số quý III năm 2026"),
        ("Báo cáo kết quả chuyển đổi số", "2026-H1", "Báo cáo kết quả chuyển đổi số 6 tháng đầu năm 2026"),
        ("CCHC", "2026-03@14", "Báo cáo CCHC tháng 3 năm 2026"),
        ("An ninh mạng", "2026@14", "Báo cáo an ninh mạng năm 2026"),
    ],
)
def test_titles_read_as_offices_write_them(name: str, period: str, expected: str) -> None:
    assert title_of(name, period_name(parse(period))) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(scheme="quarter_cut_off", due_day=20),
         "Hằng quý (chốt số liệu ngày 14), chậm nhất ngày 20 của tháng cuối kỳ"),
        (Rule(scheme="month", due_day=5, due_month_offset=1), "Hằng tháng, chậm nhất ngày 05 tháng sau kỳ"),
        (Rule(scheme="month", due_day=5, due_month_offset=2), "Hằng tháng, chậm nhất ngày 05 của tháng thứ 2 sau kỳ"),
        (Rule(scheme="year", due_day=20, due_month_offset=-1),
         "Hằng năm, chậm nhất ngày 20, 1 tháng trước tháng cuối kỳ"),
        (Rule(scheme="week", due_after_working_days=2), "Hằng tuần, trong 2 ngày làm việc sau ngày chốt số liệu"),
        (Rule(scheme="", only_due_on=day("20/09/2026")), "Một lần, hạn 20/09/2026"),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_words(rule: Rule, expected: str) -> None:
    assert rule_in_words(rule) == expected
