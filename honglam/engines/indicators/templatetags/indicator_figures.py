"""Figures of indicators as people read them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from honglam.toolkit.numbers import format_number
from honglam.toolkit.periods import PeriodError, parse

register = template.Library()


@register.filter
def vi_figure(value: Decimal | None) -> str:
    """1.234,5: as many decimals as the figure has, trailing zeros dropped; empty for none."""
    return "" if value is None else format_number(value)


@register.filter
def period_label(code: str | None) -> str:
    """The short name of a period code: "9T/2026"; the code itself where no scheme knows it."""
    if not code:
        return ""
    try:
        return parse(code).short_label
    except PeriodError:
        return code
