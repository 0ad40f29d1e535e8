"""What plans write about the day of a report, as rules; the wordings are ours."""

from __future__ import annotations

import calendar
import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.reporting.due_rules import DueReading, asks_periodically, read_due_rule
from honglam.engines.reporting.rules.due_days import due_day
from honglam.engines.reporting.terms import DueRoll
from honglam.toolkit.periods import Scheme, periods_of_year

M, Q, H, Y = "monthly", "quarterly", "semiannual", "annual"
MC, QC, HC, YC = Scheme.MONTH_CUT_OFF, Scheme.QUARTER_CUT_OFF, Scheme.HALF_CUT_OFF, Scheme.YEAR_CUT_OFF


@pytest.mark.parametrize(
    ("words", "frequency", "scheme", "day", "offset"),
    [
        ("trước ngày 20 của tháng cuối quý", Q, QC, 20, 0),
        ("Trước ngày 20 tháng cuối mỗi quý", Q, QC, 20, 0),
        ("ngày 15 tháng thứ ba hằng quý", Q, QC, 15, 0),
        ("ngày 15 tháng thứ 3 của quý", Q, QC, 15, 0),
        ("trước ngày 10 tháng đầu quý sau", Q, Scheme.QUARTER, 10, 1),
        ("trước ngày 05 tháng đầu tiên của quý tiếp theo", Q, Scheme.QUARTER, 5, 1),
        ("ngày 05 của tháng liền kề sau quý báo cáo", Q, Scheme.QUARTER, 5, 1),
        ("trước ngày 20/3, 20/6, 20/9, 20/12", Q, QC, 20, 0),
        ("ngày 20 các tháng 3, 6, 9 và 12", Q, QC, 20, 0),
        ("ngày 31/3, 30/6, 30/9 và 31/12", Q, QC, 31, 0),
        ("trước ngày 10/4, 10/7, 10/10 và 10/01", Q, Scheme.QUARTER, 10, 1),
        ("sau khi kết thúc quý 10 ngày", Q, Scheme.QUARTER, 10, 1),
        ("vào ngày 05 hằng tháng", M, Scheme.MONTH, 5, 1),
        ("mùng 5 hàng tháng", M, Scheme.MONTH, 5, 1),
        ("chậm nhất ngày 17 hằng tháng", M, MC, 17, 0),
        ("trước 16 giờ 30 phút ngày 20 hằng tháng", M, MC, 20, 0),
        ("trước 16h30 ngày 25 mỗi tháng", M, MC, 25, 0),
        ("trước ngày 25 tháng sau", M, Scheme.MONTH, 25, 1),
        ("trong 05 ngày đầu của tháng tiếp theo", M, Scheme.MONTH, 5, 1),
        ("trước ngày 15/6 và 15/12", H, HC, 15, 0),
        ("trước ngày 15 tháng 6 và ngày 15 tháng 12 hằng năm", H, HC, 15, 0),
        ("trước 20/6; 20/12", H, HC, 20, 0),
        ("trước ngày 10/7 và 10/01", H, Scheme.HALF, 10, 1),
        ("ngày 25 tháng cuối kỳ", H, HC, 25, 0),
        ("trước 17 giờ ngày 18 tháng cuối của kỳ báo cáo", Q, QC, 18, 0),
        ("trước ngày 20/12", Y, YC, 20, 0),
        ("trước ngày 20 tháng 12 hằng năm", Y, YC, 20, 0),
        ("trước ngày 10 tháng 01 năm sau", Y, Scheme.YEAR, 10, 1),
        ("trước ngày 20-12-2026", Y, YC, 20, 0),
        ("hằng quý, trước ngày 20", "adhoc", QC, 20, 0),
    ],
)
def test_a_day_of_a_month(words: str, frequency: str, scheme: Scheme, day: int, offset: int) -> None:
    read = read_due_rule(words, frequency)
    assert (read.scheme, read.day, read.month_offset, read.reason) == (scheme, day, offset, "")


@pytest.mark.parametrize(
    ("words", "frequency", "scheme", "count"),
    [
        ("chậm nhất 05 ngày làm việc sau khi kết thúc quý", Q, Scheme.QUARTER, 5),
        ("trong vòng năm (05) ngày làm việc kể từ ngày kết thúc kỳ báo cáo", H, Scheme.HALF, 5),
        ("trong 03 ngày làm việc đầu tháng sau", M, Scheme.MONTH, 3),
        ("chậm nhất 02 ngày làm việc sau thời điểm chốt số liệu", M, MC, 2),
    ],
)
def test_working_days_behind_the_end(words: str, frequency: str, scheme: Scheme, count: int) -> None:
    read = read_due_rule(words, frequency)
    assert (read.scheme, read.after_working_days, read.day, read.reason) == (scheme, count, None, "")


def test_the_edges_of_a_month() -> None:
    last = read_due_rule("ngày làm việc cuối cùng của tháng", M)
    assert (last.scheme, last.day, last.roll) == (MC, 31, DueRoll.PREVIOUS)
    assert read_due_rule("ngày cuối cùng của quý", Q).roll == DueRoll.NEXT
    first = read_due_rule("ngày làm việc đầu tiên của tháng", M)
    assert (first.scheme, first.day, first.month_offset) == (Scheme.MONTH, 1, 1)


@pytest.mark.parametrize(
    ("words", "frequency", "said"),
    [
        ("trước ngày 20", Q, "tháng cuối kỳ"),
        ("trước ngày 05", Q, "tháng ngay sau kỳ"),
        ("trước ngày 10 tháng đầu quý", Q, "tháng đầu của kỳ sau"),
        ("trước ngày 10 tháng cuối quý", Q, "số liệu là số ước"),
        ("trước ngày 30/11", Y, "số liệu là số ước"),
        ("ngày 15 tháng thứ hai hằng quý", Q, "số liệu là số ước"),
    ],
)
def test_what_is_understood_but_should_be_looked_at(words: str, frequency: str, said: str) -> None:
    read = read_due_rule(words, frequency)
    assert read.is_understood and said in read.note


@pytest.mark.parametrize(
    ("words", "frequency", "why"),
    [
        ("Định kỳ hằng tháng", M, "không ghi ngày gửi"),
        ("", Y, "không ghi ngày gửi"),
        ("đột xuất khi có yêu cầu", "adhoc", "đột xuất"),
        ("định kỳ hoặc đột xuất", "adhoc", "chưa nói kỳ nào"),
        ("ngày 05 và ngày 20 hằng tháng", M, "nhiều ngày gửi"),
        ("trước ngày 15/6 và 20/12", H, "hạn gửi khác nhau"),
        ("trước ngày 20/12", Q, "không khớp với số kỳ"),
        ("trước ngày 15/5", Y, "hạn gửi khác nhau"),
        ("trước ngày 45 hằng tháng", M, "không có trên lịch"),
        ("trước ngày 31/6 và 31/12", H, "không có trên lịch"),
        ("chiều thứ Sáu hằng tuần", "adhoc", "theo tuần"),
        ("trước khi kết thúc quý 10 ngày", Q, "tính lùi"),
        ("05 ngày làm việc trước khi kết thúc quý", Q, "không phải sau khi hết kỳ"),
        ("trước ngày 20 tháng cuối quý", Y, "kỳ khác"),
        ("trước ngày 30/6", "adhoc", "không rõ năm"),
    ],
)
def test_what_is_not_understood_says_why(words: str, frequency: str, why: str) -> None:
    read = read_due_rule(words, frequency)
    assert not read.is_understood and why in read.reason
    assert (read.day, read.after_working_days, read.only_on) == (None, None, None)


def test_a_report_that_is_owed_once() -> None:
    assert read_due_rule("trước ngày 30/6", "adhoc", (2026, 2026)).only_on == datetime.date(2026, 6, 30)
    assert read_due_rule("trước ngày 30/6/2027", "adhoc", (2026, 2030)).only_on == datetime.date(2027, 6, 30)
    assert not read_due_rule("trước ngày 30/6", "adhoc", (2026, 2030)).is_understood
    assert not read_due_rule("trước ngày 29/02", "adhoc", (2026, 2026)).is_understood


def test_periodically_without_a_period() -> None:
    assert asks_periodically("Định kỳ hoặc đột xuất") and not asks_periodically("đột xuất khi có yêu cầu")


@given(st.integers(1, 31), st.sampled_from([(Q, "quý"), (H, "kỳ"), (M, "kỳ")]), st.booleans(), st.booleans())
def test_any_day_of_the_last_month_falls_in_that_month(
    day: int, asked: tuple[str, str], padded: bool, decomposed: bool
) -> None:
    frequency, name = asked
    words = f"Trước ngày {day:02}  của tháng cuối {name}" if padded else f"trước ngày {day} tháng cuối {name}"
    read = read_due_rule(unicodedata.normalize("NFD", words) if decomposed else words, frequency)
    assert read.scheme is not None and read.scheme.has_cut_off and read.day == day
    for period in periods_of_year(2027, read.scheme):
        due = due_day(period.end, read.day, read.month_offset)
        assert (due.year, due.month) == (period.end.year, period.end.month)
        assert due.day == min(day, calendar.monthrange(due.year, due.month)[1])
        if not read.note:
            assert due > period.end  # Decree 09/2019/NĐ-CP, article 8.5: after the figures are closed


@given(st.text(), st.sampled_from([M, Q, H, Y, "adhoc", "weekly"]))
def test_no_words_break_the_reader(words: str, frequency: str) -> None:
    _sound(read_due_rule(words, frequency))


PIECES = st.sampled_from(
    ["trước", "ngày", "tháng", "quý", "cuối", "đầu", "sau", "làm việc", "5", "20", "31", "15/6", "và", "hằng", "kỳ",
     "6 tháng", "năm", "thứ ba", "kết thúc", "2026", ",", "tuần", "đột xuất"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=9), st.sampled_from([M, Q, H, Y, "adhoc"]))
def test_a_rule_holds_in_full_or_says_why_not(pieces: list[str], frequency: str) -> None:
    _sound(read_due_rule(" ".join(pieces), frequency, (2026, 2026)))


def _sound(read: DueReading) -> None:
    """Exactly one rule, or the reason for none; the scheme fits the day."""
    rules = [read.day, read.after_working_days, read.only_on]
    assert sum(rule is not None for rule in rules) == (1 if read.is_understood else 0)
    if read.day is not None:
        assert read.scheme is not None and 1 <= read.day <= 31
        assert read.scheme.has_cut_off == (read.month_offset <= 0)
    if read.is_understood:
        assert (read.scheme is None) == (read.only_on is not None)
