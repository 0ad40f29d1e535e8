"""What converters do to rows: pages that tear them, numbers of pages among them, cells of one line run together."""

from __future__ import annotations

import pytest

from honglam.engines.documents.blocks import ReadDocument
from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import Indicator, TaskRow
from honglam.engines.plans.extraction.tables import find_tables, mend_torn_rows, read_tables
from honglam.engines.plans.extraction.tables.columns import segment_header
from honglam.engines.plans.extraction.tables.flattened.page_numbers import find_page_numbers

from .flattening import boxed
from .invented_tables import invent_years

_HEADER = "TT\tNhiệm vụ\tCơ quan chủ trì\tThời gian\tSản phẩm\n"
_ABOVE = "2\tĐiều tra, cập nhật số liệu tại\tSở Y tế\tQuý II/2026\tCơ sở dữ liệu được\n"
_REST = "\tcác cơ sở của tỉnh\t\t\tcập nhật đầy đủ\n"
_BELOW = "3\tMở lớp tập huấn kỹ năng số\tSở Nội vụ\tQuý IV/2026\tLớp học\n"


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _read(text: str, year: int | list[int] = 2026) -> tuple[ReadDocument, list[Indicator], list[TaskRow]]:
    document = mend_torn_rows(read_text(text))
    indicators, tasks = read_tables(document, find_tables(document), OneAppendix(), year=year)
    return document, indicators, tasks


@pytest.mark.parametrize("between", ["", "\n4\n\n", "\n4\n\n" + _HEADER])
def test_a_drawn_row_continued_in_its_name_is_one_row_that_can_be_cited(between: str) -> None:
    text = "PHỤ LỤC\n\n" + _HEADER + "1\tLập kế hoạch\tSở Nội vụ\t2026\tKế hoạch\n" + _ABOVE + between + _REST + _BELOW
    before = read_text(text)
    document, _, tasks = _read(text)
    assert [(task.no, task.name, task.product) for task in tasks] == [
        ("1", "Lập kế hoạch", "Kế hoạch"),
        ("2", "Điều tra, cập nhật số liệu tại các cơ sở của tỉnh", "Cơ sở dữ liệu được cập nhật đầy đủ"),
        ("3", "Mở lớp tập huấn kỹ năng số", "Lớp học"),
    ]
    assert len(document.text) == len(before.text)
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)
    cited = document.text[tasks[1].source.start : tasks[1].source.end]
    assert "số liệu tại\ncác cơ sở của tỉnh" in cited


_ROWS = [
    ["Tập huấn nghiệp vụ cho cán bộ văn thư", "Các phòng thuộc Sở; Trường Chính trị tỉnh", "Quý II", "03 lớp tập huấn"],
    ["Kiểm tra công tác lưu trữ tại các cơ quan", "Thanh tra tỉnh", "Quý III/2026", "Kết luận kiểm tra"],
    ["Số hóa tài liệu lịch sử", "Văn phòng Sở", "Thường xuyên", "Dữ liệu số hóa"],
    ["Nâng cấp phần mềm quản lý văn bản", "Phòng Hành chính", "31/10/2026", "Phần mềm"],
]


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_cells_of_one_line_without_blank_lines_between_are_parted() -> None:
    rows = [[str(place), *cells] for place, cells in enumerate(_ROWS, 1)]
    text = "PHỤ LỤC\n\nSTT\nCông việc\nĐơn vị chủ trì\nThời gian\nKết quả đầu ra\n\n"
    text += boxed([[_wrap(cell, 26) for cell in row] for row in rows])
    _, _, tasks = _read(text)
    assert [[task.name, "; ".join(task.lead), task.deadline_text, task.product] for task in tasks] == _ROWS


def test_page_numbers_inside_cells_are_neither_rows_nor_cells() -> None:
    prose = "".join(f"Đoạn {word} của phần mở đầu nói về sự cần thiết.\n" for word in "abcdefghijklmnopqrstuvwxyz" * 2)
    rows = [[str(place), *cells] for place, cells in enumerate(_ROWS, 1)]
    table = boxed([[_wrap(cell, 26) for cell in row] for row in rows])
    torn = table.replace("Chính trị tỉnh", "\n3\n\nChính trị tỉnh")
    text = prose[: len(prose) // 2] + "\n2\n\n" + prose[len(prose) // 2 :]
    text += "PHỤ LỤC\n\nSTT\nCông việc\nĐơn vị chủ trì\nThời gian\nKết quả đầu ra\n\n" + torn
    assert [text[place] for place in sorted(find_page_numbers(text))] == ["2", "3"]
    _, _, tasks = _read(text)
    assert [(task.no, task.lead, task.deadline) for task in tasks] == [
        ("1", ["Các phòng thuộc Sở", "Trường Chính trị tỉnh"], "2026-06-30"),
        ("2", ["Thanh tra tỉnh"], "2026-09-30"),
        ("3", ["Văn phòng Sở"], "recurring"),
        ("4", ["Phòng Hành chính"], "2026-10-31"),
    ]


def test_row_numbers_are_not_taken_for_page_numbers() -> None:
    row = "\n\n{}\n\n" + "\n\n".join(f"Dòng {place}" for place in range(24))
    text = "TT Nhiệm vụ Đơn vị chủ trì Thời gian" + "".join(row.format(number) for number in range(1, 8))
    assert not find_page_numbers(text, [(0, len(text))])


def test_a_lone_number_that_the_rows_count_over_is_a_rows_even_a_page_below_the_last_page_number() -> None:
    prose = "\n\n".join(f"Dòng {place}" for place in range(30))
    text = f"1. Mục tiêu\n\n{prose}\n\n2\n\n{prose[:-40]}\n\n3. Phụ lục\n\nTT Nhiệm vụ Chủ trì Thời gian\n\n"
    start = len(text)
    text += "2 Đo mực nước Sở Xây dựng Tháng 2\n\n3\n\nThay máy bơm\n\nSở Công Thương\n\n4 Nạo vét mương Đoàn xã Quý II"
    assert {text[place] for place in find_page_numbers(text)} == {"2", "3"}
    assert [text[place] for place in find_page_numbers(text, [(start, len(text))])] == ["2"]


def test_every_year_of_a_flattened_table_has_its_target() -> None:
    for seed in range(600, 606):
        table = invent_years(seed)
        header = "PHỤ LỤC\n\nTT\nChỉ tiêu\nĐVT\nKế hoạch các năm\n" + "\n".join(table.columns[3:]) + "\n\n"
        rows = [[row.number, *(row.cells[column] for column in table.columns[1:])] for row in table.rows]
        _, indicators, _ = _read(header + boxed([[_wrap(cell, 32) for cell in row] for row in rows]), [2026, 2030])
        printed = [row.cells[column] for row in table.rows for column in table.columns if column.isdigit()]
        assert [item.target_text for item in indicators] == printed
        assert all(item.unit for item in indicators)


def test_lead_and_helpers_in_one_flattened_column_are_told_apart() -> None:
    text = (
        "PHỤ LỤC\n\nTT\nNội dung nhiệm vụ\nPhân công thực hiện\nThời hạn\n\n"
        "1\nKiện toàn tổ công nghệ số cộng đồng\ntại các tổ dân phố\n\n"
        "Chủ trì: Phòng Văn hóa -\nXã hội; phối hợp: Văn\nphòng HĐND và UBND\n\nTháng 2/2026\n\n"
        "2\nCấp tài khoản định danh điện tử\ncho người dân\n\nChủ trì: Công an phường\nTrước\n30/6/2026\n"
    )
    _, _, tasks = _read(text)
    assert [(task.lead, task.coordinating, task.deadline) for task in tasks] == [
        (["Phòng Văn hóa - Xã hội"], ["Văn phòng HĐND và UBND"], "2026-02-28"),
        (["Công an phường"], [], "2026-06-30"),
    ]


def _words(text: str) -> list[str]:
    return text.split()


def test_columns_under_a_wider_header_take_its_place() -> None:
    columns = segment_header(_words("STT Công việc Phân công Thời gian Kết quả đầu ra Chủ trì Phối hợp"))
    assert columns is not None
    assert [column.role.value for column in columns] == [
        "number", "name", "lead", "coordinating", "deadline", "product"
    ]  # fmt: skip
    columns = segment_header(_words("STT Chỉ tiêu Mục tiêu qua các năm Đơn vị chủ trì 2026 2027 2028"))
    assert columns is not None
    assert [column.year for column in columns if column.role.value == "target"] == [2026, 2027, 2028]
    assert columns[-1].role.value == "lead"
