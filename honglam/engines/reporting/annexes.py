"""The Excel annexes of a report: a sheet for every table, a native chart for every chart.

A total row is written as a formula where its column adds up to it, so that whoever changes a cell sees the sum change;
where it does not (a mean, a figure that two rows share) the printed number stands.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from honglam.engines.reporting.charts import SOLID, tones_of
from honglam.engines.reporting.content import ChartBlock, Content, Figure, Piece, Row, Section, TableBlock
from honglam.engines.reporting.exports import exported_figures, period_of
from honglam.engines.reporting.models import Report
from honglam.toolkit.numbers import format_date
from honglam.toolkit.periods import parse

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CELL_LIMIT = 32_000


def annex_workbook(report: Report, content: Content) -> io.BytesIO:
    """All tables and charts of a report as one workbook, ready to be stored or sent."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        shapes = _Shapes(book)
        taken: set[str] = set()
        for section, block in _blocks(content):
            number = len(taken) + 1
            sheet = book.add_worksheet(_name(f"{number}. {block.title or section.title}", taken))
            row = _head(sheet, report, section.title, block.title, shapes)
            if isinstance(block, TableBlock):
                _table(sheet, block, row, shapes)
            else:
                _chart(book, sheet, block, row, shapes)
        sheet = book.add_worksheet(_name(_("Mọi số liệu"), taken))
        _figures(sheet, report, content, _head(sheet, report, _("Mọi số liệu của báo cáo"), "", shapes), shapes)
    stream.seek(0)
    return stream


class _Shapes:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        cell = {**font, "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
        self.title: Format = book.add_format({**font, "bold": True, "font_size": 14})
        self.note: Format = book.add_format({**font, "italic": True})
        self.heading: Format = book.add_format(
            {**cell, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EEF4"}
        )
        self.cells: dict[tuple[bool, bool, bool], Format] = {}
        for is_number in (False, True):
            for is_decimal in (False, True):
                for is_bold in (False, True):
                    shape = {**cell, "bold": is_bold}
                    if is_number:
                        shape |= {"align": "right", "num_format": "#,##0.0###" if is_decimal else "#,##0"}
                    self.cells[is_number, is_decimal, is_bold] = book.add_format(shape)

    def of(self, value: Decimal | None, is_number: bool, row: Row | None = None) -> Format:
        """The format of a cell."""
        is_decimal = value is not None and value != int(value)
        return self.cells[is_number, is_decimal, row is not None and (row.is_total or row.is_heading)]


def _blocks(content: Content) -> Iterator[tuple[Section, TableBlock | ChartBlock]]:
    for section in content.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock | ChartBlock):
                yield section, block


def _head(sheet: Worksheet, report: Report, section: str, title: str, shapes: _Shapes) -> int:
    """Lines above a table: what it is, whose, of which period, of which report; the row that follows."""
    period = parse(report.period_code).label if report.period_code else ""
    days = f"{format_date(report.period_start)}–{format_date(report.period_end)}"
    lines = [
        _("Đơn vị: %(unit)s") % {"unit": report.unit},
        _("Kỳ: %(period)s") % {"period": f"{period} ({days})" if period else days},
        _("%(section)s – %(report)s – Mã tra cứu: %(code)s")
        % {"section": section, "report": report.title, "code": report.code},
    ]
    if not report.is_frozen:
        lines.append(_("Bản đang soạn thảo, số liệu còn thay đổi."))
    sheet.write_string(0, 0, _text(title or section), shapes.title)
    for number, line in enumerate(lines, start=1):
        sheet.write_string(number, 0, _text(line), shapes.note)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P/&N")
    return len(lines) + 2


def _table(sheet: Worksheet, block: TableBlock, start: int, shapes: _Shapes) -> None:
    widths = sum(column.width for column in block.columns) or 1
    for at, column in enumerate(block.columns):
        sheet.set_column(at, at, max(8, min(60, round(130 * column.width / widths))))
        sheet.write_string(start, at, _text(column.title), shapes.heading)
    sheet.freeze_panes(start + 1, 0)
    sheet.repeat_rows(start)
    first = start + 1
    for number, row in enumerate(block.rows, start=first):
        for at, cell in enumerate(row.cells):
            is_number = block.columns[at].is_number if at < len(block.columns) else False
            if row.is_total and isinstance(cell, Figure) and cell.value:
                formula = _sum_above(block.rows, number - first, at, first)
                if formula:
                    shape = shapes.of(cell.number, True, row)
                    sheet.write_formula(number, at, formula, shape, float(cell.number or 0))
                    continue
            _write(sheet, number, at, cell, is_number, row, shapes)
    if block.note:
        sheet.write_string(first + len(block.rows) + 1, 0, _text(block.note), shapes.note)


def _sum_above(rows: Sequence[Row], at: int, column: int, first: int) -> str:
    """The formula of a total that the figures of the rows above it add up to; empty where they do not."""
    above = [row.cells[column] for row in rows[:at] if not row.is_heading and column < len(row.cells)]
    known = [cell.number for cell in above if isinstance(cell, Figure) and cell.number is not None]
    total = rows[at].cells[column]
    if any(row.is_total for row in rows[:at]) or not known or not isinstance(total, Figure):
        return ""
    if sum(known, Decimal(0)) != total.number:
        return ""
    name = xl_col_to_name(column)
    return f"=SUM({name}{first + 1}:{name}{first + at})"


def _write(sheet: Worksheet, row: int, at: int, cell: Piece, is_number: bool, of: Row, shapes: _Shapes) -> None:
    if isinstance(cell, Figure):
        value = cell.number
        if value is None:
            sheet.write_string(row, at, _text(cell.printed), shapes.of(None, is_number, of))
        else:
            sheet.write_number(row, at, float(value), shapes.of(value, True, of))
    elif is_number and cell.isdecimal():
        sheet.write_number(row, at, int(cell), shapes.of(None, True, of))
    else:
        sheet.write_string(row, at, _text(cell), shapes.of(None, is_number, of))


def _chart(book: Workbook, sheet: Worksheet, block: ChartBlock, start: int, shapes: _Shapes) -> None:
    """The values of a chart as a table, and the chart over them beside it."""
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(block.series), 16)
    sheet.write_string(start, 0, _text(block.measure), shapes.heading)
    for at, series in enumerate(block.series, start=1):
        sheet.write_string(start, at, _text(series.name), shapes.heading)
    for number, category in enumerate(block.categories):
        row = start + 1 + number
        sheet.write_string(row, 0, _text(category), shapes.of(None, False))
        for at, series in enumerate(block.series, start=1):
            value = Decimal(series.values[number]) if series.values[number] else None
            if value is None:
                sheet.write_blank(row, at, None, shapes.of(None, True))
            else:
                sheet.write_number(row, at, float(value), shapes.of(value, True))
    kind = {"type": "line"} if block.shape == "line" else {"type": "bar"}
    if kind["type"] == "bar" and len(block.series) > 1:
        kind["subtype"] = "stacked"
    drawn = book.add_chart(kind)
    last = start + len(block.categories)
    for at, tone in enumerate(tones_of(block), start=1):
        colour = SOLID[tone]
        drawn.add_series({
            "name": [sheet.get_name(), start, at], "categories": [sheet.get_name(), start + 1, 0, last, 0],
            "values": [sheet.get_name(), start + 1, at, last, at],
            "fill": {"color": colour}, "line": {"color": colour}, "gap": 60,
        })  # fmt: skip
    drawn.set_title({"name": _text(block.title), "name_font": {"size": 12, "name": "Times New Roman"}})
    drawn.set_legend({"position": "bottom"} if len(block.series) > 1 else {"none": True})
    if block.shape != "line":
        drawn.set_y_axis({"reverse": True})
    drawn.set_size({"width": 760, "height": max(320, 90 + 26 * len(block.categories))})
    sheet.insert_chart(start, len(block.series) + 2, drawn)


def _figures(sheet: Worksheet, report: Report, content: Content, start: int, shapes: _Shapes) -> None:
    headings = (
        _("Phần"), _("Mã số liệu"), _("Nội dung"), _("Giá trị"), _("Đơn vị tính"), _("Kỳ trước"), _("Kỳ"),
    )  # fmt: skip
    for at, (heading, width) in enumerate(zip(headings, (30, 30, 60, 14, 14, 14, 14), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(start, at, heading, shapes.heading)
    sheet.freeze_panes(start + 1, 0)
    row = start
    for one in exported_figures(report, content):
        row += 1
        words = (one.section_title, one.key, one.label, one.value, one.measure, one.previous, period_of(report))
        for at, word in enumerate(words):
            value = Decimal(word) if at in (3, 5) and word else None
            if value is None:
                sheet.write_string(row, at, _text(word), shapes.of(None, at in (3, 5)))
            else:
                sheet.write_number(row, at, float(value), shapes.of(value, True))


def _name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: at most 31 characters, none twice."""
    base = _NOT_IN_NAMES.sub(" ", _CONTROL.sub("", title)).strip()[:31].strip() or _("Bảng")
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: 30 - len(str(number))]} {number}"
    taken.add(name.casefold())
    return name


def _text(value: str) -> str:
    return _CONTROL.sub("", str(value))[:CELL_LIMIT]
