"""Figures of longer periods and of calculated indicators from the stored ones, for units at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from honglam.engines.indicators.public import Calculation, Formula, Indicator, TimeAggregation, evaluate, parse
from honglam.toolkit.periods import Period, PeriodError, Scheme, periods_of_year


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `is_firm` where it is official and nobody's part is missing."""

    value: Decimal
    is_firm: bool = True
    is_estimate: bool = False
    estimate: Decimal | None = None


Place = tuple[int, int, str]
"""Indicator, unit, period code."""


def parts_of(period: Period, scheme: str) -> tuple[Period, ...]:
    """The periods that an indicator of a scheme is reported for within a period; nothing where they do not fit."""
    if scheme in ("", period.scheme):
        return (period,)
    try:
        return tuple(period.parts(Scheme(scheme)))
    except PeriodError:
        return ()


def parts_of_year(period: Period, scheme: str) -> tuple[Period, ...]:
    """The periods of an indicator from the start of the year to the end of a period; nothing where they do not fit."""
    base = Scheme(scheme) if scheme else period.scheme
    if base.is_cumulative or period.scheme.is_cumulative:
        return parts_of(period, scheme)
    if base == Scheme.PROGRAMME or period.scheme == Scheme.PROGRAMME:
        return ()
    found = tuple(one for one in periods_of_year(period.year, base) if one.end <= period.end)
    return found if found and found[-1].end == period.end else ()


@dataclass(frozen=True)
class Reckoner:
    """Makes figures out of stored ones; `known` are the indicators asked for and all that they are calculated from."""

    known: Mapping[int, Indicator]
    figures: Mapping[Place, Figure]

    def figure(self, key: int, unit: int, period: Period, *, from_new_year: bool = False) -> Figure | None:
        """The figure of an indicator, unit and period, or of the year up to its end."""
        indicator = self.known[key]
        if indicator.calculation == Calculation.DIRECT:
            span = parts_of_year if from_new_year else parts_of
            parts = [self.figures.get((key, unit, part.code)) for part in span(period, indicator.scheme)]
            return _over_time(indicator, parts)
        used = {
            one.code: self.figure(one.pk, unit, period, from_new_year=from_new_year)
            for one in map(self.known.__getitem__, used_by(indicator, self.known))
        }
        values = {code: figure.value if figure else None for code, figure in used.items()}
        value = evaluate(formula_of(indicator, self.known), values).value
        if value is None:
            return None
        parts_used = [figure for figure in used.values() if figure is not None]
        return Figure(
            value, all(one.is_firm for one in parts_used), any(one.is_estimate for one in parts_used)
        )  # fmt: skip


def used_by(indicator: Indicator, known: Mapping[int, Indicator]) -> list[int]:
    """Keys of the indicators that one is calculated from."""
    if indicator.calculation == Calculation.RATIO:
        return [int(key) for key in (indicator.numerator_id, indicator.denominator_id) if key]
    codes = set(parse(indicator.formula).codes) if indicator.formula else set()
    return [key for key, one in known.items() if one.code in codes]


def formula_of(indicator: Indicator, known: Mapping[int, Indicator]) -> Formula:
    """How an indicator is calculated: its formula, or factor × numerator / denominator."""
    if indicator.calculation == Calculation.RATIO:
        over, under = (known[int(key or 0)].code for key in (indicator.numerator_id, indicator.denominator_id))
        factor = f"({indicator.factor.normalize():f})".replace(".", ",")
        return parse(f"{factor} * [{over}] / [{under}]")
    return parse(indicator.formula)


def _over_time(indicator: Indicator, parts: Sequence[Figure | None]) -> Figure | None:
    """Several short periods as one: a sum needs all of them, a stock is the last one, a mean that of those known."""
    known = [part for part in parts if part is not None]
    if len(parts) == 1 or not known:
        return known[0] if known else None
    firm, estimate = all(part.is_firm for part in known), any(part.is_estimate for part in known)
    match indicator.time_aggregation:
        case TimeAggregation.LATEST:
            return parts[-1]
        case TimeAggregation.MEAN:
            mean = sum((part.value for part in known), Decimal(0)) / len(known)
            return Figure(mean, firm and len(known) == len(parts), estimate)
        case TimeAggregation.SUM if len(known) == len(parts):
            return Figure(sum((part.value for part in known), Decimal(0)), firm, estimate)
    return None
