"""How a figure stands to a target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from honglam.engines.indicators.rules import verdict_of
from honglam.engines.indicators.terms import Verdict


@pytest.mark.parametrize(
    ("value", "operator", "target", "upper", "verdict"),
    [
        (None, ">=", 80, None, Verdict.UNKNOWN),
        (80, ">=", 80, None, Verdict.MET),
        (72, ">=", 80, None, Verdict.NEAR),
        (71, ">=", 80, None, Verdict.MISSED),
        (80, ">", 80, None, Verdict.NEAR),
        (81, ">", 80, None, Verdict.MET),
        (70, "=", 70, None, Verdict.MET),
        (75, "=", 70, None, Verdict.MET),
        (5, "<=", 5, None, Verdict.MET),
        (5, "<", 5, None, Verdict.NEAR),
        (6, "<=", 5, None, Verdict.MISSED),
        (Decimal("5.5"), "<=", 5, None, Verdict.NEAR),
        (40, "range", 30, 50, Verdict.MET),
        (28, "range", 30, 50, Verdict.NEAR),
        (10, "range", 30, 50, Verdict.MISSED),
        (1, "done", None, None, Verdict.MET),
        (0, "done", None, None, Verdict.MISSED),
    ],
)
def test_the_verdict(value: object, operator: str, target: object, upper: object, verdict: Verdict) -> None:
    def number(given: object) -> Decimal | None:
        return None if given is None else Decimal(str(given))

    assert verdict_of(number(value), operator=operator, target=number(target), upper=number(upper)) == verdict
