"""Blank forms that we drew, as ministries and departments send them down: four layouts, all of them invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from honglam.engines.reporting.forms import KnownIndicator, KnownUnit
from tests.engines.reporting.forms import RULED, saved

INDICATORS = (
    KnownIndicator(1, "Hồ sơ thủ tục hành chính tiếp nhận trong kỳ", "hồ sơ"),
    KnownIndicator(2, "Hồ sơ tiếp nhận trực tuyến", "hồ sơ"),
    KnownIndicator(3, "Hồ sơ giải quyết đúng hạn", "hồ sơ"),
    KnownIndicator(4, "Tỷ lệ hồ sơ tiếp nhận trực tuyến", "%"),
    KnownIndicator(5, "Thu ngân sách nhà nước trên địa bàn", "triệu đồng"),
    KnownIndicator(6, "Người dân có tài khoản định danh điện tử mức 2", "người"),
    KnownIndicator(7, "Tỷ lệ hồ sơ trực tuyến trên tổng số hồ sơ tiếp nhận", "%"),
)
UNITS = (
    KnownUnit(11, ("Xã Bắc Sơn",)), KnownUnit(12, ("Xã Nam Hà",)), KnownUnit(13, ("Phường Hải Đông",)),
    KnownUnit(14, ("Phường Nam Hà Tây",)),
)  # fmt: skip
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


def _ruled(sheet: Any, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = RULED


def _lines(sheet: Any, first: int, lines: Sequence[tuple[str, ...]]) -> None:
    for at, line in enumerate(lines):
        for column, text in enumerate(line, start=1):
            if text:
                sheet.cell(first + at, column, text)


def indicator_lines(*, inserted: bool = False, year: int = 2026) -> bytes:
    """Lines are indicators in two parts, numbered I, 1, 2; a column of measures; headings on two levels; sums.

    `inserted`: the next period's blank, in which a line was put in and the year of the plan went on.
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Biểu 05-CĐS"
    sheet["A1"], sheet["E1"] = "Đơn vị: ……………………", "Biểu số 05-CĐS"
    sheet["A2"] = "KẾT QUẢ CHUYỂN ĐỔI SỐ CẤP XÃ"
    sheet.merge_cells("A2:G2")
    sheet["A2"].font, sheet["A2"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    sheet["A3"] = "Kỳ báo cáo: Quý … năm ……"
    _lines(sheet, 5, [
        ("TT", "Chỉ tiêu", "ĐVT", f"Kế hoạch năm {year}", "Kết quả", "", "So với kế hoạch (%)"),
        ("", "", "", "", "Thực hiện", "Lũy kế từ đầu năm", ""),
    ])  # fmt: skip
    for cells in ("A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:F5", "G5:G6"):
        sheet.merge_cells(cells)
    lines = [
        ("I", "Thủ tục hành chính", ""),
        ("1", "Số hồ sơ TTHC tiếp nhận", "Hồ sơ"),
        *([("2", "Hồ sơ nộp qua bưu chính", "Hồ sơ")] if inserted else []),
        ("3" if inserted else "2", "Hồ sơ tiếp nhận trực tuyến", "Hồ sơ"),
        ("4" if inserted else "3", "Hồ sơ giải quyết quá hạn", "Hồ sơ"),
        ("II", "Ngân sách, dân cư", ""),
        ("1", "Thu NSNN trên địa bàn", "Tỷ đồng"),
        ("2", "Người dân có tài khoản định danh điện tử mức độ 2", "Nghìn người"),
        ("3", "Tỷ lệ hồ sơ trực tuyến trên tổng số hồ sơ đã giải quyết", "%"),
    ]
    _lines(sheet, 7, lines)
    last = 6 + len(lines)
    sheet.cell(last + 1, 2, "Cộng hồ sơ")
    for letter in "DEF":
        sheet[f"{letter}{last + 1}"] = f"=SUM({letter}8:{letter}{9 + inserted})"
    _ruled(sheet, f"A5:G{last + 1}")
    sheet.cell(last + 3, 5, "……, ngày … tháng … năm 20…")
    return _with_looks(workbook, sheet)


def unit_lines() -> bytes:
    """Lines are communes, columns are indicators with their figures below; one measure over the table."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Theo xã"
    sheet["A1"] = "TỔNG HỢP HỒ SƠ TRỰC TUYẾN CỦA CÁC XÃ"
    sheet["A2"] = "(Đơn vị tính: hồ sơ)"
    _lines(sheet, 4, [
        ("STT", "Xã, phường", "Hồ sơ thủ tục hành chính tiếp nhận", "", "Hồ sơ tiếp nhận trực tuyến", "", "Ghi chú"),
        ("", "", "Tháng này", "Cùng kỳ năm trước", "Tháng này", "Tăng, giảm so với cùng kỳ (%)", ""),
    ])  # fmt: skip
    for cells in ("A4:A5", "B4:B5", "C4:D4", "E4:F4", "G4:G5"):
        sheet.merge_cells(cells)
    for at, name in enumerate(("Bắc Sơn", "Nam Hà", "Phường Hải Đông"), start=1):
        _lines(sheet, 5 + at, [(str(at), name)])
    sheet["B9"], sheet["C9"] = "Tổng cộng", "=SUM(C6:C8)"
    _ruled(sheet, "A4:G9")
    return saved(workbook)


def two_sheets() -> bytes:
    """Two visible sheets of few lines, a hidden one with lists, a share shown as a percentage by its format."""
    workbook = Workbook()
    first = workbook.active
    first.title = "Biểu 1"
    second, hidden = workbook.create_sheet("Biểu 2"), workbook.create_sheet("Danh mục")
    _lines(first, 3, [("TT", "Nội dung", "Số lượng"), ("1", "Hồ sơ tiếp nhận trực tuyến", ""),
                      ("2", "- Trong đó: Hồ sơ giải quyết đúng hạn", "")])  # fmt: skip
    _ruled(first, "A3:C5")
    _lines(second, 3, [("TT", "Nội dung", "Tỷ lệ đạt được (%)"), ("1", "Tỷ lệ hồ sơ tiếp nhận trực tuyến", "")])
    second["C4"].number_format = "0.0%"
    _ruled(second, "A3:C4")
    hidden["A1"], hidden.sheet_state = "không xem", "hidden"
    return saved(workbook)


def columns_of_units() -> bytes:
    """Columns are communes, lines are indicators."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Ngang"
    _lines(sheet, 3, [("TT", "Chỉ tiêu", "Xã Bắc Sơn", "Xã Nam Hà"), ("1", "Hồ sơ tiếp nhận trực tuyến", "", "")])
    _ruled(sheet, "A3:D4")
    return saved(workbook)


def _with_looks(workbook: Any, sheet: Any) -> bytes:
    """What a filled copy must keep: widths, colours, a list to choose from, print settings, a hidden sheet, a picture,
    a comment, names, frozen rows."""
    hidden = workbook.create_sheet("Danh mục")
    hidden["A1"], hidden.sheet_state = "Hồ sơ", "hidden"
    choice = DataValidation(type="list", formula1='"Có,Không"')
    choice.add("H8")
    sheet.add_data_validation(choice)
    sheet.column_dimensions["B"].width = 52
    sheet["D8"].fill, sheet["E8"].number_format = PatternFill("solid", fgColor="FFF2CC"), "#,##0"
    sheet.freeze_panes, sheet.print_area, sheet.page_setup.orientation = "D7", "A1:G20", "landscape"
    sheet.add_image(Image(io.BytesIO(PIXEL)), "I2")
    return saved(workbook)
