"""Periods: a fact lands in exactly one, codes say all, names are the ones that officials use."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.toolkit.periods import (
    Period,
    PeriodError,
    Scheme,
    latest_over,
    parse,
    period_of,
    periods_between,
    periods_of_year,
    programme,
)

dates = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2099, 12, 31))
schemes = st.sampled_from(list(Scheme))
partitions = st.sampled_from([scheme for scheme in Scheme if not scheme.is_cumulative])


@given(dates, schemes)
def test_a_date_lands_in_a_period_that_holds_it(date: datetime.date, scheme: Scheme) -> None:
    assert date in period_of(date, scheme)


@given(dates, partitions)
def test_no_other_period_of_the_scheme_holds_the_date(date: datetime.date, scheme: Scheme) -> None:
    period = period_of(date, scheme)
    assert period.previous().end + datetime.timedelta(days=1) == period.start
    assert period.next().start == period.end + datetime.timedelta(days=1)
    assert period_of(period.start, scheme) == period == period_of(period.end, scheme)


@given(dates, st.sampled_from([Scheme.CUMULATIVE, Scheme.CUMULATIVE_CUT_OFF]))
def test_a_date_lands_in_the_shortest_cumulative_period_that_holds_it(date: datetime.date, scheme: Scheme) -> None:
    holders = [period for period in periods_of_year(period_of(date, scheme).year, scheme) if date in period]
    assert min(holders, key=lambda period: period.days) == period_of(date, scheme)


@given(dates, schemes)
def test_a_code_leads_back_to_its_period(date: datetime.date, scheme: Scheme) -> None:
    period = period_of(date, scheme)
    assert parse(period.code) == period


@given(dates, dates, schemes)
def test_codes_are_unique_over_all_schemes(one: datetime.date, other: datetime.date, scheme: Scheme) -> None:
    codes = {period_of(one, each).code for each in Scheme}
    assert len(codes) == len(Scheme)
    first, second = period_of(one, scheme), period_of(other, scheme)
    assert (first.code == second.code) == (first == second)


@given(dates, schemes)
def test_next_and_previous_are_inverse(date: datetime.date, scheme: Scheme) -> None:
    period = period_of(date, scheme)
    assert period.next().previous() == period == period.previous().next()


@pytest.mark.parametrize(
    ("code", "start", "end", "label"),
    [
        ("2026-03-15", "2026-03-15", "2026-03-15", "Ngày 15/03/2026"),
        ("2026-W01", "2025-12-29", "2026-01-04", "Tuần 1 năm 2026 (29/12-04/01)"),
        ("2026-02", "2026-02-01", "2026-02-28", "Tháng 2 năm 2026"),
        ("2026-Q1", "2026-01-01", "2026-03-31", "Quý I năm 2026"),
        ("2026-H2", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026-C9", "2026-01-01", "2026-09-30", "9 tháng năm 2026"),
        ("2026-C12", "2026-01-01", "2026-12-31", "Cả năm 2026"),
        ("2026", "2026-01-01", "2026-12-31", "Năm 2026"),
        # Decree 09/2019/NĐ-CP, article 12
        ("2026-03@14", "2026-02-15", "2026-03-14", "Tháng 3 năm 2026 (chốt 14/03)"),
        ("2026-01@14", "2025-12-15", "2026-01-14", "Tháng 1 năm 2026 (chốt 14/01)"),
        ("2026-Q1@14", "2025-12-15", "2026-03-14", "Quý I năm 2026 (chốt 14/03)"),
        ("2026-Q4@14", "2026-09-15", "2026-12-14", "Quý IV năm 2026 (chốt 14/12)"),
        ("2026-H1@14", "2025-12-15", "2026-06-14", "6 tháng đầu năm 2026 (chốt 14/06)"),
        ("2026-H2@14", "2026-06-15", "2026-12-14", "6 tháng cuối năm 2026 (chốt 14/12)"),
        ("2026-C9@14", "2025-12-15", "2026-09-14", "9 tháng năm 2026 (chốt 14/09)"),
        ("2026@14", "2025-12-15", "2026-12-14", "Năm 2026 (chốt 14/12)"),
        ("2026-2030", "2026-01-01", "2030-12-31", "Giai đoạn 2026-2030"),
    ],
)
def test_the_schemes_cut_time_as_the_rules_say(code: str, start: str, end: str, label: str) -> None:
    period = parse(code)
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, label)


@pytest.mark.parametrize(
    "code",
    ["", "2026-13", "2026-00", "2026-Q5", "2026-W54", "2025-W53", "2026-C4", "2026-02-30", "2026@15", "2030-2026"],
)
def test_a_code_of_no_period_is_refused(code: str) -> None:
    with pytest.raises(PeriodError):
        parse(code)


@pytest.mark.parametrize(
    ("scheme", "count"),
    [
        (Scheme.MONTH, 12),
        (Scheme.QUARTER, 4),
        (Scheme.HALF, 2),
        (Scheme.CUMULATIVE, 4),
        (Scheme.YEAR, 1),
        (Scheme.MONTH_CUT_OFF, 12),
        (Scheme.CUMULATIVE_CUT_OFF, 4),
        (Scheme.WEEK, 53),
        (Scheme.PROGRAMME, 1),
    ],
)
def test_a_year_has_so_many_periods(scheme: Scheme, count: int) -> None:
    assert len(periods_of_year(2026, scheme)) == count


def test_the_parts_of_a_period_fill_it() -> None:
    assert [part.short_label for part in parse("2026-Q2@14").parts(Scheme.MONTH_CUT_OFF)] == [
        "4/2026",
        "5/2026",
        "6/2026",
    ]
    with pytest.raises(PeriodError):
        parse("2026-Q2@14").parts(Scheme.MONTH)


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2026-Q1@14", "2025-Q1@14"),
        ("2026-03", "2025-03"),
        ("2028-02-29", "2027-02-28"),
        ("2026-W53", "2025-W52"),
        ("2026-2030", "2021-2025"),
        ("2026-C9", "2025-C9"),
    ],
)
def test_a_period_is_compared_with_the_same_of_last_year(code: str, before: str) -> None:
    assert parse(code).year_before().code == before


def test_the_period_to_report_is_the_last_that_is_over() -> None:
    assert latest_over(datetime.date(2026, 3, 14), Scheme.MONTH_CUT_OFF).code == "2026-02@14"
    assert latest_over(datetime.date(2026, 3, 15), Scheme.MONTH_CUT_OFF).code == "2026-03@14"
    assert latest_over(datetime.date(2026, 10, 2), Scheme.CUMULATIVE).code == "2026-C9"


def test_no_dates_have_no_periods() -> None:
    assert list(periods_between(datetime.date(2026, 2, 1), datetime.date(2026, 1, 1), Scheme.DAY)) == []


def test_periods_sort_by_their_end_and_the_shorter_first() -> None:
    assert [period.code for period in sorted([parse("2026"), parse("2026-12"), parse("2026-Q3")])] == [
        "2026-Q3",
        "2026-12",
        "2026",
    ]


def test_a_period_never_ends_before_it_starts() -> None:
    with pytest.raises(PeriodError):
        programme(2030, 2026)
    with pytest.raises(PeriodError):
        Period(Scheme.DAY, "x", datetime.date(2026, 1, 2), datetime.date(2026, 1, 1))
