"""What pages show of indicators: figures with their periods, charts over time, periods to choose from."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.toolkit import periods
from honglam.toolkit.numbers import format_number

SCHEMES_TO_ENTER = (
    periods.Scheme.CUMULATIVE_CUT_OFF, periods.Scheme.CUMULATIVE, periods.Scheme.QUARTER, periods.Scheme.MONTH,
    periods.Scheme.HALF, periods.Scheme.YEAR,
)  # fmt: skip


def written(value: Decimal | None, measure: str = "") -> str:
    """“85,5%”, “12 xã”: a figure with its unit of measure; empty for none."""
    if value is None:
        return ""
    text = format_number(value)
    return f"{text}%" if measure == "%" else f"{text} {measure}".strip()


def period_name(figure: IndicatorValue) -> str:
    """The short name of a figure's period; its code where no scheme knows it any more."""
    try:
        return periods.parse(figure.period_code).short_label
    except periods.PeriodError:
        return str(figure.period_code)


def periods_to_enter(years: Iterable[int], today: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Periods of the years that have begun, by scheme, newest first: the choices of a form."""
    groups = []
    for scheme in SCHEMES_TO_ENTER:
        found = [
            (period.code, period.label)
            for year in sorted(years, reverse=True)
            for period in reversed(periods.periods_of_year(year, scheme))
            if period.start <= today
        ]
        if found:
            groups.append((scheme.label, found))
    return groups


def chart_of(
    indicator: Indicator, figures: Sequence[IndicatorValue], *, target: Decimal | None = None, target_label: str = ""
) -> dict[str, Any]:
    """Data for the chart of one unit's figures, oldest first, with the target line where there is one."""
    return {
        "kind": "line" if len(figures) > 1 else "column",
        "categories": [period_name(figure) for figure in figures],
        "unit": indicator.measure,
        "target": None if target is None else float(target),
        "targetLabel": target_label,
        "series": [{"name": indicator.name, "values": [float(figure.value) for figure in figures], "tone": "progress"}],
    }
