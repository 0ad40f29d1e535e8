"""Deadlines: the last day meant, recurring, on demand, or nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.plans.extraction.deadlines import deadline_fit, read_deadline


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Quý I/2026", "2026-03-31"),
        ("Quý 1/ 2026", "2026-03-31"),
        ("Quí 3 năm 2026", "2026-09-30"),
        ("trong quý II", "2026-06-30"),
        ("Quý I, II/2026", "2026-06-30"),
        ("Quý III - IV/2026", "2026-12-31"),
        ("Quý 2/2026 – quý 4/2026", "2026-12-31"),
        ("Tháng 8/2026", "2026-08-31"),
        ("Tháng 02/2028", "2028-02-29"),
        ("Tháng 3-5/2026", "2026-05-31"),
        ("Từ tháng 02 đến tháng 11/2026", "2026-11-30"),
        ("giữa tháng 6", "2026-06-15"),
        ("02/2026", "2026-02-28"),
        ("2026.", "2026-12-31"),
        ("Năm 2026", "2026-12-31"),
        ("Cả năm", "2026-12-31"),
        ("đến hết năm 2027", "2027-12-31"),
        ("Giai đoạn 2026-2030", "2030-12-31"),
        ("2026 - 2028", "2028-12-31"),
        ("31/12/2026", "2026-12-31"),
        ("Trước ngày 20/6", "2026-06-20"),
        ("trước 30/6/2026", "2026-06-30"),
        ("15.9.2026", "2026-09-15"),
        ("ngày 20 tháng 6 năm 2026", "2026-06-20"),
        ("15/6/2026 - 30/9/2026", "2026-09-30"),
        ("6 tháng đầu năm", "2026-06-30"),
        ("6 tháng cuối năm 2026", "2026-12-31"),
        ("9 tháng đầu năm", "2026-09-30"),
        ("100 ngày", "2026-04-20"),
        ("30 ngày kể từ ngày ban hành", "2026-02-09"),
        ("03 tháng kể từ ngày ban hành", "2026-04-10"),
        ("Thường xuyên", "recurring"),
        ("Nhiệm vụ thường xuyên", "recurring"),
        ("Hằng năm", "recurring"),
        ("Trước 15/12 hằng năm", "recurring"),
        ("Từ ngày ban hành trở đi", "recurring"),
        ("Khi có yêu cầu", "on_demand"),
        ("Đột xuất", "on_demand"),
        ("Q.III/2026", "2026-09-30"),
        ("Q2/2026", "2026-06-30"),
        ("1.2", None),
        ("trước 15.3", "2026-03-15"),
        ("đầu tháng 6/2026", None),
        ("02 năm/lần", "recurring"),
        ("02 lần/năm", "recurring"),
        ("Trước ngày 25 hằng tháng", "recurring"),
        ("tháng Mười Hai năm 2026", "2026-12-31"),
        ("Trong tháng Tư", "2026-04-30"),
        ("tháng Năm năm 2026", "2026-05-31"),
        ("tháng, năm 2026", "2026-12-31"),
        ("Ngay sau khi thiên tai xảy ra", None),
        ("Theo Đề án 06", None),
        ("Theo Kế hoạch của tỉnh", None),
        ("Theo Kế hoạch số 12/KH-UBND ngày 02/02/2026", None),
        ("31/02/2026", None),
        ("Phòng Kinh tế", None),
        ("", None),
        (None, None),
    ],
)
def test_the_last_day_meant(text: str | None, meant: str | None) -> None:
    assert read_deadline(text, year=2026, issued="2026-01-10") == meant


@pytest.mark.parametrize("text", ["Quý II", "Tháng 5", "trước 20/6", "cuối năm"])
def test_a_plan_of_several_years_does_not_say_which_year_is_meant(text: str) -> None:
    assert read_deadline(text, year=[2026, 2030]) is None


def test_days_from_the_issue_need_the_day_of_issue() -> None:
    assert read_deadline("100 ngày", year=2026) is None


@pytest.mark.parametrize(
    "text",
    [
        "Quý I/2026", "Thường xuyên", "2026", "Trước ngày 20/6/2026", "Theo Đề án 06", "Cả năm", "03 lần/năm",
        "Trước ngày 25 hằng tháng", "Ngày 05 và ngày 20 hàng tháng", "Tháng Mười Hai năm 2026",
    ],
)  # fmt: skip
def test_deadlines_fit_a_deadline_cell(text: str) -> None:
    assert deadline_fit(text) >= 0.95


@pytest.mark.parametrize("text", ["Sở Nội vụ", "Tổ chức tập huấn tháng 8 cho cán bộ", "Phòng VH-XH", ""])
def test_other_words_do_not(text: str) -> None:
    assert deadline_fit(text) < 0.5


@given(st.text(max_size=120), st.one_of(st.none(), st.integers(2000, 2090), st.just([2026, 2030])))
def test_any_text_gives_a_day_or_nothing(text: str, year: int | list[int] | None) -> None:
    meant = read_deadline(text, year=year)
    assert meant in (None, "recurring", "on_demand") or re.fullmatch(r"20\d\d-\d\d-\d\d", meant or "")
    assert 0.0 <= deadline_fit(text) <= 1.0


def test_a_month_or_quarter_without_a_year_stays_unread_in_a_plan_of_several_years() -> None:
    assert read_deadline("Quý III", year=[2026, 2030]) is None
    assert read_deadline("Tháng 6", year=[2026, 2030]) is None
    assert read_deadline("Quý III/2028", year=[2026, 2030]) == "2028-09-30"


def test_a_time_that_an_event_fixes_reads_as_a_deadline() -> None:
    assert deadline_fit("Ngay sau khi thiên tai xảy ra") > 0.9
    assert deadline_fit("Khi người dân nộp hồ sơ qua mạng") < 0.5
