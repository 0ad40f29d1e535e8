"""Dates, numbers and search hits as people read them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from honglam.toolkit.ui import highlighting, wording
from honglam.toolkit.ui.forms import DayField, DayInput

TODAY = datetime.date(2026, 3, 10)


@pytest.mark.parametrize(
    ("due", "text"),
    [
        (datetime.date(2026, 3, 10), "hạn hôm nay"),
        (datetime.date(2026, 3, 11), "hạn ngày mai"),
        (datetime.date(2026, 3, 13), "còn 3 ngày"),
        (datetime.date(2026, 3, 9), "quá hạn 1 ngày"),
        (datetime.date(2026, 3, 5), "quá hạn 5 ngày"),
        (datetime.date(2029, 12, 5), "còn 1.366 ngày"),
        (None, ""),
    ],
)
def test_a_due_date_says_how_far_it_is(due: datetime.date | None, text: str) -> None:
    assert wording.until_due(due, TODAY) == text


def test_a_moment_shortly_before_midnight_utc_belongs_to_the_local_day() -> None:
    moment = datetime.datetime(2026, 3, 9, 20, 0, tzinfo=datetime.UTC)  # 03:00 on the 10th in Vietnam
    assert wording.written_date(moment) == "10/03/2026"
    assert wording.written_date(moment, with_time=True) == "03:00 10/03/2026"
    assert wording.until_due(moment, TODAY) == "hạn hôm nay"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234567, None, "1.234.567"),
        (1234.5, None, "1.234,5"),
        (87.0, None, "87"),
        (0.1 + 0.2, 1, "0,3"),
        (Decimal("12.50"), None, "12,50"),
        (-1500, None, "-1.500"),
        (1e16, None, "10.000.000.000.000.000"),
        (None, None, ""),
    ],
)
def test_numbers_are_written_the_vietnamese_way(value: float | None, decimals: int | None, text: str) -> None:
    with translation.override("vi"):
        assert wording.written_number(value, decimals) == text


def test_numbers_follow_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert wording.written_number(1234567.5) == "1,234,567.5"


NOW = datetime.datetime(2026, 3, 10, 8, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOW - datetime.timedelta(seconds=20), "vừa xong"),
        (NOW - datetime.timedelta(minutes=12), "12 phút trước"),
        (NOW - datetime.timedelta(hours=3), "3 giờ trước"),
        (NOW - datetime.timedelta(days=1), "hôm qua"),
        (NOW - datetime.timedelta(days=4), "4 ngày trước"),
        (NOW - datetime.timedelta(days=7), "03/03/2026"),
        (datetime.date(2026, 3, 10), "hôm nay"),
        (NOW + datetime.timedelta(days=3), "13/03/2026"),
        (None, ""),
    ],
)
def test_something_that_happened_says_how_long_ago(moment: datetime.datetime | None, text: str) -> None:
    assert wording.since(moment, NOW) == text


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Số hóa hồ sơ", "hoa", "Số <mark>hóa</mark> hồ sơ"),
        ("Số hoá hồ sơ", "hóa", "Số <mark>hoá</mark> hồ sơ"),
        ("Đường Thủy lợi", "duong loi", "<mark>Đường</mark> Thủy <mark>lợi</mark>"),
        ("khoa học", "hoa", "khoa học"),
        ("Chuyển đổi số", "chuy", "<mark>Chuy</mark>ển đổi số"),
        ("Số <b>", "b", "Số &lt;<mark>b</mark>&gt;"),
        ("A & B", "", "A &amp; B"),
        ("axb a.b", "a.b", "axb <mark>a.b</mark>"),
        ("so so", "so s", "<mark>so</mark> <mark>so</mark>"),
    ],
)
def test_search_words_are_marked_whatever_marks_were_typed(text: str, query: str, marked: str) -> None:
    assert highlighting.highlighted(text, query) == marked


def test_marking_never_lets_markup_of_the_text_through() -> None:
    assert "<script" not in highlighting.highlighted("<script>alert(1)</script>", "script alert")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/2/2026", datetime.date(2026, 2, 1)),
        ("01-02-2026", datetime.date(2026, 2, 1)),
        ("2026-02-01", datetime.date(2026, 2, 1)),
    ],
)
def test_a_day_is_read_day_first_in_every_language(text: str, day: datetime.date) -> None:
    for language in ("vi", "en"):
        with translation.override(language):
            assert DayField().clean(text) == day
            assert 'value="01/02/2026"' in DayInput().render("due", day)


def test_today_is_taken_from_the_local_clock() -> None:
    assert wording.until_due(timezone.localdate()) == "hạn hôm nay"


@pytest.mark.parametrize("text", ["01/01/0001", "31/12/1899", "01/01/3000", "9999-12-31", "0206-03-01"])
def test_a_day_that_nobody_means_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="1900"):
        DayField().clean(text)
