"""The blank form: which cells are fixed, which are to be filled, and whether its lines are a list that grows.

A form that governments send out has a title, a heading (often of several merged rows), fixed lines ("1. Số hồ sơ tiếp
nhận") or numbered empty lines, sums in formulas, and a foot for the signature. What is to be filled is never marked. It
is taken to be the empty cells inside the ruled table below its heading; where the form rules nothing, the empty cells
under a heading and beside a line that says something. Cells that the sheet's protection leaves open are taken as they
are.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from honglam.toolkit.text import fold

HEADINGS_JOINED = " – "
"""Between the words that stand one above the other over a column."""
LARGEST_FILE = 20_000_000  # bytes
MOST_UNPACKED = 5 * LARGEST_FILE
MOST_CELLS = 200_000
_NUMBERING = re.compile(r"\(?\d{1,3}\)?|\([A-ZĐ]\)|[A-ZĐ]")
_SHARE = re.compile(r"tỉ lệ|tỷ lệ|%|bình quân|trung bình|tốc độ|cơ cấu|chỉ số")
_ORDER = re.compile(r"^(?:stt|tt|số tt|số thứ tự)\.?$")
_FEWEST_LINES = 2


class FormError(ValueError):
    """A workbook that cannot be used; `code` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Area(StrEnum):
    """How a sheet's lines are put together: cell upon cell, or line under line."""

    SUM = "sum"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its number in the sheet, its heading, and whether its figures must not be added up."""

    number: int
    heading: str
    is_share: bool
    is_order: bool


@dataclass(frozen=True)
class SheetForm:
    """One sheet of the blank form.

    `fixed` holds the words and formulas that every copy must have, by cell; `inputs` the cells to be filled, in order.
    Of a list, `first_line:last_line` are the rows for entries.
    """

    name: str
    area: Area
    fixed: dict[tuple[int, int], str]
    inputs: tuple[tuple[int, int], ...]
    merged: frozenset[str]
    columns: tuple[Column, ...]
    first_line: int
    last_line: int

    @cached_property
    def _by_number(self) -> dict[int, Column]:
        return {column.number: column for column in self.columns}

    def column_of(self, number: int) -> Column | None:
        """The column of that number; None outside the table."""
        return self._by_number.get(number)

    @cached_property
    def heading_height(self) -> int:
        """How many rows above the first line still belong to the table: those in which a column is named."""
        named = {part for column in self.columns for part in column.heading.split(HEADINGS_JOINED)}
        rows = [row for (row, _), words in self.fixed.items() if words in named and row < self.first_line]
        return self.first_line - min(rows) if rows else 0

    @cached_property
    def names_of_lines(self) -> list[tuple[int, int, str]]:
        """Row, column and words of every name of a line."""
        return [
            (row, column, words)
            for (row, column), words in sorted(self.fixed.items())
            if self.first_line <= row <= self.last_line and words == self.line_name(row)
        ]

    def line_name(self, row: int) -> str:
        """The words that name a line: the first text in it that is no number of order."""
        for column in self.columns:
            text = self.fixed.get((row, column.number), "")
            if text and not text.startswith("=") and not column.is_order and not text.replace(".", "").isdigit():
                return text
        return ""


@dataclass(frozen=True)
class Form:
    """A blank form: its bytes, to be filled once more at the end, and what its sheets want."""

    content: bytes
    sheets: tuple[SheetForm, ...] = field(default=())

    def sheet(self, name: str) -> SheetForm | None:
        """The sheet of that name, whatever its case and marks of tone."""
        return next((sheet for sheet in self.sheets if fold(sheet.name) == fold(name)), None)


def open_workbook(content: bytes, *, values: bool = False) -> Any:
    """The workbook in a file; `values` gives what formulas last gave. Raises FormError."""
    if len(content) > LARGEST_FILE:
        raise FormError("workbooks.too_large", "Tệp Excel lớn hơn 20 MB. Hãy bỏ bớt ảnh trong tệp rồi tải lại.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise FormError("workbooks.too_large", "Tệp Excel phình ra quá lớn khi mở. Hãy lưu lại bằng Excel.")
        return load_workbook(io.BytesIO(content), data_only=values)
    except FormError:
        raise
    except Exception as error:  # whatever a damaged package makes openpyxl raise: one copy must not stop sixty-nine
        raise FormError(
            "workbooks.unreadable",
            "Không mở được tệp này như một tệp Excel .xlsx. Nếu là .xls, hãy mở bằng Excel rồi lưu thành .xlsx.",
        ) from error


def read_form(content: bytes) -> Form:
    """What a blank form fixes and wants. Raises FormError where it has nothing to fill."""
    workbook = open_workbook(content)
    sheets = [read_sheet(sheet) for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    wanted = tuple(sheet for sheet in sheets if sheet.inputs)
    if not wanted:
        raise FormError(
            "workbooks.nothing_to_fill",
            "Biểu mẫu không có ô nào để điền: mọi ô trong bảng đã có chữ, số hoặc công thức. Hãy tải lên biểu mẫu "
            "trống.",
        )
    return Form(content, wanted)


def said(cell: Any) -> str:
    """What a cell says, as one text: words folded, numbers as typed, formulas as they are."""
    value = cell.value
    if value is None:
        return ""
    text = str(value).strip()
    return text if text.startswith("=") else fold(text)


def refuse_too_many_cells(sheet: Worksheet) -> None:
    """Refuse a sheet whose used area is so large that looking at each cell of it takes minutes. Raises FormError."""
    if sheet.max_row * sheet.max_column > MOST_CELLS:
        raise FormError(
            "workbooks.too_many_cells", f"Trang “{sheet.title}” có quá nhiều ô. Hãy xóa các dòng, cột trống thừa."
        )


def read_sheet(sheet: Worksheet) -> SheetForm:
    """What one sheet fixes and wants."""
    refuse_too_many_cells(sheet)
    fixed = {
        (cell.row, cell.column): said(cell)
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, MergedCell) and said(cell)
    }
    heading = _heading_rows(sheet, fixed)
    columns = _columns(sheet, fixed, heading)
    inputs = _inputs(sheet, fixed, heading, columns)
    rows = sorted({row for row, _ in inputs})
    is_list = _is_list(fixed, rows, columns)
    return SheetForm(
        name=sheet.title,
        area=Area.LIST if is_list else Area.SUM,
        fixed=fixed,
        inputs=tuple(sorted(inputs)),
        merged=frozenset(str(cells) for cells in sheet.merged_cells.ranges),
        columns=columns,
        first_line=rows[0] if rows else 0,
        last_line=rows[-1] if rows else 0,
    )


def _heading_rows(sheet: Worksheet, fixed: dict[tuple[int, int], str]) -> tuple[int, int]:
    """First and last row of the table's heading: the block of rows that names the most columns, with the row of
    numbers."""
    filled: dict[int, list[int]] = {}
    for row, column in fixed:
        filled.setdefault(row, []).append(column)
    spans = {row: sum(_width(sheet, row, column) for column in columns) for row, columns in filled.items()}
    words = [
        row
        for row in sorted(filled)
        if spans[row] >= 2 and len(filled[row]) >= 2 and _is_ruled(sheet, row, filled[row])
    ]
    if not words:
        words = [row for row in sorted(filled) if len(filled[row]) >= 3] or sorted(filled)[:1]
    if not words:
        return (1, 1)
    first = last = words[0]
    while last + 1 in filled and (last + 1 in words) and _goes_on(sheet, fixed, first, last + 1):
        last += 1
    return first, last


def _goes_on(sheet: Worksheet, fixed: dict[tuple[int, int], str], first: int, row: int) -> bool:
    """Whether a row still belongs to the heading: under a cell merged downwards or across, or a row of column
    numbers."""
    texts = [text for (at, _), text in fixed.items() if at == row]
    if texts and all(_NUMBERING.fullmatch(text.upper()) for text in texts) and len(texts) >= 3:
        return True
    return any(
        cells.min_row >= first and cells.min_row < row and (cells.max_row >= row or cells.max_col > cells.min_col)
        and cells.max_row >= row - 1
        for cells in sheet.merged_cells.ranges
    )  # fmt: skip


def _columns(sheet: Worksheet, fixed: dict[tuple[int, int], str], heading: tuple[int, int]) -> tuple[Column, ...]:
    """The columns under the heading, each with all words above it."""
    first, last = heading
    over: dict[int, list[str]] = {}
    for (row, column), text in sorted(fixed.items()):
        if first <= row <= last and not _NUMBERING.fullmatch(text.upper()):
            for covered in range(column, column + _width(sheet, row, column)):
                over.setdefault(covered, []).append(text)
    return tuple(
        Column(
            number,
            HEADINGS_JOINED.join(words),
            is_share=bool(_SHARE.search(" ".join(words))),
            is_order=bool(_ORDER.match(words[-1])),
        )
        for number, words in sorted(over.items())
    )


def _width(sheet: Worksheet, row: int, column: int) -> int:
    for cells in sheet.merged_cells.ranges:
        if cells.min_row == row and cells.min_col == column:
            return int(cells.max_col - cells.min_col + 1)
    return 1


def _is_ruled(sheet: Worksheet, row: int, columns: list[int]) -> bool:
    """Whether most cells of a row have a border."""
    ruled = sum(_has_border(sheet.cell(row, column)) for column in columns)
    return 2 * ruled >= len(columns)


def _has_border(cell: Any) -> bool:
    border = cell.border
    return bool(border and (border.bottom.style or border.top.style) and (border.left.style or border.right.style))


def _inputs(
    sheet: Worksheet, fixed: dict[tuple[int, int], str], heading: tuple[int, int], columns: tuple[Column, ...]
) -> set[tuple[int, int]]:
    """The empty cells to be filled."""
    covered = {
        (row, column)
        for cells in sheet.merged_cells.ranges
        for row in range(cells.min_row, cells.max_row + 1)
        for column in range(cells.min_col, cells.max_col + 1)
        if (row, column) != (cells.min_row, cells.min_col)
    }
    numbers = [column.number for column in columns if not column.is_order]
    below = range(heading[1] + 1, sheet.max_row + 1)
    empty = [
        (row, number)
        for row in below
        for number in numbers
        if (row, number) not in fixed and (row, number) not in covered
    ]
    if sheet.protection.sheet:
        return {at for at in empty if not sheet.cell(*at).protection.locked}
    ruled = {at for at in empty if _has_border(sheet.cell(*at))}
    if ruled or any(_has_border(sheet.cell(heading[1], number)) for number in numbers):
        return ruled
    named = {
        row for (row, column), text in fixed.items() if row > heading[1] and column in {one.number for one in columns}
    }
    return {(row, number) for row, number in empty if row in named}


def _is_list(fixed: dict[tuple[int, int], str], rows: list[int], columns: tuple[Column, ...]) -> bool:
    """Whether the lines to be filled are blank entries (numbered at most) instead of lines with names."""
    if len(rows) < _FEWEST_LINES:
        return False
    table = {column.number: column for column in columns}
    named = 0
    for row in rows:
        texts = [
            text for (at, number), text in fixed.items() if at == row and number in table and not table[number].is_order
        ]
        named += any(not text.startswith("=") and not re.fullmatch(r"[\d.,)(]*", text) for text in texts)
    return 2 * named < len(rows)
