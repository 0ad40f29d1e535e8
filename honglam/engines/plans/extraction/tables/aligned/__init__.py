"""Tables whose columns are held by spaces alone, as layout-preserving converters (`pdftotext -layout`) print them.

Such a text interleaves the cells of a row line by line. `with_aligned_tables` finds the headers, the columns and the
rows again and gives a document in which each of these tables is a table block. The text keeps its length: inside a
table the words of each cell move side by side, so that a cell can be cited; outside nothing moves.
"""

from __future__ import annotations

import re
from dataclasses import replace

from honglam.engines.documents.public import Block, BlockKind, ReadDocument, Table

from .lines import AlignedLine, lines_of
from .merged import join_names_over_rows
from .printing import Printed, print_table
from .rows import AlignedTable, read_table
from .titles import find_titles

__all__ = ["with_aligned_tables"]

_DOUBTFUL = (
    "Bảng có tiêu đề “{header}” chỉ được xếp cột bằng khoảng trắng; cột hoặc hàng dựng lại chưa chắc chắn, "
    "cần đối chiếu với bản gốc."
)
_UNREAD = (
    "Bảng có tiêu đề “{header}” chỉ được xếp cột bằng khoảng trắng và không dựng lại được; "
    "nên nộp tệp gốc (.docx hoặc .pdf) thay cho văn bản trích."
)
_LONGEST_QUOTE = 60
_GAP = re.compile(r"\S {3,}\S")
_LINES_LOOKED_AT = 16
_FEWEST_GAPS = 4


def with_aligned_tables(document: ReadDocument) -> ReadDocument:
    """The document with its space-aligned tables as table blocks; the same document where there are none.

    Tables that could not be rebuilt, or not with certainty, are named in the warnings.
    """
    lines = lines_of(document)
    warnings = list(document.warnings)
    past = 0
    for title in find_titles(lines):
        if title.first < past:
            continue
        table = read_table(lines, title)
        quote = " ".join(title.words())[:_LONGEST_QUOTE]
        if table is None:
            if _is_aligned(document.text, lines[title.first : title.first + _LINES_LOOKED_AT]):
                warnings.append(_UNREAD.format(header=quote))
            continue
        join_names_over_rows(table)
        past = table.stop
        document = _with_table(document, lines, table)
        if table.is_doubtful:
            warnings.append(_DOUBTFUL.format(header=quote))
    return replace(document, warnings=tuple(warnings)) if len(warnings) > len(document.warnings) else document


def _is_aligned(text: str, lines: list[AlignedLine]) -> bool:
    """Whether header or lines below it stand in wide gaps: flattened cells do not, and other rules read them."""
    gaps = [bool(_GAP.search(text[line.start : line.end])) for line in lines]
    return gaps[0] or sum(gaps) >= _FEWEST_GAPS


def _with_table(document: ReadDocument, lines: list[AlignedLine], table: AlignedTable) -> ReadDocument:
    start, end = lines[table.first].start, lines[table.stop - 1].end
    printed = print_table(document.text, start, end, table)
    text = document.text[:start] + printed.text + document.text[end:]
    return replace(document, text=text, blocks=_blocks(document, text, start, end, printed))


def _blocks(document: ReadDocument, text: str, start: int, end: int, printed: Printed) -> tuple[Block, ...]:
    """The blocks with the table's own in the place of those that it covers; those at its edges are cut."""
    before, after = [], []
    for block in document.blocks:
        if block.start < start:
            stop = min(block.end, start)
            stop = block.start + len(text[block.start : stop].rstrip())
            before.append(replace(block, end=stop, text=text[block.start : stop]))
        if block.end > end:
            first = max(block.start, end)
            first = block.end - len(text[first : block.end].lstrip())
            marker = block.marker if first == block.start else None
            after.append(replace(block, start=first, text=text[first : block.end], marker=marker))
    grid = Table(
        printed.cells, printed.row_count, printed.column_count, printed.header_rows, ruled=False, shows_merges=False
    )
    page = printed.cells[0].parts[0].page
    whole = Block(BlockKind.TABLE, text[start:end], start, end, page, table=grid)
    return tuple(block for block in (*before, whole, *after) if block.text)
