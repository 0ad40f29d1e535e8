"""The rows of a space-aligned table: which lines belong together, where a heading stands, where the table ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...lines import LOWER
from ..flattened.headers import HARD_END
from ..numerals import Numeral, leading_numeral, read_numeral
from .borders import borders_below, borders_moved, cells_between, crosses
from .lines import AlignedLine, Segment
from .parts import goes_on, part_starts
from .titles import Title, title_at

_SECTION = re.compile(rf"(?:[A-HĐ]|[IVX]+|\d{{1,2}})[.)]\s+[^\W\d_{LOWER}]")
_SIGN = re.compile(r"\(?(?:\d{1,2}|[A-Ha-h])\)?")
_LOOK_AHEAD = 4
_WINDOW = 70
_DOUBTFUL_SHARE = 0.2


@dataclass(slots=True)
class BodyLine:
    """A line of the body: the numeral in its first column, its segments by column, whether it is a heading.

    `begins_row` is true where a row number stands on the line, or what begins a row in a table without numbers;
    `torn` is the rest of the number of the line above, which its narrow column tore apart.
    """

    index: int
    numeral: Numeral | None
    cells: dict[int, list[Segment]]
    is_heading: bool = False
    opens_page: bool = False
    begins_row: bool = False
    torn: Numeral | None = None


@dataclass(slots=True)
class AlignedRow:
    """A row: its lines from top to bottom; a heading's words run over all columns."""

    lines: list[BodyLine]
    is_heading: bool = False


@dataclass(slots=True)
class AlignedTable:
    """A table: its header, the lines that it takes (`first` to `stop`, exclusive), its rows and their certainty."""

    title: Title
    lines: Sequence[AlignedLine]
    stop: int
    rows: list[AlignedRow] = field(default_factory=list)
    is_doubtful: bool = False

    @property
    def first(self) -> int:
        """The first line, the header's."""
        return self.title.first


def read_table(lines: Sequence[AlignedLine], title: Title) -> AlignedTable | None:
    """The table under a header; None where its lines do not read as rows."""
    body, stop, cut = _Reader(lines, title).read()
    if not any(line.begins_row and not line.is_heading for line in body):
        return None
    table = AlignedTable(title, lines, stop, _rows(body, title))
    table.is_doubtful = cut > _DOUBTFUL_SHARE * len(body) or not _in_sequence(body)
    return table


def _in_sequence(body: Sequence[BodyLine]) -> bool:
    """Do most row numbers follow their predecessor or begin anew?"""
    numbers = [line.numeral.value for line in body if line.numeral and line.numeral.kind == "arabic"]
    steps = [after[0] - before[0] == 1 or after[0] == 1 for before, after in pairwise(numbers)]
    return not steps or sum(steps) >= 0.7 * len(steps)


class _Reader:
    """Walks down the lines below a header, page by page, until the table ends."""

    def __init__(self, lines: Sequence[AlignedLine], title: Title) -> None:
        self.lines = lines
        self.title = title
        self.borders: list[int] = []
        self.cut = 0

    def read(self) -> tuple[list[BodyLine], int, int]:
        """(lines of the body, the line behind the table, how many lines run over a border)."""
        body: list[BodyLine] = []
        place = stop = self.title.stop
        self.borders = borders_below(self.title, self._window(place))
        opens_page = False
        while place < len(self.lines):
            line = self.lines[place]
            if line.inside_table or HARD_END.match(line.text):
                break
            if line.is_page_number and not self._is_cell(line):
                # Numbers at the foot and at the head of a page; nothing says yet that the table goes on.
                opens_page = True
                place += 1
                self.borders = self._borders_of_page(place)
                continue
            again = self._header_again(place)
            if again is not None:
                place = again.stop
                self.borders = borders_below(again, self._window(place))
                opens_page = True
                continue
            if place > stop and line.page != self.lines[place - 1].page and not opens_page:
                opens_page = True
                self.borders = self._borders_of_page(place)
            if _is_column_numbers(line):
                place += 1
                stop = place
                continue
            found = self._body_line(place)
            if found is None:
                break
            _mend_number(body, found, self.title.name_column)
            found.begins_row = self._begins_row(found)
            found.opens_page = opens_page
            opens_page = False
            body.append(found)
            place += 1
            stop = place
        return body, stop, self.cut

    def _window(self, place: int) -> Sequence[AlignedLine]:
        """The lines that show the columns: down to the next header, appendix or page number."""
        found: list[AlignedLine] = []
        for line in self.lines[place : place + _WINDOW]:
            if line.inside_table or HARD_END.match(line.text) or (found and line.is_page_number):
                break
            if found and line.page != found[-1].page:
                break
            found.append(line)
        return found

    def _borders_of_page(self, place: int) -> list[int]:
        return borders_moved(self.borders, self._window(place))

    def _is_cell(self, line: AlignedLine) -> bool:
        """Could a number that stands alone be a cell: does it begin exactly at a column's edge?"""
        return line.segments[0].left in self.borders and not line.blanks_before

    def _header_again(self, place: int) -> Title | None:
        for index in range(place, min(place + 3, len(self.lines))):
            title = title_at(self.lines, index, floor=place) if len(self.lines[index].segments) > 1 else None
            if title is not None and title.first == place and title.letters == self.title.letters:
                return title
        return None

    def _begins_row(self, line: BodyLine) -> bool:
        """Does the line hold a row's number? Without numbers: do a name and most of the other cells begin on it?"""
        if self.title.is_numbered:
            return line.numeral is not None
        begun = [segments[0].text[:1] for segments in line.cells.values()]
        name = line.cells.get(self.title.name_column)
        return bool(name) and not any(sign.islower() for sign in begun) and 2 * len(begun) > len(self.title.columns) - 1

    def _body_line(self, place: int) -> BodyLine | None:
        """The line as a part of the table; None where the table has ended."""
        line = self.lines[place]
        first = line.segments[0]
        if len(line.segments) == 1:
            return self._lone_segment(place, first)
        numeral, rest = self._number_of(line)
        cells = cells_between(line, self.borders)
        if numeral is None and 0 in cells:
            return None
        if numeral is not None:
            cells = cells_between(_without(line, rest), self.borders)
            cells.pop(0, None)
        self.cut += any(crosses(segment, self.borders) for segment in line.segments)
        heading = (
            numeral is not None
            and len(cells) == 1
            and numeral.kind in ("roman", "letter")
            and not numeral.printed.islower()
        )
        if numeral is not None and len(rest) == 1 and crosses(rest[0], self.borders[1:]):
            heading = True
            cells = {1: list(rest)}
        return BodyLine(place, numeral, cells, heading)

    def _number_of(self, line: AlignedLine) -> tuple[Numeral | None, list[Segment]]:
        """The numeral at the head of the line and the segments behind it."""
        first, *others = line.segments
        if first.left >= self.borders[0]:
            return None, list(line.segments)
        numeral = read_numeral(first.text)
        if numeral is not None:
            return numeral, others
        led = leading_numeral(first.text)
        if led is None:
            return None, list(line.segments)
        left = first.right - len(led[1])
        return led[0], [Segment(left, first.right, led[1]), *others]

    def _lone_segment(self, place: int, segment: Segment) -> BodyLine | None:
        line = self.lines[place]
        numeral = read_numeral(segment.text)
        if segment.left < self.borders[0] and segment.right <= self.borders[0] + 1:
            return BodyLine(place, numeral, {}) if numeral is not None else None
        heads = self._rows_follow(place)
        if segment.left < self.borders[0] - 1:
            led = leading_numeral(segment.text)
            if led is None or not heads:
                return None
            text = Segment(segment.right - len(led[1]), segment.right, led[1])
            if led[0].kind in ("arabic", "dotted"):
                return BodyLine(place, led[0], cells_between(_without(line, [text]), self.borders))
            return BodyLine(place, led[0], {1: [text]}, is_heading=True)
        if crosses(segment, self.borders) and not self._splits_well(segment):
            return BodyLine(place, None, {1: [segment]}, is_heading=True) if heads else None
        ends = line.blanks_before or place == self.title.stop
        if _SECTION.match(segment.text) and segment.left <= self.borders[0] + 4 and (not heads or ends):
            return None
        if line.blanks_before > 1 and not heads and segment.left not in self.borders:
            return None
        return BodyLine(place, None, cells_between(line, self.borders))

    def _splits_well(self, segment: Segment) -> bool:
        """Does a word begin at the only border that the segment runs over?"""
        run_over = [border for border in self.borders if segment.left < border - 3 and border + 3 < segment.right]
        return len(run_over) == 1 and segment.text[run_over[0] - segment.left - 1] == " "

    def _rows_follow(self, place: int) -> bool:
        """Is one of the next lines a row with a number and cells?"""
        for line in self.lines[place + 1 : place + 1 + _LOOK_AHEAD]:
            if line.inside_table or HARD_END.match(line.text):
                return False
            if not self.title.is_numbered:
                if self._begins_row(BodyLine(0, None, cells_between(line, self.borders))):
                    return True
                continue
            numeral, rest = self._number_of(line)
            if numeral is not None and len(line.segments) > 1 and (len(rest) > 1 or numeral.kind != "letter"):
                return True
        return False


def _mend_number(body: Sequence[BodyLine], line: BodyLine, name: int) -> None:
    """Joins a number with its rest on the next line, where only both together go on counting: “9”, then “1⏎0”."""
    above = body[-1] if body else None
    if above is None or above.numeral is None or line.numeral is None or line.index != above.index + 1:
        return
    if line.cells and not _goes_on_in(line.cells.get(name)):
        return
    whole = read_numeral(above.numeral.printed + line.numeral.printed)
    before = next(
        (
            other.numeral
            for other in reversed(body[:-1])
            if other.numeral and whole and other.numeral.kind == whole.kind
        ),
        None,
    )
    if whole is None or before is None or len(whole.value) > 1 or whole.value[0] != before.value[0] + 1:
        return
    above.numeral, line.torn, line.numeral = whole, line.numeral, None
    line.is_heading = above.is_heading


def _goes_on_in(name: Sequence[Segment] | None) -> bool:
    return bool(name) and name[0].text[:1].islower()  # type: ignore[index]


def _without(line: AlignedLine, segments: Sequence[Segment]) -> AlignedLine:
    return AlignedLine(line.start, line.end, tuple(segments), line.blanks_before, line.page, line.text)


def _is_column_numbers(line: AlignedLine) -> bool:
    words = [segment.text for segment in line.segments]
    return len(words) >= 3 and all(_SIGN.fullmatch(word) for word in words) and len(set(words)) == len(words)


def _rows(body: Sequence[BodyLine], title: Title) -> list[AlignedRow]:
    """The lines gathered into rows."""
    name = title.name_column
    middle = title.is_numbered and _stands_in_the_middle(body, name)
    rows: list[AlignedRow] = []
    for run in _runs(body, name):
        if run[0].is_heading:
            rows.append(AlignedRow(list(run), is_heading=True))
            continue
        starts = _starts_in_the_middle(run, name) if middle else _starts_at_the_top(run, title)
        if starts and starts[0] > 0 and rows and not rows[-1].is_heading:
            rows[-1].lines.extend(run[: starts[0]])
        elif starts:
            if rows and not middle and starts[0] and all(set(line.cells) == {name} for line in run[: starts[0]]):
                # A heading without a numeral below the numbered one.
                rows.append(AlignedRow(list(run[: starts[0]]), is_heading=True))
            else:
                starts[0] = 0
        elif rows and not rows[-1].is_heading:
            rows[-1].lines.extend(run)
        for start, stop in pairwise([*starts, len(run)]):
            lines = list(run[start:stop])
            if rows and lines[0].numeral is None and start in starts[1:] and title.is_numbered and not middle:
                rows[-1].lines += _rest_of_merged(lines)
            rows.append(AlignedRow(lines))
    return rows


def _rest_of_merged(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """Takes out of a part's lines what goes on from the row above: the words of cells that reach down over it."""
    rest: list[BodyLine] = []
    going_on = {column for column, segments in lines[0].cells.items() if goes_on(segments)}
    for line in lines:
        kept = {column: line.cells.pop(column) for column in going_on & line.cells.keys()}
        rest += [BodyLine(line.index, None, kept)] if kept else []
    return rest


def _runs(body: Sequence[BodyLine], name: int) -> Iterator[list[BodyLine]]:
    """The lines between headings; a heading with its wrapped lines is a run of its own."""
    run: list[BodyLine] = []
    for line in body:
        goes_on = (
            bool(run) and run[-1].is_heading and line.numeral is None and (line.is_heading or _goes_on(line, name))
        )
        if run and (line.is_heading or run[-1].is_heading) and not goes_on:
            yield run
            run = []
        if goes_on:
            line.is_heading = True
        run.append(line)
    if run:
        yield run


def _goes_on(line: BodyLine, name: int) -> bool:
    return set(line.cells) == {name} and line.cells[name][0].text[:1].islower()


def _starts_at_the_top(run: Sequence[BodyLine], title: Title) -> list[int]:
    """The lines on which rows begin, and the parts of rows that are work of their own."""
    starts: list[int] = []
    rows = [index for index, line in enumerate(run) if line.begins_row]
    for start, stop in pairwise([*rows, len(run)]):
        parts = part_starts([line.cells for line in run[start:stop]], title) if title.is_numbered else []
        starts += [start, *(start + part for part in parts)]
    return starts


def _stands_in_the_middle(body: Sequence[BodyLine], name: int) -> bool:
    """Do numbers stand at half the height of their rows: does a name begin above many of them?"""
    numbered = [index for index, line in enumerate(body) if line.numeral is not None and not line.is_heading]
    above = 0
    for index in numbered:
        begins = any(segment.text[:1].isupper() for segment in body[index].cells.get(name, [])[:1])
        before = body[index - 1] if index else None
        above += not begins and before is not None and not before.is_heading and before.numeral is None
    first = numbered[0] if numbered else 0
    led = first > 0 and not body[first - 1].is_heading
    return above >= 0.25 * len(numbered) or (led and not body[0].opens_page)


def _starts_in_the_middle(run: Sequence[BodyLine], name: int) -> list[int]:
    """The first line of every row, so that numbers stand near the middle and names begin with a capital."""
    numbers = [index for index, line in enumerate(run) if line.numeral is not None]
    if not numbers:
        return []
    # best[start]: the cheapest way to begin the present row at that line, and the starts of the rows before.
    best: dict[int, tuple[float, list[int]]] = {}
    for start in range(numbers[0] + 1):
        torn = run[0].opens_page and start > 0
        if start == 0 or torn:
            best[start] = (_start_cost(run[start], name) + (0.5 if torn else 0.0), [start])
    for number, following in pairwise(numbers):
        reached: dict[int, tuple[float, list[int]]] = {}
        for after in range(number + 1, following + 1):
            for start, (cost, starts) in best.items():
                total = cost + 0.6 * abs(2 * number - start - (after - 1)) + _start_cost(run[after], name)
                if after not in reached or total < reached[after][0]:
                    reached[after] = (total, [*starts, after])
        best = reached
    last = numbers[-1]
    chosen = min(best.items(), key=lambda item: item[1][0] + 0.6 * abs(2 * last - item[0] - (len(run) - 1)))
    return list(chosen[1][1])


def _start_cost(line: BodyLine, name: int) -> float:
    if line.opens_page:
        return 0.0
    words = line.cells.get(name)
    if not words:
        return 0.6
    return 3.0 if words[0].text[:1].islower() else 0.0
