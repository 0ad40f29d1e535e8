"""PDF files with a text layer: words and rules from PDFium, put together again into paragraphs and tables.

Scans are refused here; reading them is another reader's work. The thresholds were measured on signed
scans, which carry 50 to 280 letters of signature stamp on their pages.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ...assembly import Assembler
from ...blocks import BlockKind, ReadDocument
from ...errors import BrokenFonts, CorruptDocument, EmptyDocument, ImageOnly, PasswordProtected, TooManyPages
from ...legacy_encodings import legacy_converter
from ...markers import is_bullet, is_letter, marker_of
from .columns import split_columns
from .furniture import without_furniture
from .grids import find_grids
from .lines import NOTE_NUMBER, Line, carries_on, joined_text, lines_of, mark_notes, set_margins, without_note_numbers
from .page_content import PageContent, Word, page_content
from .tables import PageTable, continues, join, page_table
from .unruled import UnruledTable, part_unruled

MAX_PAGES = 1_000
_FEWEST_LETTERS = 200
_SCANNED_SHARE = 0.5
_FOREIGN_SHARE = 0.02
_FULL_PAGE_LINES = 10
# PDFium keeps global state and is not safe to call from two threads.
_PDFIUM = threading.Lock()


_Item = Line | PageTable | UnruledTable


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a PDF. Raises PasswordProtected, CorruptDocument, EmptyDocument, ImageOnly, BrokenFonts, TooManyPages."""
    with _PDFIUM:
        pages = _pages(data, name)
    letters = sum(page.letters for page in pages)
    _check_letters(pages, letters, name)
    _convert(pages)
    out = Assembler()
    _Writer(out).write(_items(pages))
    scanned = [str(page.number) for page in pages if _is_picture(page) and page.letters < _FEWEST_LETTERS]
    if scanned:
        out.warnings.append("Trang là ảnh chụp nên chưa đọc được: " + ", ".join(scanned) + ".")
    return out.finish("pdf", page_count=len(pages))


def _pages(data: bytes, name: str) -> list[PageContent]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise PasswordProtected(name) from error
        raise CorruptDocument(name, "tài liệu PDF") from error
    try:
        count = len(document)
        if count == 0:
            raise EmptyDocument(name)
        if count > MAX_PAGES:
            raise TooManyPages(name, count, MAX_PAGES)
        pages = []
        for index in range(count):
            page = document[index]
            try:
                pages.append(page_content(page, index + 1))
            finally:
                page.close()
        return pages
    except pdfium.PdfiumError as error:
        raise CorruptDocument(name, "tài liệu PDF") from error
    finally:
        document.close()


def _is_picture(page: PageContent) -> bool:
    return page.image_share >= _SCANNED_SHARE


def _check_letters(pages: Sequence[PageContent], letters: int, name: str) -> None:
    if not letters and not any(page.image_share or page.has_drawing for page in pages):
        raise EmptyDocument(name)
    if not letters or (letters < _FEWEST_LETTERS * len(pages) and any(_is_picture(page) for page in pages)):
        raise ImageOnly(name)
    if sum(page.foreign_letters for page in pages) > _FOREIGN_SHARE * letters:
        raise BrokenFonts(name)


def _convert(pages: Sequence[PageContent]) -> None:
    """Turns the words of 8-bit fonts into Unicode, where the document is in one."""
    sample = " ".join(word.text for page in pages[:10] for word in page.words)
    converter = legacy_converter(sample)
    if converter is None:
        return
    for page in pages:
        for word in page.words:
            word.text = converter(word.text)


def _items(pages: Sequence[PageContent]) -> list[_Item]:
    """Lines and tables of all pages in reading order."""
    tables: list[list[tuple[float, float, PageTable]]] = []
    running: list[tuple[list[Line], float]] = []
    for page in pages:
        grids = find_grids(page.rules)
        inside: list[list[Word]] = [[] for _ in grids]
        outside: list[Word] = []
        for word in page.words:
            at = next((index for index, grid in enumerate(grids) if grid.place_of(*word.middle) is not None), None)
            (outside if at is None else inside[at]).append(word)
        tables.append(
            [
                (grid.ys[0], grid.ys[-1], page_table(grid, words, page.number))
                for grid, words in zip(grids, inside, strict=True)
            ]
        )
        running.append((lines_of(outside, page.number), page.height))
    arranged = []
    for page, lines, placed in zip(pages, without_furniture(running), tables, strict=True):
        short = (rule for rule in page.rules if rule.horizontal and rule.end - rule.start < page.width / 2)
        inside_tables = [(top, bottom) for top, bottom, _ in placed]
        mark_notes(lines, (rule for rule in short if not any(a <= rule.at <= b for a, b in inside_tables)))
        without_note_numbers(lines)
        arranged.append(_page_items(page, lines, placed))
    _set_margins(pages, arranged)
    return [item for items in arranged for item in items]


def _set_margins(pages: Sequence[PageContent], arranged: Sequence[Sequence[_Item]]) -> None:
    """Gives the running text its margins: the usual ones of all full pages of one width.

    Letterheads are left out, for they often reach beyond the text.
    """
    by_width: dict[int, list[list[Line]]] = {}
    for page, items in zip(pages, arranged, strict=True):
        running = [item for item in items if isinstance(item, Line) and not item.column]
        if running:
            by_width.setdefault(round(page.width), []).append(running)
    for of_width in by_width.values():
        full = [running for running in of_width if len(running) >= _FULL_PAGE_LINES]
        lefts = sorted(min(line.x0 for line in running) for running in full or of_width)
        rights = sorted(max(line.x1 for line in running) for running in full or of_width)
        usual = (lefts[len(lefts) // 2], rights[len(rights) // 2]) if full else (lefts[0], rights[-1])
        for running in of_width:
            set_margins(running, usual)


def _page_items(page: PageContent, lines: list[Line], tables: list[tuple[float, float, PageTable]]) -> list[_Item]:
    items: list[_Item] = []
    rest = list(lines)
    for top, _, table in tables:
        above = [line for line in rest if line.baseline <= top]
        rest = rest[len(above) :]
        items.extend(_running_items(above, page.width))
        items.append(table)
    items.extend(_running_items(rest, page.width))
    return items


def _running_items(lines: Sequence[Line], page_width: float) -> list[_Item]:
    items: list[_Item] = []
    for part in part_unruled(lines):
        if isinstance(part, UnruledTable):
            items.append(part)
        else:
            items.extend(split_columns(part, page_width))
    return items


class _Writer:
    """Writes lines as paragraphs and joins tables over page breaks."""

    def __init__(self, out: Assembler) -> None:
        self._out = out
        self._paragraph: list[Line] = []
        self._table: PageTable | None = None
        self._notes: list[Line] = []

    def write(self, items: Sequence[_Item]) -> None:
        """Writes everything, in order."""
        for item in items:
            if isinstance(item, Line) and item.note:
                self._notes.append(item)
            elif isinstance(item, UnruledTable):
                self._end_paragraph()
                self._end_table()
                self._out.add_aligned(item.lines, page=item.page)
            elif isinstance(item, PageTable):
                self._end_paragraph()
                if self._table is not None and continues(self._table, item):
                    join(self._table, item)
                    continue
                self._end_table()
                self._table = item
            else:
                self._end_table()
                if self._paragraph and not carries_on(self._paragraph, item):
                    self._end_paragraph()
                self._paragraph.append(item)
        self._end_paragraph()
        self._end_table()
        self._write_notes()

    def _write_notes(self) -> None:
        notes: list[list[Line]] = []
        for line in self._notes:
            if notes and not NOTE_NUMBER.match(line.text):
                notes[-1].append(line)
            else:
                notes.append([line])
        for lines in notes:
            self._out.add(BlockKind.FOOTNOTE, joined_text(line.text for line in lines), page=lines[0].page)

    def _end_paragraph(self) -> None:
        lines, self._paragraph = self._paragraph, []
        if not lines:
            return
        text = joined_text(line.text for line in lines)
        marker = marker_of(text)
        self._out.add(
            BlockKind.ITEM if marker and (is_bullet(marker) or is_letter(marker)) else BlockKind.PARAGRAPH,
            text,
            page=lines[0].page,
            bold=all(line.bold for line in lines),
            italic=all(line.italic for line in lines),
            centered=not marker and all(line.centered for line in lines),
        )

    def _end_table(self) -> None:
        if self._table is not None:
            self._out.add_table(self._table.cells)
            self._table = None
