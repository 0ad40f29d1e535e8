"""A returned copy held against the blank form: what was filled in, and where the form itself was changed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from honglam.engines.reporting.workbooks.form import (
    HEADINGS_JOINED,
    Area,
    Form,
    SheetForm,
    open_workbook,
    refuse_too_many_cells,
    said,
)
from honglam.toolkit.numbers import FigureError, parse_number
from honglam.toolkit.text import fold, squeeze

Value = Decimal | str | dt.date
MOST_CHANGES = 20
_FILLED_IN = re.compile(r"(?:[.…_]{2,}|:\s*$|ngày\s+tháng|/\s*/)")
_EMPTY_WORDS = frozenset(("", "-", "–", "—", "x", "không có", "khong co"))


@dataclass(frozen=True, slots=True)
class Change:
    """One place where a copy's form differs from the blank form: `was` and `now` are the words there."""

    sheet: str
    cell: str
    was: str
    now: str
    explanation: str


@dataclass(frozen=True)
class ReturnedCopy:
    """What one unit sent back: values by sheet and cell (lists: by line and column), and changes of the form."""

    name: str
    values: dict[str, dict[tuple[int, int], Value]] = field(default_factory=dict)
    raw: dict[tuple[str, int, int], str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    heading: str = ""
    """The words above the table, from which a unit can be told ("Đơn vị: UBND xã …")."""

    @property
    def is_changed(self) -> bool:
        """Whether the form was changed, so that cells cannot be added up."""
        return bool(self.changes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not any(self.values.values())


def read_copy(form: Form, content: bytes, name: str) -> ReturnedCopy:
    """Read a returned copy. Raises FormError where the file is no workbook, or a sheet of it is far too large."""
    formulas, results = open_workbook(content), open_workbook(content, values=True)
    changes: list[Change] = []
    values: dict[str, dict[tuple[int, int], Value]] = {}
    raw: dict[tuple[str, int, int], str] = {}
    heading = ""
    for wanted in form.sheets:
        sheet = next((one for one in formulas.worksheets if fold(one.title) == fold(wanted.name)), None)
        if sheet is None:
            sheet = formulas.worksheets[0] if len(form.sheets) == 1 and len(formulas.worksheets) == 1 else None
        if sheet is None:
            changes.append(Change(wanted.name, "", wanted.name, "", f"Thiếu trang tính “{wanted.name}”."))
            continue
        refuse_too_many_cells(sheet)
        changes += changes_of(wanted, sheet)
        values[wanted.name], typed = _values(wanted, sheet, results[sheet.title])
        raw |= {(wanted.name, *at): text for at, text in typed.items()}
        heading = heading or _heading(wanted, sheet)
    return ReturnedCopy(name, values, raw, tuple(changes[:MOST_CHANGES]), heading)


def changes_of(wanted: SheetForm, sheet: Worksheet) -> list[Change]:
    """Where the fixed cells of a copy differ from the form's. A list may have lines inserted and left out."""
    shift = _inserted(wanted, sheet) if wanted.area is Area.SUM else None
    if shift:
        return [shift]
    found = []
    for (row, column), words in sorted(wanted.fixed.items()):
        if wanted.area is Area.LIST and row > wanted.last_line:
            continue  # the foot moves down with the lines
        if not _must_stay(wanted, row, column, words):
            continue
        now = said(sheet.cell(row, column))
        if now == words or (not now and row < wanted.first_line and _FILLED_IN.search(words)):
            continue
        place = f"{get_column_letter(column)}{row}"
        what = "công thức" if words.startswith("=") else "chữ"
        shown = squeeze(str(sheet.cell(row, column).value or "")) or "trống"
        found.append(
            Change(wanted.name, place, words, shown, f"Ô {place}: {what} của biểu mẫu đã bị sửa thành “{shown}”.")
        )
    return found


def _must_stay(wanted: SheetForm, row: int, column: int, words: str) -> bool:
    """Whether a copy may not change a cell: headings, names of lines and formulas; titles and signatures are filled
    in."""
    inside = wanted.first_line <= row <= wanted.last_line
    heads = wanted.first_line - wanted.heading_height <= row < wanted.first_line
    if wanted.area is Area.LIST and inside:
        return False
    return (inside or heads) and wanted.column_of(column) is not None and not _FILLED_IN.search(words)


def _inserted(wanted: SheetForm, sheet: Worksheet) -> Change | None:
    """A row or a column put in or taken out: the names of lines, or the headings, stand elsewhere in one move."""
    for row, column, words in wanted.names_of_lines:
        if said(sheet.cell(row, column)) == words:
            continue
        for step in (1, -1, 2, -2, 3, -3):
            if row + step > 0 and said(sheet.cell(row + step, column)) == words:
                verb = "chèn thêm" if step > 0 else "xóa bớt"
                why = f"Đã {verb} {abs(step)} dòng trước dòng “{words}” (dòng {row} của biểu mẫu)."
                return Change(wanted.name, f"{get_column_letter(column)}{row}", words, "", why)
    for one in wanted.columns:
        last = one.heading.split(HEADINGS_JOINED)[-1]
        rows = [row for (row, number), words in wanted.fixed.items() if number == one.number and words == last]
        for row in rows:
            if said(sheet.cell(row, one.number)) == last:
                continue
            for step in (1, -1, 2, -2):
                if one.number + step > 0 and said(sheet.cell(row, one.number + step)) == last:
                    verb = "chèn thêm" if step > 0 else "xóa bớt"
                    letter = get_column_letter(one.number)
                    why = f"Đã {verb} {abs(step)} cột trước cột “{last}” (cột {letter} của biểu mẫu)."
                    return Change(wanted.name, f"{letter}{row}", last, "", why)
    return None


def _values(
    wanted: SheetForm, sheet: Worksheet, results: Worksheet
) -> tuple[dict[tuple[int, int], Value], dict[tuple[int, int], str]]:
    """The values filled in, and the words of those that read as no number in a column of numbers are kept as typed."""
    cells = wanted.inputs if wanted.area is Area.SUM else _list_cells(wanted, sheet)
    values: dict[tuple[int, int], Value] = {}
    typed: dict[tuple[int, int], str] = {}
    for row, column in cells:
        given = results.cell(row, column).value
        if given is None and sheet.cell(row, column).value is not None:
            formula = str(sheet.cell(row, column).value)
            values[row, column] = typed[row, column] = f"công thức chưa tính: {formula}"  # words: asked about, not lost
            continue
        value = read_value(given)
        if value is None:
            continue
        values[row, column] = value
        typed[row, column] = squeeze(str(given))
    return values, typed


def _list_cells(wanted: SheetForm, sheet: Worksheet) -> list[tuple[int, int]]:
    """The cells of a list in a copy: all lines from the first to the foot, also those that the unit added."""
    numbers = [column.number for column in wanted.columns if not column.is_order]
    foot = {words for (row, _), words in wanted.fixed.items() if row > wanted.last_line}
    cells = []
    for row in range(wanted.first_line, sheet.max_row + 1):
        if any(said(sheet.cell(row, column.number)) in foot for column in wanted.columns if foot):
            break
        cells += [(row, number) for number in numbers]
    return cells


def read_value(given: Any) -> Value | None:
    """A cell's value: a number wherever it can be read as one ("1.234,5", "1 234"), a date, words, or nothing."""
    if given is None or isinstance(given, bool):
        return None
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    if isinstance(given, int | float | Decimal):
        number = Decimal(str(given))
        return number if number.is_finite() else str(given)
    text = squeeze(str(given))
    if text.lower() in _EMPTY_WORDS:
        return None
    try:
        return parse_number(text.replace(" ", "") if re.fullmatch(r"[\d .,]+", text) else text)
    except FigureError:
        return text


def _heading(wanted: SheetForm, sheet: Worksheet) -> str:
    """The words above the table of a copy."""
    top = wanted.first_line - wanted.heading_height
    words = (squeeze(str(cell.value)) for row in sheet.iter_rows(max_row=max(top - 1, 1)) for cell in row if cell.value)
    return "\n".join(words)
