"""The two judgements that no engine has: shapes of GeoJSON (Shapely) and near duplicates (RapidFuzz).

They run in this process over the distinct values of the columns that such a rule names, and answer which values fail;
the engine finds their rows. So both are the same whichever engine it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

import numpy
import shapely
from rapidfuzz import fuzz, process

from honglam.engines.datahub.quality.normalising import normalise
from honglam.toolkit.text import fold

NEIGHBOURS = 20
"""With how many spellings that follow in alphabetical order (and in that of the reversed spellings) one is compared."""

SHAPES_AT_ONCE = 20_000
_PAIRS_AT_ONCE = 200_000


def bad_shapes(texts: Sequence[str], box: tuple[Decimal, Decimal, Decimal, Decimal] | None) -> set[str]:
    """The texts that are no good geometry: unreadable, empty, crossing themselves, off the globe or out of the box.

    Longitude and latitude in degrees (RFC 7946); a feature counts by its geometry.
    """
    west, south, east, north = (float(side) for side in box or (Decimal(-180), Decimal(-90), Decimal(180), Decimal(90)))
    bad = set()
    for start in range(0, len(texts), SHAPES_AT_ONCE):
        some = texts[start : start + SHAPES_AT_ONCE]
        shapes = shapely.from_geojson(numpy.array(some, dtype=object), on_invalid="ignore")
        edges = shapely.bounds(shapes)
        good = (
            ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes) & shapely.is_valid(shapes)
            & (edges[:, 0] >= west) & (edges[:, 1] >= south) & (edges[:, 2] <= east) & (edges[:, 3] <= north)
        )  # fmt: skip
        bad |= {text for text, is_good in zip(some, good, strict=True) if not is_good}
    return bad


def folded(values: Iterable[str]) -> str:
    """One spelling of a row's values for ALIKE: case, tone placement, i/y, hyphens and spaces do not count."""
    return "\n".join(normalise(fold(value)) or "" for value in values)


def alike_values(counts: Mapping[tuple[str, ...], int], likeness: int) -> set[tuple[str, ...]]:
    """The values (of all columns of a rule) that some other row nearly has too; `counts` is the rows of each.

    Rows are alike when their folded spellings are the same; below a likeness of 100 also when the ratio of RapidFuzz
    (0 to 100) reaches it and the spellings stand within twenty places of each other, ordered from the front or from the
    back. So it costs n log n, finds a slip in any place of a long text, and misses one only among more than twenty
    spellings that begin alike and as many that end alike.
    """
    spellings: dict[str, list[tuple[str, ...]]] = {}
    for values in counts:
        spellings.setdefault(folded(values), []).append(values)
    failing = {text for text, those in spellings.items() if sum(counts[one] for one in those) > 1}
    failing |= near_spellings(spellings, likeness)
    return {values for text in failing for values in spellings[text]}


def near_spellings(spellings: Collection[str], likeness: int) -> set[str]:
    """The spellings that are alike to another one within the neighbourhood."""
    return neighbours_alike(sorted(spellings), likeness) | neighbours_alike(
        sorted(spellings, key=back_to_front), likeness
    )


def back_to_front(text: str) -> str:
    """The spelling read from its end."""
    return text[::-1]


def neighbours_alike(ordered: Sequence[str], likeness: int) -> set[str]:
    """The spellings that are alike to one of those that stand near them in this order; at a likeness of 100, none."""
    failing: set[str] = set()
    step = max(1, _PAIRS_AT_ONCE // NEIGHBOURS)
    for start in range(0, len(ordered) if likeness < 100 else 0, step):
        failing |= _near_in(ordered[start : start + step + NEIGHBOURS], min(step, len(ordered) - start), likeness)
    return failing


def _near_in(ordered: Sequence[str], first: int, likeness: int) -> set[str]:
    left = [ordered[at] for at in range(first) for _ in ordered[at + 1 : at + 1 + NEIGHBOURS]]
    right = [other for at in range(first) for other in ordered[at + 1 : at + 1 + NEIGHBOURS]]
    if not left:
        return set()
    scores = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=likeness, dtype=numpy.float64)
    return {text for at in numpy.flatnonzero(scores >= likeness) for text in (left[at], right[at])}
