"""A form that came back from the wards of the demonstration province, all invented: two are missing, one changed it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, Side

from honglam.core.organisations.models import UnitGroup
from honglam.engines.reporting.actions.gatherings import put_together, start_gathering
from honglam.engines.reporting.models import WorkbookGathering

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

NAME = "Biểu 02. Hướng dẫn người dân dùng dịch vụ công trực tuyến"
GROUP = "wards-only"
LINES = ("Lượt người được hướng dẫn", "Hồ sơ nộp hộ", "Tài khoản định danh mở mới", "Buổi trực tại nhà văn hóa")
HEADINGS = ("TT", "Nội dung", "Tháng này", "Lũy kế từ đầu năm", "Ghi chú")
MISSING, CHANGED = 2, 1
_WIDTHS = {"A": 6, "B": 40, "C": 14, "D": 20, "E": 30}


def load(*, by: User, unit: Unit, today: Any) -> int:
    """Gather the form once; how many copies came back, 0 where it was gathered before or there are no wards."""
    group = UnitGroup.objects.filter(code=GROUP).first()
    if group is None or WorkbookGathering.objects.filter(name=NAME).exists():
        return 0
    wards = group.units_on(today, unit)
    if len(wards) <= MISSING + CHANGED:
        return 0
    blank = blank_form()
    gathering = start_gathering(
        form=SimpleUploadedFile("Biểu 02.xlsx", blank), copies=copies_of(blank, wards[MISSING:]), unit=unit, by=by,
        name=NAME, group=group,
    )  # fmt: skip
    put_together(gathering=gathering, by=by)
    return len(wards) - MISSING


def blank_form() -> bytes:
    """The form as it was sent out."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Biểu 02"
    sheet["A1"] = "BIỂU 02. KẾT QUẢ HƯỚNG DẪN NGƯỜI DÂN DÙNG DỊCH VỤ CÔNG TRỰC TUYẾN"
    sheet.merge_cells("A1:E1")
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=13), Alignment(horizontal="center")
    sheet["A2"] = "Đơn vị: ……………"
    for column, heading in enumerate(HEADINGS, start=1):
        cell = sheet.cell(4, column, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center", wrap_text=True)
    for number, line in enumerate(LINES, start=1):
        sheet.cell(4 + number, 1, number)
        sheet.cell(4 + number, 2, line)
    last = 4 + len(LINES)
    sheet.cell(last + 1, 2, "Cộng lượt hướng dẫn và hồ sơ")
    for letter in "CD":
        sheet[f"{letter}{last + 1}"] = f"={letter}5+{letter}6"
    side = Side(style="thin")
    for row in sheet.iter_rows(min_row=4, max_row=last + 1, max_col=len(HEADINGS)):
        for cell in row:
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.cell(last + 3, 4, "NGƯỜI LẬP BIỂU")
    return _saved(book)


def copies_of(blank: bytes, wards: Sequence[Unit]) -> list[SimpleUploadedFile]:
    """A filled copy of each ward; the first put a line in, the second wrote words where a number belongs."""
    files = []
    for place, ward in enumerate(wards):
        book = load_workbook(io.BytesIO(blank))
        sheet = book.worksheets[0]
        sheet["A2"] = f"Đơn vị: UBND {ward.name}"
        for line in range(len(LINES)):
            month = 12 + (place * 17 + line * 29) % 160
            sheet.cell(5 + line, 3, month)
            sheet.cell(5 + line, 4, month * 9 + place)
        if place == 0:
            sheet.insert_rows(6)
            sheet.cell(6, 2, "Lượt người được hướng dẫn qua điện thoại")
        elif place == 1:
            sheet.cell(5, 3, "khoảng 40 lượt")
            sheet.cell(5, 5, "Chưa thống kê đủ tuần cuối")
        files.append(SimpleUploadedFile(f"{ward.name}.xlsx", _saved(book)))
    return files


def _saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
