"""How a file breaks the lines of its flattened tables, and what a first reading taught of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .atoms import BLANK, INLINE, Atom

# How many typed atoms make a line a whole row: the words behind the number, and two cells.
_CELLS_OF_A_ROW = 3
# How many rows tell how rows are printed, whatever follows them.
_ROWS_TO_TELL = 4


@dataclass(slots=True)
class Layout:
    """How the file breaks lines, and what a first reading taught of the columns."""

    blank_share: float = 0.0
    trailing_share: float = 0.0
    wide_trailing_share: float = 0.0
    uses_separators: bool = False
    one_line_rows: frozenset[int] = frozenset()
    widths: dict[int, float] = field(default_factory=dict)
    seen: dict[int, Counter[str]] = field(default_factory=dict)
    empty_share: dict[int, float] = field(default_factory=dict)
    bullets: dict[int, float] = field(default_factory=dict)
    lone_bullets: dict[int, float] = field(default_factory=dict)
    row_count: int = 0


def layout_of(atoms: Sequence[Atom]) -> Layout:
    """The shares of blank lines and of lines with a space at the end."""
    breaks = [atom for atom in atoms[1:] if atom.gap != INLINE]
    ends = [atom for atom in atoms if atom.ends_line]
    if not breaks or not ends:
        return Layout()
    separated = sum(one.text.endswith((";", ",")) and other.unit and not one.lower for one, other in pairwise(atoms))
    return Layout(
        uses_separators=separated >= 3,
        one_line_rows=_one_line_rows(atoms),
        blank_share=sum(atom.gap >= BLANK for atom in breaks) / len(breaks),
        trailing_share=sum(atom.trailing > 0 for atom in ends) / len(ends),
        wide_trailing_share=sum(atom.trailing >= 3 for atom in ends) / len(ends),
    )


def _one_line_rows(atoms: Sequence[Atom]) -> frozenset[int]:
    """The row numbers of rows with a line on which several cells are plain to see; none where most rows have none.

    Such a line is the row's first, or the one on which a wrapped name ends. Headings are numbered in Roman. Of the
    lines behind the last stretch in which most rows are such, nothing is said: prose may follow the table.
    """
    numbered = typed = 0
    row: int | None = None
    whole: set[int] = set()
    found: frozenset[int] = frozenset()
    for index, atom in enumerate(atoms):
        if atom.gap != INLINE:
            typed = 0
            if atom.numeral is not None:
                row = index if atom.chained and atom.numeral.kind in ("arabic", "dotted") else None
                numbered += row is not None
            continue
        typed += atom.typed
        if row is not None and typed == _CELLS_OF_A_ROW:
            whole.add(row)
            if numbered >= _ROWS_TO_TELL and len(whole) >= 0.6 * numbered:
                found = frozenset(whole)
    return frozenset(whole) if numbered >= 2 and len(whole) >= 0.6 * numbered else found
