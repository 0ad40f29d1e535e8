"""Tables without drawn rules: lines whose words stand in columns, by where they begin on the page.

Here such lines are only kept apart from running text and printed with their gaps, as converters do that preserve
the layout; what the columns hold is for those to tell who know the titles of columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lines import Line, words_text
from .page_content import Word

# What parts two cells, in ems: more than a stretched space of a justified line.
_GAP = 0.7
_SAME_EDGE = 3.0
_FEWEST_STARTS = 3
_FEWEST_EDGES = 2
_MOST_SINGLE_LINES = 3
_LINE_DISTANCE = 2.2
_MOST_CROSSED = 0.3
# The width of a column of letters, in ems: narrow, so that words never push those behind them aside.
_LETTER = 0.36


@dataclass(frozen=True, slots=True)
class UnruledTable:
    """Lines that stand in columns, printed with spaces between."""

    lines: tuple[str, ...]
    page: int


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of a line with no gap between."""

    x0: float
    x1: float
    text: str


def part_unruled(lines: Sequence[Line]) -> Iterator[Sequence[Line] | UnruledTable]:
    """The lines in order, those of tables without rules put together."""
    cut = [_segments(line.words) for line in lines]
    past = 0
    for first, stop in _runs(lines, cut):
        edges = _edges(cut[first:stop])
        stop = _end(lines, cut, first, stop, edges)
        if len(edges) < _FEWEST_EDGES or _crossed(cut[first:stop], edges) or stop - first < _FEWEST_STARTS:
            continue
        if past < first:
            yield lines[past:first]
        yield UnruledTable(tuple(_printed(lines[first:stop], cut[first:stop])), lines[first].page)
        past = stop
    if past < len(lines):
        yield lines[past:]


def _segments(words: Sequence[Word]) -> list[_Segment]:
    runs: list[list[Word]] = []
    for word in words:
        if runs and word.x0 - runs[-1][-1].x1 <= _GAP * word.size:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [_Segment(run[0].x0, run[-1].x1, words_text(run)) for run in runs]


def _runs(lines: Sequence[Line], cut: Sequence[Sequence[_Segment]]) -> Iterator[tuple[int, int]]:
    """Stretches that begin with three cells on a line and go on while cells stand beside each other."""
    index = 0
    while index < len(lines):
        if len(cut[index]) < 3 and not (index + 1 < len(lines) and _opens(lines, cut, index)):
            index += 1
            continue
        first, stop = index, index + 1
        single = 0
        for place in range(index + 1, len(lines)):
            if lines[place].top - lines[place - 1].bottom > _LINE_DISTANCE * lines[place].size:
                break
            single = single + 1 if len(cut[place]) < 2 else 0
            if single > _MOST_SINGLE_LINES:
                break
            if not single:
                stop = place + 1
        yield first, stop
        index = stop


def _opens(lines: Sequence[Line], cut: Sequence[Sequence[_Segment]], index: int) -> bool:
    """Do two cells stand just above a line with three, as in a header of several lines?"""
    near = lines[index + 1].top - lines[index].bottom < 0.5 * lines[index].size
    return near and len(cut[index]) == 2 and len(cut[index + 1]) >= 3


def _edges(cut: Sequence[Sequence[_Segment]]) -> list[float]:
    """Where cells behind the first of their line begin, again and again."""
    starts = sorted(segment.x0 for segments in cut for segment in segments[1:])
    edges: list[list[float]] = []
    for start in starts:
        if edges and start - edges[-1][-1] <= _SAME_EDGE:
            edges[-1].append(start)
        else:
            edges.append([start])
    return [sum(edge) / len(edge) for edge in edges if len(edge) >= _FEWEST_STARTS]


def _crossed(cut: Sequence[Sequence[_Segment]], edges: Sequence[float]) -> bool:
    """Do words run over the edges on many lines? Then it is running text."""
    crossing = sum(
        any(segment.x0 < edge - _SAME_EDGE and edge + _SAME_EDGE < segment.x1 for segment in segments for edge in edges)
        for segments in cut
    )
    return crossing > _MOST_CROSSED * len(cut)


def _end(
    lines: Sequence[Line], cut: Sequence[Sequence[_Segment]], first: int, stop: int, edges: Sequence[float]
) -> int:
    """Behind the last line with a cell at an edge, and behind the wrapped lines under it."""

    def at_edge(index: int, *, behind: int) -> bool:
        return any(abs(segment.x0 - edge) <= _SAME_EDGE for segment in cut[index][behind:] for edge in edges)

    while stop > first and not at_edge(stop - 1, behind=1):
        stop -= 1
    while stop < len(lines) and stop > first:
        if lines[stop].top - lines[stop - 1].bottom > 0.5 * lines[stop].size or not at_edge(stop, behind=0):
            break
        stop += 1
    return stop


def _printed(lines: Sequence[Line], cut: Sequence[Sequence[_Segment]]) -> Iterator[str]:
    """Every line with its cells at their places; a wider gap between rows is a blank line."""
    size = sorted(line.size for line in lines)[len(lines) // 2]
    left = min(segments[0].x0 for segments in cut)
    gaps = sorted(lower.top - upper.bottom for upper, lower in pairwise(lines))
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    for index, segments in enumerate(cut):
        if index and lines[index].top - lines[index - 1].bottom > usual + 0.6 * size:
            yield ""
        text = ""
        for segment in segments:
            column = round((segment.x0 - left) / (_LETTER * size))
            text = text.ljust(max(column, len(text) + 2 if text else 0)) + segment.text
        yield text
