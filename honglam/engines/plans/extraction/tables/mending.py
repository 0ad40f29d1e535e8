"""Puts the cells of a flattened row together again where a page break tore them apart.

A citation is one stretch of the text. A row that a page break tore has no stretch that holds its name: the first
lines of all its cells stand on one page, the rest on the next. Mending moves those pieces side by side. The text
keeps its length, so every place outside the torn rows stays where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from honglam.engines.documents.public import ReadDocument

from .model import GridRow, RowKind, TableRegion


def mend(document: ReadDocument, regions: Iterable[TableRegion]) -> ReadDocument:
    """The document with the torn rows of these regions put together; the same document where none is torn."""
    text = document.text
    for region in regions:
        for row in region.rows:
            if not region.ruled and row.kind is RowKind.ITEM and _is_torn(row):
                text = text[: row.start] + _rearranged(text, row) + text[row.end :]
    if text == document.text:
        return document
    blocks = tuple(
        block if text[block.start : block.end] == block.text else replace(block, text=text[block.start : block.end])
        for block in document.blocks
    )
    return replace(document, text=text, blocks=blocks)


def _is_torn(row: GridRow) -> bool:
    return any(len(cell.parts) > 1 for cell in row.cells.values())


def _rearranged(text: str, row: GridRow) -> str:
    """The row's text with the parts of each cell one after the other; what stood between goes to the end."""
    parts = [part for column in sorted(row.cells) for part in row.cells[column].parts]
    first = min(start for start, _ in parts)
    head = text[row.start : first]
    taken = sorted(parts)
    gaps = [text[before[1] : after[0]] for before, after in pairwise(taken)]
    spare = "".join(gaps) + text[taken[-1][1] : row.end]
    pieces: list[str] = []
    for column in sorted(row.cells):
        for start, end in row.cells[column].parts:
            if pieces:
                sign, spare = _line_break(spare)
                pieces.append(sign)
            pieces.append(text[start:end])
    return head + "".join(pieces) + spare


def _line_break(spare: str) -> tuple[str, str]:
    """A line break (or a space) out of the white space that is left, and the rest of it."""
    for sign in ("\n", " "):
        place = spare.find(sign)
        if place >= 0:
            return sign, spare[:place] + spare[place + 1 :]
    return "", spare
