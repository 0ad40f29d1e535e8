"""Blank forms that we drew, as departments send them out, and copies as communes send them back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side

_RULE = Side(style="thin")
RULED = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)
LINES = ("Hồ sơ tiếp nhận trực tiếp", "Hồ sơ tiếp nhận trực tuyến", "Lượt người được hướng dẫn")


def saved(workbook: Any) -> bytes:
    """A workbook as a file."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sums_form() -> bytes:
    """A form of fixed lines with a merged heading, a share, and sums in formulas; a place for the unit and the
    signature."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Biểu 01"
    sheet["A1"] = "BIỂU 01. KẾT QUẢ GIẢI QUYẾT THỦ TỤC"
    sheet.merge_cells("A1:F1")
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    sheet["A2"] = "Đơn vị: ……………"
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["F4"] = "TT", "Nội dung", "Quý này", "Ghi chú"
    sheet["C5"], sheet["D5"], sheet["E5"] = "Đúng hạn", "Quá hạn", "Tỷ lệ đúng hạn (%)"
    for cells in ("A4:A5", "B4:B5", "C4:E4", "F4:F5"):
        sheet.merge_cells(cells)
    for at, name in enumerate(LINES, start=1):
        sheet.cell(5 + at, 1, at)
        sheet.cell(5 + at, 2, name)
    sheet["B9"] = "Tổng cộng"
    sheet["C9"], sheet["D9"] = "=SUM(C6:C8)", "=SUM(D6:D8)"
    for row in sheet["A4:F9"]:
        for cell in row:
            cell.border = RULED
    sheet["E11"] = "NGƯỜI LẬP BIỂU"
    return saved(workbook)


def list_form() -> bytes:
    """A form of five empty numbered lines, with a foot."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Danh sách"
    sheet["A1"] = "DANH SÁCH ĐIỂM TRUY CẬP INTERNET CÔNG CỘNG"
    sheet["A2"] = "Đơn vị: ……………"
    for at, heading in enumerate(("STT", "Tên điểm", "Thôn", "Số máy", "Ngày lắp"), start=1):
        sheet.cell(4, at, heading)
    for row in range(5, 10):
        sheet.cell(row, 1, row - 4)
    for row in sheet["A4:E9"]:
        for cell in row:
            cell.border = RULED
    sheet["D11"] = "THỦ TRƯỞNG ĐƠN VỊ"
    sheet.merge_cells("D11:E11")
    return saved(workbook)


def filled(form: bytes, unit: str, change: Callable[[Any], None]) -> bytes:
    """A copy with the unit's name in its head, filled or spoilt by `change`."""
    workbook = load_workbook(io.BytesIO(form))
    sheet = workbook.worksheets[0]
    sheet["A2"] = f"Đơn vị: {unit}"
    change(sheet)
    return saved(workbook)


def opened(content: bytes) -> Any:
    """The workbook in a file."""
    return load_workbook(io.BytesIO(content))
