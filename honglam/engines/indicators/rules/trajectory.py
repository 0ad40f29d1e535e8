"""From a baseline to a target: where a figure should be on a day, and how far it is behind, in words."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.terms import Direction, Light
from honglam.toolkit.numbers import format_date, format_number, format_percent

NEAR = Decimal("0.9")
"""Of the planned way to the day, this share suffices for amber."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure that is to stand on a day: a baseline, a yearly target, the target."""

    value: Decimal
    on: datetime.date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a figure stands on the way: the light, what was expected on the day, the rule in words."""

    light: Light
    expected: Decimal | None
    rule: str


def expected_on(
    day: datetime.date, *, target: Mark, baseline: Mark | None = None, steps: Sequence[Mark] = ()
) -> Decimal | None:
    """The figure that the plan expects on a day.

    With yearly targets the last one that has come due holds until the next (before the first: the baseline); else the
    way from the baseline to the target is a straight line. None where the plan expects nothing yet.
    """
    if day >= target.on:
        return target.value
    if steps:
        due = [step for step in sorted(steps, key=lambda step: step.on) if step.on <= day]
        if due:
            return due[-1].value
        return baseline.value if baseline is not None and baseline.on <= day else None
    if baseline is None or day < baseline.on or baseline.on >= target.on:
        return None
    passed, whole = (day - baseline.on).days, (target.on - baseline.on).days
    with decimal.localcontext(prec=40, rounding=decimal.ROUND_HALF_UP):
        return (baseline.value + (target.value - baseline.value) * passed / whole).quantize(Decimal("0.0001")) + 0


def standing_on(
    day: datetime.date,
    value: Decimal | None,
    *,
    direction: str,
    target: Mark,
    baseline: Mark | None = None,
    steps: Sequence[Mark] = (),
    near: Decimal = NEAR,
) -> Standing:
    """The traffic light of a figure on a day, with the rule in words.

    Green where the figure is at least where it should be; amber where `near` of the planned way from the baseline is
    done (without a baseline: of the expected figure itself); red below; grey where nothing can be said.
    """
    if direction == Direction.NEUTRAL:
        return Standing(Light.GREY, None, _("Chỉ tiêu không xếp chiều nên không tô màu."))
    expected = expected_on(day, target=target, baseline=baseline, steps=steps)
    if expected is None:
        return Standing(Light.GREY, None, _("Chưa có mốc nào phải đạt tính đến %(day)s.") % {"day": format_date(day)})
    if value is None:
        return Standing(Light.GREY, expected, _("Chưa có số để so với mốc %(mark)s.") % {"mark": _figure(expected)})
    words = {
        "day": format_date(day), "mark": _figure(expected), "value": _figure(value),
        "near": format_percent(near * 100), "share": "",
    }  # fmt: skip
    if value >= expected if direction == Direction.UP else value <= expected:
        return Standing(Light.GREEN, expected, _("Đến %(day)s cần đạt %(mark)s, đã đạt %(value)s.") % words)
    share = _share_done(value, expected, direction, baseline)
    words["share"] = format_percent(share * 100)
    if share >= near:
        rule = _("Đến %(day)s cần đạt %(mark)s, mới đạt %(value)s: được %(share)s quãng đường, từ %(near)s là vàng.")
        return Standing(Light.AMBER, expected, rule % words)
    rule = _("Đến %(day)s cần đạt %(mark)s, mới đạt %(value)s: được %(share)s quãng đường, dưới %(near)s là đỏ.")
    return Standing(Light.RED, expected, rule % words)


def _share_done(value: Decimal, expected: Decimal, direction: str, baseline: Mark | None) -> Decimal:
    """How much of the planned way is done, for a figure that is behind; never negative, always below one."""
    with decimal.localcontext(prec=40):
        start = baseline.value if baseline is not None else None
        towards = expected > start if start is not None and direction == Direction.UP else None
        if direction == Direction.DOWN and start is not None:
            towards = expected < start
        if start is not None and towards:
            share = (value - start) / (expected - start)
        elif direction == Direction.UP:
            share = value / expected if expected > 0 else Decimal(0)
        else:
            share = expected / value if value > 0 else Decimal(0)
    return min(max(share, Decimal(0)), Decimal("0.9999"))


def _figure(value: Decimal) -> str:
    return format_number(value)
