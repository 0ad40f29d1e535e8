"""The series of one unit, with what its predecessors reported before a merger; each point says how it was made."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from honglam.core.organisations.models import Succession, Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rules.aggregating import Contribution
from honglam.engines.indicators.rules.stitching import Life, Passing, Point, stitch
from honglam.engines.indicators.terms import Aggregation, Calculation
from honglam.toolkit.periods import Period


@dataclass(frozen=True, slots=True)
class Series:
    """The points of an indicator and unit, one a period; `names` tells the units that points were made from."""

    indicator: Indicator
    unit: Unit
    points: tuple[Point, ...]
    names: dict[Hashable, str]


def series_of(*, indicator: Indicator, unit: Unit, periods: Sequence[Period], include_drafts: bool = False) -> Series:
    """A stitched series; five queries, however long it is. Nothing is rewritten.

    A ratio and a formula are calculated from the figures of each unit and period; only a ratio can be combined over
    several predecessors.
    """
    definitions = Definitions.around([indicator])
    passings = [
        Passing(one.predecessor_id, one.successor_id, one.on, one.part)
        for one in Succession.objects.order_by("on", "pk")
    ]
    keys = _ancestry(unit.pk, passings)
    units = Unit.objects.in_bulk(keys)
    rows = IndicatorValue.objects.filter(indicator__in=definitions.direct, unit__in=keys).of_periods(periods)
    if not include_drafts:
        rows = rows.official()
    figures = {(row.indicator_id, row.unit_id, row.period_code): row for row in rows}
    contributions: dict[tuple[Hashable, str], Contribution] = {}
    finished: dict[tuple[Hashable, str], Contribution] = {}
    for key in keys:
        for period in periods:
            outcomes = definitions.outcomes(
                {pk: row.value if (row := figures.get((pk, key, period.code))) else None for pk in definitions.direct}
            )
            made = _contribution(definitions, indicator, figures, key, period)
            if made is not None:
                contributions[key, period.code] = made
            value = None if made is None else made.value
            if indicator.is_calculated:
                value = outcomes[indicator.pk].value
            if value is not None:
                finished[key, period.code] = Contribution(key, value)
    lives = {key: Life(str(one), one.starts_on, one.ends_on) for key, one in units.items()}
    kind = Aggregation.RECOMPUTE if indicator.calculation == Calculation.RATIO else indicator.aggregation
    if indicator.calculation == Calculation.FORMULA:
        kind, contributions = Aggregation.NONE, finished
    points = stitch(
        unit.pk, periods, lives=lives, passings=passings, figures=contributions, finished=finished, kind=kind,
        factor=indicator.factor,
    )  # fmt: skip
    return Series(indicator, unit, tuple(points), {key: life.name for key, life in lives.items()})


def _ancestry(unit_id: int, passings: Sequence[Passing]) -> list[int]:
    """The unit and everything that became it, however far back."""
    found = [unit_id]
    for key in found:
        found.extend(
            int(str(one.predecessor)) for one in passings if one.successor == key and one.predecessor not in found
        )
    return found


def _contribution(
    definitions: Definitions,
    indicator: Indicator,
    figures: dict[tuple[int, int, str], IndicatorValue],
    unit_id: int,
    period: Period,
) -> Contribution | None:
    """What one unit brings: its figure, with the denominator or the weight beside it."""
    over, under = indicator.pk, indicator.weight_id
    if indicator.calculation == Calculation.RATIO:
        over, under = indicator.numerator_id or 0, indicator.denominator_id
    row = figures.get((over, unit_id, period.code))
    if row is None:
        return None
    beside = figures.get((under, unit_id, period.code)) if under else None
    return Contribution(unit_id, row.value, None if beside is None else beside.value, row.entered_at)
