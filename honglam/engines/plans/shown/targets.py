"""Targets of plans with the newest figures that answer them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import (
    IndicatorValue,
    ValueState,
    Verdict,
    period_name,
    periods_to_enter,
    verdict_of,
    written,
)
from honglam.engines.indicators.public import chart_of as chart_of_indicator
from honglam.engines.plans.models import Plan, PlanTarget

if TYPE_CHECKING:
    from honglam.core.access.models import User

LOOKS = {
    Verdict.MET: ("success", "circle-check"),
    Verdict.NEAR: ("soon", "clock-hour-4"),
    Verdict.MISSED: ("returned", "alert-circle"),
    Verdict.UNKNOWN: ("neutral", "circle-dashed"),
}
"""Tone and icon of a verdict. A missed target is no lateness, so it is not red."""
_SIGNS = {">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< "}


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with the newest figure of the plan's issuer inside the plan's years."""

    target: PlanTarget
    figure: IndicatorValue | None

    @property
    def verdict(self) -> Verdict:
        """How the figure stands to the target."""
        return verdict_for(self.target, self.figure)

    @property
    def promise(self) -> str:
        """What the target asks for."""
        return promise(self.target)

    @property
    def tone(self) -> str:
        """The tone of the verdict."""
        return LOOKS[self.verdict][0]

    @property
    def icon(self) -> str:
        """The icon of the verdict."""
        return LOOKS[self.verdict][1]

    @property
    def is_draft(self) -> bool:
        """Whether the figure is not official yet."""
        return self.figure is not None and self.figure.state == ValueState.DRAFT

    @property
    def figure_text(self) -> str:
        """The figure with its unit of measure."""
        return written(self.figure.value, self.target.indicator.measure) if self.figure else ""

    @property
    def period_text(self) -> str:
        """The period of the figure, short."""
        return period_name(self.figure) if self.figure else ""


def target_rows(plan: Plan, targets: Sequence[PlanTarget], user: User) -> list[TargetRow]:
    """Rows of a plan's targets (read with their indicators); one query for all figures."""
    first, last = datetime.date(plan.first_year, 1, 1), datetime.date(plan.last_year, 12, 31)
    figures = (
        IndicatorValue.objects.visible_to(user)
        .of_indicators(target.indicator_id for target in targets)
        .of_unit(plan.issuer)
        # The periods that close on the 14th begin in December of the year before.
        .within(first - datetime.timedelta(days=31), last)
        .latest_first()
    )
    newest: dict[int, IndicatorValue] = {}
    for figure in figures:
        newest.setdefault(figure.indicator_id, figure)
    return [TargetRow(target, newest.get(target.indicator_id)) for target in targets]


def rows_across_plans(targets: Sequence[PlanTarget], user: User) -> list[TargetRow]:
    """Rows of targets of several plans (read with plan and indicator); one query for all figures."""
    figures = (
        IndicatorValue.objects.visible_to(user)
        .of_indicators({target.indicator_id for target in targets})
        .filter(unit__in={target.plan.issuer_id for target in targets})
        .latest_first()
    )
    known: dict[tuple[int, int], list[IndicatorValue]] = defaultdict(list)
    for figure in figures:
        known[figure.indicator_id, figure.unit_id].append(figure)
    return [
        TargetRow(
            target,
            next(
                (
                    figure
                    for figure in known[target.indicator_id, target.plan.issuer_id]
                    if target.plan.first_year <= figure.period_end.year <= target.plan.last_year
                ),
                None,
            ),
        )
        for target in targets
    ]


def verdict_for(target: PlanTarget, figure: IndicatorValue | None) -> Verdict:
    """How a figure stands to a target."""
    return verdict_of(
        figure.value if figure else None, operator=target.operator, target=target.value, upper=target.upper_value
    )


def promise(target: PlanTarget) -> str:
    """What the target asks for: as the plan words it, else from its operator and value."""
    if target.value_text:
        return target.value_text
    measure = target.indicator.measure
    if target.operator == "range":
        return f"{written(target.value)}–{written(target.upper_value, measure)}"
    if target.value is None:
        return _("Hoàn thành")
    return f"{_SIGNS.get(target.operator, '')}{written(target.value, measure)}"


def chart_of(target: PlanTarget, figures: Sequence[IndicatorValue]) -> dict[str, Any]:
    """Data for the chart of one unit's figures over time with the target line drawn; figures oldest first."""
    return chart_of_indicator(
        target.indicator, figures, target=target.value, target_label=pgettext("mức phải đạt", "Chỉ tiêu")
    )


def periods_of_plan(plan: Plan, today: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Periods that a figure can be entered for: those of this year and the year before that lie in the plan's years."""
    years = [year for year in (today.year, today.year - 1) if plan.first_year - 1 <= year <= plan.last_year]
    return periods_to_enter(years or [plan.last_year], today)


def units_with_figures(figures: Iterable[IndicatorValue]) -> list[Unit]:
    """The units that have figures, each once, in the order of the figures."""
    return list({figure.unit_id: figure.unit for figure in figures}.values())
