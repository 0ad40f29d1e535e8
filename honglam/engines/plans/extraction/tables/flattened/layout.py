"""How a file breaks the lines of its flattened tables, and what a first reading taught of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from .atoms import BLANK, INLINE, Atom

# How many typed atoms make a line a whole row: the words behind the number, and two cells.
_CELLS_OF_A_ROW = 3


@dataclass(slots=True)
class Layout:
    """How the file breaks lines, and what a first reading taught of the columns."""

    blank_share: float = 0.0
    trailing_share: float = 0.0
    wide_trailing_share: float = 0.0
    uses_separators: bool = False
    one_line_rows: bool = False
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
        one_line_rows=_has_one_line_rows(atoms),
        blank_share=sum(atom.gap >= BLANK for atom in breaks) / len(breaks),
        trailing_share=sum(atom.trailing > 0 for atom in ends) / len(ends),
        wide_trailing_share=sum(atom.trailing >= 3 for atom in ends) / len(ends),
    )


def _has_one_line_rows(atoms: Sequence[Atom]) -> bool:
    """Whether most numbered lines hold a whole row: several cells plain to see behind the number and its words."""
    numbered = whole = 0
    for index, atom in enumerate(atoms):
        if atom.gap == INLINE or atom.numeral is None or not atom.chained:
            continue
        numbered += 1
        inline = takewhile(lambda other: other.gap == INLINE, atoms[index + 1 :])
        whole += sum(other.typed for other in inline) >= _CELLS_OF_A_ROW
    return numbered >= 2 and whole >= 0.6 * numbered
