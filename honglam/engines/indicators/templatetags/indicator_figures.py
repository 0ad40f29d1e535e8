"""Figures of indicators as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from honglam.engines.indicators.cells import Cell
from honglam.engines.indicators.entry import why, written_figure
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


@register.filter
def cell_figure(cell: Cell | None) -> str:
    """The figure of a cell as people write it; empty for none."""
    return "" if cell is None else written_figure(cell)


@register.simple_tag
def cell_field(cell: Cell, refused: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """What the page needs of one cell: its key in the grid, the text in it, why that text was refused, its trace."""
    place = f"{cell.period.code}|{cell.indicator.code}"
    figure = written_figure(cell)
    text, error = refused.get(place, (figure, ""))
    return {
        "key": f"{cell.unit.code}|{place}", "place": place, "saved": figure, "text": text, "error": error,
        "why": why(cell),
    }  # fmt: skip
