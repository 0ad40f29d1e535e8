"""Cells merged over several rows, subheadings with plain numbers, and rows without numbers, in drawn and tab tables."""

from __future__ import annotations

import pytest

from .small_tables import from_tabs, from_word

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]
WELLS = ["1", "Đo mực nước giếng khoan", "Sở Nông nghiệp và Môi trường", "UBND các xã", "Quý I/2026"]
MAPS = ["2", "Lập bản đồ các tầng nước", "", "Sở Xây dựng", ""]
PUMPS = ["3", "Thay máy bơm đã hỏng", "Sở Công Thương", "UBND các xã", "Quý III/2026"]


def test_a_numbered_row_takes_the_cells_that_are_merged_over_it() -> None:
    tasks = from_word([HEADER, WELLS, MAPS, PUMPS], (1, 2, 2, 2), (1, 4, 2, 4))
    assert [task.lead for task in tasks] == [
        ["Sở Nông nghiệp và Môi trường"],
        ["Sở Nông nghiệp và Môi trường"],
        ["Sở Công Thương"],
    ]
    assert tasks[1].deadline_text == "Quý I/2026"
    assert tasks[1].coordinating == ["Sở Xây dựng"]
    assert tasks[1].confidence == tasks[0].confidence


def test_a_cell_that_is_really_empty_stays_empty() -> None:
    tasks = from_word([HEADER, WELLS, MAPS, PUMPS])
    assert (tasks[1].lead, tasks[1].deadline_text) == ([], None)


def test_in_text_an_empty_lead_in_a_filled_column_is_the_one_above_with_less_confidence() -> None:
    tasks = from_tabs([HEADER, WELLS, [*MAPS[:4], "Quý II/2026"], PUMPS])
    assert tasks[1].lead == ["Sở Nông nghiệp và Môi trường"]
    assert tasks[1].confidence < tasks[0].confidence


def test_in_text_a_body_that_helps_with_a_row_is_not_taken_as_its_lead() -> None:
    helped = ["2", "Lập bản đồ các tầng nước", "", "Sở Nông nghiệp và Môi trường; Sở Xây dựng", "Quý II/2026"]
    tasks = from_tabs([HEADER, WELLS, helped, PUMPS])
    assert (tasks[1].lead, tasks[1].confidence) == ([], tasks[0].confidence)


@pytest.mark.parametrize("title", ["ST T", "S TT", "T T", "Số\u00a0TT", "Điểm"])
def test_a_torn_or_unknown_title_over_numbers_is_that_of_the_row_numbers(title: str) -> None:
    heading = ["I", "NƯỚC NGẦM", "", "", ""]
    tasks = from_tabs([[title, *HEADER[1:]], heading, WELLS, PUMPS])
    assert [(task.no, task.group) for task in tasks] == [("1", "I NƯỚC NGẦM"), ("3", "I NƯỚC NGẦM")]


def test_in_text_no_date_is_assumed_for_a_row_that_names_its_own_lead() -> None:
    rows = [HEADER, WELLS, [*MAPS[:2], "Sở Xây dựng", "", ""], PUMPS]
    assert from_tabs(rows)[1].deadline_text is None
    assert from_tabs([HEADER, WELLS, MAPS, PUMPS, ["4", *PUMPS[1:]]])[1].deadline_text == "Quý I/2026"


def test_in_text_nothing_is_taken_over_a_heading_or_in_a_column_that_is_mostly_empty() -> None:
    heading = ["II", "CẤP NƯỚC", "", "", ""]
    assert from_tabs([HEADER, WELLS, heading, MAPS, PUMPS])[1].lead == []
    bare = [[str(number), f"Việc thứ {number} của đợt", "", "UBND các xã", ""] for number in range(2, 6)]
    assert [task.lead for task in from_tabs([HEADER, WELLS, *bare])[1:]] == [[], [], [], []]


def test_rows_without_numbers_take_merged_cells_from_the_row_above_not_from_the_first() -> None:
    rows = [
        ["Thời gian", "Nội dung công việc", "Chủ trì"],
        ["Tháng 2", "Họp tổ thủy nông", "Tổ thủy nông"],
        ["Tháng 4", "Nạo vét mương cấp ba", "Hợp tác xã"],
        ["", "Sơn lại cửa cống", "Tổ thủy nông"],
    ]
    assert [task.deadline_text for task in from_word(rows, (2, 0, 3, 0))] == ["Tháng 2", "Tháng 4", "Tháng 4"]
    in_text = from_tabs([*rows, ["Tháng 9", "Kiểm kê vật tư", "Hợp tác xã"]])
    assert [task.deadline_text for task in in_text] == ["Tháng 2", "Tháng 4", "Tháng 4", "Tháng 9"]


@pytest.mark.parametrize("merged", [True, False])
def test_a_plain_number_over_a_merged_row_heads_a_subgroup(merged: bool) -> None:
    rows = [
        HEADER,
        ["I", "NƯỚC NGẦM", "", "", ""],
        WELLS,
        ["II", "NƯỚC MẶT", "", "", ""],
        ["1", "Hồ chứa", "", "", ""],
        ["2", *PUMPS[1:]],
        ["2", "Kênh mương", "", "", ""],
        ["3", "Phát quang bờ kênh", "Hợp tác xã", "", "Quý IV/2026"],
    ]
    found = from_word(rows, (1, 1, 1, 4), (3, 1, 3, 4), (4, 1, 4, 4), (6, 1, 6, 4)) if merged else from_tabs(rows)
    assert [(task.no, task.group) for task in found] == [
        ("1", "I NƯỚC NGẦM"),
        ("2", "II NƯỚC MẶT > 1 Hồ chứa"),
        ("3", "II NƯỚC MẶT > 2 Kênh mương"),
    ]


def test_a_heading_stands_next_to_the_number_where_leads_come_before_names() -> None:
    rows = [
        ["TT", "Cơ quan chủ trì", "Nhiệm vụ", "Thời gian"],
        ["I", "NƯỚC NGẦM", "", ""],
        ["1", "Sở Công Thương", "Thay máy bơm đã hỏng", "Quý III/2026"],
    ]
    assert [(task.no, task.group) for task in from_tabs(rows)] == [("1", "I NƯỚC NGẦM")]
