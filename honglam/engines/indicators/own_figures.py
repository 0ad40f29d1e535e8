"""What one unit itself reported, calculated indicators included, beside what the units below it add up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rollup import RollUpCell
from honglam.engines.indicators.terms import OFFICIAL_STATES
from honglam.toolkit.periods import Period


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A figure of the unit itself; `is_draft` where a figure behind it is not official."""

    value: Decimal
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """The figure that a page shows for a unit and period, with what it rests on.

    `is_own`: nothing came from the units below, so it is what the unit itself reported.
    """

    value: Decimal | None
    reported: int = 0
    expected: int | None = None
    is_draft: bool = False
    is_own: bool = False
    stated: Decimal | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether everybody who was to report did, or nobody was asked."""
        return self.is_own or self.expected is None or self.reported >= self.expected


def own_figures(
    indicators: Sequence[Indicator], unit: Unit, periods: Sequence[Period], *, include_drafts: bool = False
) -> Mapping[tuple[int, str], OwnFigure]:
    """The unit's own figures by (indicator, period code), ratios and formulas calculated; three queries at most."""
    definitions = Definitions.around(indicators)
    rows = IndicatorValue.objects.filter(indicator__in=definitions.direct, unit=unit).of_periods(periods)
    if not include_drafts:
        rows = rows.official()
    by_period: dict[str, dict[int, IndicatorValue]] = {}
    for row in rows:
        by_period.setdefault(row.period_code, {})[row.indicator_id] = row
    found: dict[tuple[int, str], OwnFigure] = {}
    for code, figures in by_period.items():
        drafts = {key for key, row in figures.items() if row.state not in OFFICIAL_STATES}
        outcomes = definitions.outcomes({key: row.value for key, row in figures.items()})
        for indicator in indicators:
            value = outcomes[indicator.pk].value if indicator.is_calculated else None
            if not indicator.is_calculated and indicator.pk in figures:
                value = figures[indicator.pk].value
            if value is not None:
                found[indicator.pk, code] = OwnFigure(value, bool(definitions.rests_on(indicator.pk) & drafts))
    return found


def figure_shown(cell: RollUpCell, own: OwnFigure | None) -> ShownFigure:
    """The figure of the units below; where they have none, the unit's own."""
    if cell.value is None and cell.reported == 0 and own is not None:
        return ShownFigure(own.value, is_draft=own.is_draft, is_own=True)
    stated = own.value if own is not None else cell.stated
    return ShownFigure(cell.value, cell.reported, cell.expected, cell.is_draft, stated=stated, reason=cell.reason)
