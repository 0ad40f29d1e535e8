"""Narrow columns tear titles and numbers; wide titles span columns without standing over them."""

from __future__ import annotations

import pytest

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import TaskRow
from honglam.engines.plans.extraction.tables import find_tables, mend_torn_rows, read_tables

_TITLE = """PHỤ LỤC
           DANH MỤC VIỆC CHUẨN BỊ LỄ HỘI ĐUA THUYỀN NĂM
                                2026
               (Kèm theo Kế hoạch của Ủy ban nhân dân xã về tổ chức lễ hội đua thuyền đầu xuân)
"""
_HEADER = """T         Nội dung công việc                     Phân công thực hiện               Thời hạn
T                                            Chủ trì            Phối hợp
"""


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _tasks(text: str) -> list[TaskRow]:
    document = mend_torn_rows(read_text(text))
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]


def _row(number: str, *cells: str) -> str:
    widths = (3, 42, 19, 19, 14)
    return "".join(cell.ljust(width) for cell, width in zip((number, *cells), widths, strict=True)).rstrip() + "\n"


def test_a_title_above_the_gap_of_two_others_opens_no_column() -> None:
    rows = (
        _row("1", "Vẽ sơ đồ đường đua", "Công an xã", "Ủy ban Mặt trận", "Tháng 3")
        + _row("", "và bến thuyền", "", "Tổ quốc Việt Nam xã", "")
        + _row("2", "Làm khán đài bên sông", "Phòng Kinh tế", "Các thôn ven sông", "Tháng 4")
    )
    found = _tasks(_TITLE + _HEADER + rows)
    assert [(task.no, task.name, task.lead, task.coordinating) for task in found] == [
        ("1", "Vẽ sơ đồ đường đua và bến thuyền", ["Công an xã"], ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
        ("2", "Làm khán đài bên sông", ["Phòng Kinh tế"], ["Các thôn ven sông"]),
    ]


def test_the_last_line_of_an_appendix_title_is_no_title_of_a_column() -> None:
    header = _HEADER.replace("Phân công thực hiện", " " * 19)
    rows = _row("1", "Sơn lại mười hai con thuyền của bảy thôn", "Công an xã", "Các thôn", "Tháng 3")
    rows += _row("2", "Chọn tay chèo trong từng thôn ven sông", "Các thôn", "Công an xã", "Tháng 4")
    found = _tasks(_TITLE + header + rows)
    assert [task.name for task in found] == [
        "Sơn lại mười hai con thuyền của bảy thôn",
        "Chọn tay chèo trong từng thôn ven sông",
    ]


@pytest.mark.parametrize(("last", "whole"), [("1\n0", "10"), ("10", "10")])
def test_a_number_torn_by_its_narrow_column_is_one(last: str, whole: str) -> None:
    first, _, rest = last.partition("\n")
    rows = "".join(
        _row(str(number), f"Dọn bến thuyền số {number}", "Công an xã", "Các thôn", "Tháng 3") for number in range(8, 10)
    )
    end = _row(first, "Tổng kết lễ hội và trao", "Công an xã", "Các thôn", "Tháng 9") + _row(
        rest, "giải cho các đội", "", "", ""
    )
    found = _tasks(_TITLE + _HEADER + rows + end)
    assert [task.no for task in found] == ["8", "9", whole]
    assert found[-1].name == "Tổng kết lễ hội và trao giải cho các đội"


def test_a_torn_numeral_of_a_heading_is_one() -> None:
    rows = ""
    headings = {"I": "HẬU CẦN", "II": "AN TOÀN", "II+I": "ĐUA THUYỀN"}
    for number, (numeral, title) in enumerate(headings.items(), 1):
        top, _, rest = numeral.partition("+")
        rows += _row(top, title, "", "", "") + (f"{rest}\n" if rest else "")
        rows += _row(str(number), f"Phân việc cho đội {number}", "Công an xã", "Các thôn", "Tháng 3")
    assert [(task.no, task.group) for task in _tasks(_TITLE + _HEADER + rows)] == [
        ("1", "I HẬU CẦN"),
        ("2", "II AN TOÀN"),
        ("3", "III ĐUA THUYỀN"),
    ]
