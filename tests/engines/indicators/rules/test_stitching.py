"""Series across mergers: each point says from whose figures it was made, and nothing false is drawn."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from honglam.engines.indicators.formulas import evaluate
from honglam.engines.indicators.formulas import parse as read_formula
from honglam.engines.indicators.rules.aggregating import Contribution
from honglam.engines.indicators.rules.stitching import Component, Life, Passing, Point, stitch, stitch_formula
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


def formula_point(text: str, period: str, passings: list[Passing], *, kind: str = Aggregation.RECOMPUTE,
                  **figures: dict[str, object]) -> Point:  # fmt: skip
    """One point of a formula over added-up parts; figures by part, then by unit."""
    code = parse(period).code
    parts = []
    for name, of_units in figures.items():
        held = {
            (unit.replace("_", " "), code): Contribution(unit, Decimal(str(value))) for unit, value in of_units.items()
        }
        aggregation = Aggregation.NONE if name == "R" else Aggregation.SUM
        parts.append(Component(f"CT-{name}", name, aggregation, held, held))
    formula = read_formula(text)
    results = {}
    for unit in LIVES:
        values = {one.code: one.figures[unit, code].value for one in parts if (unit, code) in one.figures}
        if (value := evaluate(formula, values).value) is not None:
            results[unit, code] = Contribution(unit, value)
    asked = Component("CT-F", "F", kind, {}, results, formula=formula)
    (made,) = stitch_formula(
        unit="mới", periods=[parse(period)], lives=LIVES, passings=passings, components=[*parts, asked]
    )
    return made


@pytest.mark.parametrize(
    ("text", "figures", "value", "rule"),
    [
        (
            "[CT-A] / [CT-B] * 100",
            {"A": {"cũ_1": 1, "cũ_2": 0}, "B": {"cũ_1": 1, "cũ_2": 99}},
            1,
            StitchRule.RECOMPUTED,
        ),
        ("[CT-A] / [CT-B] * 100", {"A": {"cũ_1": 1}, "B": {"cũ_1": 1, "cũ_2": 99}}, None, StitchRule.MISSING),
        ("if_missing([CT-A]; [CT-B])", {"A": {"cũ_1": 1}, "B": {"cũ_1": 1, "cũ_2": 99}}, 100, StitchRule.RECOMPUTED),
        (
            "[CT-A] / [CT-B]",
            {"A": {"cũ_1": 1, "cũ_2": 1}, "B": {"cũ_1": 1, "cũ_2": -1}},
            None,
            StitchRule.NOT_COMPARABLE,
        ),
        (
            "[CT-A] + [CT-R]",
            {"A": {"cũ_1": 1, "cũ_2": 1}, "R": {"cũ_1": 1, "cũ_2": 1}},
            None,
            StitchRule.NOT_COMPARABLE,
        ),
        ("[CT-A] * 2", {"A": {}}, None, StitchRule.MISSING),
    ],
)
def test_a_formula_is_calculated_over_its_stitched_parts(
    text: str, figures: dict[str, Any], value: object, rule: StitchRule
) -> None:
    made = formula_point(text, "2025-05", BOTH, **figures)
    assert (made.value, made.rule) == (None if value is None else Decimal(str(value)), rule)
    assert made.made_of == ("cũ 1", "cũ 2") and made.note


def test_a_formula_never_mixes_figures_of_the_new_unit_with_those_of_the_old() -> None:
    """The year of the merger: the new unit reported one part of two, so the old ones are not asked for the other."""
    figures = {"A": {"mới": 40, "cũ_1": 10, "cũ_2": 5}, "B": {"cũ_1": 10, "cũ_2": 5}}
    made = formula_point("[CT-A] / [CT-B]", "2025", BOTH, **figures)
    assert (made.value, made.rule) == (None, StitchRule.MISSING)
    whole = formula_point("[CT-A] / [CT-B]", "2025", BOTH, A={"cũ_1": 10, "cũ_2": 5}, B={"cũ_1": 10, "cũ_2": 5})
    assert (whole.value, whole.rule) == (Decimal(1), StitchRule.RECOMPUTED)


def test_a_formula_of_a_single_predecessor_is_inherited_and_of_a_part_not_comparable() -> None:
    alone = [Passing("cũ 1", "mới", MERGER)]
    made = formula_point("[CT-A] * 2", "2025-05", alone, kind=Aggregation.NONE, A={"cũ_1": 4})
    assert (made.value, made.rule) == (Decimal(8), StitchRule.INHERITED)
    assert formula_point("[CT-A] * 2", "2025-05", alone, A={}).rule == StitchRule.MISSING
    part = [Passing("cũ 1", "mới", MERGER, part="02 thôn"), Passing("cũ 2", "mới", MERGER)]
    assert formula_point("[CT-A] * 2", "2025-05", part, A={"cũ_1": 4, "cũ_2": 5}).rule == StitchRule.NOT_COMPARABLE
