"""Cells merged over several rows, subheadings with plain numbers, and rows without numbers, in drawn and tab tables."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.table import Table as WordTable

from honglam.engines.documents.public import read_document
from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import TaskRow
from honglam.engines.plans.extraction.tables import find_tables, read_tables

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]
WELLS = ["1", "Đo mực nước giếng khoan", "Sở Nông nghiệp và Môi trường", "UBND các xã", "Quý I/2026"]
MAPS = ["2", "Lập bản đồ các tầng nước", "", "Sở Xây dựng", ""]
PUMPS = ["3", "Thay máy bơm đã hỏng", "Sở Công Thương", "UBND các xã", "Quý III/2026"]


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _from_word(rows: list[list[str]], *merges: tuple[int, int, int, int]) -> list[TaskRow]:
    """The tasks of a Word table; every merge is (top, left, bottom, right)."""
    word = docx.Document()
    grid: WordTable = word.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    for top, left, bottom, right in merges:
        words = grid.cell(top, left).text
        grid.cell(top, left).merge(grid.cell(bottom, right)).text = words
    buffer = BytesIO()
    word.save(buffer)
    document = read_document(buffer.getvalue(), name="ke-hoach.docx")
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]


def _from_tabs(rows: list[list[str]]) -> list[TaskRow]:
    document = read_text("\n".join("\t".join(row) for row in rows))
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]


def test_a_numbered_row_takes_the_cells_that_are_merged_over_it() -> None:
    tasks = _from_word([HEADER, WELLS, MAPS, PUMPS], (1, 2, 2, 2), (1, 4, 2, 4))
    assert [task.lead for task in tasks] == [
        ["Sở Nông nghiệp và Môi trường"],
        ["Sở Nông nghiệp và Môi trường"],
        ["Sở Công Thương"],
    ]
    assert tasks[1].deadline_text == "Quý I/2026"
    assert tasks[1].coordinating == ["Sở Xây dựng"]
    assert tasks[1].confidence == tasks[0].confidence


def test_a_cell_that_is_really_empty_stays_empty() -> None:
    tasks = _from_word([HEADER, WELLS, MAPS, PUMPS])
    assert (tasks[1].lead, tasks[1].deadline_text) == ([], None)


def test_in_text_an_empty_lead_in_a_filled_column_is_the_one_above_with_less_confidence() -> None:
    tasks = _from_tabs([HEADER, WELLS, [*MAPS[:4], "Quý II/2026"], PUMPS])
    assert tasks[1].lead == ["Sở Nông nghiệp và Môi trường"]
    assert tasks[1].confidence < tasks[0].confidence


def test_in_text_no_date_is_assumed_for_a_row_that_names_its_own_lead() -> None:
    rows = [HEADER, WELLS, [*MAPS[:2], "Sở Xây dựng", "", ""], PUMPS]
    assert _from_tabs(rows)[1].deadline_text is None
    assert _from_tabs([HEADER, WELLS, MAPS, PUMPS, ["4", *PUMPS[1:]]])[1].deadline_text == "Quý I/2026"


def test_in_text_nothing_is_taken_over_a_heading_or_in_a_column_that_is_mostly_empty() -> None:
    heading = ["II", "CẤP NƯỚC", "", "", ""]
    assert _from_tabs([HEADER, WELLS, heading, MAPS, PUMPS])[1].lead == []
    bare = [[str(number), f"Việc thứ {number} của đợt", "", "UBND các xã", ""] for number in range(2, 6)]
    assert [task.lead for task in _from_tabs([HEADER, WELLS, *bare])[1:]] == [[], [], [], []]


def test_rows_without_numbers_take_merged_cells_from_the_row_above_not_from_the_first() -> None:
    rows = [
        ["Thời gian", "Nội dung công việc", "Chủ trì"],
        ["Tháng 2", "Họp tổ thủy nông", "Tổ thủy nông"],
        ["Tháng 4", "Nạo vét mương cấp ba", "Hợp tác xã"],
        ["", "Sơn lại cửa cống", "Tổ thủy nông"],
    ]
    assert [task.deadline_text for task in _from_word(rows, (2, 0, 3, 0))] == ["Tháng 2", "Tháng 4", "Tháng 4"]
    in_text = _from_tabs([*rows, ["Tháng 9", "Kiểm kê vật tư", "Hợp tác xã"]])
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
    found = _from_word(rows, (1, 1, 1, 4), (3, 1, 3, 4), (4, 1, 4, 4), (6, 1, 6, 4)) if merged else _from_tabs(rows)
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
    assert [(task.no, task.group) for task in _from_tabs(rows)] == [("1", "I NƯỚC NGẦM")]
