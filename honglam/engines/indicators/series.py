"""The series of one unit, with what its predecessors reported before a merger; each point says how it was made."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from honglam.core.organisations.models import Succession, Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rules.aggregating import Contribution
from honglam.engines.indicators.rules.stitching import Component, Life, Passing, Point, stitch, stitch_formula
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

    A ratio and a formula are calculated from the figures of each unit and period; over several predecessors the parts
    are stitched first, numerators with their denominators, and then calculated.
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
    components = _components(definitions, indicator, figures, keys, periods)
    lives = {key: Life(str(one), one.starts_on, one.ends_on) for key, one in units.items()}
    if indicator.calculation == Calculation.FORMULA:
        points = stitch_formula(unit.pk, periods, lives=lives, passings=passings, components=components)
    else:
        own = components[-1]
        points = stitch(
            unit.pk, periods, lives=lives, passings=passings, figures=own.figures, finished=own.finished,
            kind=own.kind, factor=own.factor,
        )  # fmt: skip
    return Series(indicator, unit, tuple(points), {key: life.name for key, life in lives.items()})


def _components(
    definitions: Definitions,
    indicator: Indicator,
    figures: dict[tuple[int, int, str], IndicatorValue],
    keys: Sequence[int],
    periods: Sequence[Period],
) -> list[Component]:
    """What a series is made from, each after all that it uses, the indicator itself last.

    The parts of a ratio stand in it as pairs, not beside it.
    """
    wanted = definitions.summed([indicator])
    brought: dict[int, dict[tuple[Hashable, str], Contribution]] = {key: {} for key in wanted}
    finished: dict[int, dict[tuple[Hashable, str], Contribution]] = {key: {} for key in wanted}
    for unit_id in keys:
        for period in periods:
            outcomes = definitions.outcomes(
                {pk: row.value if (row := figures.get((pk, unit_id, period.code))) else None
                 for pk in definitions.direct}
            )  # fmt: skip
            for pk in wanted:
                one = definitions.indicators[pk]
                made = _contribution(one, figures, unit_id, period)
                if made is not None:
                    brought[pk][unit_id, period.code] = made
                value = outcomes[pk].value if one.is_calculated else None if made is None else made.value
                if value is not None:
                    finished[pk][unit_id, period.code] = Contribution(unit_id, value)
    order = [pk for pk in wanted if not definitions.indicators[pk].is_calculated]
    order += [one.pk for one in definitions.calculated if one.pk in wanted and one.pk != indicator.pk]
    return [
        Component(
            one.code, one.name, Aggregation.RECOMPUTE if one.calculation == Calculation.RATIO else one.aggregation,
            brought[one.pk], finished[one.pk], one.factor,
            definitions.formula(one) if one.calculation == Calculation.FORMULA else None,
        )
        for one in (definitions.indicators[pk] for pk in [*(pk for pk in order if pk != indicator.pk), indicator.pk])
    ]  # fmt: skip


def _ancestry(unit_id: int, passings: Sequence[Passing]) -> list[int]:
    """The unit and everything that became it, however far back."""
    found = [unit_id]
    for key in found:
        found.extend(
            int(str(one.predecessor)) for one in passings if one.successor == key and one.predecessor not in found
        )
    return found


def _contribution(
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
