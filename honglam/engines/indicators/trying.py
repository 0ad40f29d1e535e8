"""A validation rule tried on stored figures before it is kept: how many cells it would report, and which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.cells import Surface, lines_of
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm, IndicatorValue
from honglam.engines.indicators.queries import IndicatorValueQuerySet
from honglam.engines.indicators.rules.checks import Finding, Rule, rule_of
from honglam.toolkit.periods import Period, Scheme, latest_over

if TYPE_CHECKING:
    from honglam.core.access.models import User

BACK = 12
"""How many periods, the running one among them, a rule is tried on."""

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Reported:
    """One cell (or, for a form, one unit and period) that a rule would report."""

    unit: Unit
    period: Period
    value: Decimal | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have reported: in how many of the cells that were looked at, and the newest of them."""

    looked_at: int
    count: int
    reported: tuple[Reported, ...]


def try_rule(
    *, kind: str, parameters: Mapping[str, Any], severity: str, message: str, user: User,
    indicator: Indicator | None = None, form: IndicatorForm | None = None,
) -> Trial:  # fmt: skip
    """Try a rule on the newest twelve periods of the units in the person's reach; a constant number of queries.

    Raises:
        RuleError: the parameters cannot be read.
    """
    rule = rule_of(kind, parameters, severity, message)
    scheme = form.scheme if form is not None else (indicator.scheme if indicator is not None else "")
    found, looked_at = [], 0
    for one in _reported(rule, _periods(scheme, indicator), user, indicator, form):
        looked_at += 1
        if one is not None:
            found.append(one)
    found.sort(key=lambda one: (-one.period.end.toordinal(), one.unit.sort_key))
    return Trial(looked_at, len(found), tuple(found[:SHOWN]))


def _reported(
    rule: Rule, periods: list[Period], user: User, indicator: Indicator | None, form: IndicatorForm | None
) -> Iterator[Reported | None]:
    """One item for every cell with a figure: what the rule reports there, or None."""
    indicators = [indicator] if indicator is not None else []
    if form is not None:
        indicators = [line.indicator for line in lines_of(form, periods[0])]
    values: IndicatorValueQuerySet = IndicatorValue.objects.visible_to(user).of_periods(periods)
    if indicator is None or not indicator.is_calculated:
        values = values.of_indicators(one.pk for one in indicators)
    held = set(values.order_by().values_list("unit_id", "period_code").distinct())
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={unit_id for unit_id, _code in held})}
    surface = Surface.of(
        indicators=indicators, units=list(units.values()), periods=periods, form=form, trial=rule
    )  # fmt: skip
    for period in periods:
        for unit in (units[unit_id] for unit_id, code in held if code == period.code):
            if form is not None:
                findings, value = surface.form_findings(unit, period), None
            else:
                line = FormLine(indicator=indicator, is_required=False, position=1)
                (cell,) = surface.cells([line], unit, period, is_open=False)
                findings, value = cell.findings, cell.value
                if value is None:
                    continue
            yield Reported(unit, period, value, findings[0]) if findings else None


def _periods(scheme: str, indicator: Indicator | None) -> list[Period]:
    """The periods to look at, newest first; of an indicator without a scheme those of its newest figure's."""
    if not scheme and indicator is not None:
        newest = IndicatorValue.objects.of_indicators([indicator.pk]).latest_first().first()
        scheme = newest.period_scheme if newest is not None else Scheme.MONTH
    period = latest_over(timezone.localdate(), Scheme(scheme)).next()
    found = [period]
    while len(found) < BACK:
        found.append(found[-1].previous())
    return found
