"""What an amended version changes, pure: pairs old tasks with new ones by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from honglam.toolkit.text import fold

SAME_WORK = 0.82
"""Two names at least this alike are the same work in other words."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Indexes of old and new tasks: the same work, work that is new, work that is gone."""

    same: tuple[tuple[int, int], ...]
    added: tuple[int, ...]
    gone: tuple[int, ...]


def pair_tasks(old: Sequence[str], new: Sequence[str]) -> Pairing:
    """Pair names one to one, the most alike first; a name keeps its partner even when it moved in the table.

    Ties go to the pair whose places in their lists are nearest, so that repeated names keep their order.
    """
    if not old or not new:
        return Pairing((), tuple(range(len(new))), tuple(range(len(old))))
    likeness = cdist([fold(name) for name in old], [fold(name) for name in new],
                     scorer=Indel.normalized_similarity, score_cutoff=SAME_WORK)  # fmt: skip
    candidates = sorted(
        (-float(score), abs(i - j), i, j) for i, row in enumerate(likeness) for j, score in enumerate(row) if score
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    same = []
    for _score, _distance, i, j in candidates:
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            same.append((i, j))
    return Pairing(
        tuple(sorted(same)),
        tuple(j for j in range(len(new)) if j not in taken_new),
        tuple(i for i in range(len(old)) if i not in taken_old),
    )
