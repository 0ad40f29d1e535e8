"""A target on its way: from its start to its goal, where it should be today, and the live figure."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import (
    Aggregation,
    Direction,
    Indicator,
    IndicatorValue,
    Light,
    Mark,
    Promise,
    ShownFigure,
    Standing,
    coverage,
    standing_on,
    table_of,
    written,
)
from honglam.engines.plans.models import PlanTarget
from honglam.engines.plans.shown.targets import promise
from honglam.toolkit import periods
from honglam.toolkit.periods import Period, Scheme

if TYPE_CHECKING:
    from honglam.core.access.models import User

SEE_FIGURES = "indicators.view_values"
LOOKS = {
    Light.GREEN: ("success", "circle-check"),
    Light.AMBER: ("soon", "clock-hour-4"),
    Light.RED: ("returned", "alert-circle"),
    Light.GREY: ("neutral", "circle-dashed"),
}
_UPWARDS, _DOWNWARDS = (">=", ">"), ("<=", "<")


@dataclass(frozen=True, slots=True)
class Live:
    """The figure that rolls up today: of which period, how much it rests on."""

    period: Period
    figure: ShownFigure

    @property
    def coverage(self) -> str:
        """What it rests on, in words."""
        return coverage(self.figure)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The way of a target: the marks on it, the traffic light with its rule, and the figure that was looked at."""

    standing: Standing
    target: Mark
    baseline: Mark | None
    steps: tuple[Mark, ...]
    figure: IndicatorValue | None
    live: Live | None

    @property
    def tone(self) -> str:
        """The tone of the light."""
        return LOOKS[self.standing.light][0]

    @property
    def icon(self) -> str:
        """The icon of the light."""
        return LOOKS[self.standing.light][1]


def trajectory_of(
    target: PlanTarget, unit: Unit, figures: Sequence[IndicatorValue], user: User, today: datetime.date
) -> Trajectory | None:
    """The way of a target, seen from a unit; `figures` are the unit's own, newest first. None without a single value.

    The baseline is the newest figure from before the plan; yearly targets are the plan's other targets of the same
    indicator. Where the unit has no figure of its own inside the plan's years, the light looks at the live one.
    """
    if target.value is None or target.operator == "range":
        return None
    plan = target.plan
    first, last = datetime.date(plan.first_year, 1, 1), datetime.date(plan.last_year, 12, 31)
    marks = _marks(target, last)
    mine = marks.pop(target.pk)
    before = next((figure for figure in figures if figure.period_end < first), None)
    newest = next((figure for figure in figures if first <= figure.period_end <= last), None)
    live = _live(target.indicator, unit, figures, user, today)
    value = newest.value if newest is not None else live.figure.value if live is not None else None
    baseline = Mark(before.value, before.period_end) if before is not None else None
    steps = tuple(sorted((mark for mark in marks.values() if mark.on < mine.on), key=lambda mark: mark.on))
    standing = standing_on(today, value, direction=_direction(target), target=mine, baseline=baseline, steps=steps)
    return Trajectory(standing, mine, baseline, steps, newest, live)


def promises(indicator: Indicator, user: User) -> list[Promise]:
    """The targets of an indicator in the plans that a person sees, for the pages of indicators."""
    found = PlanTarget.objects.visible_to(user).filter(indicator=indicator).select_related("plan__issuer", "indicator")
    return [
        Promise(
            title=target.plan.number or target.plan.code, wording=promise(target), url=target.get_absolute_url(),
            unit=target.plan.issuer, value=target.value, due_on=target.due_on, operator=target.operator,
        )
        for target in found.order_by("-plan__last_year", "position", "pk").defer("plan__document_text")
    ]  # fmt: skip


def mark_text(mark: Mark | None, target: PlanTarget) -> str:
    """The figure of a mark with its unit of measure."""
    return "" if mark is None else written(mark.value, target.indicator.measure)


def _marks(target: PlanTarget, last: datetime.date) -> dict[int, Mark]:
    """What the plan asks of the indicator by when, by target; the target itself among them."""
    rows = PlanTarget.objects.filter(plan=target.plan_id, indicator=target.indicator_id, value__isnull=False).exclude(
        operator="range"
    )
    return {row.pk: Mark(row.value, row.due_on or last) for row in rows if row.value is not None}


def _direction(target: PlanTarget) -> str:
    """Which way the target points; an exact one as its indicator does."""
    if target.operator in _UPWARDS:
        return Direction.UP
    return Direction.DOWN if target.operator in _DOWNWARDS else str(target.indicator.direction)


def _live(
    indicator: Indicator, unit: Unit, figures: Sequence[IndicatorValue], user: User, today: datetime.date
) -> Live | None:
    """What rolls up to the unit in the newest full period; None without an aggregation, or out of reach."""
    reach = reach_of(user, SEE_FIGURES)
    if indicator.aggregation == Aggregation.NONE or not reach.covers(unit):
        return None
    scheme = indicator.scheme or (figures[0].period_scheme if figures else "")
    if not scheme:
        return None
    period = periods.latest_over(today, Scheme(scheme))
    rows = table_of([indicator], unit, [period], reach=reach, include_drafts=True)
    return Live(period, rows[0].of(period.code))
