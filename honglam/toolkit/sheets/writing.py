"""Tables out: .xlsx row by row in constant memory, and .csv."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import IO, Any, Protocol
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext_lazy
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from honglam.toolkit.numbers import format_date, format_moment, format_number, format_percent

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CELL_LIMIT = 32_767  # characters that Excel keeps in one cell
MOST_ROWS = 100_000  # rows of one sheet; Excel opens ten times as many, an office computer does not
_CUT = gettext_lazy("Bảng dừng ở %s dòng đầu. Hãy lọc bớt trên trang rồi xuất lại để có các dòng sau.")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
# A text that a spreadsheet program would take for a formula when it opens a CSV file.
_FORMULA = re.compile(r"^[\s]*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?[\d.,\s]+%?$")


class Kind(StrEnum):
    """What a column holds; it decides the number format, the alignment and the width."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    LINK = "link"


# Excel number formats are written the English way; Excel shows them as the computer's region wants: 1.234,5.
_FORMATS = {
    Kind.NUMBER: "#,##0",
    Kind.MONEY: "#,##0",
    Kind.PERCENT: '0.0"%"',
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "hh:mm dd/mm/yyyy",
}
_WIDTHS = {
    Kind.TEXT: 28,
    Kind.NUMBER: 12,
    Kind.MONEY: 16,
    Kind.PERCENT: 9,
    Kind.DATE: 12,
    Kind.MOMENT: 17,
    Kind.LINK: 24,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how to take its value from a row, what it holds, its width in characters.

    A percent value is in percent (85.5 for 85,5%).
    """

    heading: str
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: title above the table, lines of explanation under it, columns, and rows that may be a generator."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    notes: Sequence[str] = field(default_factory=tuple)
    name: str = ""


def write_xlsx(stream: IO[bytes], tables: Iterable[Table]) -> None:
    """Write the tables as sheets of one workbook into a binary stream.

    Rows go to disk as they come, so memory does not grow with them; a sheet ends after `MOST_ROWS` and says so. Texts
    are always texts: one that begins with "=" is never a formula. Each sheet prints on A4 landscape, one page wide,
    with its heading row on every page.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with xlsxwriter.Workbook(stream, options) as book:
        formats = _Formats(book)
        taken: set[str] = set()
        for table in tables:
            _write_sheet(book.add_worksheet(_sheet_name(table, taken)), table, formats)


class _Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = {**font, "border": 1, "border_color": "#BFBFBF"}
        self.title: Format = book.add_format({**font, "bold": True, "font_size": 14})
        self.note: Format = book.add_format({**font, "italic": True})
        self.heading: Format = book.add_format(
            {**cell, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF4"}
        )
        self.cells: dict[Kind, Format] = {
            kind: book.add_format({**cell, "num_format": pattern, "align": "right"})
            for kind, pattern in _FORMATS.items()
        }
        # Excel prints "5," for 5 under one format for both, so decimals have their own.
        self.decimals: Format = book.add_format({**cell, "num_format": "#,##0.0###", "align": "right"})
        self.cells[Kind.TEXT] = book.add_format({**cell, "text_wrap": True})
        self.cells[Kind.LINK] = book.add_format({**cell, "font_color": "#1A5FB4"})


def _write_sheet(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width or _WIDTHS[column.kind])
    row = 0
    sheet.write_string(row, 0, _text(table.title), formats.title)
    for note in table.notes:
        row += 1
        sheet.write_string(row, 0, _text(note), formats.note)
    heading_row = row + 1 if not table.notes else row + 2
    for number, column in enumerate(table.columns):
        sheet.write_string(heading_row, number, _text(column.heading), formats.heading)
    row = heading_row
    for item in table.rows:
        if row - heading_row == MOST_ROWS:
            sheet.write_string(row + 1, 0, _text(_CUT % format_number(MOST_ROWS)), formats.note)
            break
        row += 1
        for number, column in enumerate(table.columns):
            _write_cell(sheet, row, number, column, column.value(item), formats)
    _set_up(sheet, heading_row=heading_row, last_row=row, columns=len(table.columns))


def _set_up(sheet: Worksheet, *, heading_row: int, last_row: int, columns: int) -> None:
    sheet.freeze_panes(heading_row + 1, 0)
    if columns:
        sheet.autofilter(heading_row, 0, max(last_row, heading_row), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&R&P/&N")


def _write_cell(sheet: Worksheet, row: int, number: int, column: Column, value: Any, formats: _Formats) -> None:
    shape = formats.cells[column.kind]
    if value is None or value == "":
        sheet.write_blank(row, number, None, shape)
    elif column.kind == Kind.LINK:
        if _is_link(value):
            sheet.write_url(row, number, _text(value), shape, _text(value))
        else:
            sheet.write_string(row, number, _text(value), shape)
    elif isinstance(value, bool):
        sheet.write_string(row, number, "x" if value else "", shape)
    elif isinstance(value, int | float | Decimal) and column.kind != Kind.TEXT:
        is_decimal = column.kind == Kind.NUMBER and value != int(value)
        sheet.write_number(row, number, float(value), formats.decimals if is_decimal else shape)
    elif isinstance(value, datetime.date) and column.kind in {Kind.DATE, Kind.MOMENT}:
        sheet.write_datetime(row, number, _wall_clock(value), shape)
    else:
        sheet.write_string(row, number, _text(as_text(column, value)), shape)


def _wall_clock(value: datetime.date) -> datetime.date:
    """Excel knows no time zones: a moment is written as clocks in Vietnam show it."""
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        return value.astimezone(VIETNAM).replace(tzinfo=None)
    return value


def _is_link(value: Any) -> bool:
    return str(value).startswith(("https://", "http://", "mailto:")) and len(str(value)) < 2000


def _text(value: Any) -> str:
    text = _CONTROL.sub("", str(value))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def _sheet_name(table: Table, taken: set[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\, no name twice."""
    base = _SHEET_NAME.sub(" ", _CONTROL.sub("", table.name or table.title)).strip(" '")[:31] or "Bảng"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: 31 - len(str(number)) - 1]} {number}"
    taken.add(name.casefold())
    return name


# --- CSV -------------------------------------------------------------------------------------------------------------


class TextStream(Protocol):
    """Anything that takes text."""

    def write(self, text: str, /) -> Any:
        """Take a piece of text."""


def as_text(column: Column, value: Any) -> str:
    """A value as people read it: 1.234,5 · 05/03/2026 · 14:30 05/03/2026."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, datetime.datetime):
        return format_moment(value.astimezone(VIETNAM) if value.tzinfo else value)
    if isinstance(value, datetime.date):
        return format_date(value)
    if isinstance(value, int | float | Decimal):
        if column.kind == Kind.TEXT:
            return str(value)
        return format_percent(value) if column.kind == Kind.PERCENT else format_number(value)
    return str(value)


def write_csv(stream: TextStream, table: Table, *, delimiter: str = ",") -> None:
    """Write headings and rows as CSV (RFC 4180), values as people read them, never a formula."""
    for line in csv_lines(table, delimiter=delimiter):
        stream.write(line)


def csv_lines(table: Table, *, delimiter: str = ",") -> Iterator[str]:
    """The lines of the CSV, one by one, the first with the mark that tells Excel they are UTF-8."""
    line = _Line()
    writer = csv.writer(line, delimiter=delimiter)
    writer.writerow([_safe(column.heading) for column in table.columns])
    yield "\ufeff" + line.text
    for item in table.rows:
        writer.writerow([_safe(as_text(column, column.value(item))) for column in table.columns])
        yield line.text


class _Line:
    """Holds the line that the csv writer wrote last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _safe(text: str) -> str:
    """A text that would run as a formula gets an apostrophe in front; plain negative numbers stay."""
    cleaned = _CONTROL.sub("", text)
    return f"'{cleaned}" if _FORMULA.match(cleaned) and not _PLAIN_NUMBER.match(cleaned) else cleaned
