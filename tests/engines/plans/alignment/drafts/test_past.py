"""Deadlines that nobody can keep, and those that only look so."""

from __future__ import annotations

import datetime as dt

import pytest

from honglam.engines.plans.alignment.drafts.past import issued_from, past_deadlines
from tests.engines.plans.alignment.drafts.tables import WORK, annex, row, said
from tests.engines.plans.alignment.writing import COMMUNE_HEAD, commune

UNDATED = COMMUNE_HEAD.replace("tháng 02 năm 2026", "tháng     năm 2026")
JANUARY = dt.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("head", "body", "first"),
    [
        (COMMUNE_HEAD.replace("ngày     tháng 02", "ngày 17 tháng 02"), "", dt.date(2026, 2, 17)),
        (COMMUNE_HEAD, "", dt.date(2026, 2, 1)),
        (UNDATED, "", None),
        (
            UNDATED,
            "\nPHỤ LỤC\nDANH MỤC\n(Kèm theo Kế hoạch số     /KH-UBND ngày    /4/2026 của UBND xã)\n",
            dt.date(2026, 4, 1),
        ),
        # The date of another document is not the draft's own.
        (UNDATED, "I. CĂN CỨ\n- Kế hoạch số 12/KH-UBND ngày 05/3/2026 của Ủy ban nhân dân tỉnh.\n", None),
    ],
)
def test_the_day_of_issue_is_printed_in_the_head_or_at_an_annex(head: str, body: str, first: dt.date | None) -> None:
    assert issued_from(commune(body or "I. MỤC TIÊU\n- 80% hộ dân có tài khoản.", head)) == first


def test_a_deadline_before_the_month_of_issue_should_not_be_signed() -> None:
    plan = commune(annex(row(1, WORK[0], due="31/01/2026"), row(2, WORK[1], due="Quý II/2026")))

    found = past_deadlines(plan, JANUARY)

    assert said(found) == [("past_deadline", "high")]
    assert found[0].lower is not None and found[0].lower.value == "2026-01-31"
    assert "tháng 2/2026" in found[0].explanation


def test_a_dated_draft_is_not_measured_by_the_day_of_checking() -> None:
    plan = commune(annex(row(1, WORK[0], due="31/3/2026"), row(2, WORK[1], due="30/11/2026")))

    assert past_deadlines(plan, dt.date(2026, 9, 1)) == []


def test_a_draft_without_a_date_is_measured_by_the_day_of_checking() -> None:
    plan = commune(annex(row(1, WORK[0], due="31/3/2026"), row(2, WORK[1], due="30/11/2026")), UNDATED)

    assert said(past_deadlines(plan, dt.date(2026, 9, 1))) == [("past_deadline", "medium")]
    assert past_deadlines(plan, JANUARY) == []


def test_many_deadlines_that_passed_are_told_once() -> None:
    rows = [row(at, name, due="31/3/2026") for at, name in enumerate(WORK[:6], start=1)]
    plan = commune(annex(*rows, row(7, WORK[6], due="31/12/2026")), UNDATED)

    found = past_deadlines(plan, dt.date(2026, 9, 1))

    assert len(found) == 1
    assert found[0].explanation.startswith("6 việc")


def test_a_plan_whose_years_are_over_is_told_so_once() -> None:
    rows = [row(at, name, due="31/3/2026") for at, name in enumerate(WORK[:3], start=1)]

    found = past_deadlines(commune(annex(*rows)), dt.date(2027, 5, 1))

    assert said(found) == [("past_deadline", "low")]
