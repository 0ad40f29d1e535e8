"""Prints an example document as a PDF page by page: running text, then annexes with ruled tables across the page.

Letters are half as wide as high (see `tests.engines.documents.builders`), which makes measuring them counting.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import accumulate

from honglam.engines.plans.demo.example import AimTable, Example, TaskTable
from honglam.engines.plans.demo.writers.layout import KIND, headers, letterhead, reference, table_rows, text_lines
from tests.engines.documents.builders import PdfPage, pdf_file

SIZE, LEADING, TOP, BOTTOM, LEFT = 12, 16, 60, 780, 85
CELL_SIZE, CELL_LEADING, ACROSS_TOP, ACROSS_BOTTOM, ACROSS_LEFT = 9, 11, 50, 540, 40
WIDTHS = {5: (35, 330, 80, 120, 190), 6: (35, 230, 140, 140, 95, 120), 7: (35, 190, 115, 115, 110, 90, 110)}


class _Text:
    """The upright pages with running text."""

    def __init__(self) -> None:
        self.pages = [PdfPage()]
        self.y = float(TOP)

    def line(self, text: str, *, bold: bool = False, centred: bool = False, indent: float = 0) -> None:
        """Writes one line and moves down; a full page is turned."""
        if self.y > BOTTOM:
            self.pages.append(PdfPage())
            self.y = float(TOP)
        x = (595 - len(text) * SIZE / 2) / 2 if centred else LEFT + indent
        self.pages[-1].text(x, self.y, text, SIZE, bold=bold)
        self.y += LEADING

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Breaks a paragraph into lines, the first one indented."""
        for place, line in enumerate(textwrap.wrap(text, 70, initial_indent="    ")):
            self.line(line.strip(), bold=bold, indent=28 if place == 0 else 0)
        self.y += 6

    def centred(self, text: str) -> None:
        """A title, broken where it is long."""
        for line in textwrap.wrap(text, 60):
            self.line(line, bold=True, centred=True)


def pdf_of(example: Example) -> bytes:
    """The PDF of a document."""
    text = _Text()
    left, right = letterhead(example)
    for place in range(max(len(left), len(right))):
        for lines, middle in ((left, 170), (right, 415)):
            if place < len(lines):
                size = 9
                text.pages[0].text(middle - len(lines[place]) * size / 4, text.y, lines[place], size, bold=True)
        text.y += LEADING
    text.y += LEADING
    text.centred(KIND)
    text.centred(example.subject)
    text.y += LEADING
    for line in text_lines(example):
        text.paragraph(f"- {line.text}" if line.is_bullet else line.text, bold=0 < line.level < 3)
    text.y += LEADING
    _signature(text, example)
    pages = [page for table in example.tables for page in _annex(example, table)]
    return pdf_file(*text.pages, *pages)


def _signature(text: _Text, example: Example) -> None:
    if text.y > BOTTOM - 160:
        text.pages.append(PdfPage())
        text.y = float(TOP)
    page, top = text.pages[-1], text.y
    page.text(LEFT, top, "Nơi nhận:", 10, bold=True)
    for place, recipient in enumerate(example.recipients, start=1):
        end = "." if place == len(example.recipients) else ";"
        page.text(LEFT, top + place * 14, f"- {recipient}{end}", 10)
    lines = [*example.signer_title, "", "", example.signer]
    for place, line in enumerate(lines):
        page.text(430 - len(line) * SIZE / 4, top + place * LEADING, line, SIZE, bold=True)


def _annex(example: Example, table: TaskTable | AimTable) -> list[PdfPage]:
    """The pages of one annex; rows never break, the header stands on every page."""
    titles = headers(table, example.year)
    widths = WIDTHS[len(titles)]
    pages = [PdfPage(842, 595)]
    for place, line in enumerate((table.label, table.title, reference(example))):
        pages[0].text(421 - len(line) * SIZE / 4, ACROSS_TOP + place * LEADING, line, SIZE, bold=place < 2)
    y = float(ACROSS_TOP + 3 * LEADING)
    y = _row(pages[-1], titles, widths, y)
    for row in table_rows(table, example.year):
        cells = row.heading.split("\t") if row.heading else list(row.cells)
        spans = (widths[0], sum(widths[1:])) if row.heading else widths
        if y + _height(cells, spans) > ACROSS_BOTTOM:
            pages.append(PdfPage(842, 595))
            y = _row(pages[-1], titles, widths, float(ACROSS_TOP))
        y = _row(pages[-1], cells, spans, y)
    return pages


def _row(page: PdfPage, cells: Sequence[str], widths: Sequence[float], y: float) -> float:
    """Draws one row with its lines; returns where the next one begins."""
    height = _height(cells, widths)
    edges = [ACROSS_LEFT + width for width in accumulate(widths, initial=0)]
    words = {
        (0, column): "\n".join(_wrapped(text, width))
        for column, (text, width) in enumerate(zip(cells, widths, strict=True))
    }
    page.grid(edges, [y, y + height], words, size=CELL_SIZE)
    return y + height


def _height(cells: Sequence[str], widths: Sequence[float]) -> float:
    return max(len(_wrapped(text, width)) for text, width in zip(cells, widths, strict=True)) * CELL_LEADING + 8


def _wrapped(text: str, width: float) -> list[str]:
    return textwrap.wrap(text, int((width - 10) / (CELL_SIZE / 2))) or [""]
