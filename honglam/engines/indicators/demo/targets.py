"""Figures of the demonstration province: how far targets were reached by quarter, invented from a fixed seed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.terms import ValueState
from honglam.toolkit.periods import Period, Scheme, periods_of_year

SEED = 42
SOURCE = "Số liệu hư cấu để trình diễn"


@dataclass(frozen=True, slots=True)
class Series:
    """What to invent: an indicator, the units that report it, the year, and the target that they make for."""

    indicator: Indicator
    units: Sequence[Unit]
    year: int
    target: Decimal
    is_ceiling: bool = False


def load(series: Iterable[Series]) -> int:
    """Write the figures of indicators that have none; returns how many figures. Nothing when repeated."""
    with transaction.atomic():
        wanted = list(series)
        filled = set(
            IndicatorValue.objects.filter(indicator__in=[one.indicator for one in wanted]).values_list(
                "indicator", flat=True
            )
        )
        figures = [figure for one in wanted if one.indicator.pk not in filled for figure in _figures(one)]
        made = IndicatorValue.objects.bulk_create(figures, batch_size=500)
        if made:
            record(
                by=None, action="indicators.value_recorded", summary=SOURCE,
                rows=[(str(figure.uid), f"{figure.period_code}:{figure.value}") for figure in made],
                about={figure.indicator for figure in made},
            )  # fmt: skip
    return len(made)


def _figures(series: Series) -> Iterator[IndicatorValue]:
    """One figure a quarter and unit, rising (or falling) towards the target; the newest quarters are drafts."""
    today = timezone.localdate()
    begun = [period for period in periods_of_year(series.year, Scheme.QUARTER) if period.start <= today]
    for unit in series.units:
        chance = random.Random(f"{SEED}:{series.indicator.name_key}:{unit.code}")
        ability = chance.uniform(0.72, 1.08)
        for number, period in enumerate(begun, start=1):
            if not period.is_over(today) and chance.random() < 0.6:
                continue
            share = ability * (0.62 + 0.38 * number / 4) + chance.uniform(-0.03, 0.03)
            yield _figure(series, unit, period, share, is_firm=_is_firm(period, today, chance))


def _is_firm(period: Period, today: datetime.date, chance: random.Random) -> bool:
    """Figures of quarters that ended two months ago are confirmed, those that ended later often are not."""
    return period.end < today - datetime.timedelta(days=60) or (period.is_over(today) and chance.random() < 0.5)


def _figure(series: Series, unit: Unit, period: Period, share: float, *, is_firm: bool) -> IndicatorValue:
    value = series.target * Decimal(str(round(2 - share if series.is_ceiling else share, 3)))
    if series.indicator.measure == "%":
        value = min(value, Decimal(100))
    places = 1 if series.indicator.measure == "%" else 0
    return IndicatorValue(
        indicator=series.indicator, unit=unit, period_scheme=period.scheme, period_code=period.code,
        period_start=period.start, period_end=period.end, value=round(value, places), source=SOURCE,
        state=ValueState.APPROVED if is_firm else ValueState.DRAFT, reporter=unit,
    )  # fmt: skip
