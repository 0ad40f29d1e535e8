"""A form of a ministry that a commune of the demonstration province fills every month, all of it invented."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from honglam.engines.reporting.actions.upper_forms import add_upper_form, fill_form, map_cells
from honglam.engines.reporting.models import UpperForm
from honglam.engines.reporting.upper_forms import newest_version, sure_cells
from honglam.toolkit.periods import Scheme, latest_over

if TYPE_CHECKING:
    import datetime

    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

NAME = "Biểu 11-CĐS. Kết quả chuyển đổi số cấp xã"
ASKED_BY = "Bộ quản lý ngành (biểu hư cấu để trình diễn)"
HEADINGS = ("TT", "Chỉ tiêu", "ĐVT", "Thực hiện tháng này", "Lũy kế từ đầu năm", "Cùng kỳ năm trước",
            "Tăng, giảm so với cùng kỳ (%)", "Ghi chú")  # fmt: skip
LINES = (
    ("I", "Thủ tục hành chính", ""),
    ("1", "Số hồ sơ TTHC tiếp nhận", "Hồ sơ"),
    ("2", "Hồ sơ tiếp nhận trực tuyến", "Hồ sơ"),
    ("3", "Tỷ lệ hồ sơ tiếp nhận trực tuyến", "%"),
    ("4", "Hồ sơ giải quyết đúng hạn", "Hồ sơ"),
    ("5", "Hồ sơ giải quyết quá hạn", "Hồ sơ"),
    ("II", "Công dân số", ""),
    ("1", "Người dân có tài khoản định danh điện tử mức 2", "Nghìn người"),
    ("2", "Hộ kinh doanh có nhận thanh toán không dùng tiền mặt", "Hộ"),
    ("3", "Lượt người dân được tổ CNSCĐ hướng dẫn", "Lượt"),
    ("III", "Phản ánh, kiến nghị", ""),
    ("1", "Phản ánh, kiến nghị tiếp nhận", "Phản ánh"),
    ("2", "Phản ánh, kiến nghị đã xử lý", "Phản ánh"),
)
MONTHS_BACK = 2
"""The newest month that the receiver has approved in the demonstration is two before the newest full one."""
_FIRST = 7
_WIDTHS = {"A": 6, "B": 52, "C": 14, "D": 15, "E": 15, "F": 15, "G": 17, "H": 22}


def load(*, by: User, unit: Unit, today: datetime.date) -> int:
    """Take the form in, accept the sure proposals, fill it for a month; how many cells, 0 when repeated."""
    if UpperForm.objects.filter(unit=unit, name=NAME).exists():
        return 0
    form = add_upper_form(
        upload=SimpleUploadedFile("Biểu 11-CĐS.xlsx", blank_form()), unit=unit, name=NAME, asked_by=ASKED_BY,
        legal_basis="Công văn số 112/CĐS (hư cấu)", scheme=Scheme.MONTH, by=by,
    )  # fmt: skip
    if not map_cells(form=form, accept=sure_cells(newest_version(form)), by=by):
        return 0
    period = latest_over(today, Scheme.MONTH)
    for _month in range(MONTHS_BACK):
        period = period.previous()
    return fill_form(form=form, period=period, by=by).filled_count


def blank_form() -> bytes:
    """The form as the ministry sent it."""
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "Biểu 11-CĐS"
    sheet["A1"], sheet["G1"] = "Đơn vị báo cáo: ……………………", "Biểu số 11-CĐS"
    sheet["A3"], sheet["A4"] = "KẾT QUẢ CHUYỂN ĐỔI SỐ CẤP XÃ", "Tháng … năm 20…"
    for row in (3, 4):
        sheet.merge_cells(f"A{row}:H{row}")
        sheet[f"A{row}"].alignment = Alignment(horizontal="center")
    sheet["A3"].font = Font(bold=True, size=14)
    for column, heading in enumerate(HEADINGS, start=1):
        cell = sheet.cell(_FIRST - 1, column, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7EEF7")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for at, line in enumerate(LINES):
        for column, text in enumerate(line, start=1):
            sheet.cell(_FIRST + at, column, text).font = Font(bold=line[0].isalpha())
    last = _FIRST + len(LINES)
    sheet.cell(last, 2, "Cộng phản ánh chưa xử lý")
    for letter in "DEF":
        sheet[f"{letter}{last}"] = f"={letter}{last - 2}-{letter}{last - 1}"
    side = Side(style="thin")
    for row in sheet.iter_rows(min_row=_FIRST - 1, max_row=last, max_col=len(HEADINGS)):
        for cell in row:
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.cell(last + 2, 6, "……, ngày … tháng … năm 20…")
    sheet.cell(last + 3, 6, "THỦ TRƯỞNG ĐƠN VỊ")
    sheet.freeze_panes, sheet.page_setup.orientation = f"C{_FIRST}", "landscape"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
