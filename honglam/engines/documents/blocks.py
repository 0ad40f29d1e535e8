"""The block model: what every reader produces and every extractor consumes.

A document is one string, `ReadDocument.text`, and a sequence of blocks that point into it. Offsets
count Unicode code points of `text` (NFC), end exclusive; pages count from 1 and are None where the
format has no pages. A block's `text` is always `document.text[block.start:block.end]`; a cell's words
lie inside its span, so a citation can always be shown in the running text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in the page, as far as the format itself tells."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `ReadDocument.text`: code points from `start` to `end` (exclusive), on `page`."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. Merged cells stand once, at their top-left place, with their extent.

    `parts` are the stretches of text that the cell is made of: one in most tables, several where a page
    break or a flattened layout tore the cell apart. `text` is their join, for reading.
    """

    row: int
    column: int
    text: str
    parts: tuple[Span, ...]
    row_span: int = 1
    column_span: int = 1

    @property
    def start(self) -> int:
        return min(part.start for part in self.parts)

    @property
    def end(self) -> int:
        return max(part.end for part in self.parts)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells.

    `ruled` is true where the format itself drew the grid (Word, HTML, PDF lines, tabs). `shows_merges` is false
    where the format cannot say that cells are merged (tabs, Markdown, columns held by spaces): an empty cell may
    then be the covered part of the one above.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    header_rows: int = 0
    ruled: bool = True
    shows_merges: bool = True

    def row(self, index: int) -> tuple[Cell, ...]:
        """The cells that begin in row `index`, left to right."""
        return tuple(cell for cell in self.cells if cell.row == index)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers (row, column), merged cells included; None where the grid has a hole."""
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span:
                return cell
        return None


@dataclass(frozen=True, slots=True)
class Block:
    """One block in reading order.

    `marker` is the automatic or typed number or bullet at the head of the block ("1.", "a)", "-"), and is
    part of the text. `level` is the heading or list level where the format states one, from 1.
    `bold`, `italic`, `centered` tell of the whole block and are False where the format cannot say.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    page: int | None = None
    level: int | None = None
    marker: str | None = None
    bold: bool = False
    italic: bool = False
    centered: bool = False
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as read: its text, its blocks and what the reader has to say about the reading."""

    text: str
    blocks: tuple[Block, ...]
    format: str
    page_count: int | None = None
    warnings: tuple[str, ...] = field(default=())

    def tables(self) -> Iterator[Block]:
        """The blocks that are tables, in reading order."""
        return (block for block in self.blocks if block.kind is BlockKind.TABLE)

    def page_at(self, offset: int) -> int | None:
        """The page on which the code point `offset` stands, or None where the format has no pages."""
        page = None
        for block in self.blocks:
            if block.start > offset:
                break
            page = block.page
        return page
