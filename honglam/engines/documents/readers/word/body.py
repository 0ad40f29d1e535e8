"""Walks the body of a Word document in order: paragraphs, tables, text boxes, then the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from ...assembly import Assembler, DraftCell, tidy
from ...blocks import BlockKind, ReadDocument
from ...markers import is_bullet, is_letter, marker_of
from .numbering import Numbering
from .package import W, WordPackage, is_on, value
from .paragraphs import ParagraphReader, Words
from .styles import Styles

_TRANSPARENT = {f"{W}{tag}" for tag in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")}
_MAX_COLUMNS = 200


class BodyReader:
    """Reads one document; holds the running counters of its lists."""

    def __init__(self, package: WordPackage, styles: Styles, converter: Callable[[str], str] | None) -> None:
        self._package = package
        self._styles = styles
        self._numbering = Numbering(package.part("word/numbering.xml"))
        self._paragraphs = ParagraphReader(styles, converter)
        self._out = Assembler()
        self._notes: list[tuple[str, str]] = []
        # Words of a paragraph whose mark was deleted: they stand at the head of the next one.
        self._carried = ""

    def read(self, root: etree._Element) -> ReadDocument:
        """The whole document from the root of its main part."""
        body = root.find(f"{W}body")
        if body is not None:
            self._container(body)
        self._flush_notes()
        return self._out.finish("docx")

    def _container(self, element: etree._Element) -> None:
        for child in content(element):
            if child.tag == f"{W}p":
                self._paragraph(child)
            else:
                self._table(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        words = self._words(paragraph)
        if words is None:
            return
        text, level, marker = words.text, self._styles.heading_level(paragraph), None
        kind = BlockKind.PARAGRAPH if level is None else BlockKind.HEADING
        number = self._number(paragraph)
        if number is not None and text.strip():
            marker, depth, separator = number
            text = marker + separator + text.lstrip()
            if level is None:
                kind, level = BlockKind.ITEM, depth + 1
        typed = marker or marker_of(tidy(text))
        if typed and (is_bullet(typed) or (is_letter(typed) and level is None)):
            # Outline styles are often put on bullets to get their indent.
            kind = BlockKind.ITEM
        justification = value(self._styles.paragraph_property(paragraph, "jc"))
        self._out.add(
            kind,
            text,
            level=level,
            marker=marker,
            bold=words.bold,
            italic=words.italic,
            centered=justification == "center",
        )
        for box in words.text_boxes:
            self._container(box)

    def _words(self, paragraph: etree._Element) -> Words | None:
        """The paragraph's words with what was carried to it; None where its own mark was deleted."""
        words = self._paragraphs.words(paragraph)
        words.text = self._carried + words.text
        self._carried = ""
        self._notes += words.notes
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried = words.text
            return None
        return words

    def _number(self, paragraph: etree._Element) -> tuple[str, int, str] | None:
        numbering = self._styles.numbering(paragraph)
        return None if numbering is None else self._numbering.marker(*numbering)

    def _table(self, table: etree._Element) -> None:
        drafts: list[DraftCell] = []
        open_cells: dict[int, DraftCell] = {}
        header_rows = 0
        boxes: list[etree._Element] = []
        row_index = 0
        for row in rows(table):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            is_header = is_on(row.find(f"{W}trPr/{W}tblHeader"))
            header_rows = row_index + 1 if is_header and header_rows == row_index else header_rows
            column = _integer(value(row.find(f"{W}trPr/{W}gridBefore")), 0)
            for cell in cells(row):
                span = max(1, min(_integer(value(cell.find(f"{W}tcPr/{W}gridSpan")), 1), _MAX_COLUMNS))
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                side = cell.find(f"{W}tcPr/{W}hMerge")
                above = open_cells.get(column) if merge is not None and value(merge) != "restart" else None
                if side is not None and value(side) != "restart" and drafts and _touches(drafts[-1], row_index, column):
                    drafts[-1].column_span += span
                elif above is not None and above.column_span == span and above.row + above.row_span == row_index:
                    # Word keeps text typed before merging in the hidden cells; it is not printed.
                    above.row_span += 1
                else:
                    draft = DraftCell(row_index, column, self._cell_text(cell, boxes), 1, span)
                    drafts.append(draft)
                    open_cells = {at: held for at, held in open_cells.items() if not column <= at < column + span}
                    if merge is not None:
                        open_cells[column] = draft
                column += span
                if column > _MAX_COLUMNS:
                    break
            row_index += 1
        self._out.add_table(drafts, header_rows=header_rows or None)
        for box in boxes:
            self._container(box)

    def _cell_text(self, cell: etree._Element, boxes: list[etree._Element]) -> str:
        """The cell's paragraphs, a line each; a table inside the cell gives a line a row."""
        lines = []
        for child in content(cell):
            if child.tag == f"{W}p":
                words = self._words(child)
                if words is None:
                    continue
                number = self._number(child)
                marker = number[0] + number[2] if number is not None else ""
                lines.append(marker + words.text.lstrip() if marker else words.text)
                boxes.extend(words.text_boxes)
            else:
                for row in rows(child):
                    lines.append(" ".join(tidy(self._cell_text(inner, boxes)) for inner in cells(row)))
        if self._carried:
            lines.append(self._carried)
            self._carried = ""
        return "\n".join(lines)

    def _flush_notes(self) -> None:
        if self._carried:
            self._out.add(BlockKind.PARAGRAPH, self._carried)
        parts = {kind: self._package.part(f"word/{kind}s.xml") for kind in {kind for kind, _ in self._notes}}
        for number, (kind, identifier) in enumerate(list(self._notes), start=1):
            root = parts[kind]
            if root is None:
                continue
            for note in root.iterfind(f"{W}{kind}"):
                if note.get(f"{W}id") == identifier:
                    lines = (self._paragraphs.words(paragraph).text for paragraph in note.iter(f"{W}p"))
                    text = tidy("\n".join(lines))
                    if text:
                        self._out.add(BlockKind.FOOTNOTE, f"[{number}] {text}", marker=f"[{number}]")


def content(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables directly under the element, through content controls and revisions."""
    for child in element:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag == f"{W}sdt":
            inner = child.find(f"{W}sdtContent")
            if inner is not None:
                yield from content(inner)
        elif child.tag in _TRANSPARENT:
            yield from content(child)


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, through content controls."""
    return _through_controls(table, f"{W}tr")


def cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, through content controls."""
    return _through_controls(row, f"{W}tc")


def _through_controls(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT or child.tag == f"{W}sdt":
            yield from _through_controls(child, tag)


def _touches(left: DraftCell, row: int, column: int) -> bool:
    """Whether the cell stands alone in its row and ends where the column begins."""
    return left.row == row and left.row_span == 1 and left.column + left.column_span == column


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() else otherwise
