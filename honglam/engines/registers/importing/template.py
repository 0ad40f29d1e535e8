"""The file that people fill in: a sheet of headings, how each column is written, and the code lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook

from honglam.engines.registers.declaration import Register
from honglam.engines.registers.importing.targets import Target, how_written, targets_of
from honglam.toolkit.sheets import Kind

ROWS_WITH_LISTS = 5000
_WIDTHS = {Kind.TEXT: 28, Kind.NUMBER: 16, Kind.DATE: 14, Kind.MOMENT: 18}
_FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.MOMENT: "hh:mm dd/mm/yyyy"}


def write_template(stream: IO[bytes], register: Register, *, by: Any = None) -> None:
    """Write the workbook into a binary stream; with `by` only columns that the person may write."""
    targets = targets_of(register, by=by)
    lists = {target.key: codes for target in targets if (codes := code_list(register, target))}
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = _Looks(book)
        places = _write_data(book, looks, targets)
        _write_explanations(book, looks, register, targets)
        if lists:
            ranges = _write_lists(book, looks, targets, lists)
            sheet = book.get_worksheet_by_name(_("Dữ liệu"))
            for key, source in ranges.items():
                sheet.data_validation(1, places[key], ROWS_WITH_LISTS, places[key], {
                    "validate": "list", "source": source, "error_type": "warning",
                    "error_title": _("Không có trong danh mục"),
                    "error_message": _("Hãy chọn một mục trong danh sách."),
                })  # fmt: skip


def code_list(register: Register, target: Target) -> list[tuple[str, str]]:
    """The codes and labels from which a column is filled; empty where it is written freely."""
    if target.key == "state" and register.lifecycle is not None:
        return [(str(code), str(label)) for code, label in register.lifecycle.states.choices]
    field = register.fields.get(target.column)
    if field is None or target.part or not field.choices:
        return []
    return [(str(code), str(label)) for code, label in field.flatchoices if code not in (None, "")]


class _Looks:
    """The cell formats of the workbook."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self._book, self._font = book, font
        heading = {**font, "bold": True, "text_wrap": True, "border": 1, "valign": "vcenter", "align": "center"}
        self.heading: Format = book.add_format({**heading, "bg_color": "#E8EEF4"})
        self.demanded: Format = book.add_format({**heading, "bg_color": "#CFE0F2"})
        self.text: Format = book.add_format({**font, "text_wrap": True})
        self.title: Format = book.add_format({**font, "bold": True, "font_size": 14})

    def column(self, kind: Kind) -> Format:
        """The look of a column's cells: texts stay texts, so that a code keeps its zeros in front."""
        return self._book.add_format({**self._font, "num_format": _FORMATS.get(kind, "@" if kind == Kind.TEXT
                                                                              else "General")})  # fmt: skip


def _write_data(book: Workbook, looks: _Looks, targets: Sequence[Target]) -> dict[str, int]:
    sheet = book.add_worksheet(_("Dữ liệu"))
    places: dict[str, int] = {}
    for place, target in enumerate(targets):
        sheet.set_column(place, place, _WIDTHS.get(target.kind, 20), looks.column(target.kind))
        star = " *" if target.is_required else ""
        sheet.write_string(0, place, f"{target.label}{star}", looks.demanded if star else looks.heading)
        places[target.key] = place
    sheet.set_row(0, 36)
    sheet.freeze_panes(1, 0)
    return places


def _write_explanations(book: Workbook, looks: _Looks, register: Register, targets: Sequence[Target]) -> None:
    sheet = book.add_worksheet(_("Hướng dẫn"))
    title = _("Cách điền: %(register)s") % {"register": register.label}
    sheet.write_string(0, 0, title, looks.title)
    identity = ", ".join(register.label_of(name) for name in register.identity)
    notes = (
        _("Điền ở trang “Dữ liệu”, mỗi dòng của sổ một dòng. Cột có dấu * phải điền."),
        _("Sổ nhận ra dòng đã có theo: %(identity)s.") % {"identity": identity},
        _("Có thể bỏ cột không dùng, đổi thứ tự cột; đừng đổi tên cột."),
    )
    for row, note in enumerate(notes, 1):
        sheet.write_string(row, 0, note)
    start = len(notes) + 2
    for place, (heading, width) in enumerate(((_("Cột"), 34), (_("Bắt buộc"), 12), (_("Cách ghi"), 70))):
        sheet.set_column(place, place, width)
        sheet.write_string(start, place, heading, looks.heading)
    for row, target in enumerate(targets, start + 1):
        sheet.write_string(row, 0, target.label, looks.text)
        sheet.write_string(row, 1, "x" if target.is_required else "", looks.text)
        sheet.write_string(row, 2, how_written(register, target), looks.text)


def _write_lists(
    book: Workbook, looks: _Looks, targets: Sequence[Target], lists: dict[str, list[tuple[str, str]]]
) -> dict[str, str]:  # fmt: skip
    """Each code list as two columns (name, code); where the names of each stand."""
    name = _("Danh mục")
    sheet = book.add_worksheet(name)
    ranges: dict[str, str] = {}
    for number, target in enumerate(target for target in targets if target.key in lists):
        left = 3 * number
        sheet.set_column(left, left, 34)
        sheet.write_string(0, left, target.label, looks.heading)
        sheet.write_string(0, left + 1, _("Mã"), looks.heading)
        codes = lists[target.key]
        for row, (code, label) in enumerate(codes, 1):
            sheet.write_string(row, left, label, looks.text)
            sheet.write_string(row, left + 1, code, looks.text)
        letter = xl_col_to_name(left)
        ranges[target.key] = f"='{name}'!${letter}$2:${letter}${len(codes) + 1}"
    return ranges
