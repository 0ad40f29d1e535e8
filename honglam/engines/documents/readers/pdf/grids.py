"""From drawn rules to table grids: which rules hang together, where the rows and columns are, what is merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .page_content import Rule

# Rules closer than this are one (double borders, borders of neighbouring cells drawn each on its own).
_SAME_PLACE = 4.0
_TOUCH = 4.0
# A wall stands where rules cover at least this share of the cell's side.
_WALL_SHARE = 0.5
# More is a drawing or squared paper, and would only cost time.
_MOST_RULES, _MOST_CELLS = 3_000, 20_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid at (row, column), merged over its spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(slots=True)
class Grid:
    """The ruled frame of a table: places of its vertical and horizontal lines, ascending, and its cells."""

    xs: list[float]
    ys: list[float]
    cells: list[GridCell]

    @property
    def row_count(self) -> int:
        return len(self.ys) - 1

    @property
    def column_count(self) -> int:
        return len(self.xs) - 1

    def place_of(self, x: float, y: float) -> tuple[int, int] | None:
        """(row, column) of the elementary cell around a point, or None outside the grid."""
        if not (self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), self.column_count - 1)
        row = min(max(bisect_right(self.ys, y) - 1, 0), self.row_count - 1)
        return row, column


def find_grids(rules: Iterable[Rule]) -> list[Grid]:
    """The grids of a page, from top to bottom; frames around a single column are not tables."""
    lines = _merged(rules)
    if len(lines) > _MOST_RULES:
        return []
    grids = []
    for group in _connected(lines):
        horizontal = [rule for rule in group if rule.horizontal]
        vertical = [rule for rule in group if not rule.horizontal]
        if len(vertical) < 2 or not horizontal:
            continue
        xs = _places(vertical, horizontal)
        ys = _places(horizontal, vertical)
        if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
            continue
        grid = Grid(xs, ys, _cells(xs, ys, vertical, horizontal))
        if len(grid.cells) > 1:
            grids.append(grid)
    return sorted(grids, key=lambda grid: grid.ys[0])


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line and end to end made one."""
    merged: list[Rule] = []
    for direction in (True, False):
        clusters: list[list[Rule]] = []
        for rule in sorted((rule for rule in rules if rule.horizontal is direction), key=lambda rule: rule.at):
            if clusters and rule.at - clusters[-1][0].at <= _SAME_PLACE / 2:
                clusters[-1].append(rule)
            else:
                clusters.append([rule])
        for cluster in clusters:
            at = sum(rule.at for rule in cluster) / len(cluster)
            start, end = None, 0.0
            for rule in sorted(cluster, key=lambda rule: rule.start):
                if start is not None and rule.start <= end + _TOUCH:
                    end = max(end, rule.end)
                    continue
                if start is not None:
                    merged.append(Rule(direction, at, start, end))
                start, end = rule.start, rule.end
            if start is not None:
                merged.append(Rule(direction, at, start, end))
    return merged


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of rules that touch one another, directly or through others."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    horizontal = [index for index, rule in enumerate(rules) if rule.horizontal]
    vertical = [index for index, rule in enumerate(rules) if not rule.horizontal]
    for h in horizontal:
        for v in vertical:
            across, down = rules[h], rules[v]
            if (
                across.start - _TOUCH <= down.at <= across.end + _TOUCH
                and down.start - _TOUCH <= across.at <= down.end + _TOUCH
            ):
                parent[root(h)] = root(v)
    groups: dict[int, list[Rule]] = {}
    for index, rule in enumerate(rules):
        groups.setdefault(root(index), []).append(rule)
    return list(groups.values())


def _places(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where the rules stand, and the ends of the crossing ones where a table is open at a side."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _SAME_PLACE:
            places.append(at)
    first = min(rule.start for rule in crossing)
    last = max(rule.end for rule in crossing)
    if first < places[0] - 2 * _SAME_PLACE:
        places.insert(0, first)
    if last > places[-1] + 2 * _SAME_PLACE:
        places.append(last)
    return places


def _cells(
    xs: Sequence[float], ys: Sequence[float], vertical: Sequence[Rule], horizontal: Sequence[Rule]
) -> list[GridCell]:
    rows, columns = len(ys) - 1, len(xs) - 1
    upright = [[rule for rule in vertical if abs(rule.at - x) <= _SAME_PLACE] for x in xs]
    level = [[rule for rule in horizontal if abs(rule.at - y) <= _SAME_PLACE] for y in ys]
    right_wall = [
        [column == columns - 1 or _covered(upright[column + 1], ys[row], ys[row + 1]) for column in range(columns)]
        for row in range(rows)
    ]
    lower_wall = [
        [row == rows - 1 or _covered(level[row + 1], xs[column], xs[column + 1]) for column in range(columns)]
        for row in range(rows)
    ]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            width = 1
            while not right_wall[row][column + width - 1] and (row, column + width) not in taken:
                width += 1
            height = 1
            while row + height < rows and _opens(lower_wall, right_wall, row + height - 1, column, width):
                height += 1
            cells.append(GridCell(row, column, height, width))
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
    return cells


def _opens(
    lower_wall: Sequence[Sequence[bool]], right_wall: Sequence[Sequence[bool]], row: int, column: int, width: int
) -> bool:
    """Whether the cell at (row, column), `width` wide, goes on into the row below with the same width."""
    below = right_wall[row + 1]
    return (
        not any(lower_wall[row][column : column + width])
        and not any(below[column : column + width - 1])
        and below[column + width - 1]
    )


def _covered(rules: Sequence[Rule], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(end, rule.end) - max(start, rule.start)) for rule in rules)
    return covered >= _WALL_SHARE * (end - start)
