"""What a first reading teaches the second: column widths, usual cells, shares of empty cells, bullets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .atoms import Atom, lines_of
from .costs import key_of
from .layout import Layout


def learn(
    layout: Layout, atoms: Sequence[Atom], size: int, items: Sequence[dict[int, list[tuple[int, int]]]]
) -> Layout:
    """Column widths, usual cells and shares of empty cells from a first reading."""
    learned = Layout(
        layout.blank_share,
        layout.trailing_share,
        layout.wide_trailing_share,
        layout.uses_separators,
        layout.one_line_rows,
        row_count=len(items),
    )
    for column in range(1, size):
        pieces: list[int] = []
        counter: Counter[str] = Counter()
        empty, bullets, lone = 0, 0, 0
        for cells in items:
            ranges = cells.get(column)
            if not ranges:
                empty += 1
                continue
            lines = [line for begin, end in ranges for line in lines_of(atoms[begin:end])]
            counter[key_of("\n".join(lines))] += 1
            count = sum(atoms[index].bullet for begin, end in ranges for index in range(begin, end))
            bullets += atoms[ranges[0][0]].bullet
            lone += count == 1 and atoms[ranges[0][0]].bullet
            pieces.extend(len(line) for line in lines[:-1])
        learned.seen[column] = counter
        if len(items) > empty:
            learned.bullets[column] = bullets / (len(items) - empty)
            learned.lone_bullets[column] = lone / (len(items) - empty)
        if items:
            learned.empty_share[column] = empty / len(items)
        if len(pieces) >= 3:
            pieces.sort()
            learned.widths[column] = float(pieces[min(len(pieces) - 1, int(len(pieces) * 0.85))])
    return learned
