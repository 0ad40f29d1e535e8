"""How a sheet looks, for a page: rows of cells with their spans, words, weight and side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from honglam.toolkit.numbers import format_number

MOST_ROWS, MOST_COLUMNS = 2000, 120
"""What a page shows of a sheet at most; filling knows no such limit."""

_USUAL_WIDTH, _PIXELS, _WIDEST = 8.43, 7, 360


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell of a page's table; `columns` and `rows` are its spans."""

    cell: str
    row: int
    column: int
    text: str = ""
    columns: int = 1
    rows: int = 1
    is_bold: bool = False
    is_ruled: bool = False
    is_formula: bool = False
    side: str = ""


def shown_cells(sheet: Worksheet) -> tuple[tuple[ShownCell, ...], ...]:
    """The rows of a sheet as they are seen: hidden rows and columns left out, what a merged cell covers too."""
    last_row, last_column = _used(sheet)
    spans = {(cells.min_row, cells.min_col): cells for cells in sheet.merged_cells.ranges}
    covered = {
        (row, column)
        for cells in sheet.merged_cells.ranges
        for row in range(cells.min_row, cells.max_row + 1)
        for column in range(cells.min_col, cells.max_col + 1)
        if (row, column) != (cells.min_row, cells.min_col)
    }
    hidden_rows = {row for row, looks in sheet.row_dimensions.items() if looks.hidden}
    hidden_columns = _hidden_columns(sheet)
    rows = []
    for row in range(1, last_row + 1):
        if row in hidden_rows:
            continue
        line = []
        for column in range(1, last_column + 1):
            if (row, column) in covered or column in hidden_columns:
                continue
            cells = spans.get((row, column))
            across = range(column, min(cells.max_col, last_column) + 1) if cells else range(column, column + 1)
            down = range(row, min(cells.max_row, last_row) + 1) if cells else range(row, row + 1)
            line.append(
                _shown(
                    sheet.cell(row, column), sum(one not in hidden_columns for one in across),
                    sum(one not in hidden_rows for one in down),
                )
            )  # fmt: skip
        rows.append(tuple(line))
    return tuple(rows)


def column_widths(sheet: Worksheet) -> tuple[int, ...]:
    """The widths of the visible columns in pixels, as Excel shows them."""
    _last_row, last_column = _used(sheet)
    told: dict[int, float] = {}
    for looks in sheet.column_dimensions.values():
        if looks.width and looks.min and looks.max and looks.customWidth:
            told |= dict.fromkeys(range(looks.min, min(looks.max, MOST_COLUMNS) + 1), looks.width)
    usual = sheet.sheet_format.defaultColWidth or _USUAL_WIDTH
    hidden = _hidden_columns(sheet)
    return tuple(
        min(round(told.get(column, usual) * _PIXELS + 5), _WIDEST)
        for column in range(1, last_column + 1)
        if column not in hidden
    )


def _used(sheet: Worksheet) -> tuple[int, int]:
    """The last row and column that say something or are ruled."""
    last_row = last_column = 1
    for row in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column, MOST_COLUMNS)):
        for cell in row:
            if cell.value is not None or (cell.has_style and cell.border and cell.border.bottom.style):
                last_row, last_column = max(last_row, cell.row), max(last_column, cell.column)
    for cells in sheet.merged_cells.ranges:
        if cells.min_row <= last_row:
            last_column = max(last_column, min(cells.max_col, MOST_COLUMNS))
    return last_row, last_column


def _hidden_columns(sheet: Worksheet) -> set[int]:
    hidden: set[int] = set()
    for looks in sheet.column_dimensions.values():
        if looks.hidden and looks.min and looks.max:
            hidden |= set(range(looks.min, min(looks.max, MOST_COLUMNS) + 1))
    return hidden


def _shown(cell: Any, columns: int, rows: int) -> ShownCell:
    value, border = cell.value, cell.border
    is_formula = isinstance(value, str) and value.startswith("=")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    text = "" if value is None else format_number(value) if is_number else str(value)
    side = {"center": "center", "centerContinuous": "center", "right": "end"}.get(cell.alignment.horizontal or "", "")
    ruled = border and (border.top.style or border.bottom.style) and (border.left.style or border.right.style)
    return ShownCell(
        cell.coordinate, cell.row, cell.column, text, columns, rows, is_bold=bool(cell.font and cell.font.b),
        is_ruled=bool(ruled), is_formula=is_formula, side=side or ("end" if is_number else ""),
    )  # fmt: skip
