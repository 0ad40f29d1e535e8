"""Children to parent, short periods to long: the figure, and what is missing beside it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.indicators.rules.aggregating import (
    Contribution,
    Partial,
    aggregate,
    figure_of,
    over_time,
    partial_of,
)
from honglam.engines.indicators.terms import Aggregation, TimeAggregation

D = Decimal


def some(*figures: object) -> list[Contribution]:
    """Contributions of units 1, 2, 3 …: a figure, a pair (figure, beside), or None."""
    found = []
    for number, figure in enumerate(figures, start=1):
        value, beside = figure if isinstance(figure, tuple) else (figure, None)
        found.append(
            Contribution(
                number, None if value is None else D(str(value)), None if beside is None else D(str(beside)),
                datetime.datetime(2026, 1, number, tzinfo=datetime.UTC),
            )
        )  # fmt: skip
    return found


@pytest.mark.parametrize(
    ("kind", "figures", "value", "reported", "missing"),
    [
        (Aggregation.SUM, [1, 2, 3], "6", 3, ()),
        (Aggregation.SUM, [1, None, 3], "4", 2, (2,)),
        (Aggregation.SUM, [None, None], None, 0, (1, 2)),
        (Aggregation.SUM, [], None, 0, ()),
        (Aggregation.SUM, ["0.1", "0.2"], "0.3", 2, ()),
        (Aggregation.MEAN, [1, 2, None], "1.5", 2, (3,)),
        (Aggregation.MEAN, [1, 1, 0], "0.6667", 3, ()),
        (Aggregation.MINIMUM, [3, -1, 2], "-1", 3, ()),
        (Aggregation.MAXIMUM, [3, -1, None], "3", 2, (3,)),
        (Aggregation.LATEST, [5, 7, None], "7", 2, (3,)),
        (Aggregation.WEIGHTED, [(10, 1), (20, 3)], "17.5", 2, ()),
        (Aggregation.WEIGHTED, [(10, 1), (20, None)], "10", 1, (2,)),
        (Aggregation.WEIGHTED, [(10, 0)], None, 1, ()),
        (Aggregation.RECOMPUTE, [(90, 100), (1, 10)], "82.7273", 2, ()),
        (Aggregation.RECOMPUTE, [(90, 100), (50, None)], "90", 1, (2,)),
        (Aggregation.RECOMPUTE, [(0, 0)], None, 1, ()),
        (Aggregation.NONE, [1, 2], None, 2, ()),
    ],
)
def test_the_figure_above(
    kind: str, figures: list[object], value: str | None, reported: int, missing: tuple[int, ...]
) -> None:
    made = aggregate(kind, some(*figures), factor=D(100) if kind == Aggregation.RECOMPUTE else D(1))
    assert made.value == (None if value is None else D(value))
    assert (made.reported, made.expected, made.missing) == (reported, len(figures), missing)
    assert bool(made.reason) == (value is None)


def test_a_ratio_is_not_the_mean_of_ratios() -> None:
    """A small commune with 1 of 1 does not weigh as much as a city with 0 of 999."""
    made = aggregate(Aggregation.RECOMPUTE, some((1, 1), (0, 999)), factor=D(100))
    assert made.value == D("0.1")


FIGURES = st.decimals(-(10**12), 10**12, places=4)
PAIRS = st.tuples(st.none() | FIGURES, st.none() | st.decimals(0, 10**6, places=4))
KINDS = st.sampled_from([kind for kind in Aggregation if kind != Aggregation.NONE])


@given(KINDS, st.lists(PAIRS, max_size=12), st.randoms())
def test_parts_added_up_apart_make_the_whole(kind: str, pairs: list[tuple[D | None, D | None]], dice: object) -> None:
    contributions = some(*pairs)
    groups: dict[int, list[Contribution]] = {}
    for one in contributions:
        groups.setdefault(dice.randrange(3), []).append(one)  # type: ignore[attr-defined]
    apart = Partial.of([partial_of(group, kind) for group in groups.values()])
    assert figure_of(kind, apart) == figure_of(kind, partial_of(contributions, kind))


@given(st.lists(FIGURES, min_size=1, max_size=10))
def test_the_mean_lies_between_the_extremes(figures: list[D]) -> None:
    low, mean, high = (
        aggregate(kind, some(*figures)).value for kind in (Aggregation.MINIMUM, Aggregation.MEAN, Aggregation.MAXIMUM)
    )
    assert low is not None and mean is not None and high is not None
    assert low <= mean <= high


@pytest.mark.parametrize(
    ("kind", "figures", "value", "has_reason"),
    [
        (TimeAggregation.SUM, [1, 2, 3], 6, False),
        (TimeAggregation.SUM, [1, None, 3], 4, True),
        (TimeAggregation.SUM, [None], None, True),
        (TimeAggregation.LATEST, [1, 2, None], 2, False),
        (TimeAggregation.MEAN, [1, None, 2], "1.5", False),
        (TimeAggregation.NONE, [1, 2], None, True),
    ],
)
def test_a_long_period_from_short_ones(kind: str, figures: list[int | None], value: object, has_reason: bool) -> None:
    made, reason = over_time(kind, [None if figure is None else D(figure) for figure in figures])
    assert made == (None if value is None else D(str(value)))
    assert bool(reason) == has_reason
