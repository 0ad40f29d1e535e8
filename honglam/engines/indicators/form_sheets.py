"""A form as an Excel file to fill in, and such a file read back: row by row, nothing written here.

Every row carries its own key (form, unit, period, indicator) in a hidden column, so that a file of another month or
another commune is noticed. Headings and everything but the cells to fill in are protected, without a password.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from honglam.engines.indicators.cells import Cell
from honglam.engines.indicators.entry import EntryView, Line
from honglam.engines.indicators.errors import IndicatorError
from honglam.engines.indicators.figures import usable
from honglam.engines.indicators.rules.vocabulary import ESTIMATE_MARKS
from honglam.toolkit.sheets import CellError, Field, Kind, read_table
from honglam.toolkit.text import fold

WIDTHS = (4, 52, 12, 16, 16, 18, 40, 36, 12)
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a file that was read: the cell, what the file wants there."""

    cell: Cell
    value: Decimal | None
    source: str
    comment: str
    is_estimate: bool = False

    @property
    def shown_figure(self) -> tuple[Decimal | None, bool]:
        """What stands in the cell: the figure, and whether it is an estimate."""
        return self.cell.value, self.cell.is_estimate

    @property
    def is_change(self) -> bool:
        """Whether the file says something else than what stands there."""
        shown = self.cell
        return (
            self.value != shown.value
            or (self.value is not None and self.is_estimate != shown.is_estimate)
            or bool(self.value is not None and self.source and self.source != shown.source)
            or bool(self.value is not None and self.comment and self.comment != shown.comment)
        )


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a file says: the changes, how many rows change nothing, and the errors cell by cell."""

    rows: tuple[SheetRow, ...]
    unchanged: int
    errors: tuple[CellError, ...]


def headings() -> tuple[str, ...]:
    """The headings of the columns, the hidden key first."""
    return (
        _("Khóa"), _("Chỉ tiêu"), _("Đơn vị tính"), _("Cùng kỳ năm trước"), _("Kỳ trước"), _("Số kỳ này"),
        _("Nguồn số liệu"), _("Ghi chú"), _("Ước thực hiện"),
    )  # fmt: skip


def write_template(stream: IO[bytes], view: EntryView) -> None:
    """Write the file to fill in, with the figures that are there already."""
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Biểu nhập"))
    line: dict[str, Any] = {"border": 1, "border_color": "#B9C6CB", "valign": "top", "font_name": "Arial"}
    fixed = book.add_format(line | {"text_wrap": True, "bg_color": "#F3F6F6"})
    number = book.add_format(line | {"num_format": "#,##0.####", "bg_color": "#F3F6F6"})
    entry = book.add_format(line | {"num_format": "#,##0.####", "locked": False, "bg_color": "#FFFFFF"})
    words = book.add_format(line | {"text_wrap": True, "locked": False})
    bold = book.add_format({"bold": True, "font_size": 13, "font_name": "Arial"})
    head = book.add_format(line | {"bold": True, "text_wrap": True, "bg_color": "#E2F0F5"})
    group = book.add_format(line | {"bold": True, "bg_color": "#EEF2F3"})
    sheet.write_string(0, 1, f"{view.form.code} · {view.form.name}", bold)
    sheet.write_string(1, 1, f"{view.unit} · {view.period.label}")
    sheet.write_string(
        2,
        1,
        _("Chỉ nhập vào các ô trắng; để trống là chưa có số. Viết 1.234,5 hoặc 1234,5 đều được."),
    )
    top = 4
    for place, heading in enumerate(headings()):
        sheet.write_string(top, place, heading, head)
        sheet.set_column(place, place, WIDTHS[place], None, {"hidden": place == 0})
    row = top
    for section in view.sections:
        if section.title:
            row += 1
            for place in range(len(WIDTHS)):
                sheet.write_blank(row, place, None, group)
            sheet.write_string(row, 1, section.title, group)
        for one in section.lines:
            row += 1
            _write_line(sheet, row, view, one, {"fixed": fixed, "number": number, "entry": entry, "words": words})
    sheet.freeze_panes(top + 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()


def _write_line(sheet: Any, row: int, view: EntryView, line: Line, formats: dict[str, Any]) -> None:
    cell = line.cell
    fixed, number = formats["fixed"], formats["number"]
    sheet.write_string(row, 0, key_of(view, cell), fixed)
    sheet.write_string(row, 1, line.row.label, fixed)
    sheet.write_string(row, 2, line.row.measure, fixed)
    _write_number(sheet, row, 3, line.year_before.value if line.year_before else None, number)
    _write_number(sheet, row, 4, line.previous.value if line.previous else None, number)
    _write_number(sheet, row, 5, cell.value, formats["entry"] if cell.is_editable else number)
    texts = formats["words"] if cell.is_editable else fixed
    sheet.write_string(row, 6, cell.source, texts)
    sheet.write_string(row, 7, cell.comment, texts)
    sheet.write_string(row, 8, _("ước") if cell.is_estimate else "", texts)
    if cell.is_editable:
        sheet.data_validation(row, 8, row, 8, {
            "validate": "list", "source": [_("ước")], "ignore_blank": True, "error_type": "stop",
            "error_title": _("Chưa đúng"), "error_message": _("Ghi “ước” nếu là số ước thực hiện, không thì để trống."),
        })  # fmt: skip
        sheet.data_validation(row, 5, row, 5, {
            "validate": "decimal", "criteria": "between", "minimum": -(10**14), "maximum": 10**14, "ignore_blank": True,
            "error_type": "stop", "error_title": _("Chưa phải là số"),
            "error_message": _("Ô này chỉ nhận số. Ghi chữ vào cột Ghi chú."),
            "input_title": cell.indicator.code[:32],
            "input_message": (line.row.help or line.row.measure or " ")[:255],
        })  # fmt: skip


def _write_number(sheet: Any, row: int, place: int, value: Decimal | None, shape: Any) -> None:
    if value is None:
        sheet.write_blank(row, place, None, shape)
    else:
        sheet.write_number(row, place, float(value), shape)


def key_of(view: EntryView, cell: Cell) -> str:
    """The key of a row: form, unit, period, indicator."""
    return SEPARATOR.join((view.form.code, view.unit.code, view.period.code, cell.indicator.code))


def read_filled(stream: IO[bytes], view: EntryView) -> SheetReading:
    """Read a file that was filled in against the form as it stands now.

    Raises:
        SheetError: the file is no workbook, or not one that this page gave out.
    """
    place = key_of(view, view.lines[0].cell).rpartition(SEPARATOR)[0]
    cells = {line.cell.indicator.code: line.cell for line in view.lines}

    def known(key: str) -> str:
        where, _bar, code = key.rpartition(SEPARATOR)
        if where != place:
            raise ValueError(_("Dòng này của biểu, đơn vị hoặc kỳ khác. Hãy tải tệp mẫu của đúng biểu và kỳ này."))
        if code not in cells:
            raise ValueError(_("Chỉ tiêu này không có trong biểu."))
        return code

    def fit(value: Decimal) -> Decimal:
        try:
            return usable(value)
        except IndicatorError as error:
            raise ValueError(str(error)) from error

    names = headings()
    fields = [
        Field("code", (names[0],), parse=known),
        Field("label", (names[1],), expected=False),
        Field("value", (names[5],), Kind.PERCENT, parse=fit),
        Field("source", (names[6],), expected=False),
        Field("comment", (names[7],), expected=False),
        Field("is_estimate", (names[8],), expected=False, parse=_marked),
    ]
    table = read_table(stream, fields)
    return _against(view, cells, table, names[5])


def _against(view: EntryView, cells: dict[str, Cell], table: Any, heading: str) -> SheetReading:
    """What the rows change, and what cannot be changed."""
    rows, errors, unchanged, seen = [], [], 0, set()
    for found in table.rows:
        code = found.values["code"]
        if code is None:  # the title of a group, or a row that somebody added
            if found.values["value"] is not None:
                errors.append(
                    CellError(found.number, f"A{found.number}", heading, "", _("Dòng này không có trong biểu."))
                )
            continue
        row = SheetRow(
            cells[code], found.values["value"], found.values["source"] or "", found.values["comment"] or "",
            bool(found.values["is_estimate"]),
        )  # fmt: skip
        if code in seen:
            errors.append(_wrong(found.number, heading, row, _("Chỉ tiêu này có hai dòng trong tệp.")))
            continue
        seen.add(code)
        if not row.is_change:
            unchanged += 1
        elif row.cell.is_calculated:
            unchanged += 1  # what Excel shows of a calculated figure is only for reading
        elif not row.cell.is_editable:
            errors.append(_wrong(found.number, heading, row, _("Số này đã gửi hoặc đã duyệt, không sửa được.")))
        elif row.cell.reporter and not row.comment and (row.value, row.is_estimate) != row.shown_figure:
            words = {"reporter": row.cell.reporter}
            text = _("Số này do %(reporter)s báo cáo. Muốn nhập số khác thì ghi lý do ở cột Ghi chú.") % words
            errors.append(_wrong(found.number, heading, row, text))
        else:
            rows.append(row)
    every = sorted([*table.errors, *errors], key=lambda error: error.row)
    return SheetReading(tuple(rows), unchanged, tuple(every))


def _marked(text: str) -> bool:
    """Whether a row is marked as an estimate: “ước”, “x”, “~”. ValueError for anything else."""
    if fold(text.strip()) in {fold(_("ước")), *ESTIMATE_MARKS}:
        return True
    raise ValueError(_("Ghi “ước” nếu là số ước thực hiện, không thì để trống."))


def _wrong(number: int, heading: str, row: SheetRow, message: str) -> CellError:
    value = "" if row.value is None else f"{row.value.normalize():f}"
    return CellError(number, f"F{number}", heading, value, message)
