"""Figures that rise or fall, open bounds, shares that only tell which things are meant, and what each has."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction import PlanReading, read_plan
from honglam.engines.plans.extraction.quantities import find_quantities

from .by_hand import document

_HEAD = "KẾ HOẠCH\nPhát triển nghề muối năm 2026\n\n"


def _read(heading: str, *lines: str) -> PlanReading:
    return read_plan(document(_HEAD + f"I. {heading}\n" + "\n".join(f"- {line}" for line in lines) + "\n"))


@pytest.mark.parametrize(
    ("line", "name", "operator", "target", "quoted"),
    [
        (
            "Số hộ bỏ nghề giảm ít nhất 12% so với năm 2025.",
            "Số hộ bỏ nghề",
            ">=",
            12,
            "giảm ít nhất 12%",
        ),
        ("Năng suất ruộng muối tăng bình quân 4,5%.", "Năng suất ruộng muối", "=", 4.5, "tăng bình quân 4,5%"),
        ("Tốc độ tăng trưởng của nghề đạt 6%.", "Tốc độ tăng trưởng của nghề", "=", 6, "đạt 6%"),
        ("Hao hụt khi cất kho giảm còn dưới 9% sản lượng.", "Hao hụt khi cất kho", "<", 9, "còn dưới 9%"),
        (
            "Nâng tỷ lệ muối sạch từ 41,5% lên 55%.",
            "tỷ lệ muối sạch",
            "=",
            55,
            "từ 41,5% lên 55%",
        ),
        ("Tỷ lệ ô phơi trải bạt đạt từ 70% diện tích trở lên.", "Tỷ lệ ô phơi trải bạt", ">=", 70, "đạt từ 70%"),
        ("Đến 30/9/2026 đạt 80% kế hoạch thu mua.", "kế hoạch thu mua", "=", 80, "đạt 80%"),
        (
            "Chi phí vận chuyển giảm 10%, ngay trong năm 2026.",
            "Chi phí vận chuyển",
            "=",
            10,
            "giảm 10%",
        ),
    ],
)
def test_how_a_measure_moves_is_no_part_of_its_name(
    line: str, name: str, operator: str, target: float, quoted: str
) -> None:
    [item] = _read("MỤC TIÊU", line).indicators
    assert (item.name, item.operator, item.target) == (name, operator, target)
    assert quoted in item.target_text


def test_a_comparison_with_the_past_ends_at_its_comma() -> None:
    items = _read("MỤC TIÊU", "Sản lượng muối tăng 7 - 9% so với năm 2025, chiếm khoảng 3% cả nước.").indicators
    assert [(item.operator, item.target) for item in items] == [("range", [7, 9]), ("=", 3)]


def test_where_things_stand_is_no_figure_of_its_own() -> None:
    assert [(found.operator, found.target) for found in find_quantities("giảm từ 5,2% xuống còn dưới 4%")] == [("<", 4)]


def test_a_share_that_grows_by_the_year_says_so_in_its_unit() -> None:
    items = _read("MỤC TIÊU", "Diện tích trải bạt tăng 8,5%/năm.", "Hộ nghèo giảm 1,5%.").indicators
    assert [item.unit for item in items] == ["%/năm", "%"]


def test_a_share_that_tells_which_things_are_meant_is_no_target() -> None:
    reading = _read("NHIỆM VỤ", "Chuyển vốn của các dự án giải ngân dưới 25% sang dự án kè biển, trình trong tháng 7.")
    assert reading.indicators == []


def test_what_each_has_and_another_bound_are_two_targets() -> None:
    items = _read("MỤC TIÊU", "Mỗi xóm có 01 tổ diêm dân với ít nhất 12 thành viên.").indicators
    assert [(item.operator, item.target) for item in items] == [("=", 1), (">=", 12)]
    assert items[0].name == "Mỗi xóm có 01 tổ diêm dân"


@pytest.mark.parametrize(
    ("line", "target", "unit"),
    [
        ("Duy trì 14 điểm cân muối tại các xóm.", 14, "điểm"),
        ("Phát 2.500 tờ rơi đến từng hộ.", 2500, "tờ rơi"),
        ("Cấp phép 03 bãi tập kết.", 3, "bãi"),
        ("Giữ vững 21 xã, phường không có nợ thuế.", 21, "xã, phường"),
    ],
)
def test_counts_of_upkeep_and_giving_are_targets(line: str, target: float, unit: str) -> None:
    items = _read("MỤC TIÊU", line).indicators
    assert [(item.target, item.unit) for item in items] == [(target, unit)]


def test_how_often_may_stand_behind_what_is_done() -> None:
    [item] = _read("NHIỆM VỤ", "Tổ chức ít nhất 02 buổi tập huấn nhóm nhỏ mỗi quý.").indicators
    assert item.unit == "buổi/quý"


def test_a_document_under_which_a_result_was_reached_is_not_the_result() -> None:
    line = "Thực hiện Kế hoạch số 31/KH-UBND ngày 20/02/2025 của UBND tỉnh, đã kiên cố 14 km bờ đê."
    [result] = _read("KẾT QUẢ THỰC HIỆN NĂM 2025", line).results
    assert result.text == "đã kiên cố 14 km bờ đê"


def test_a_section_about_results_may_begin_with_about() -> None:
    reading = _read("VỀ KẾT QUẢ THU MUA", "Toàn tỉnh thu mua được 3.120 tấn muối.")
    assert [(result.value, result.unit) for result in reading.results] == [(3120, "tấn")]


def test_what_a_result_is_compared_with_belongs_to_it() -> None:
    [result] = _read("KẾT QUẢ THỰC HIỆN NĂM 2025", "Số vụ tranh chấp giảm 6,5% so với năm 2024.").results
    assert result.text.endswith("giảm 6,5% so với năm 2024")
