"""The paper itself: page, letterhead, paragraphs, tables, end; python-docx underneath."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from honglam.toolkit.official_paper.pieces import Hole, Noted, Text, clean, pieces_of, plain_text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, SIZE, TABLE_SIZE = "Times New Roman", 14, 12
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_SHORT_CELL = 240
"""Letters: a row with a longer cell may break between pages, else half a page would stay empty."""
_SIGNING_ROOM = 4
"""Empty lines between the signer's title and name."""


class Paper:
    """One paper, written from the top to the end.

    paper = Paper()
    paper.top(issuer=["ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN"], number="Số:      /KH-UBND", day="Bắc Sơn, ngày … tháng …")
    paper.paragraph("KẾ HOẠCH", centred=True, bold=True)
    paper.end(recipients=["Lưu: VT."], signer=["TM. ỦY BAN NHÂN DÂN"], name="")
    stream = paper.stream()

    `author` signs the comments. `holes` lists the places left open, in the order of the paper.
    """

    def __init__(self, *, author: str = "Hồng Lam") -> None:
        self.document: Any = Document()
        self.author = author
        self.holes: list[Hole] = []
        self._set_up()

    def _set_up(self) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.different_first_page_header_footer = True  # page numbers stand from the second page on
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(SIZE)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        style.paragraph_format.space_after = Pt(0)
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = number.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = text
            run._r.append(part)

    # --- parts of the form -------------------------------------------------------------------------------------------

    def top(
        self,
        *,
        issuer: Sequence[str],
        number: Text,
        day: Text,
        above: Sequence[str] = (),
        about: str = "",
        widths: Sequence[float] | None = None,
    ) -> None:
        """The letterhead: the superior body and the issuer, beside them state and motto; number; place and day.

        `about` is printed below the number (“V/v …” of a dispatch). `widths` are those of the two columns in
        millimetres.
        """
        table = self.document.add_table(rows=2, cols=2)
        table.autofit = False
        if widths is not None:
            _fix_columns(table, widths)
        for row in table.rows:
            for cell, width in zip(row.cells, widths or (68, 92), strict=True):
                cell.width = Mm(width)
        left, right = table.rows[0].cells
        for name in above:
            self.line(left, name.upper(), size=13)
        for name in issuer:
            self.line(left, name.upper(), size=13, bold=True)
        self.line(left, "_______", size=10)
        self.line(right, STATE, size=13, bold=True)
        self.line(right, MOTTO, size=14, bold=True)
        self.line(right, "________________", size=10)
        left, right = table.rows[1].cells
        self.line(left, number, size=13)
        if about:
            self.line(left, about, size=12)
        self.line(right, day, size=14, italic=True)
        for row in table.rows:
            for cell in row.cells:
                cell._tc.remove(cell.paragraphs[0]._p)  # the empty paragraph that every new cell begins with

    def end(
        self, *, recipients: Sequence[str], signer: Sequence[Text], name: Text, stays_with_text: bool = False
    ) -> None:
        """Recipients on the left (each with its dash and closing sign), the signer's title and name on the right.

        `stays_with_text` keeps a signature from standing alone on the last page.
        """
        if stays_with_text and self.document.paragraphs:
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.paragraph("", with_next=stays_with_text)
        table = self.document.add_table(rows=1, cols=2)
        if stays_with_text:
            _keep_whole(table.rows[0])
        left, right = table.rows[0].cells
        self.fill(left, "Nơi nhận:", bold=True, italic=True)
        for recipient in recipients:
            self.line(left, recipient, size=11, centred=False)
        first, *others = signer
        self.fill(right, first, bold=True, centred=True, size=SIZE)
        for title in others:
            self.line(right, title, bold=True)
        for _blank in range(_SIGNING_ROOM):
            self.line(right, "")
        self.line(right, name, bold=True)

    def grid(self, headings: Sequence[str], widths: Sequence[float], *, keeps_rows: bool = False) -> Grid:
        """A ruled table, its header printed on every page; widths in millimetres.

        `keeps_rows` moves a short row that does not fit to the next page instead of breaking it.
        """
        return Grid(self, headings, widths, keeps_rows=keeps_rows)

    def landscape(self) -> None:
        """Go on across the page: an annex with a wide table."""
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin, section.right_margin = Mm(25), Mm(20)
        section.different_first_page_header_footer = False

    def portrait(self) -> None:
        """Go on upright, on a new page: an annex with a narrow table."""
        section = self.document.add_section()
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(30), Mm(20)
        section.different_first_page_header_footer = False

    def ruled(self) -> None:
        """The line below a title, a third to a half as long as the lines above it (annex I, II.5)."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(6)
        self._say(paragraph, "_______________", size=10, bold=False, italic=None)

    def annex(self, *, name: str, title: str, beneath: str, wide: bool = False) -> None:
        """Begin an annex on a page of its own: its name, its title, the document that it belongs to (annex I, III)."""
        (self.landscape if wide else self.portrait)()
        self.paragraph(name, centred=True, bold=True)
        self.paragraph(title, centred=True, bold=True)
        self.paragraph(beneath, centred=True, italic=True)
        self.ruled()

    def mark(self, text: str) -> None:
        """A mark in the middle at the top of the first page, before everything else: “DỰ THẢO”."""
        self.paragraph(text, centred=True, bold=True, after=6)

    def seal(self, picture: bytes, lines: Sequence[str], *, width: int = 24) -> None:
        """A small picture with lines of small print beside it, at the end of the paper: the code to look it up by."""
        table = self.document.add_table(rows=1, cols=2)
        table.autofit = False
        _keep_whole(table.rows[0])
        _fix_columns(table, (width + 4, 156 - width))
        left, right = table.rows[0].cells
        left.width, right.width = Mm(width + 4), Mm(156 - width)
        left.paragraphs[0].add_run().add_picture(io.BytesIO(picture), width=Mm(width))
        right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        first, *others = lines
        self.fill(right, first, size=11)
        for line in others:
            self.line(right, line, size=11, centred=False)

    def stream(self) -> io.BytesIO:
        """The paper as a file, at its beginning."""
        stream = io.BytesIO()
        self.document.save(stream)
        stream.seek(0)
        return stream

    # --- lines -------------------------------------------------------------------------------------------------------

    def paragraph(
        self,
        text: Text,
        *,
        centred: bool = False,
        bold: bool = False,
        italic: bool | None = None,
        indent: bool = False,
        after: int | None = None,
        with_next: bool = False,
    ) -> None:
        """A paragraph of the text; `after` is the room below in points, `with_next` keeps a heading with its text."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
        if indent:
            paragraph.paragraph_format.first_line_indent = Mm(10)
        if after is not None:
            paragraph.paragraph_format.space_after = Pt(after)
        if with_next:
            paragraph.paragraph_format.keep_with_next = True
        self._say(paragraph, text, size=None, bold=bold, italic=italic)

    def line(
        self,
        cell: Any,
        text: Text,
        *,
        size: int = SIZE,
        bold: bool = False,
        italic: bool = False,
        centred: bool = True,
    ) -> None:
        """One more line in a cell."""
        paragraph = cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        self._say(paragraph, text, size=size, bold=bold, italic=italic)

    def fill(
        self,
        cell: Any,
        text: Text,
        *,
        bold: bool = False,
        italic: bool = False,
        centred: bool = False,
        size: int = TABLE_SIZE,
    ) -> None:
        """The first line of a cell."""
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        self._say(paragraph, text, size=size, bold=bold, italic=italic)

    def _say(self, paragraph: Any, text: Text, *, size: int | None, bold: bool, italic: bool | None) -> None:
        for piece in pieces_of(text):
            run = paragraph.add_run(clean(piece if isinstance(piece, str) else piece.text))
            if size is not None:
                run.font.size = Pt(size)
            run.bold = bold
            if italic is not None:
                run.italic = italic
            if isinstance(piece, Hole):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
                self.holes.append(piece)
            if note := _note_of(piece):
                self.document.add_comment(run, text=clean(note), author=self.author, initials="HL")


class Grid:
    """A ruled table that is filled row by row."""

    def __init__(self, paper: Paper, headings: Sequence[str], widths: Sequence[float], *, keeps_rows: bool) -> None:
        self._paper = paper
        self._keeps_rows = keeps_rows
        self._widths = widths
        table = paper.document.add_table(rows=1, cols=len(headings))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for cell, heading in zip(table.rows[0].cells, headings, strict=True):
            paper.fill(cell, heading, bold=True, centred=True)
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        self._table = table

    def row(
        self, texts: Sequence[Text], *, centred: Sequence[int] = (), right: Sequence[int] = (), bold: bool = False
    ) -> None:
        """One row; `centred` and `right` name the columns (from 0) that stand in the middle or at the right."""
        row = self._table.add_row()
        if self._keeps_rows and max(len(plain_text(text)) for text in texts) <= _SHORT_CELL:
            _keep_whole(row)
        cells = row.cells
        for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            self._paper.fill(cell, text, centred=column in centred, bold=bold)
            if column in right:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def group(self, numeral: str, title: str) -> None:
        """A heading over the whole width behind its numeral, on one page with the row that follows."""
        cells = self._table.add_row().cells
        whole = cells[1].merge(cells[-1])
        self._paper.fill(cells[0], numeral, bold=True, centred=True)
        self._paper.fill(whole, title, bold=True)
        for cell in (cells[0], whole):
            cell.paragraphs[0].paragraph_format.keep_with_next = True

    def close(self, *, columns_too: bool = True) -> None:
        """Give every cell and every column its width: Word follows the cells, LibreOffice the columns."""
        if columns_too:
            _fix_columns(self._table, self._widths)
        for row in self._table.rows:
            cells = row.cells
            if len({id(cell._tc) for cell in cells}) < len(self._widths):
                cells[0].width = Mm(self._widths[0])
                cells[1].width = Mm(sum(self._widths[1:]))
                continue
            for cell, width in zip(cells, self._widths, strict=True):
                cell.width = Mm(width)


def _keep_whole(row: Any) -> None:
    """Do not break a row between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _fix_columns(table: Any, widths: Sequence[float]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column._gridCol.w = Mm(width)


def _note_of(piece: str | Hole | Noted) -> str:
    if isinstance(piece, str):
        return ""
    return piece.decide if isinstance(piece, Hole) else piece.note
