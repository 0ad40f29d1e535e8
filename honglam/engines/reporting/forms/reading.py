"""The blank form of an upper level: its cells to fill with the words beside and above them, and how it looks.

Lines have numbering (I, 1, 1.1, a, -), so a line stands under the lines above it; headings stand one over the other;
a column “ĐVT” gives the unit of measure; words such as “Đơn vị: ……”, “Quý … năm …”, “ngày … tháng … năm …” outside the
table are places for names. Which cells are empty inside the ruled table is told by `workbooks.form`.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from honglam.engines.reporting.forms.filling import losses_of
from honglam.engines.reporting.forms.labels import brackets_of, numbering_of, unnumbered
from honglam.engines.reporting.forms.layout import ShownCell, column_widths, shown_cells
from honglam.engines.reporting.forms.measures import is_measure
from honglam.engines.reporting.forms.names import name_asked
from honglam.engines.reporting.terms import CellContent
from honglam.engines.reporting.workbooks.form import HEADINGS_JOINED, Area, FormError, SheetForm, open_workbook, said
from honglam.engines.reporting.workbooks.form import read_sheet as read_area
from honglam.toolkit.text import fold, squeeze

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MEASURE_HEADING = re.compile(rf"^(?:{fold('đvt')}|{fold('đơn vị tính')}|{fold('đv tính')})\.?$")
_NOTE_HEADING = re.compile(rf"^(?:{fold('ghi chú')}|{fold('nguồn')}|{fold('giải trình')}|{fold('nguyên nhân')}|lí do)")
_ROMAN = re.compile(r"^[IVXLC]+\.?$")
_LEVELS = (
    (re.compile(r"^(?:[IVXLC]+|[A-ZĐ])[.)]?$"), 1), (re.compile(r"^\d+[.)]?$"), 2),
    (re.compile(r"^\d+\.\d+[.)]?$"), 3), (re.compile(r"^\d+(?:\.\d+){2,}[.)]?$"), 4), (re.compile(r"^[a-zđ][.)]?$"), 5),
    (re.compile(r"^[-–]$"), 6), (re.compile(r"^[+*•]$"), 7),
)  # fmt: skip
_UNNUMBERED = 2


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell that can be filled, with the words that say what belongs there.

    `content` is FIGURE for an empty cell of a table, else which name the words `text` leave open. `path` are the lines
    that `line` stands under, `headings` the words above it from top to bottom. `measure` is the unit of measure that
    its column, its line or its sheet asks for, `line_measure` that of its line or sheet alone. `is_asked` is False
    where nobody expects a figure: headings of parts, columns for remarks, lines without a name. `is_percent`: the cell
    shows a share 0.85 as “85%”.
    """

    sheet: str
    cell: str
    row: int
    column: int
    content: CellContent = CellContent.FIGURE
    line: str = ""
    path: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    measure: str = ""
    line_measure: str = ""
    is_asked: bool = True
    is_percent: bool = False
    text: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Where it is."""
        return self.sheet, self.cell

    @property
    def heading(self) -> str:
        """The words above it, as one text."""
        return HEADINGS_JOINED.join(self.headings)

    @property
    def title(self) -> str:
        """What it is about, for people: line and column, or the words to complete."""
        return self.text or HEADINGS_JOINED.join(part for part in (unnumbered(self.line), *self.headings) if part)


@dataclass(frozen=True)
class FormSheet:
    """One visible sheet: what it is about (`titles`, the words above its table), its cells, how it looks."""

    name: str
    titles: tuple[str, ...]
    cells: tuple[FormCell, ...]
    shown: tuple[tuple[ShownCell, ...], ...]
    widths: tuple[int, ...] = ()
    is_protected: bool = False

    @property
    def width(self) -> int:
        """The width of all its visible columns in pixels."""
        return sum(self.widths)


@dataclass(frozen=True)
class Blank:
    """A blank form. `losses` says what a filled copy cannot keep, in words; mostly nothing."""

    sheets: tuple[FormSheet, ...]
    losses: tuple[str, ...] = field(default=())

    @cached_property
    def cells(self) -> dict[tuple[str, str], FormCell]:
        """All cells that can be filled, by sheet and cell."""
        return {cell.key: cell for sheet in self.sheets for cell in sheet.cells}

    @cached_property
    def asked(self) -> list[FormCell]:
        """The cells for figures that the form expects."""
        return [cell for cell in self.cells.values() if cell.is_asked and cell.content == CellContent.FIGURE]


def read_blank(content: bytes) -> Blank:
    """What a blank form asks for. Raises FormError where it is no .xlsx, too large, or has nothing to fill."""
    _refuse_other_kinds(content)
    workbook = open_workbook(content)
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    sheets = tuple(_read_sheet(sheet) for sheet in visible)
    if not any(cell.content == CellContent.FIGURE for sheet in sheets for cell in sheet.cells):
        raise FormError(*_nothing_to_fill(sheets))
    return Blank(sheets, losses_of(content))


def _nothing_to_fill(sheets: tuple[FormSheet, ...]) -> tuple[str, str]:
    if any(sheet.is_protected for sheet in sheets):
        return "forms.protected", _(
            "Trang tính đang bị khóa và không chừa ô nào để điền. Hãy bỏ khóa (Review → Unprotect Sheet) hoặc xin lại "
            "biểu trống có ô mở khóa."
        )
    return "forms.nothing_to_fill", _(
        "Biểu không có ô trống nào trong bảng để điền. Hãy tải lên biểu trống, chưa điền số."
    )


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(_OLD_EXCEL) and _ENCRYPTED in content:
        message = _("Tệp đặt mật khẩu mở. Hãy mở bằng Excel, bỏ mật khẩu (File → Info → Protect Workbook) rồi tải lại.")
        raise FormError("forms.encrypted", message)
    if content.startswith(_OLD_EXCEL) or not zipfile.is_zipfile(io.BytesIO(content)):
        message = _("Tệp không phải .xlsx. Nếu là .xls, hãy mở bằng Excel rồi chọn Lưu thành (Save As) .xlsx.")
        raise FormError("forms.not_xlsx", message)


# --- a sheet ---------------------------------------------------------------------------------------------------------


def _read_sheet(sheet: Worksheet) -> FormSheet:
    area = read_area(sheet)
    merged = _merged(sheet)
    table = _Table.of(sheet, area, merged) if area.inputs else None
    outside = [cell for cell in _name_cells(sheet, table) if (cell.row, cell.column) not in area.inputs]
    cells = (*outside, *(table.cells() if table else ()))
    titles = tuple(
        squeeze(str(cell.value))
        for row in sheet.iter_rows(max_row=(table.top - 1) if table and table.top > 1 else 1)
        for cell in row
        if cell.value is not None
    )
    return FormSheet(
        sheet.title, titles, cells, shown_cells(sheet), column_widths(sheet), is_protected=bool(sheet.protection.sheet)
    )  # fmt: skip


def _merged(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For each merged cell the one that holds the words of all."""
    return {
        (row, column): (cells.min_row, cells.min_col)
        for cells in sheet.merged_cells.ranges
        for row in range(cells.min_row, cells.max_row + 1)
        for column in range(cells.min_col, cells.max_col + 1)
    }


def _name_cells(sheet: Worksheet, table: _Table | None) -> list[FormCell]:
    """Words outside the table that leave a name, a period or a day open."""
    found = []
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell.value, str) or (table and table.top <= cell.row <= table.area.last_line):
                continue
            content = name_asked(cell.value)
            if content is not None:
                found.append(
                    FormCell(sheet.title, cell.coordinate, cell.row, cell.column, content, text=squeeze(cell.value))
                )
    return found


@dataclass(frozen=True)
class _Line:
    """One line of a table: its name, the lines it stands under, its unit of measure, whether it is a mere heading."""

    name: str
    path: tuple[str, ...]
    measure: str
    is_heading: bool


@dataclass(frozen=True)
class _Table:
    """The ruled table of a sheet: which columns name lines, which hold measures or remarks, which are to be filled."""

    sheet: Worksheet
    area: SheetForm
    merged: dict[tuple[int, int], tuple[int, int]]
    order: int | None
    names: tuple[int, ...]
    measures: int | None
    notes: frozenset[int]

    @classmethod
    def of(cls, sheet: Worksheet, area: SheetForm, merged: dict[tuple[int, int], tuple[int, int]]) -> _Table:
        heads = {column.number: column.heading.split(HEADINGS_JOINED)[-1] for column in area.columns}
        order = next((column.number for column in area.columns if column.is_order), None)
        measures = next((number for number, head in heads.items() if _MEASURE_HEADING.match(head)), None)
        notes = frozenset(number for number, head in heads.items() if _NOTE_HEADING.match(head))
        lines = range(area.first_line, area.last_line + 1)
        names: list[int] = []
        for number in sorted(heads):
            if number in (order, measures) or number in notes:
                continue
            texts = [text for row in lines if (text := _text(sheet, merged, row, number)) and not _is_figure(text)]
            if 2 * len(texts) < len(lines):
                break  # names stand at the left, figures follow
            names.append(number)
        return cls(sheet, area, merged, order, tuple(names), measures, notes)

    @cached_property
    def top(self) -> int:
        """The first row of the heading."""
        return self.area.first_line - self.area.heading_height

    @cached_property
    def lines(self) -> dict[int, _Line]:
        """The lines by row, each under the lines above it."""
        found: dict[int, _Line] = {}
        above: list[tuple[int, str]] = []
        numbers = {row: self._level(row) for row in range(self.top, self.area.last_line + 1) if self._is_line(row)}
        rows = sorted(numbers)
        for at, row in enumerate(rows):
            level = numbers[row]
            while above and above[-1][0] >= level:
                above.pop()
            parts = [self._said(row, number) for number in self.names]
            name = parts[-1] if parts else ""
            measure = self._said(row, self.measures) if self.measures else ""
            is_parent = at + 1 < len(rows) and numbers[rows[at + 1]] > level
            is_heading = level == 1 and not measure and (is_parent or self.measures is not None)
            path = (*(words for _level, words in above), *dict.fromkeys(part for part in parts[:-1] if part))
            found[row] = _Line(name, path, measure or _measure_in(name), is_heading)
            above.append((level, name))
        return found

    @cached_property
    def headings(self) -> dict[int, tuple[str, ...]]:
        """The words above each column as written, from top to bottom."""
        found = {}
        for column in self.area.columns:
            wanted = column.heading.split(HEADINGS_JOINED)
            words: list[str] = []
            for row in range(self.top, self.area.first_line):
                text = self._said(row, column.number)
                if text and fold(text) in wanted and text not in words:
                    words.append(text)
            found[column.number] = tuple(words)
        return found

    def cells(self) -> tuple[FormCell, ...]:
        """The empty cells, with the words that belong to them."""
        apart = {*self.names, self.order, self.measures}
        whole = _measure_of_sheet(self.sheet, self.top)
        nothing = _Line("", (), "", is_heading=False)
        found = []
        for row, column in self.area.inputs:
            if column in apart:
                continue
            line, headings = self.lines.get(row, nothing), self.headings.get(column, ())
            measure = next((said for head in reversed(headings) if (said := _measure_in(head))), "")
            is_asked = bool(line.name) and not line.is_heading and column not in self.notes
            found.append(
                FormCell(
                    self.sheet.title, f"{get_column_letter(column)}{row}", row, column, line=line.name, path=line.path,
                    headings=headings, measure=measure or line.measure or whole,
                    line_measure=line.measure or whole,
                    is_asked=is_asked and self.area.area is Area.SUM,
                    is_percent="%" in str(self.sheet.cell(row, column).number_format),
                )
            )  # fmt: skip
        return tuple(found)

    def _is_line(self, row: int) -> bool:
        return row >= self.area.first_line or any(
            row == at and number not in self.headings for at, number in self.area.fixed
        )

    def _level(self, row: int) -> int:
        number = self._said(row, self.order) if self.order else ""
        name = self._said(row, self.names[-1]) if self.names else ""
        mark = squeeze(numbering_of(name) or number).rstrip(" ")
        return next((level for pattern, level in _LEVELS if pattern.match(mark)), _UNNUMBERED)

    def _said(self, row: int, column: int | None) -> str:
        return _text(self.sheet, self.merged, row, column) if column else ""


def _text(sheet: Worksheet, merged: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> str:
    cell = sheet.cell(*merged.get((row, column), (row, column)))
    return "" if said(cell).startswith("=") else squeeze(str(cell.value)) if cell.value is not None else ""


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\s%()-]+", text)) or bool(_ROMAN.match(text))


def _measure_in(text: str) -> str:
    """A unit of measure in brackets."""
    return next((inside for inside in brackets_of(text) if is_measure(inside)), "")


def _measure_of_sheet(sheet: Worksheet, top: int) -> str:
    """“Đơn vị tính: triệu đồng” above the table, where the whole table has one measure."""
    for row in sheet.iter_rows(max_row=max(top - 1, 1)):
        for cell in row:
            if isinstance(cell.value, str) and (match := _WHOLE.search(fold(cell.value))):
                return match.group(1).strip(" .)")
    return ""


_WHOLE = re.compile(rf"(?:{fold('đơn vị tính')}|{fold('đvt')})\s*:\s*([^;)\n]+)")
