"""What every write of a figure keeps to: a usable number, a version that nobody has seen before, nothing calculated."""

from __future__ import annotations

import time
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.errors import ValueInvalid
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.toolkit.numbers import format_number
from honglam.toolkit.periods import Period

BIGGEST = Decimal(10) ** 15
_STEP = Decimal("0.0001")

ESTIMATE_MARK = "~"
"""Stands before an estimate (ước thực hiện) in snapshots, and where people type figures."""

SHOWN_MARK = "≈"
"""Stands before an estimate on pages: nobody takes it for a minus. People may type either."""


def usable(value: Decimal) -> Decimal:
    """A figure as it is kept: four decimals. Raises ValueInvalid."""
    if not value.is_finite() or abs(value) >= BIGGEST:
        raise ValueInvalid(_("Giá trị không phải là một số dùng được."))
    return value.quantize(_STEP)


def put_value(figure: IndicatorValue, value: Decimal, *, is_estimate: bool) -> None:
    """Put a value into a figure, not saved. An actual figure that replaces an estimate keeps what was estimated.

    Raises:
        ValueInvalid: no usable number.
    """
    if is_estimate:
        figure.estimated_value = None
    elif figure.is_estimate:
        figure.estimated_value = figure.value
    figure.value, figure.is_estimate = usable(value), is_estimate


def told(value: Decimal, *, is_estimate: bool) -> str:
    """A figure as the log tells it: “1.234,5”, “1.234,5 (ước)”."""
    text = format_number(value)
    return _("%(figure)s (ước)") % {"figure": text} if is_estimate else text


def frozen(value: Decimal, *, is_estimate: bool) -> str:
    """A figure as a snapshot keeps it: the number, after “~” where it is an estimate."""
    return f"{ESTIMATE_MARK}{value}" if is_estimate else str(value)


def thawed(text: str) -> tuple[Decimal, bool]:
    """A figure of a snapshot: its value, and whether it was an estimate."""
    return Decimal(text.removeprefix(ESTIMATE_MARK)), text.startswith(ESTIMATE_MARK)


def next_version(before: int = 0) -> int:
    """The version of a figure that is written now: microseconds, and always more than before.

    A clock and not a counter, so that a figure that was cleared and entered anew never bears an old version.
    """
    return max(before + 1, time.time_ns() // 1000)


def refuse_unfit(indicator: Indicator, period: Period) -> None:
    """What follows from other indicators, or does not apply to a period, is not entered. Raises ValueInvalid."""
    if indicator.is_calculated:
        raise ValueInvalid(_("Chỉ tiêu này được tính từ chỉ tiêu khác, không nhập trực tiếp."))
    if not indicator.applies_to(period):
        raise ValueInvalid(_("Chỉ tiêu này không áp dụng cho kỳ này."), "period")
