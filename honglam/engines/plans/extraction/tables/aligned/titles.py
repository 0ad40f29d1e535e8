"""The headers of space-aligned tables: several printed lines whose segments stand above each other by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from honglam.toolkit.text import fold

from ..columns import Column, Role, kind_of, read_header, settle
from ..numerals import read_numeral
from ..places import names_places
from .lines import AlignedLine, Segment

_NUMBER_HEADER = re.compile(r"(?:s|số|st|s\.t)?\.?(?:tt|t\.t|t)|số|s|sốthứtự", re.IGNORECASE)
_WHOLE_NUMBER_HEADER = re.compile(r"s?tt|sốtt|s\.t\.t|t\.t|sốthứtự", re.IGNORECASE)
_MOST_LINES_ABOVE, _MOST_LINES_BELOW = 3, 5
_FEWEST_COLUMNS = 3
_MOST_COLUMNS = 12
_MOST_UNKNOWN = 2
_FEWEST_KNOWN = 3


@dataclass(slots=True)
class TitleColumn:
    """A column of the header: its extent, its own segments, and the segments above it that span several columns."""

    left: int
    right: int
    pieces: list[tuple[int, Segment]]
    umbrellas: list[tuple[int, Segment]]

    @property
    def text(self) -> str:
        """The words of the column's own header, in the order of lines."""
        return " ".join(segment.text for _, segment in sorted(self.pieces, key=lambda piece: piece[0]))


@dataclass(slots=True)
class Title:
    """A header: the lines it takes (`first` to `stop`, exclusive) and its columns from left to right.

    The first column is that of the row numbers; where the table has none, it is an empty one at the left edge.
    """

    first: int
    stop: int
    columns: list[TitleColumn]
    known: int
    name_column: int
    is_numbered: bool = True

    def words(self) -> list[str]:
        """The words of all columns, from left to right."""
        return [column.text for column in self.columns]

    @property
    def letters(self) -> str:
        """By what a repeat on a later page is known."""
        return re.sub(r"[\W_]+", "", fold(" ".join(self.words())))


def find_titles(lines: Sequence[AlignedLine]) -> Iterator[Title]:
    """The headers in order; a header printed again on a later page is found as another one."""
    past = 0
    for index, line in enumerate(lines):
        if index < past or line.inside_table or len(line.segments) < _FEWEST_COLUMNS:
            continue
        if not _NUMBER_HEADER.fullmatch(line.segments[0].text.replace(" ", "")) and not _names_columns(line):
            continue
        title = title_at(lines, index, floor=past)
        if title is not None:
            past = title.stop
            yield title


def _names_columns(line: AlignedLine) -> bool:
    """Do most segments of a line name columns, though the first is no “TT”?"""
    known = sum(read_header(segment.text) is not None for segment in line.segments)
    return known >= 2 and 2 * known > len(line.segments)


def title_at(lines: Sequence[AlignedLine], index: int, *, floor: int = 0) -> Title | None:
    """The header around a line that begins with “TT” or names columns; the extent that names most columns."""
    best: Title | None = None
    best_score = 0.0
    for above in range(_MOST_LINES_ABOVE + 1):
        first = index - above
        if first < floor or (above and (lines[first + 1].blanks_before or _ends_heading(lines[first]))):
            break
        for stop in range(index + 1, min(index + _MOST_LINES_BELOW, len(lines)) + 1):
            if stop > index + 1 and (lines[stop - 1].blanks_before or _begins_body(lines[stop - 1])):
                break
            title = _title_of(lines, first, stop)
            if title is None:
                continue
            score = title.known - 0.6 * (len(title.columns) - title.known) + 0.01 * (stop - index - above)
            if score > best_score:
                best, best_score = title, score
    return best


def _ends_heading(line: AlignedLine) -> bool:
    """Does the line belong to the title of the appendix: “(Kèm theo …)”, “2026” behind words in capitals?"""
    words = line.segments[0].text
    return len(line.segments) == 1 and (words.startswith("(") or words == words.upper())


def _begins_body(line: AlignedLine) -> bool:
    first = line.segments[0]
    return first.left < 8 and read_numeral(first.text.split()[0]) is not None


def _title_of(lines: Sequence[AlignedLine], first: int, stop: int) -> Title | None:
    placed = [(index, segment) for index in range(first, stop) for segment in lines[index].segments]
    columns = _clusters(placed)
    if not columns:
        return None
    numbered = bool(_WHOLE_NUMBER_HEADER.fullmatch(columns[0].text.replace(" ", "")))
    if not numbered:
        columns = [TitleColumn(0, 0, [], []), *columns]
    if not _FEWEST_COLUMNS <= len(columns) - (not numbered) <= _MOST_COLUMNS:
        return None
    read = [read_header("TT")]
    for column in columns[1:]:
        over = " ".join(segment.text for _, segment in column.umbrellas)
        read.append(read_header(column.text) or read_header(f"{over} {column.text}".strip()))
    known = sum(column is not None for column in read)
    if numbered and names_places(columns[1].text) and len(columns) > known:
        return Title(first, stop, columns, known, 1)
    if len(columns) - known > (_MOST_UNKNOWN if numbered else 0):
        return None
    if not any(column is not None and column.role in (Role.NAME, Role.CONTENT) for column in read):
        if known < _FEWEST_KNOWN or known == len(columns):
            return None
        # Between “TT” and known columns the widest column names what is to be done, whatever its words.
        place = _widest(columns, [index for index, column in enumerate(read) if column is None])
        read[place] = Column(Role.NAME, columns[place].text)
    if kind_of(settle([column for column in read if column is not None])) is None:
        return None
    roles = [column.role for column in settle([column or Column(Role.OTHER, "") for column in read])]
    name = roles.index(Role.NAME) if Role.NAME in roles else 1
    return Title(first, stop, columns, known - (not numbered), name, numbered)


def _widest(columns: Sequence[TitleColumn], places: Sequence[int]) -> int:
    """Which of these columns has most room up to the next one."""
    edges = [*(column.left for column in columns[1:]), max(column.right for column in columns)]
    return max(places, key=lambda place: edges[place] - columns[place].left)


def _clusters(placed: Sequence[tuple[int, Segment]]) -> list[TitleColumn]:
    """Columns of segments that stand above each other; a segment above two columns of one line spans them."""
    umbrellas: list[tuple[int, Segment]] = []
    between: dict[int, list[Segment]] = {}
    for index, segment in placed:
        below = {line: [other for at, other in placed if at == line] for line, _ in placed if line > index}
        if any(sum(_overlap(segment, other) for other in others) > 1 for others in below.values()):
            umbrellas.append((index, segment))
        elif pair := _pair_below(placed, index, segment):
            umbrellas.append((index, segment))
            between[id(segment)] = pair
    columns: list[TitleColumn] = []
    own = [piece for piece in placed if piece not in umbrellas]
    for index, segment in sorted(own, key=lambda piece: piece[1].left):
        column = next((found for found in columns if _overlap(segment, found)), None)
        if column is None:
            columns.append(TitleColumn(segment.left, segment.right, [(index, segment)], []))
        else:
            column.pieces.append((index, segment))
            column.left, column.right = min(column.left, segment.left), max(column.right, segment.right)
    for index, segment in umbrellas:
        for column in columns:
            if any(_overlap(column, other) for other in between.get(id(segment), [segment])):
                column.umbrellas.append((index, segment))
    return sorted(columns, key=lambda column: column.left)


def _overlap(one: Segment | TitleColumn, other: Segment | TitleColumn) -> bool:
    return one.left < other.right and other.left < one.right


def _pair_below(placed: Sequence[tuple[int, Segment]], index: int, segment: Segment) -> list[Segment]:
    """The two titles of the next line between which a segment stands, where nothing else stands over or under them.

    “Đơn vị thực hiện” is centred above the gap between “Chủ trì” and “Phối hợp”, and need not reach over them.
    """
    line = sorted((other for at, other in placed if at == index + 1), key=lambda other: other.left)
    left = next((other for other in reversed(line) if other.left < segment.left), None)
    right = next((other for other in line if other.right > segment.right), None)
    if left is None or right is None or line.index(right) != line.index(left) + 1:
        return []
    alone = all(
        other in (left, right, segment) or not any(_overlap(other, title) for title in (left, right, segment))
        for _, other in placed
    )
    return [left, right] if alone and read_header(left.text) and read_header(right.text) else []
