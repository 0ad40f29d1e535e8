"""Vietnamese figures, both ways."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.toolkit.numbers import (
    FigureError,
    format_date,
    format_dong,
    format_million,
    format_moment,
    format_number,
    format_percent,
    format_size,
    parse_date,
    parse_number,
    parse_percent,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234", "1.234"),
        ("85,5", "85.5"),
        ("12.5", "12.5"),
        ("1234.567", "1234.567"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        (" 1 234 ", "1234"),
        ("-3,5", "-3.5"),
        ("\u22123", "-3"),
        ("(1.500)", "-1500"),
        ("+7", "7"),
        ("1\u00a0234,5", "1234.5"),
    ],
)
def test_a_number_is_read_the_vietnamese_way(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1.23.4", "1,2,3", "12a", "--1", "(5", "1..2", "=1+1", "٣x"])
def test_what_is_no_number_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(FigureError, match=r"Cách viết đúng: 1\.234,5"):
        parse_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_printed_number_reads_back(number: Decimal) -> None:
    printed = format_number(number)
    # "1.234" is a thousand and more, never one and a bit: printing always groups, so the two never meet.
    assert parse_number(printed) == number


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (1234567.891, 1, "1.234.567,9"),
        (Decimal("5.50"), None, "5,5"),
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-0.04, 1, "0,0"),
        (1000, None, "1.000"),
        (-1234.5, 2, "-1.234,50"),
        (Decimal("1E+3"), None, "1.000"),
    ],
)
def test_a_number_is_printed_with_points_and_a_comma(value: float | Decimal, places: int | None, printed: str) -> None:
    assert format_number(value, places) == printed


def test_percent_both_ways() -> None:
    assert parse_percent(" 85,5 % ") == Decimal("85.5")
    assert (format_percent(85.52), format_percent(100), format_percent(0.04)) == ("85,5%", "100%", "0%")


def test_money_in_dong_and_in_millions() -> None:
    assert format_dong(1_500_000) == "1.500.000 đồng"
    assert (format_million(1_500_000), format_million(2_000_000_000)) == ("1,5 triệu đồng", "2.000 triệu đồng")


@pytest.mark.parametrize(
    "text", ["5/3/2026", "05/03/2026", "5-3-2026", "05.03.26", "2026-03-05", "2026-03-05T10:00", " 5 / 3 / 2026 "]
)
def test_a_date_is_day_month_year(text: str) -> None:
    assert parse_date(text) == datetime.date(2026, 3, 5)


@pytest.mark.parametrize("text", ["", "31/02/2026", "3/2026", "hôm nay", "2026/3", "13/13/2026"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(FigureError, match="05/03/2026"):
        parse_date(text)


def test_dates_and_moments_are_printed_day_first() -> None:
    assert format_date(datetime.date(2026, 3, 5)) == "05/03/2026"
    assert format_moment(datetime.datetime(2026, 3, 5, 14, 30)) == "14:30 05/03/2026"
    assert format_date(None) == format_moment(None) == ""


@pytest.mark.parametrize(
    ("size", "printed"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (3_565_158, "3,4 MB"),
        (5 * 1024**4, "5 TB"),
        (2000 * 1024**4, "2.000 TB"),
    ],
)
def test_a_file_size_is_short(size: int, printed: str) -> None:
    assert format_size(size) == printed
