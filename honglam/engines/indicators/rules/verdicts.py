"""How a value stands to a target."""

from __future__ import annotations

from decimal import Decimal

from honglam.engines.indicators.terms import Verdict

NEAR = Decimal("0.9")
"""A value that reaches this share of its target is near it."""


def verdict_of(
    value: Decimal | None, *, operator: str, target: Decimal | None, upper: Decimal | None = None
) -> Verdict:
    """How a value stands to a target. A bare figure (“đạt 70 %”) is a floor; “done” is met by any value above zero."""
    if value is None:
        return Verdict.UNKNOWN
    if operator == "done" or target is None:
        return Verdict.MET if value > 0 else Verdict.MISSED
    if operator in ("<=", "<"):
        met = value < target if operator == "<" else value <= target
        near = target > 0 and value <= target / NEAR
    elif operator == "range":
        met = value >= target
        near = value >= target * NEAR
    else:
        met = value > target if operator == ">" else value >= target
        near = value >= target * NEAR
    if met:
        return Verdict.MET
    return Verdict.NEAR if near else Verdict.MISSED
