"""Figures of units around one period: the period itself, the one before, a year ago, and from the year's beginning.

Each is made of the short periods that an indicator is reported by, joined over time as the indicator says; what is
calculated is calculated from the joined figures of its parts. Everything comes from one query for figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rules.aggregating import over_time
from honglam.engines.indicators.terms import OFFICIAL_STATES, TimeAggregation
from honglam.toolkit.periods import Period, PeriodError, Scheme, periods_of_year


class Frame(StrEnum):
    """A stretch of time around a period."""

    NOW = "now"
    PREVIOUS = "previous"
    YEAR_BEFORE = "year_before"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Framed:
    """A figure of one stretch: what it is, what it rests on, and why there is none or only a part.

    `estimate` is the figure as it was estimated, where it rests on a single entered figure. `known` of the `asked`
    short periods have a figure (of a calculated one: of the part that has the fewest).
    """

    value: Decimal | None = None
    is_estimate: bool = False
    estimate: Decimal | None = None
    is_official: bool = False
    reason: str = ""
    known: int = 0
    asked: int = 0

    @property
    def is_part(self) -> bool:
        """Whether it is made of a part of its short periods only."""
        return self.value is not None and bool(self.reason)


_Figures = Mapping[tuple[int, int, str], IndicatorValue]


@dataclass(frozen=True)
class Frames:
    """The figures of some indicators and units around a period; `of` loads, `figure` reads."""

    definitions: Definitions
    period: Period
    parts: Mapping[tuple[Frame, str], tuple[Period, ...] | None]
    figures: _Figures

    @classmethod
    def of(
        cls, indicators: Iterable[Indicator], units: Iterable[Unit], period: Period, wanted: Collection[Frame]
    ) -> Frames:
        """Load the figures: three queries, two where nothing is calculated from indicators that are not asked for."""
        definitions = Definitions.around(indicators)
        schemes = {one.scheme for one in definitions.indicators.values()}
        parts = {(frame, scheme): _parts(frame, scheme, period) for frame in wanted for scheme in schemes}
        every = {part.code: part for some in parts.values() for part in some or ()}
        rows = (
            IndicatorValue.objects.filter(indicator__in=definitions.direct, unit__in=[unit.pk for unit in units])
            .of_periods(every.values())
            .only(
                "indicator_id", "unit_id", "period_code", "value", "is_estimate", "estimated_value", "state",
            )
        )  # fmt: skip
        return cls(definitions, period, parts, {(row.indicator_id, row.unit_id, row.period_code): row for row in rows})

    def of_unit(self, unit: Unit, frame: Frame) -> dict[int, Framed]:
        """The figures of a unit in a stretch, by the key of the indicator; calculated ones too."""
        entered: dict[int, Framed] = {}
        for key in self.definitions.direct:
            entered[key] = self._entered(self.definitions.indicators[key], unit, frame)
        outcomes = self.definitions.outcomes({key: one.value for key, one in entered.items()})
        found = {key: self._shown(key, one, frame) for key, one in entered.items()}
        for key, outcome in outcomes.items():
            rests_on = [entered[part] for part in self.definitions.rests_on(key) if part in entered]
            if frame == Frame.CUMULATIVE and not self._adds_up(key):
                found[key] = Framed()
                continue
            least = min((one for one in rests_on if one.is_part), key=lambda one: one.known, default=Framed())
            found[key] = Framed(
                outcome.value, outcome.value is not None and any(one.is_estimate for one in rests_on), None,
                outcome.value is not None and all(one.is_official for one in rests_on), outcome.reason or least.reason,
                least.known, least.asked,
            )  # fmt: skip
        return found

    def _entered(self, indicator: Indicator, unit: Unit, frame: Frame) -> Framed:
        """The figure of an entered indicator, of one short period or joined over several."""
        parts = self.parts[frame, indicator.scheme]
        rows = [self.figures.get((indicator.pk, unit.pk, part.code)) for part in parts or ()]
        known = [row for row in rows if row is not None]
        if not known:
            return Framed()
        value: Decimal | None = known[0].value
        reason = ""
        if len(rows) > 1:
            value, reason = over_time(indicator.time_aggregation, [None if row is None else row.value for row in rows])
        used = known[-1:] if indicator.time_aggregation == TimeAggregation.LATEST else known
        estimated = known[0] if len(rows) == 1 else None
        return Framed(
            value,
            any(row.is_estimate for row in used),
            None if estimated is None else estimated.value if estimated.is_estimate else estimated.estimated_value,
            all(row.state in OFFICIAL_STATES for row in used),
            reason,
            len(known),
            len(rows),
        )

    def _shown(self, key: int, figure: Framed, frame: Frame) -> Framed:
        """What is told of an entered figure: from the year's beginning only what adds up or is averaged."""
        return figure if frame != Frame.CUMULATIVE or self._adds_up(key) else Framed()

    def _adds_up(self, key: int) -> bool:
        """Whether a figure from the year's beginning says more than that of the period."""
        if self.period.scheme.is_cumulative:
            return True
        joined = {self.definitions.indicators[part].time_aggregation for part in self._direct_parts(key)}
        return bool(joined & {TimeAggregation.SUM, TimeAggregation.MEAN}) and TimeAggregation.NONE not in joined

    def _direct_parts(self, key: int) -> list[int]:
        """The entered indicators that one rests on; itself where it is entered."""
        indicators = self.definitions.indicators
        return [part for part in self.definitions.rests_on(key) if not indicators[part].is_calculated]


def has_year(period: Period) -> bool:
    """Whether figures from the year's beginning stand beside those of a period: it is shorter than a year and not
    counted from the beginning itself."""
    alone = {Scheme.YEAR, Scheme.YEAR_CUT_OFF, Scheme.PROGRAMME}
    return not period.scheme.is_cumulative and period.scheme not in alone


def _parts(frame: Frame, scheme: str, period: Period) -> tuple[Period, ...] | None:
    """The periods in which an indicator of a scheme is reported for a stretch; None: they do not fit."""
    if frame == Frame.PREVIOUS:
        return _split(scheme, period.previous())
    if frame == Frame.YEAR_BEFORE:
        return _split(scheme, period.year_before())
    now = _split(scheme, period)
    if frame == Frame.NOW or now is None or not has_year(period):
        return now
    finer = Scheme(scheme) if scheme else period.scheme
    return tuple(part for part in periods_of_year(period.year, finer) if part.end <= period.end)


def _split(scheme: str, period: Period) -> tuple[Period, ...] | None:
    if scheme in ("", period.scheme):
        return (period,)
    try:
        return tuple(period.parts(Scheme(scheme)))
    except PeriodError:
        return None


def cumulative_of(indicators: Sequence[Indicator], unit: Unit, period: Period) -> dict[int, Framed]:
    """What a unit's figures make from the year's beginning to the period, by the indicator's key; three queries."""
    if not has_year(period):
        return {}
    return Frames.of(indicators, [unit], period, {Frame.CUMULATIVE}).of_unit(unit, Frame.CUMULATIVE)
