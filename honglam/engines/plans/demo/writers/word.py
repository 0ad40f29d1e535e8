"""Example documents as .docx in the layout of Decree 30/2020/NĐ-CP: letterhead, headings, annexes across the page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from honglam.engines.plans.demo.example import AimTable, Example, TaskTable
from honglam.engines.plans.demo.writers.layout import (
    KIND,
    headers,
    letterhead,
    reference,
    table_rows,
    text_lines,
)

_WIDTHS = {5: (1.2, 11.5, 3.0, 3.2, 6.0), 6: (1.2, 8.8, 4.6, 4.6, 3.0, 4.0), 7: (1.2, 7.5, 4.0, 4.0, 3.6, 2.8, 3.6)}
"""Widths of columns in centimetres, by the number of columns."""


def word_file(example: Example) -> bytes:
    """The document as the bytes of a .docx."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _letterhead(document, example)
    _line(document, KIND, bold=True, centred=True)
    _line(document, example.subject, bold=True, centred=True)
    for line in text_lines(example):
        text = f"- {line.text}" if line.is_bullet else line.text
        _line(document, text, bold=bool(line.level) and line.level < 3, italic=line.level == 3)
    _signature(document, example)
    for table in example.tables:
        _annex(document, example, table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(where: Any, text: str, *, bold: bool = False, italic: bool = False, centred: bool = False) -> Any:
    paragraph = where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    paragraph.paragraph_format.space_after = Pt(6)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif not bold:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _letterhead(document: Any, example: Example) -> None:
    left, right = letterhead(example)
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
        for place, text in enumerate(lines):
            last = place == len(lines) - 1
            _line(cell, text, bold=not last, italic=last and lines is right, centred=True)


def _signature(document: Any, example: Example) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.paragraphs[0].add_run("Nơi nhận:").bold = True
    for place, recipient in enumerate(example.recipients):
        end = "." if place == len(example.recipients) - 1 else ";"
        left.add_paragraph(f"- {recipient}{end}")
    right.paragraphs[0]._p.getparent().remove(right.paragraphs[0]._p)
    for line in example.signer_title:
        _line(right, line, bold=True, centred=True)
    _line(right, "", centred=True)
    _line(right, example.signer, bold=True, centred=True)


def _annex(document: Any, example: Example, table: TaskTable | AimTable) -> None:
    section = document.add_section()
    if section.orientation != WD_ORIENT.LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(1.5)
    _line(document, table.label, bold=True, centred=True)
    _line(document, table.title, bold=True, centred=True)
    _line(document, reference(example), italic=True, centred=True)
    titles = headers(table, example.year)
    grid = document.add_table(rows=1, cols=len(titles))
    grid.style = "Table Grid"
    grid.autofit = False
    _fill(grid.rows[0].cells, titles, bold=True)
    _repeat(grid.rows[0])
    for row in table_rows(table, example.year):
        cells = grid.add_row().cells
        if row.heading:
            numeral, title = row.heading.split("\t")
            _fill([cells[0]], [numeral], bold=True)
            _fill([cells[1].merge(cells[-1])], [title], bold=True)
        else:
            _fill(cells, row.cells)
    for index, width in enumerate(_WIDTHS[len(titles)]):
        grid.columns[index].width = Cm(width)
        for cell in grid.columns[index].cells:
            cell.width = Cm(width)


def _fill(cells: Sequence[Any], texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(12)


def _repeat(row: Any) -> None:
    """Print the row again on every page."""
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)
