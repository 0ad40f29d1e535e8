"""Where a figure should be on a day, and the light it gets."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.indicators.rules.trajectory import Mark, expected_on, standing_on
from honglam.engines.indicators.terms import Direction, Light


def day(text: str) -> datetime.date:
    """“1/1/2026”."""
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


def mark(value: object, on: str) -> Mark:
    """A figure on a day."""
    return Mark(Decimal(str(value)), day(on))


BASE, GOAL = mark(40, "31/12/2025"), mark(80, "31/12/2029")
YEARS = [mark(50, "31/12/2026"), mark(65, "31/12/2027")]


@pytest.mark.parametrize(
    ("on", "baseline", "steps", "expected"),
    [
        ("31/12/2025", BASE, [], 40),
        ("31/12/2029", BASE, [], 80),
        ("01/01/2031", BASE, [], 80),
        ("30/12/2025", BASE, [], None),
        ("31/12/2027", BASE, [], "59.9863"),
        ("31/12/2027", None, [], None),
        ("31/12/2029", None, [], 80),
        ("30/12/2026", BASE, YEARS, 40),
        ("31/12/2026", BASE, YEARS, 50),
        ("30/12/2027", BASE, YEARS, 50),
        ("31/12/2027", None, YEARS, 65),
        ("01/06/2026", None, YEARS, None),
    ],
)
def test_what_the_plan_expects(on: str, baseline: Mark | None, steps: list[Mark], expected: object) -> None:
    found = expected_on(day(on), target=GOAL, baseline=baseline, steps=steps)
    assert found == (None if expected is None else Decimal(str(expected)))


@pytest.mark.parametrize(
    ("value", "direction", "baseline", "target", "light"),
    [
        (80, Direction.UP, 40, 80, Light.GREEN),
        (81, Direction.UP, 40, 80, Light.GREEN),
        (76, Direction.UP, 40, 80, Light.AMBER),
        (75, Direction.UP, 40, 80, Light.RED),
        (39, Direction.UP, 40, 80, Light.RED),
        (72, Direction.UP, None, 80, Light.AMBER),
        (71, Direction.UP, None, 80, Light.RED),
        (5, Direction.DOWN, 10, 5, Light.GREEN),
        (4, Direction.DOWN, 10, 5, Light.GREEN),
        ("5.5", Direction.DOWN, 10, 5, Light.AMBER),
        (6, Direction.DOWN, 10, 5, Light.RED),
        (11, Direction.DOWN, 10, 5, Light.RED),
        ("5.5", Direction.DOWN, None, 5, Light.AMBER),
        (0, Direction.DOWN, None, 0, Light.GREEN),
        (1, Direction.DOWN, None, 0, Light.RED),
        (79, Direction.UP, 80, 80, Light.AMBER),
        (10, Direction.UP, 80, 80, Light.RED),
        (50, Direction.NEUTRAL, 40, 80, Light.GREY),
        (None, Direction.UP, 40, 80, Light.GREY),
    ],
)
def test_the_light_on_the_day_of_the_target(
    value: object, direction: str, baseline: object, target: object, light: Light
) -> None:
    standing = standing_on(
        day("31/12/2026"),
        None if value is None else Decimal(str(value)),
        direction=direction,
        target=mark(target, "31/12/2026"),
        baseline=None if baseline is None else mark(baseline, "31/12/2025"),
    )
    assert standing.light == light
    assert standing.rule


def test_the_rule_is_told_in_words() -> None:
    standing = standing_on(day("31/12/2026"), Decimal(60), direction=Direction.UP, baseline=mark(40, "31/12/2025"),
                           target=mark(80, "31/12/2026"))  # fmt: skip
    assert standing.rule == ("Đến 31/12/2026 cần đạt 80, mới đạt 60: được 50% quãng đường, dưới 90% là đỏ.")


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(0, 1500), st.integers(0, 1500))
def test_the_straight_line_never_leaves_its_ends_and_never_turns(start: int, end: int, one: int, other: int) -> None:
    base, goal = Mark(Decimal(start), day("31/12/2025")), Mark(Decimal(end), day("31/12/2029"))
    first, second = (base.on + datetime.timedelta(days=days) for days in sorted((one, other)))
    low, high = sorted((start, end))
    early, late = (expected_on(when, target=goal, baseline=base) for when in (first, second))
    assert early is not None and late is not None
    assert low <= early <= high
    assert early <= late if end >= start else early >= late


@given(st.sampled_from([Direction.UP, Direction.DOWN]), st.integers(1, 100), st.integers(1, 100), st.integers(0, 200))
def test_a_better_figure_never_gets_a_worse_light(direction: str, base: int, goal: int, value: int) -> None:
    order = [Light.RED, Light.AMBER, Light.GREEN]

    def light(figure: int) -> int:
        standing = standing_on(day("31/12/2026"), Decimal(figure), direction=direction,
                               baseline=mark(base, "31/12/2025"), target=mark(goal, "31/12/2026"))  # fmt: skip
        return order.index(standing.light)

    better = value + 1 if direction == Direction.UP else value - 1
    assert light(better) >= light(value)
