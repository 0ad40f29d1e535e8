"""The source of a reading as pieces for the page, pure: blocks of text cut where items begin and end.

Items may overlap and cross cells, so the text is cut at every border of every item; each piece has a name, and an
item names the pieces that it covers. Click one and the other is marked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """An item's stretch of the text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text inside one block or cell; `name` is empty where no item covers it."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a table."""

    pieces: tuple[Piece, ...]
    row_span: int
    column_span: int
    is_header: bool


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block as the page shows it."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[ShownCell, ...], ...] = ()
    page: int | None = None
    bold: bool = False
    italic: bool = False
    centered: bool = False
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class SourceView:
    """The whole source, and for each item the names of the pieces that it covers, in order."""

    blocks: tuple[ShownBlock, ...]
    pieces_of: dict[str, tuple[str, ...]] = field(default_factory=dict)


class _Cutter:
    """Cuts stretches of the text at the borders of marks and names the pieces."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text = text
        self.marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
        self.starts = [mark.start for mark in self.marks]
        self.longest = max((mark.end - mark.start for mark in marks), default=0)
        self.borders = sorted({border for mark in marks for border in (mark.start, mark.end)})
        self.covered: dict[str, list[str]] = defaultdict(list)
        self.count = 0

    def cut(self, start: int, end: int) -> list[Piece]:
        """The pieces of one stretch."""
        inner = self.borders[bisect_right(self.borders, start) : bisect_left(self.borders, end)]
        edges = [start, *inner, end]
        return [self._piece(a, b) for a, b in pairwise(edges) if a < b]

    def _piece(self, start: int, end: int) -> Piece:
        text = self.text[start:end]
        keys = self._keys_over(start, end) if text.strip() else []
        if not keys:
            return Piece(text)
        name = f"s{self.count}"
        self.count += 1
        for key in keys:
            self.covered[key].append(name)
        return Piece(text, name)

    def _keys_over(self, start: int, end: int) -> list[str]:
        first = bisect_left(self.starts, start - self.longest)
        last = bisect_right(self.starts, start)
        return [mark.key for mark in self.marks[first:last] if mark.start <= start and end <= mark.end]


def source_view(text: str, blocks: Iterable[dict[str, Any]], marks: Sequence[Mark]) -> SourceView:
    """The blocks (as stored with the reading) with the marks of the items cut in."""
    cutter = _Cutter(text, marks)
    shown = []
    page: int | None = None
    for block in blocks:
        number = block.get("p")
        shown.append(_shown(block, cutter, starts_page=number is not None and number != page))
        page = number or page
    return SourceView(tuple(shown), {key: tuple(names) for key, names in cutter.covered.items()})


def _shown(block: dict[str, Any], cutter: _Cutter, *, starts_page: bool) -> ShownBlock:
    look = {
        "kind": block["k"],
        "page": block.get("p"),
        "bold": bool(block.get("b")),
        "italic": bool(block.get("i")),
        "centered": bool(block.get("c")),
        "starts_page": starts_page,
    }
    if "t" not in block:
        return ShownBlock(pieces=tuple(cutter.cut(block["s"], block["e"])), **look)
    rows: dict[int, list[ShownCell]] = defaultdict(list)
    for row, _column, row_span, column_span, parts in sorted(block["t"], key=lambda cell: (cell[0], cell[1])):
        pieces: list[Piece] = []
        for start, end in parts:
            if pieces:
                pieces.append(Piece(" "))
            pieces += cutter.cut(start, end)
        rows[row].append(ShownCell(tuple(pieces), row_span, column_span, row < block.get("h", 0)))
    return ShownBlock(rows=tuple(tuple(rows[row]) for row in sorted(rows)), **look)
