"""Text set side by side without rules: the letterhead at the top, recipients and signature at the end.

Read across, both columns would mix; here each is read down on its own, left before right.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .lines import Line, set_margins
from .page_content import Word

_GAP = 16.0
# How far the wide spaces of a line that was drawn apart may differ.
_ALIKE = 1.15
# The gutter of a letterhead runs through the middle of the page, never through its outer parts.
_GUTTER_FROM, _GUTTER_TO = 0.22, 0.78
_SIGNATURE_SPACE = 150.0


def split_columns(lines: Sequence[Line], page_width: float) -> list[Line]:
    """The lines in reading order, where side-by-side blocks are taken apart."""
    result: list[Line] = []
    index, block = 0, 0
    while index < len(lines):
        stop, gutter = _block_end(lines, index, page_width)
        if gutter is None:
            result.append(lines[index])
            index += 1
            continue
        block += 1
        result.extend(_apart(lines[index:stop], gutter, block))
        index = stop
    return result


def _block_end(lines: Sequence[Line], first: int, page_width: float) -> tuple[int, float | None]:
    """Where a side-by-side block that begins at line `first` ends, and its gutter; no gutter: no block."""
    low, high = _GUTTER_FROM * page_width, _GUTTER_TO * page_width
    free = _free(lines[first].words, low, high)
    best: tuple[int, float | None] = (first + 1, None)
    for start, end in free:
        left, right = _sides(lines[first], start, end)
        beside = bool(left and right)
        stop = first + 1
        apart = False
        while stop < len(lines):
            narrowed = _overlap(lines[stop].words, start, end)
            if narrowed is None or not _is_near(lines[stop - 1], lines[stop], (start + end) / 2):
                break
            start, end = narrowed
            more_left, more_right = _sides(lines[stop], start, end)
            # Below the room for a signature only names stand, on the right; words on the left are running text.
            apart = apart or not _is_below(lines[stop - 1], lines[stop])
            if apart and more_left:
                break
            beside = (
                beside or bool(more_left and more_right) or _is_beside(lines[stop - 1], lines[stop], (start + end) / 2)
            )
            left, right = left + more_left, right + more_right
            stop += 1
        if beside and left + right >= 3 and stop > best[0]:
            best = (stop, (start + end) / 2)
    return best


def _free(words: Sequence[Word], low: float, high: float) -> list[tuple[float, float]]:
    """Stretches between `low` and `high` without words: at least a gutter wide, and wider than spaces are here."""
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(words))
    if len(gaps) > 1 and gaps[0] >= _GAP and gaps[-1] <= _ALIKE * gaps[0]:
        # A few words drawn apart over a whole justified line, as before a line break in the text.
        return []
    # Justified lines have wide spaces, but all alike; the gaps within the sides of a letterhead are normal.
    least = max(_GAP, 2.5 * gaps[len(gaps) // 2]) if len(gaps) > 2 else _GAP
    free, at = [], low
    for word in words:
        if word.x0 - at >= least:
            free.append((at, min(word.x0, high)))
        at = max(at, word.x1)
        if at >= high:
            break
    if high - at >= least:
        free.append((at, high))
    return [(start, end) for start, end in free if end - start >= _GAP]


def _overlap(words: Sequence[Word], start: float, end: float) -> tuple[float, float] | None:
    shared = _free(words, start, end)
    return max(shared, key=lambda stretch: stretch[1] - stretch[0]) if shared else None


def _sides(line: Line, start: float, end: float) -> tuple[int, int]:
    middle = (start + end) / 2
    return int(any(word.x1 <= middle for word in line.words)), int(any(word.x0 >= middle for word in line.words))


def _is_near(upper: Line, lower: Line, gutter: float) -> bool:
    # Between the title of the signer and the name there is room for the signature and the seal.
    only_right = lower.x0 >= gutter
    return lower.top - upper.bottom < _SIGNATURE_SPACE if only_right else _is_below(upper, lower)


def _is_below(upper: Line, lower: Line) -> bool:
    return lower.top - upper.bottom < 2.0 * lower.size


def _is_beside(upper: Line, lower: Line, gutter: float) -> bool:
    """Whether two lines stand at nearly one height on different sides: columns in two type sizes."""
    opposite = (upper.x1 <= gutter) != (lower.x1 <= gutter)
    return opposite and lower.baseline - upper.baseline < 0.8 * upper.size


def _apart(lines: Sequence[Line], gutter: float, block: int) -> list[Line]:
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        for side, words in enumerate(
            ([word for word in line.words if word.x1 <= gutter], [word for word in line.words if word.x1 > gutter])
        ):
            if words:
                sides[side].append(Line(words, line.page, column=2 * block + side))
    for column in sides:
        set_margins(column)
    return [*sides[0], *sides[1]]
