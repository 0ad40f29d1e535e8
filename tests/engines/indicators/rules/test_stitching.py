"""Series across mergers: each point says from whose figures it was made, and nothing false is drawn."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from honglam.engines.indicators.rules.aggregating import Contribution
from honglam.engines.indicators.rules.stitching import Life, Passing, Point, stitch
from honglam.engines.indicators.terms import Aggregation, StitchRule
from honglam.toolkit.periods import parse

MERGER = datetime.date(2025, 7, 1)
EVE = datetime.date(2025, 6, 30)
LIVES = {
    "cũ 1": Life("Xã Cũ Một", None, EVE),
    "cũ 2": Life("Xã Cũ Hai", None, EVE),
    "mới": Life("Xã Mới", MERGER),
    "sẵn": Life("Xã Có Sẵn"),
}
BOTH = [Passing("cũ 1", "mới", MERGER), Passing("cũ 2", "mới", MERGER)]


def point(unit: str, period: str, kind: str, passings: list[Passing], **figures: object) -> Point:
    """One point; figures by unit, for the period: a number or a pair of figure and weight or denominator."""
    found = {}
    for name, figure in figures.items():
        value, beside = figure if isinstance(figure, tuple) else (figure, None)
        key = name.replace("_", " ")
        found[key, period] = Contribution(key, Decimal(str(value)), None if beside is None else Decimal(str(beside)))
    (made,) = stitch(unit, [parse(period)], lives=LIVES, passings=passings, figures=found, kind=kind)
    return made


@pytest.mark.parametrize(
    ("kind", "figures", "value", "rule"),
    [
        (Aggregation.SUM, {"cũ_1": 10, "cũ_2": 5}, 15, StitchRule.SUM),
        (Aggregation.SUM, {"cũ_1": 10}, None, StitchRule.MISSING),
        (Aggregation.SUM, {}, None, StitchRule.MISSING),
        (Aggregation.MEAN, {"cũ_1": 10, "cũ_2": 5}, "7.5", StitchRule.MEAN),
        (Aggregation.WEIGHTED, {"cũ_1": (10, 1), "cũ_2": (20, 3)}, "17.5", StitchRule.WEIGHTED),
        (Aggregation.WEIGHTED, {"cũ_1": (10, 1), "cũ_2": 20}, None, StitchRule.MISSING),
        (Aggregation.RECOMPUTE, {"cũ_1": (1, 2), "cũ_2": (0, 2)}, "0.25", StitchRule.RECOMPUTED),
        (Aggregation.MAXIMUM, {"cũ_1": 10, "cũ_2": 5}, 10, StitchRule.EXTREME),
        (Aggregation.NONE, {"cũ_1": 10, "cũ_2": 5}, None, StitchRule.NOT_COMPARABLE),
    ],
)
def test_two_communes_become_one(kind: str, figures: dict[str, object], value: object, rule: StitchRule) -> None:
    made = point("mới", "2025-05", kind, BOTH, **figures)
    assert (made.value, made.rule) == (None if value is None else Decimal(str(value)), rule)
    assert made.made_of == ("cũ 1", "cũ 2")
    assert made.note


def test_after_the_merger_the_unit_speaks_for_itself() -> None:
    made = point("mới", "2025-08", Aggregation.SUM, BOTH, mới=7, cũ_1=100)
    assert (made.value, made.rule, made.made_of) == (Decimal(7), StitchRule.OWN, ("mới",))


def test_a_part_of_a_unit_cannot_be_compared() -> None:
    passings = [Passing("cũ 1", "mới", MERGER, part="03 thôn phía Bắc"), Passing("cũ 2", "mới", MERGER)]
    made = point("mới", "2025-05", Aggregation.SUM, passings, cũ_1=10, cũ_2=5)
    assert (made.value, made.rule) == (None, StitchRule.NOT_COMPARABLE)
    assert "03 thôn phía Bắc" in made.note


def test_a_unit_that_was_divided_cannot_be_compared() -> None:
    passings = [Passing("cũ 1", "mới", MERGER), Passing("cũ 1", "sẵn", MERGER)]
    made = point("mới", "2025-05", Aggregation.SUM, passings, cũ_1=10)
    assert (made.value, made.rule) == (None, StitchRule.NOT_COMPARABLE)


def test_a_unit_that_only_changed_its_shell_keeps_its_figures_whatever_the_rule() -> None:
    made = point("mới", "2025-05", Aggregation.NONE, [Passing("cũ 1", "mới", MERGER)], cũ_1=10)
    assert (made.value, made.rule) == (Decimal(10), StitchRule.INHERITED)


def test_a_unit_that_took_another_in_is_added_to_it_before_the_day() -> None:
    passings = [Passing("cũ 1", "sẵn", MERGER)]
    made = point("sẵn", "2025-05", Aggregation.SUM, passings, sẵn=3, cũ_1=10)
    assert (made.value, made.made_of) == (Decimal(13), ("sẵn", "cũ 1"))
    assert point("sẵn", "2025-08", Aggregation.SUM, passings, sẵn=14).rule == StitchRule.OWN


def test_a_period_across_the_day_is_what_the_unit_reported_else_what_came_before() -> None:
    own = point("mới", "2025", Aggregation.SUM, BOTH, mới=40, cũ_1=10, cũ_2=5)
    assert (own.value, own.rule) == (Decimal(40), StitchRule.OWN)
    before = point("mới", "2025", Aggregation.SUM, BOTH, cũ_1=10, cũ_2=5)
    assert (before.value, before.rule) == (Decimal(15), StitchRule.SUM)


def test_mergers_upon_mergers_are_followed_to_the_first() -> None:
    lives = LIVES | {"xưa": Life("Xã Xưa", None, datetime.date(2019, 12, 31)),
                     "cũ 1": Life("Xã Cũ Một", datetime.date(2020, 1, 1), EVE)}  # fmt: skip
    passings = [*BOTH, Passing("xưa", "cũ 1", datetime.date(2020, 1, 1))]
    figures: dict[tuple[object, str], Contribution] = {
        ("xưa", "2018"): Contribution("xưa", Decimal(4)), ("cũ 2", "2018"): Contribution("cũ 2", Decimal(5)),
    }  # fmt: skip
    (made,) = stitch(
        "mới",
        [parse("2018")],
        lives=lives,
        passings=passings,
        figures=figures,
        kind=Aggregation.SUM,  # type: ignore[arg-type]
    )
    assert (made.value, made.made_of) == (Decimal(9), ("cũ 2", "xưa"))


def test_passings_in_a_circle_end() -> None:
    passings = [Passing("cũ 1", "sẵn", MERGER), Passing("sẵn", "cũ 1", MERGER)]
    assert point("sẵn", "2025-05", Aggregation.SUM, passings, sẵn=3, cũ_1=10).value == Decimal(13)
