"""Ruled grids with their words: cells as text, and tables that go on over a page break joined.

What was measured on real plans: a table goes on when nothing but the page break lies between and the columns
agree; the repeated header is dropped; a first row without a number is the rest of the row above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...assembly import DraftCell
from ...markers import is_bullet, marker_of
from .grids import Grid, GridCell
from .lines import Line, joined_text, lines_of
from .page_content import Word

_SAME_COLUMN = 8.0
_PADDING = 14.0
_EARLY_END = 0.85
_FIRST_NUMBER = re.compile(r"(?:0?1|I|A)[.)]?")
_ROW_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])[.)]?")


@dataclass(slots=True)
class PageTable:
    """A table, or the part of one that stands on one page."""

    page: int
    xs: list[float]
    cells: list[DraftCell]
    row_count: int
    pages: set[int] = field(default_factory=set)

    @property
    def column_count(self) -> int:
        return len(self.xs) - 1

    def row(self, index: int) -> list[DraftCell]:
        """The cells that begin in the row, left to right."""
        return sorted((cell for cell in self.cells if cell.row == index), key=lambda cell: cell.column)


def page_table(grid: Grid, words: Iterable[Word], page: int) -> PageTable:
    """The grid with its words."""
    held: dict[GridCell, list[Word]] = {cell: [] for cell in grid.cells}
    at = {
        (cell.row + down, cell.column + right): cell
        for cell in grid.cells
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    }
    for word in words:
        for piece in _split_at_walls(word, grid, at):
            place = grid.place_of(piece.centers[0], piece.middle[1])
            if place is not None:
                held[at[place]].append(piece)
    in_lines = {cell: lines_of(inside, page) for cell, inside in held.items()}
    widest = _widest_lines(grid, in_lines)
    drafts = [
        DraftCell(cell.row, cell.column, _cell_text(lines, widest[cell]), cell.row_span, cell.column_span, page)
        for cell, lines in in_lines.items()
    ]
    return PageTable(page, grid.xs, drafts, grid.row_count, {page})


def continues(upper: PageTable, lower: PageTable) -> bool:
    """Whether `lower`, first on the next page, goes on with `upper`, last on its page.

    A header that is repeated goes on, unless the numbers begin anew below it: then two tables share a form.
    """
    if lower.page != max(upper.pages) + 1 or not _columns_agree(upper.xs, lower.xs):
        return False
    repeated = _repeated_header(upper, lower)
    if not repeated:
        return True
    numbers = [cell.text for row in range(upper.row_count) for cell in upper.row(row)[:1]]
    first = next(iter(lower.row(repeated)), None)
    begins_anew = first is not None and first.column == 0 and bool(_FIRST_NUMBER.fullmatch(first.text))
    seen = any(_FIRST_NUMBER.fullmatch(number) for number in numbers)
    group_before = any(re.fullmatch(r"[IVXL]{1,6}[.)]?|[A-Z][.)]?", number) for number in numbers[-1:])
    return not (begins_anew and seen and not group_before)


def join(upper: PageTable, lower: PageTable) -> None:
    """Puts the rows of `lower` under those of `upper`."""
    skipped = _repeated_header(upper, lower)
    columns = [_nearest(upper.xs, x) for x in lower.xs]
    torn = _torn_row(upper, lower, skipped)
    if torn:
        for cell in lower.row(skipped):
            above = _cell_above(upper, columns[cell.column])
            if above is not None and cell.text:
                above.continuations = (*above.continuations, (cell.text, lower.page))
        skipped += 1
    for cell in lower.cells:
        if cell.row < skipped:
            continue
        end = columns[min(cell.column + cell.column_span, len(columns) - 1)]
        cell.row += upper.row_count - skipped
        cell.column, cell.column_span = columns[cell.column], max(1, end - columns[cell.column])
        upper.cells.append(cell)
    upper.row_count += lower.row_count - skipped
    upper.pages.add(lower.page)


def _columns_agree(upper: Sequence[float], lower: Sequence[float]) -> bool:
    """Whether every column line below stands under one above, shifted tables allowed for."""
    if abs((upper[-1] - upper[0]) - (lower[-1] - lower[0])) > 2 * _SAME_COLUMN:
        return False
    shift = upper[0] - lower[0]
    few, many = sorted(([x + shift for x in lower], list(upper)), key=len)
    if len(upper) < len(lower):
        return False
    return all(min(abs(x - other) for other in many) <= _SAME_COLUMN for x in few)


def _nearest(xs: Sequence[float], x: float) -> int:
    return min(range(len(xs)), key=lambda index: abs(xs[index] - x))


def _repeated_header(upper: PageTable, lower: PageTable) -> int:
    """How many rows at the top of `lower` repeat the header of `upper`."""
    first = [_folded(cell.text) for cell in upper.row(0)]
    if _ROW_NUMBER.fullmatch(first[0] if first else "") or sum(1 for text in first if text) < 2:
        return 0
    repeated = 0
    while repeated < min(4, lower.row_count - 1) and repeated < upper.row_count:
        if [_folded(cell.text) for cell in lower.row(repeated)] != [_folded(cell.text) for cell in upper.row(repeated)]:
            break
        repeated += 1
    return repeated


def _torn_row(upper: PageTable, lower: PageTable, index: int) -> bool:
    """Whether row `index` of `lower` is the rest of the last row of `upper`."""
    cells = lower.row(index)
    if not cells or cells[0].column != 0 or cells[0].text or cells[0].column_span > 1:
        return False
    filled = [cell for cell in cells if cell.text]
    if not filled:
        return True
    last = upper.row(upper.row_count - 1)
    if not last or (last[0].column_span > 1 and len(last) < 2):
        return False
    # A full row of cells that all begin a sentence is a row of its own whose number is merged from above.
    whole = len(filled) == len(cells) - 1 and len(cells) > 2 and not any(cell.text[0].islower() for cell in filled)
    return not whole


def _cell_above(upper: PageTable, column: int) -> DraftCell | None:
    """The cell of the last row that covers the column."""
    last = upper.row_count - 1
    for cell in upper.cells:
        if cell.row <= last < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span:
            return cell
    return None


def _split_at_walls(word: Word, grid: Grid, at: dict[tuple[int, int], GridCell]) -> list[Word]:
    """The word, cut where a wall of its row runs through it (cells set so tightly that no space is left)."""
    y = word.middle[1]
    pieces: list[tuple[GridCell | None, int]] = []
    for index, center in enumerate(word.centers):
        place = grid.place_of(center, y)
        cell = at.get(place) if place is not None else None
        if not pieces or pieces[-1][0] is not cell:
            pieces.append((cell, index))
    if len(pieces) == 1 or len(word.text) != len(word.centers):
        return [word]
    cut = []
    for number, (_, start) in enumerate(pieces):
        stop = pieces[number + 1][1] if number + 1 < len(pieces) else len(word.text)
        centers = word.centers[start:stop]
        x0 = word.x0 if start == 0 else centers[0] - 0.2 * word.size
        x1 = word.x1 if stop == len(word.text) else centers[-1] + 0.2 * word.size
        cut.append(
            Word(
                word.text[start:stop],
                x0,
                x1,
                word.baseline,
                word.size,
                centers,
                True,
                word.bold,
                word.italic,
            )
        )
    return cut


def _widest_lines(grid: Grid, in_lines: dict[GridCell, list[Line]]) -> dict[GridCell, float]:
    """The room for a line in each cell: the widest line of its column, at least the column less its padding."""
    by_column: dict[tuple[int, int], float] = {}
    for cell, lines in in_lines.items():
        key = (cell.column, cell.column_span)
        widest = max((line.x1 - line.x0 for line in lines), default=0.0)
        by_column[key] = max(by_column.get(key, 0.0), widest)
    room = {}
    for cell in in_lines:
        width = grid.xs[cell.column + cell.column_span] - grid.xs[cell.column]
        room[cell] = max(by_column[(cell.column, cell.column_span)], width - _PADDING)
    return room


def _cell_text(lines: Sequence[Line], room: float) -> str:
    """The cell's lines, wrapped ones joined; a line whose end had room for the next word was broken on purpose."""
    listed = bool(lines) and is_bullet(marker_of(lines[0].text) or "1")
    paragraphs: list[list[str]] = []
    for index, line in enumerate(lines):
        if index and not _begins_item(lines[index - 1], line, listed):
            upper, word = lines[index - 1], line.words[0]
            needed = (upper.x1 - upper.x0) + (word.x1 - word.x0) + 0.25 * word.size
            if needed > room - 1 and not _begins_alike(paragraphs[-1][0], upper, line, room):
                paragraphs[-1].append(line.text)
                continue
        paragraphs.append([line.text])
    return "\n".join(joined_text(texts) for texts in paragraphs)


def _begins_item(upper: Line, line: Line, listed: bool) -> bool:
    """Whether the line is a new item by its marker; "Phòng Văn hóa" | "- Xã hội" is one name, wrapped."""
    marker = marker_of(line.text)
    if marker is None:
        return False
    return upper.text[-1] in ".;:," or (listed and is_bullet(marker))


def _begins_alike(first: str, upper: Line, line: Line, room: float) -> bool:
    """Whether the line begins a second name of one kind below a line that ended early: "Phòng A" | "Phòng B"."""
    word = line.words[0].text
    early = upper.x1 - upper.x0 <= _EARLY_END * room
    parallel = word[:1].isupper() and len(line.words) > 1 and first.split(" ", 1)[0] == word
    return early and parallel and not upper.text.endswith((",", "-", "–", "(", "&"))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
