"""Puts blocks together into one text, so that every span is right by construction.

Blocks stand apart by an empty line; the cells of a table row by a tab and its rows by a line break. A
place that a merged cell covers is left empty, so columns stay in line. Inside a block "\\n" is a line or
paragraph break of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .blocks import Block, BlockKind, Cell, ReadDocument, Span, Table
from .markers import marker_of
from .normalising import normalise

_BLOCK_GAP = "\n\n"
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,5}|[A-Z])[.)]?")


@dataclass(slots=True)
class DraftCell:
    """A cell before its place in the text is known. `text` may hold "\\n"; `page` counts from 1."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    # Where a page break tore the cell: the pieces after the first, each with its page.
    continuations: tuple[tuple[str, int | None], ...] = ()


class Assembler:
    """Collects blocks in reading order and gives out the finished document."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self.warnings: list[str] = []

    def add(
        self,
        kind: BlockKind,
        text: str,
        *,
        page: int | None = None,
        level: int | None = None,
        marker: str | None = None,
        bold: bool = False,
        italic: bool = False,
        centered: bool = False,
    ) -> None:
        """Adds a block of running text; nothing where the text has no words."""
        text = tidy(text)
        if not text:
            return
        start = self._open_block()
        self._append(text)
        marker = tidy(marker) if marker else marker_of(text)
        self._blocks.append(Block(kind, text, start, self._length, page, level, marker or None, bold, italic, centered))

    def add_aligned(self, lines: Sequence[str], *, page: int | None = None) -> None:
        """Adds lines whose words stand in columns: the spaces between them stay."""
        text = "\n".join(normalise(line).rstrip() for line in lines).strip("\n")
        if not text.strip():
            return
        start = self._open_block()
        self._append(text)
        self._blocks.append(Block(BlockKind.PARAGRAPH, text, start, self._length, page))

    def add_table(
        self,
        drafts: Iterable[DraftCell],
        *,
        header_rows: int | None = None,
        ruled: bool = True,
        shows_merges: bool = True,
    ) -> None:
        """Adds a table; cells must not overlap. `header_rows` None means: tell by the look of the rows.

        At least one row is always body: a table of one row has no header.
        """
        ordered = sorted(drafts, key=lambda draft: (draft.row, draft.column))
        for draft in ordered:
            draft.text = tidy(draft.text)
            pieces = ((tidy(text), page) for text, page in draft.continuations)
            draft.continuations = tuple((text, page) for text, page in pieces if text)
        if not any(draft.text for draft in ordered):
            return
        row_count = max(draft.row + draft.row_span for draft in ordered)
        column_count = max(draft.column + draft.column_span for draft in ordered)
        start = self._open_block()
        cells = self._write_cells(ordered, row_count, column_count)
        if header_rows is None:
            header_rows = header_rows_of(cells)
        header_rows = min(header_rows, row_count - 1)
        table = Table(tuple(cells), row_count, column_count, header_rows, ruled, shows_merges)
        page = next((draft.page for draft in ordered if draft.page is not None), None)
        self._blocks.append(Block(BlockKind.TABLE, self._text_from(start), start, self._length, page, table=table))

    def finish(self, format: str, *, page_count: int | None = None) -> ReadDocument:
        """The document of everything added."""
        return ReadDocument("".join(self._pieces), tuple(self._blocks), format, page_count, tuple(self.warnings))

    def _write_cells(self, drafts: Sequence[DraftCell], row_count: int, column_count: int) -> list[Cell]:
        by_row: dict[int, list[DraftCell]] = {}
        for draft in drafts:
            by_row.setdefault(draft.row, []).append(draft)
        cells = []
        for row in range(row_count):
            if row:
                self._append("\n")
            column = 0
            for draft in by_row.get(row, ()):
                self._append("\t" * (draft.column - column))
                column = draft.column
                cells.append(self._write_cell(draft))
            self._append("\t" * (column_count - 1 - column))
        return cells

    def _write_cell(self, draft: DraftCell) -> Cell:
        parts: list[Span] = []
        words: list[str] = []
        for text, page in ((draft.text, draft.page), *draft.continuations):
            if parts and words:
                self._append("\n")
            start = self._length
            self._append(text)
            parts.append(Span(start, self._length, page))
            words.append(text)
        # A sentence torn by a page break goes on without a line break of its own.
        return Cell(draft.row, draft.column, joined(words), tuple(parts), draft.row_span, draft.column_span)

    def _open_block(self) -> int:
        if self._blocks:
            self._append(_BLOCK_GAP)
        return self._length

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _text_from(self, start: int) -> str:
        length, taken = self._length - start, []
        for piece in reversed(self._pieces):
            if length <= 0:
                break
            taken.append(piece)
            length -= len(piece)
        return "".join(reversed(taken))


def tidy(text: str) -> str:
    """Normalised text with single spaces, its line breaks kept, no empty lines."""
    text = normalise(text).replace("\f", "\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def joined(pieces: Sequence[str]) -> str:
    """Pieces of one torn cell: a sentence that runs on is joined by a space, a new one by a line break."""
    text = ""
    for piece in pieces:
        if not text or not piece:
            text += piece
        elif piece[0].islower() and text[-1] not in ".;:":
            text += " " + piece
        else:
            text += "\n" + piece
    return text


def header_rows_of(cells: Sequence[Cell]) -> int:
    """How many rows from the top are header: the first row with all that its merged cells reach down.

    A row of column numbers below ("1 2 3", "(1) (2) (3)") belongs to the header. 0 where the first row
    already begins with a row number.
    """
    first = [cell for cell in cells if cell.row == 0 and cell.text]
    if not first or (first[0].column == 0 and _ROW_NUMBER.fullmatch(first[0].text)) or len(first) < 2:
        return 0
    depth = max(cell.row_span for cell in first)
    below = [cell.text for cell in cells if cell.row == depth and cell.text]
    if len(below) > 1 and all(_COLUMN_NUMBER.fullmatch(text) for text in below):
        depth += 1
    return depth
