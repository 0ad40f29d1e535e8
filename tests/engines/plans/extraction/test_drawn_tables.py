"""Tables that the format drew: Word and tab-separated text, with merged cells, page breaks and leftovers."""

from __future__ import annotations

from io import BytesIO
from statistics import mean

import docx
import pytest
from docx.table import Table as WordTable

from honglam.engines.documents.public import read_document
from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import Indicator, TaskRow
from honglam.engines.plans.extraction.tables import find_tables, read_tables
from honglam.engines.plans.extraction.tables.columns import kind_of, read_header, segment_header
from honglam.engines.plans.extraction.tables.numerals import leading_numeral, read_numeral

from .invented_tables import InventedTable, invent_indicators, invent_tasks
from .measuring import measure


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC II"


def _from_text(text: str, year: int = 2026) -> tuple[list[Indicator], list[TaskRow]]:
    document = read_text(text)
    return read_tables(document, find_tables(document), OneAppendix(), year=year)


def _word_file(table: InventedTable, *, merged: bool) -> bytes:
    word = docx.Document()
    word.add_paragraph("KẾ HOẠCH")
    word.add_paragraph("PHỤ LỤC II")
    grid = word.add_table(rows=1, cols=len(table.columns))
    for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
        cell.text = table.headers[column]
    for row in table.rows:
        cells = grid.add_row().cells
        cells[0].text = row.number
        if row.kind == "group" and merged:
            cells[1].merge(cells[-1]).text = row.cells["name"]
            continue
        for cell, column in zip(cells[1:], table.columns[1:], strict=True):
            first, *rest = row.cells.get(column, "").split("\n")
            cell.text = first
            for line in rest:
                cell.add_paragraph(line)
    return _bytes_of(word)


def _bytes_of(word: docx.document.Document) -> bytes:
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _from_word(content: bytes) -> tuple[list[Indicator], list[TaskRow]]:
    document = read_document(content, name="ke-hoach.docx")
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)


@pytest.mark.parametrize("merged", [True, False])
def test_word_tables_are_read_whole(merged: bool) -> None:
    found = []
    for seed in range(300, 306):
        table = invent_tasks(seed, rows=10)
        _, tasks = _from_word(_word_file(table, merged=merged))
        found.append(measure(table, tasks))
        indicators_table = invent_indicators(seed, rows=8)
        indicators, _ = _from_word(_word_file(indicators_table, merged=merged))
        found.append(measure(indicators_table, indicators))
    assert min(result.f1 for result in found) == 1.0, [result.misses for result in found if result.f1 < 1.0]
    assert mean(mean(result.fields.values()) for result in found) >= 0.98, [m for r in found for m in r.misses][:20]


def _grid(word: docx.document.Document, rows: list[list[str]]) -> WordTable:
    grid = word.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    return grid


def test_children_under_merged_cells_inherit_lead_and_deadline() -> None:
    word = docx.Document()
    grid = _grid(
        word,
        [
            ["STT", "Nhiệm vụ", "Phân công thực hiện", "", "Thời gian hoàn thành"],
            ["", "", "Chủ trì", "Phối hợp", ""],
            ["1", "Nâng cấp mạng nội bộ", "Sở Nội vụ", "Sở Tài chính", "Quý II/2026"],
            ["1.1", "Lắp đặt thiết bị tại cơ quan", "", "", ""],
            ["1.2", "Lắp đặt thiết bị tại các thôn", "", "", ""],
            ["2", "Tập huấn kỹ năng số", "Công an tỉnh", "", "Thường xuyên"],
        ],
    )
    grid.cell(0, 2).merge(grid.cell(0, 3))
    grid.cell(2, 2).merge(grid.cell(4, 2))
    grid.cell(2, 4).merge(grid.cell(4, 4))
    _, tasks = _from_word(_bytes_of(word))
    assert [(task.no, task.lead, task.deadline) for task in tasks] == [
        ("1", ["Sở Nội vụ"], "2026-06-30"),
        ("1.1", ["Sở Nội vụ"], "2026-06-30"),
        ("1.2", ["Sở Nội vụ"], "2026-06-30"),
        ("2", ["Công an tỉnh"], "recurring"),
    ]
    assert tasks[0].coordinating == ["Sở Tài chính"]


_TABS = (
    "PHỤ LỤC II\n\nSTT\tTên nhiệm vụ/Dự án\tMục tiêu\tDự kiến kết quả\tCơ quan chủ trì\tThời gian hoàn thành\n"
    "I\tHẠ TẦNG SỐ\t\t\t\t\n"
    "1\tXây dựng cổng dữ liệu.\t<ul> - Cung cấp dữ liệu mở</ul>\tCổng vận hành\tSở Nội vụ; Sở Y tế\tTháng 8/2026\n"
    "II Chính quyền số\t\t\t\t\t\n"
    "1\tHội nghị trực tuyến\tKết nối các xã\tĐiểm cầu\tVăn phòng UBND tỉnh\t31/12/2026\n\n"
    "\t\ttrên toàn tỉnh\t\t\t\n"
    "\t12.1. Điểm cầu tại các xã\t\t\t\t\n"
    "2\tSố hóa hồ sơ\t\tKho hồ sơ\tSở Tư pháp\tKhi có yêu cầu\n"
    "---\t---\t---\t---\t---\t---\n"
)


def test_tab_separated_tables_keep_their_rows() -> None:
    _, tasks = _from_text(_TABS)
    assert [(task.no, task.name, task.group) for task in tasks] == [
        ("1", "Xây dựng cổng dữ liệu", "I HẠ TẦNG SỐ"),
        ("1", "Hội nghị trực tuyến", "II Chính quyền số"),
        ("12.1", "Điểm cầu tại các xã", "II Chính quyền số"),
        ("2", "Số hóa hồ sơ", "II Chính quyền số"),
    ]
    first, second, child, last = tasks
    assert first.content == "- Cung cấp dữ liệu mở"
    assert (first.lead, first.deadline) == (["Sở Nội vụ", "Sở Y tế"], "2026-08-31")
    assert second.content == "Kết nối các xã trên toàn tỉnh"
    assert (child.lead, child.deadline, child.product) == (["Văn phòng UBND tỉnh"], "2026-12-31", None)
    assert last.deadline == "on_demand"
    assert {task.section_or_appendix for task in tasks} == {"PHỤ LỤC II"}


def test_a_header_printed_again_is_no_row_and_column_numbers_are_none() -> None:
    header = "TT\tNhiệm vụ\tChủ trì\tThời gian\n"
    rows = "(1)\t(2)\t(3)\t(4)\n1\tSố hóa\tSở Y tế\t2026\n" + header + "2\tTập huấn\tSở Nội vụ\tQuý I/2026\n"
    _, tasks = _from_text("PHỤ LỤC II\n\n" + header + rows)
    assert [task.no for task in tasks] == ["1", "2"]


def test_indicator_tables_take_the_plans_year() -> None:
    text = (
        "TT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2025\tKế hoạch năm 2026\tKế hoạch năm 2027\tCơ quan chủ trì\n"
        "1\tTỷ lệ hồ sơ trực tuyến\t%\t60\t≥ 80\t90\tSở Nội vụ\n"
        "2\tCổng dữ liệu\tHệ thống\t-\tĐạt\tĐạt\tSở Y tế\n"
    )
    indicators, tasks = _from_text(text)
    assert not tasks
    assert [(item.no, item.operator, item.target, item.unit) for item in indicators] == [
        ("1", ">=", 80, "%"),
        ("2", "done", None, None),
    ]


def test_an_empty_report_form_gives_nothing() -> None:
    form = "TT\tNhiệm vụ\tĐơn vị chủ trì\tThời gian hoàn thành\n1\tNhiệm vụ A\t\t\n2\tNhiệm vụ B\t\t\n3\t…\t\t\n"
    indicators, tasks = _from_text("BIỂU MẪU BÁO CÁO\n\n" + form)
    assert (indicators, tasks) == ([], [])


def test_lead_and_helpers_in_one_column_are_told_apart_by_their_labels() -> None:
    text = (
        "TT\tNhiệm vụ\tĐơn vị thực hiện\tThời gian\n"
        "1\tSố hóa hồ sơ\tChủ trì: Sở Tư pháp; Phối hợp: Sở Nội vụ, Sở Y tế\t2026\n"
        "2\tTập huấn\tSở Nội vụ\t2026\n"
    )
    _, tasks = _from_text(text)
    assert (tasks[0].lead, tasks[0].coordinating) == (["Sở Tư pháp"], ["Sở Nội vụ", "Sở Y tế"])


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("STT", "number"),
        ("Nhiệm vụ, giải pháp chủ yếu", "name"),
        ("Nội dung nhiệm vụ", "name"),
        ("Cơ quan, đơn vị chủ trì thực hiện", "lead"),
        ("ĐƠN VỊ CHỦ TRÌ", "lead"),
        ("Cơ quan phối hợp", "coordinating"),
        ("Cơ quan theo dõi, tổng hợp", "monitoring"),
        ("Thời hạn hoàn thành", "deadline"),
        ("Thời gian thực hiện (dự kiến)", "deadline"),
        ("Dự kiến kết quả đạt được", "product"),
        ("Sản phẩm/Kết quả", "product"),
        ("Mục tiêu năm 2026", "target"),
        ("Kết quả năm 2025", "baseline"),
        ("Đơn vị tính", "measure"),
        ("Kinh phí (triệu đồng)", "budget"),
        ("Ghi chú", "note"),
        ("Kế hoạch hoàn thành", "deadline"),
        ("Năm thực hiện", "deadline"),
        ("Thành phần tham gia", "coordinating"),
        ("Nội dung, nhiệm vụ", "name"),
        ("Danh mục công trình, dự án", "name"),
        ("Tên đề án, chính sách, nhiệm vụ", "name"),
        ("Nội dung chỉ đạo", "content"),
    ],
)
def test_headers_name_what_a_column_holds(header: str, role: str) -> None:
    column = read_header(header)
    assert column is not None
    assert column.role.value == role


def test_words_that_head_no_column_are_none() -> None:
    assert read_header("Họ và tên") is None
    assert read_header("Tên đơn vị") is None
    assert read_header("") is None


def test_a_flattened_header_is_parted_at_its_capitals() -> None:
    words = (
        "TT Tên nhiệm vụ Nội dung chủ yếu Thời gian thực hiện Cơ quan chủ trì Cơ quan, đơn vị phối hợp Sản phẩm/Kết quả"
    )
    columns = segment_header(words.split())
    assert columns is not None
    roles = [column.role.value for column in columns]
    assert roles == ["number", "name", "content", "deadline", "lead", "coordinating", "product"]
    assert kind_of(columns) == "tasks"


def test_numerals_and_what_follows_them() -> None:
    assert [read_numeral(text).kind for text in ("1", "01.", "1.2", "XIV", "a)")] == [  # type: ignore[union-attr]
        "arabic",
        "arabic",
        "dotted",
        "roman",
        "letter",
    ]
    assert read_numeral("2026") is None
    assert read_numeral("VÀ") is None
    led = leading_numeral("II Hạ tầng số")
    assert led is not None
    assert (led[0].value, led[1]) == ((2,), "Hạ tầng số")
