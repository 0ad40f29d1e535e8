"""The gathered workbook: the blank form filled in, layout and formulas as they were, and sheets that say where it
comes from."""

from __future__ import annotations

import io
from copy import copy as copied
from decimal import Decimal
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from honglam.engines.reporting.workbooks.comparing import Value
from honglam.engines.reporting.workbooks.form import Area, Form, SheetForm, open_workbook
from honglam.engines.reporting.workbooks.gathering import Gathering, Line

SOURCES, CHECKS = "Theo đơn vị", "Cần hỏi lại"
_HEAD = PatternFill("solid", fgColor="E7EEF7")
_UNIT_HEADING = "Đơn vị"
_WIDEST = 60


def write_gathering(form: Form, gathering: Gathering) -> bytes:
    """The workbook as a file."""
    workbook = open_workbook(form.content)
    for sheet in form.sheets:
        if sheet.area is Area.LIST:
            _fill_list(workbook[sheet.name], sheet, gathering.lines.get(sheet.name, []))
        else:
            for at, value in gathering.totals.get(sheet.name, {}).items():
                _put(workbook[sheet.name].cell(*at), value)
    _write_sources(workbook, form, gathering)
    _write_checks(workbook, gathering)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _put(cell: Any, value: Value) -> None:
    if isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
    else:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # words that begin with "=" stay words
            if "\n" in value:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _fill_list(sheet: Worksheet, form: SheetForm, lines: list[Line]) -> None:
    """The lines under the heading, numbered through, the unit in a column at the right; the foot moves down."""
    room = form.last_line - form.first_line + 1
    more = max(0, len(lines) - room)
    if more:
        _move_foot_down(sheet, form.last_line + 1, more)
        for row in range(form.last_line + 1, form.last_line + 1 + more):
            _same_looks(sheet, form.last_line, row)
    order = next((column.number for column in form.columns if column.is_order), None)
    unit_column = max(column.number for column in form.columns) + 1
    heading = sheet.cell(form.first_line - 1, unit_column)
    heading.value, heading.font = _UNIT_HEADING, Font(bold=True)
    for at, line in enumerate(lines):
        row = form.first_line + at
        if order:
            sheet.cell(row, order).value = at + 1
        for column, value in line.values.items():
            _put(sheet.cell(row, column), value)
        _put(sheet.cell(row, unit_column), line.unit)
    for row in range(form.first_line + len(lines), form.last_line + 1):
        if order:
            sheet.cell(row, order).value = None


def _move_foot_down(sheet: Worksheet, first: int, count: int) -> None:
    """Insert rows: openpyxl moves neither merged cells nor formulas, so both are moved here."""
    below = [cells for cells in sheet.merged_cells.ranges if cells.min_row >= first]
    for cells in below:
        sheet.unmerge_cells(str(cells))
    last = sheet.max_row
    if last >= first:
        sheet.move_range(f"A{first}:{get_column_letter(sheet.max_column)}{last}", rows=count, translate=True)
    heights = {row: sheet.row_dimensions[row].height for row in range(first, last + 1)}
    for row, height in heights.items():
        sheet.row_dimensions[row + count].height = height
    for cells in below:
        cells.shift(row_shift=count)
        sheet.merge_cells(str(cells))


def _same_looks(sheet: Worksheet, model: int, row: int) -> None:
    for column in range(1, sheet.max_column + 1):
        source, cell = sheet.cell(model, column), sheet.cell(row, column)
        cell.value = None
        if source.has_style:
            cell._style = copied(source._style)
    sheet.row_dimensions[row].height = sheet.row_dimensions[model].height


def _write_sources(workbook: Any, form: Form, gathering: Gathering) -> None:
    """One line a unit, one column for every cell that anybody filled: each total can be traced to who gave it."""
    used = [
        (sheet, at)
        for sheet in form.sheets
        if sheet.area is Area.SUM
        for at in sheet.inputs
        if any((sheet.name, *at) in cells for cells in gathering.by_unit.values())
    ]
    if not used:
        return
    page = workbook.create_sheet(_free_name(workbook, SOURCES))
    for at, title in enumerate([_UNIT_HEADING, *(_title(form, sheet, at) for sheet, at in used)], start=1):
        _put(page.cell(1, at), title)
    for row, (name, cells) in enumerate(gathering.by_unit.items(), start=2):
        _put(page.cell(row, 1), name)
        for at, (sheet, place) in enumerate(used, start=2):
            if (sheet.name, *place) in cells:
                _put(page.cell(row, at), cells[(sheet.name, *place)])
    _finish(page)


def _title(form: Form, sheet: SheetForm, at: tuple[int, int]) -> str:
    """What a cell means: sheet (where there are several), line and column, and its place."""
    column = sheet.column_of(at[1])
    parts = [sheet.name if len(form.sheets) > 1 else "", sheet.line_name(at[0]), column.heading if column else ""]
    return f"{' – '.join(part for part in parts if part)} ({get_column_letter(at[1])}{at[0]})"


def _write_checks(workbook: Any, gathering: Gathering) -> None:
    page = workbook.create_sheet(_free_name(workbook, CHECKS))
    page.append([_UNIT_HEADING, "Việc", "Ô", "Nội dung trong ô", "Vì sao"])
    for unit in gathering.missing:
        page.append([unit.name, "Chưa gửi", "", "", "Chưa nhận được tệp nào của đơn vị này."])
    for name in gathering.unreadable:
        page.append([name, "Tệp không mở được", "", "", "Đề nghị gửi lại tệp Excel .xlsx mở được."])
    for copy in gathering.changed:
        for change in copy.changes:
            page.append([copy.name, "Biểu mẫu bị sửa", change.cell, change.now, change.explanation])
    for copy in gathering.empty:
        page.append([copy.name, "Gửi biểu trống", "", "", "Không ô nào được điền."])
    for copy in gathering.unknown:
        page.append(
            [copy.name, "Không rõ đơn vị", "", "", "Tên tệp và phần đầu biểu không nêu đơn vị nào được yêu cầu."]
        )
    for unit, earlier in gathering.repeated:
        page.append([unit.name, "Gửi nhiều lần", "", earlier.name, "Tệp này không được cộng; tệp sau được dùng."])
    for doubt in gathering.doubts:
        work = "Không được cộng" if doubt.is_left_out else "Số đáng ngờ"
        page.append([doubt.unit, work, f"{doubt.sheet}!{doubt.cell}", doubt.typed, doubt.explanation])
    if page.max_row == 1:
        page.append(["", "Không có gì phải hỏi lại.", "", "", ""])
    for row in page.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    _finish(page)


def _finish(page: Worksheet) -> None:
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    page.freeze_panes = "B2"
    for column in page.columns:
        longest = max((len(str(cell.value)) for cell in column if cell.value is not None), default=0)
        page.column_dimensions[get_column_letter(column[0].column)].width = (
            min(max(longest * 0.6 if longest > 40 else longest, 10), _WIDEST) + 2
        )


def _free_name(workbook: Any, name: str) -> str:
    taken = {title.lower() for title in workbook.sheetnames}
    return name if name.lower() not in taken else f"{name} (2)"
