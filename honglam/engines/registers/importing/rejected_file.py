"""The file of refused lines: the cells as they came, the wrong ones red, and what to mend. It can be sent back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from honglam.engines.registers.importing.matching import error_heading
from honglam.toolkit.sheets.writing import CELL_LIMIT

MOST_ROWS = 1_000_000


def write_rejected(
    stream: IO[bytes], headings: Sequence[str], rows: Iterable[tuple[int, Sequence[Any], Sequence[Sequence[str]]]]
) -> None:
    """Write (line, cells, faults) as a workbook with the headings of the file it came from; memory does not grow.

    The last column says what to mend, with the number of the line in the old file; it is passed over when the file
    comes back.
    """
    with xlsxwriter.Workbook(stream, {"constant_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False}) as book:  # fmt: skip
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        heading = book.add_format({**font, "bold": True, "border": 1, "bg_color": "#E8EEF4", "text_wrap": True})
        usual = book.add_format(font)
        wrong = book.add_format({**font, "bg_color": "#F8C9C4", "border": 1, "border_color": "#B3261E"})
        said = book.add_format({**font, "font_color": "#B3261E", "text_wrap": True})
        sheet = book.add_worksheet(_("Dòng lỗi"))
        last = len(headings)
        sheet.set_column(0, max(last - 1, 0), 22)
        sheet.set_column(last, last, 70)
        for place, name in enumerate([*headings, error_heading()]):
            sheet.write_string(0, place, name, heading)
        sheet.freeze_panes(1, 0)
        for number, (line, cells, faults) in enumerate(rows, 1):
            if number > MOST_ROWS:
                break
            named = {fault[0] for fault in faults}
            for place, name in enumerate(headings):
                cell = cells[place] if place < len(cells) else None
                _write(sheet, number, place, cell, wrong if name in named else usual)
            sheet.write_string(number, last, words(line, faults)[:CELL_LIMIT], said)


def words(line: int, faults: Sequence[Sequence[str]]) -> str:
    """What is wrong with a line, a sentence a line."""
    told = [f"{heading}: {message}" if heading else message for heading, message in faults]
    return "\n".join([_("Dòng %(n)d của tệp trước:") % {"n": line}, *told])


def _write(sheet: Any, row: int, place: int, cell: Any, look: Any) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, look)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, look)
    else:
        sheet.write_string(row, place, str(cell)[:CELL_LIMIT], look)
