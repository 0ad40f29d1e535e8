"""Tables in: .xlsx and .csv that people filled in, read cell by cell.

The heading row is found, not prescribed: title lines above it, another order of columns, other case and other placement
of tone marks are all accepted. What is wrong is said with the cell's address, so that it can be mended in the file.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from honglam.toolkit.numbers import FigureError, parse_date, parse_number, parse_percent
from honglam.toolkit.sheets.writing import Kind
from honglam.toolkit.text import fold, nfc, squeeze

MOST_ROWS = 100_000
MOST_BYTES_UNPACKED = 300_000_000
HEADING_WITHIN = 30
BLANK_ROWS_AT_END = 200
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


class SheetError(ValueError):
    """A file that cannot be read as a table at all; `code` is stable, the message says how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Field:
    """A column to read: the key of its values, the headings it may have, what it holds, whether a cell may be empty.

    `parse` turns the value (str, Decimal, date or datetime by kind) into the wanted one; a ValueError's text becomes
    the cell's error. A field that is not `expected` may be missing from the file altogether.
    """

    key: str
    headings: tuple[str, ...]
    kind: Kind = Kind.TEXT
    required: bool = False
    expected: bool = True
    parse: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell: its address (C5), its column's heading, what it holds, how to mend it."""

    row: int
    cell: str
    heading: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row without errors: its number in the file and its values by key (None where a cell is empty)."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class ReadTable:
    """What was read: the right rows, the errors of the others, the headings that no field asked for."""

    rows: list[ReadRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every row is right."""
        return not self.errors


def read_table(stream: IO[bytes], fields: Sequence[Field]) -> ReadTable:
    """Read the first sheet of an .xlsx file, or a .csv file, as rows of the fields.

    SheetError when the file is neither, is locked with a password, is too large, or lacks a heading that is expected.
    """
    lines = _numbered_lines(stream)
    heading_row, places, unknown = _find_headings(lines, fields)
    table = ReadTable(unknown_headings=unknown)
    blank = 0
    for number, cells in lines:
        if all(cell is None or cell == "" for cell in cells):
            blank += 1
            if blank > BLANK_ROWS_AT_END:
                break
            continue
        blank = 0
        if number - heading_row > MOST_ROWS:
            raise SheetError(
                "sheets.too_many_rows", _("Tệp có hơn %(most)d dòng. Hãy chia thành nhiều tệp.") % {"most": MOST_ROWS}
            )
        _read_row(table, number, cells, fields, places)
    return table


def read_lines(stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The lines of the first sheet of an .xlsx file, or of a .csv file, as texts: number in the file, cells.

    For tables whose titles nobody can know; dates are written dd/mm/yyyy. Blank lines are left out. SheetError as for
    `read_table`.
    """
    for number, cells in read_cells(stream):
        yield number, [str(cell) for cell in cells]


def read_cells(stream: IO[bytes]) -> Iterator[tuple[int, list[str | int | float]]]:
    """The same, but a figure that the workbook keeps as a number stays one: 1.2 of a cell is not "1.2" of a text."""
    blank = 0
    for number, cells in _numbered_lines(stream):
        kept = [_as_kept(cell) for cell in cells]
        if any(cell != "" for cell in kept):
            blank = 0
            yield number, kept
        elif (blank := blank + 1) > BLANK_ROWS_AT_END:
            return


def _as_kept(cell: Any) -> str | int | float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
    return _as_written(cell)


def _as_written(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return nfc(str(_by_kind(cell, Kind.TEXT))).strip()


# --- lines of a file -------------------------------------------------------------------------------------------------


def _numbered_lines(stream: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(b"PK"):
        return _xlsx_lines(stream)
    if head == _OLE:
        raise SheetError(
            "sheets.locked_or_old",
            _("Tệp có mật khẩu hoặc là Excel đời cũ (.xls). Hãy bỏ mật khẩu và lưu lại dạng .xlsx."),
        )
    return _csv_lines(stream.read(50_000_001))


def _xlsx_lines(stream: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    try:
        with zipfile.ZipFile(stream) as parcel:
            unpacked = sum(entry.file_size for entry in parcel.infolist())
        if unpacked <= MOST_BYTES_UNPACKED:
            yield from _first_sheet(stream)
    except _BROKEN as error:
        raise SheetError("sheets.broken", _("Không mở được tệp. Hãy mở bằng Excel rồi lưu lại dạng .xlsx.")) from error
    if unpacked > MOST_BYTES_UNPACKED:
        raise SheetError("sheets.too_large", _("Tệp quá lớn khi giải nén. Hãy chia thành nhiều tệp."))


# What zip, XML and openpyxl raise about files that Excel did not write or that arrived incomplete.
_BROKEN = (zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, EOFError, TypeError)


def _first_sheet(stream: IO[bytes]) -> Iterator[tuple[int, list[Any]]]:
    book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        if book.worksheets:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, list(row)
    finally:
        book.close()


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    if len(content) > 50_000_000:
        raise SheetError("sheets.too_large", _("Tệp CSV lớn hơn 50 MB. Hãy chia thành nhiều tệp."))
    text = _decode(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first or "\x00" in text:
        raise SheetError("sheets.not_a_table", _("Tệp không phải là bảng Excel (.xlsx) hoặc CSV."))
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text[:20_000])), 1):
        # The apostrophe that keeps a text from running as a formula is not part of the text.
        yield number, [cell[1:] if cell[:2] in _GUARDED else cell for cell in row]


def delimiter_of(beginning: str) -> str:
    """The sign between the cells of a CSV file, judged by its first lines: the one that gives them equally many cells.

    A heading may hold commas (“Xã, phường”), so that counting signs in it tells nothing.
    """
    best, found = (0.0, 0), ";"
    for sign in ";,\t|":
        lines = csv.reader(io.StringIO(beginning, newline=""), delimiter=sign)
        try:
            counts = [len(row) for row in islice(lines, 30) if any(row)]
        except csv.Error:
            continue
        counts = counts[:-1] if len(counts) > 2 else counts  # the last line may be cut off
        usual = max(counts, key=counts.count, default=1)
        if usual > 1 and (score := (counts.count(usual) / len(counts), usual)) > best:
            best, found = score, sign
    return found


_GUARDED = {"'=", "'+", "'-", "'@"}


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError(
            "sheets.encoding", _("Tệp CSV không dùng bảng mã UTF-8. Hãy lưu lại dạng “CSV UTF-8”.")
        ) from None


# --- headings and cells ----------------------------------------------------------------------------------------------


def _find_headings(
    lines: Iterator[tuple[int, list[Any]]], fields: Sequence[Field]
) -> tuple[int, dict[str, tuple[int, str]], list[str]]:
    """The heading row: its number, where each field stands (index, heading), and headings nobody asked for."""
    wanted = {fold(heading): field.key for field in fields for heading in field.headings}
    best: dict[str, tuple[int, str]] = {}
    for number, cells in _first(lines, HEADING_WITHIN):
        headings = [squeeze(nfc(str(cell))) if cell is not None else "" for cell in cells]
        places: dict[str, tuple[int, str]] = {}
        for place, heading in enumerate(headings):
            if key := wanted.get(fold(heading)):
                places.setdefault(key, (place, heading))
        if all(field.key in places for field in fields if field.expected):
            known = {place for place, _heading in places.values()}
            unknown = [heading for place, heading in enumerate(headings) if heading and place not in known]
            return number, places, unknown
        if len(places) > len(best):
            best = places
    missing = ", ".join(f"“{field.headings[0]}”" for field in fields if field.expected and field.key not in best)
    raise SheetError(
        "sheets.missing_headings",
        _("Không thấy cột %(missing)s trong %(rows)d dòng đầu của tệp.") % {"missing": missing, "rows": HEADING_WITHIN},
    )


def _first(lines: Iterator[tuple[int, list[Any]]], count: int) -> Iterable[tuple[int, list[Any]]]:
    for line in lines:
        yield line
        count -= 1
        if not count:
            return


def _read_row(
    table: ReadTable, number: int, cells: list[Any], fields: Sequence[Field], places: dict[str, tuple[int, str]]
) -> None:
    values: dict[str, Any] = {}
    errors: list[CellError] = []
    for wanted in fields:
        if wanted.key not in places:
            values[wanted.key] = None
            continue
        place, heading = places[wanted.key]
        raw = cells[place] if place < len(cells) else None
        try:
            values[wanted.key] = _value(raw, wanted)
        except ValueError as error:
            address = f"{get_column_letter(place + 1)}{number}"
            shown = "" if raw is None else str(raw)[:200]
            errors.append(CellError(number, address, heading, shown, getattr(error, "message", str(error))))
    if errors:
        table.errors += errors
    else:
        table.rows.append(ReadRow(number, values))


def _value(raw: Any, wanted: Field) -> Any:
    if isinstance(raw, str):
        raw = nfc(raw).strip()
    if raw is None or raw == "":
        if wanted.required:
            raise ValueError(_("Ô này không được để trống."))
        return None
    if isinstance(raw, str) and raw.startswith("#") and raw.rstrip("!?/A0").isupper() and len(raw) < 10:
        raise ValueError(_("Công thức trong ô bị lỗi. Hãy sửa công thức hoặc nhập giá trị."))
    value = _by_kind(raw, wanted.kind)
    return wanted.parse(value) if wanted.parse else value


def _by_kind(raw: Any, kind: Kind) -> Any:
    if kind in {Kind.NUMBER, Kind.MONEY, Kind.PERCENT}:
        return _number(raw, kind)
    if kind in {Kind.DATE, Kind.MOMENT}:
        return _date(raw, kind)
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        return f"{raw:%d/%m/%Y}"
    return str(raw)


def _number(raw: Any, kind: Kind) -> Decimal:
    if isinstance(raw, bool | datetime.date | datetime.time):
        raise FigureError("figures.not_a_number", _("Ô này phải là số, không phải ngày hay đúng/sai."))
    if isinstance(raw, int | float):
        return Decimal(str(raw))
    return parse_percent(raw) if kind == Kind.PERCENT else parse_number(raw)


def _date(raw: Any, kind: Kind) -> datetime.date:
    if isinstance(raw, datetime.datetime):
        return raw if kind == Kind.MOMENT else raw.date()
    if isinstance(raw, datetime.date):
        return raw
    if isinstance(raw, str):
        return parse_date(raw)
    raise FigureError("figures.not_a_date", _("Ô này phải là ngày. Cách viết đúng: 05/03/2026."))
