"""Sections that look back on the time before the plan hold results, never targets."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction import PlanReading, read_plan

from .by_hand import document


def plan(body: str) -> PlanReading:
    """The reading of a plan for 2026 of an invented commune."""
    return read_plan(document(f"KẾ HOẠCH\nPhát triển nghề cá năm 2026\n\n{body}\n"))


@pytest.mark.parametrize(
    "heading",
    [
        "A. TỔNG KẾT NGHỀ CÁ NĂM 2025",
        "I. ĐẶC ĐIỂM TÌNH HÌNH",
        "Phần I. ĐÁNH GIÁ CÔNG TÁC NUÔI TRỒNG NĂM 2025",
        "I. NGHỀ CÁ NĂM 2025",
    ],
)
def test_a_top_section_that_looks_back_holds_results(heading: str) -> None:
    reading = plan(f"{heading}\n- Thả nuôi 65 ha mặt nước, tỷ lệ hộ có lãi đạt 81%.")
    assert {result.value for result in reading.results} == {65, 81}
    assert not reading.indicators


@pytest.mark.parametrize("heading", ["I. MỤC TIÊU NĂM 2026", "I. NHIỆM VỤ TỔNG KẾT NĂM 2026", "I. CHỈ TIÊU"])
def test_a_section_of_work_to_come_holds_targets(heading: str) -> None:
    reading = plan(f"{heading}\n- Tỷ lệ hộ nuôi có lãi đạt 85%.")
    assert [item.target for item in reading.indicators] == [85]
    assert not reading.results


def test_an_evaluation_that_follows_the_goals_is_work_to_come() -> None:
    reading = plan("I. MỤC TIÊU\n- Tỷ lệ hộ có lãi đạt 85%.\nII. ĐÁNH GIÁ, XẾP LOẠI\n- 100% hộ nuôi được xếp loại.")
    assert [item.target for item in reading.indicators] == [85, 100]
