"""Puts the cells of a row together again where a page break tore them apart.

A citation is one stretch of the text. A row that a page break tore has no stretch that holds its name: the first
lines of all its cells stand on one page, the rest on the next. Mending moves those pieces side by side. The text
keeps its length, so every place outside the torn rows stays where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from honglam.engines.documents.public import Block, Cell, ReadDocument, Span, Table

from .columns import Role
from .model import GridRow, RowKind, TableRegion


def mend(document: ReadDocument, regions: Iterable[TableRegion]) -> ReadDocument:
    """The document with the torn rows of these regions put together; the same document where none is torn."""
    text = document.text
    blocks = document.blocks
    for region in regions:
        for row in region.rows:
            if row.kind is not RowKind.ITEM or not _is_torn(row):
                continue
            in_table = _is_in_table(blocks, row)
            if in_table and not _is_interleaved(row):
                continue
            rearranged, places = _rearranged(text, row)
            text = text[: row.start] + rearranged + text[row.end :]
            if in_table:
                blocks = _with_whole_row(blocks, text, row, places, region.column_of(Role.NUMBER))
    if text == document.text:
        return document
    blocks = tuple(
        block if text[block.start : block.end] == block.text else replace(block, text=text[block.start : block.end])
        for block in blocks
    )
    return replace(document, text=text, blocks=blocks)


def _is_in_table(blocks: Sequence[Block], row: GridRow) -> bool:
    return any(block.table is not None and block.start <= row.start < block.end for block in blocks)


def _with_whole_row(
    blocks: Sequence[Block], text: str, row: GridRow, spans: dict[int, tuple[int, int]], number_column: int | None
) -> tuple[Block, ...]:
    """The blocks with the torn row as one row of the first table, and its rest gone from the second.

    `spans` says where each of the row's cells stands in `text` now.
    """
    kept: list[Block] = []
    written = False
    for block in blocks:
        table = block.table
        if table is None or block.end <= row.start or row.end <= block.start:
            kept.append(block)
            continue
        first = min(spans.values())[0]
        cells = [
            cell
            for cell in table.cells
            if cell.end <= row.start
            or cell.start >= row.end
            or (cell.column == number_column and row.start <= cell.start and cell.end <= first)
        ]
        if not written:
            written = True
            place = next(cell.row for cell in table.cells if cell.start >= row.start)
            cells += [
                Cell(place, column, text[start:end], (Span(start, end, row.page),))
                for column, (start, end) in spans.items()
            ]
            end = max(block.end, row.end)
            kept.append(replace(block, end=end, text=text[block.start : end], table=_table_of(table, cells)))
        elif cells:
            start = min(cell.start for cell in cells)
            kept.append(replace(block, start=start, text=text[start : block.end], table=_table_of(table, cells)))
    return tuple(kept)


def _table_of(table: Table, cells: list[Cell]) -> Table:
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _is_torn(row: GridRow) -> bool:
    return any(len(cell.parts) > 1 for cell in row.cells.values())


def _is_interleaved(row: GridRow) -> bool:
    """Does another cell stand between the parts of one?"""
    parts = sorted((start, end, column) for column, cell in row.cells.items() for start, end in cell.parts)
    order = [column for _, _, column in parts]
    return any(order.count(column) > 1 and len(set(order[_span_of(order, column)])) > 1 for column in set(order))


def _span_of(order: list[int], column: int) -> slice:
    return slice(order.index(column), len(order) - order[::-1].index(column))


def _rearranged(text: str, row: GridRow) -> tuple[str, dict[int, tuple[int, int]]]:
    """(the row's text with the parts of each cell one after the other, where each cell stands then).

    What stood between the parts goes to the end.
    """
    parts = [part for column in sorted(row.cells) for part in row.cells[column].parts]
    first = min(start for start, _ in parts)
    head = text[row.start : first]
    taken = sorted(parts)
    gaps = [text[before[1] : after[0]] for before, after in pairwise(taken)]
    spare = "".join(gaps) + text[taken[-1][1] : row.end]
    pieces: list[str] = []
    position = first
    places: dict[int, tuple[int, int]] = {}
    for column in sorted(row.cells):
        begin = position
        for order, (start, end) in enumerate(row.cells[column].parts):
            if pieces:
                sign, spare = _line_break(spare)
                pieces.append(sign)
                position += len(sign)
                begin += 0 if order else len(sign)
            pieces.append(text[start:end])
            position += end - start
        places[column] = (begin, position)
    return head + "".join(pieces) + spare, places


def _line_break(spare: str) -> tuple[str, str]:
    """A line break (or other white space) out of what is left, and the rest of it."""
    for sign in ("\n", " ", "\t"):
        place = spare.find(sign)
        if place >= 0:
            return sign, spare[:place] + spare[place + 1 :]
    return "", spare
