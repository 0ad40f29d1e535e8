"""Where the columns of a space-aligned table are parted, and the cells that a line has between those borders."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ...unit_names import begins_unit
from .lines import AlignedLine, Segment, words_of
from .titles import Title

_OVERHANG = 3
_REACH = 8
_SHIFT = 12


def borders_below(title: Title, body: Sequence[AlignedLine]) -> list[int]:
    """The left edge of every column but the first, looked for between the words of neighbouring headers."""
    return [_best_border(body, left.right, max(right.left, left.right)) for left, right in pairwise(title.columns)]


def borders_moved(before: Sequence[int], body: Sequence[AlignedLine]) -> list[int]:
    """The borders of the next page, where the same columns stand a little to the left or to the right."""
    moved: list[int] = []
    for index, border in enumerate(before):
        low = max(border - _SHIFT, (moved[-1] + 2) if moved else 1)
        high = min(border + _SHIFT, before[index + 1] - 2 if index + 1 < len(before) else border + _SHIFT)
        moved.append(_best_border(body, low, max(low, high), usual=border))
    return moved


def _best_border(body: Sequence[AlignedLine], low: int, high: int, usual: int | None = None) -> int:
    """The place where most segments begin and the fewest are cut; of equal ones the one most to the right."""
    best, best_score = high, float("-inf")
    lines = [line for line in body if len(line.segments) > 1]
    for place in range(low, high + 1):
        score = 0.0 if usual is None else -0.05 * abs(place - usual)
        for line in lines:
            score += _evidence(line, place)
        if score >= best_score:
            best, best_score = place, score
    return best


def _evidence(line: AlignedLine, place: int) -> float:
    for segment in line.segments:
        if segment.left == place:
            return 1.0
        if segment.left < place < segment.right:
            return -1.0 if " " in (line.text[place - 1], line.text[place]) else -2.0
    return 0.0


def cells_between(line: AlignedLine, borders: Sequence[int]) -> dict[int, list[Segment]]:
    """The segments of a line by column; one that runs over a border is parted at the word nearest to it."""
    cells: dict[int, list[Segment]] = {}
    last = -1
    for segment in line.segments:
        for column, piece in _parted(segment, borders, last):
            cells.setdefault(column, []).append(piece)
            last = column
    return cells


def crosses(segment: Segment, borders: Sequence[int]) -> int:
    """How many borders a segment runs over by more than an overhang."""
    return sum(segment.left < border - _OVERHANG and border + _OVERHANG < segment.right for border in borders)


def _parted(segment: Segment, borders: Sequence[int], last: int) -> list[tuple[int, Segment]]:
    """The parts of a segment by column; `last` is the column of the segment before it on the line."""
    found: list[tuple[int, Segment]] = []
    rest = segment
    for column, border in enumerate(borders):
        if rest.left >= border or border - rest.left <= _OVERHANG < rest.right - border:
            continue
        if column <= last and border - rest.left <= _REACH:
            # The cell on the left has ended before a gap; this line only stands a little to the left.
            continue
        if rest.right <= border or rest.right - border <= min(_OVERHANG, border - rest.left - 1):
            return [*found, (column, rest)]
        cut = _cut_near(border, rest)
        if cut is None:
            if rest.left + rest.right < 2 * border:
                return [*found, (column, rest)]
            continue
        head = rest.text[: cut - rest.left].rstrip()
        found.append((column, Segment(rest.left, rest.left + len(head), head)))
        rest = Segment(cut, rest.right, rest.text[cut - rest.left :])
    return [*found, (len(borders), rest)]


def _cut_near(border: int, segment: Segment) -> int | None:
    """The word near a border with which a cell most likely begins: close by, with a capital, best a unit's name."""
    best: int | None = None
    cheapest = float("inf")
    for word in words_of(segment)[1:]:
        distance = abs(word.left - border)
        if distance > _REACH:
            continue
        cost = distance + (3.0 if word.text[:1].islower() else 0.0)
        if word.text[:1].isupper() and begins_unit(segment.text[word.left - segment.left :]):
            cost -= 2.0
        if cost < cheapest:
            best, cheapest = word.left, cost
    return best
