"""What the database adds up for a roll-up, and the figures one by one where units are shown apart.

Both ways give the same totals (a property test): the first reads hundreds of thousands of cells inside the database
through one covering index, the second brings cells into memory.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum

from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rollup.ground import Ground, Spans
from honglam.engines.indicators.rules.aggregating import Partial
from honglam.engines.indicators.terms import OFFICIAL_STATES, Aggregation, Calculation

Key = tuple[int, str]
"""Indicator and period code."""

SIMPLE = (Aggregation.SUM, Aggregation.MEAN, Aggregation.MINIMUM, Aggregation.MAXIMUM, Aggregation.NONE)
"""Aggregations that sums and counts suffice for; of what does not add up they still say who reported."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a roll-up needs it."""

    value: Decimal
    is_draft: bool
    entered_at: datetime.datetime


Figures = Mapping[Key, Mapping[int, Figure]]
"""Figures by indicator and period, then by unit."""


def partials_below(
    definitions: Definitions, asked: Iterable[Indicator], ground: Ground, spans: Spans, *, include_drafts: bool
) -> dict[Key, Partial]:
    """What all units below the unit add up to, for all that is needed and every short period; at most five queries."""
    indicators = [definitions.indicators[key] for key in sorted(definitions.summed(asked))]
    simple = [one.pk for one in indicators if not one.is_calculated and one.aggregation in SIMPLE]
    latest = [one.pk for one in indicators if one.aggregation == Aggregation.LATEST]
    ratios = [one.pk for one in indicators if one.calculation == Calculation.RATIO]
    weighted = [one.pk for one in indicators if one.aggregation == Aggregation.WEIGHTED]
    has_deep = bool(ground.deep) and IndicatorValue.objects.filter(unit__in=ground.deep).exists()
    found: dict[Key, Partial] = {}
    if simple:
        found |= _simple(_counted(simple, ground, spans, has_deep=has_deep, include_drafts=include_drafts))
    if latest:
        found |= _latest(_counted(latest, ground, spans, has_deep=has_deep, include_drafts=include_drafts))
    if ratios:
        found |= _pairs(ratios, "numerator__values", "denominator__values", ground, spans, has_deep, include_drafts)
    if weighted:
        found |= _pairs(weighted, "values", "weight__values", ground, spans, has_deep, include_drafts)
    return found


def figures_of(
    definitions: Definitions, units: Iterable[int], spans: Spans, *, include_drafts: bool
) -> dict[Key, dict[int, Figure]]:
    """The figures of some units one by one; one query."""
    rows = IndicatorValue.objects.filter(
        indicator__in=definitions.direct, unit__in=list(units), **_in_periods(spans)
    ).order_by()
    if not include_drafts:
        rows = rows.official()
    found: dict[Key, dict[int, Figure]] = {}
    for indicator_id, code, unit_id, value, state, entered_at in rows.values_list(
        "indicator_id", "period_code", "unit_id", "value", "state", "entered_at"
    ):
        figure = Figure(value, state not in OFFICIAL_STATES, entered_at)
        found.setdefault((indicator_id, code), {})[unit_id] = figure
    return found


def _in_periods(spans: Spans, prefix: str = "") -> dict[str, Any]:
    schemes = sorted({part.scheme.value for part in spans.all.values()})
    return {f"{prefix}period_scheme__in": schemes, f"{prefix}period_code__in": sorted(spans.all)}


def _counted(indicators: Sequence[int], ground: Ground, spans: Spans, *, has_deep: bool, include_drafts: bool) -> Any:
    """The figures that count: those of units below that no figure of a unit between stands for."""
    rows = IndicatorValue.objects.filter(indicator__in=indicators, **_in_periods(spans)).filter(_below(ground, "unit"))
    if not include_drafts:
        rows = rows.official()
    return rows.filter(_uncovered(ground, "", include_drafts=include_drafts)) if has_deep else rows


def _below(ground: Ground, to_unit: str) -> Q:
    """Units below the unit. Of the root that is everybody else, which costs nothing to ask."""
    if ground.unit.parent_id is None:
        return ~Q(**{to_unit: ground.unit.pk})
    return Q(**{f"{to_unit}__in": list(ground.units)})


def _uncovered(ground: Ground, prefix: str, *, include_drafts: bool) -> Q:
    """No unit between the figure's unit and the unit asked for has a figure of the same indicator and period."""
    holders = [key for key in ground.below if key != ground.unit.pk]
    covering = Q(pk__in=())
    for level in range(1, ground.depth):
        covering |= Q(unit=OuterRef(f"{prefix}unit" + "__parent" * level))
    above = IndicatorValue.objects.filter(
        covering, indicator=OuterRef(f"{prefix}indicator"), period_scheme=OuterRef(f"{prefix}period_scheme"),
        period_code=OuterRef(f"{prefix}period_code"), unit__in=holders,
    )  # fmt: skip
    if not include_drafts:
        above = above.official()
    return Q(**{f"{prefix}unit__in": ground.children}) | Q(~Exists(above))


def _simple(rows: Any) -> dict[Key, Partial]:
    made = (
        rows.order_by()
        .values_list("indicator_id", "period_code")
        .annotate(
            n=Count("pk"), drafts=Count("pk", filter=~Q(state__in=OFFICIAL_STATES)), total=Sum("value"),
            least=Min("value"), most=Max("value"),
        )
    )  # fmt: skip
    return {
        (indicator_id, code): Partial(count, drafts, total, least, most)
        for indicator_id, code, count, drafts, total, least, most in made
    }


def _latest(rows: Any) -> dict[Key, Partial]:
    found: dict[Key, list[Partial]] = {}
    for indicator_id, code, value, state, entered_at in rows.order_by().values_list(
        "indicator_id", "period_code", "value", "state", "entered_at"
    ):
        one = Partial(1, int(state not in OFFICIAL_STATES), latest=(entered_at, value))
        found.setdefault((indicator_id, code), []).append(one)
    return {key: Partial.of(parts) for key, parts in found.items()}


def _pairs(
    indicators: Sequence[int], over: str, under: str, ground: Ground, spans: Spans, has_deep: bool, include_drafts: bool
) -> dict[Key, Partial]:
    """Sums over units that have both figures; `over` and `under` lead from the indicator to the two."""
    same = {f"{under}__{name}": F(f"{over}__{name}") for name in ("unit", "period_scheme", "period_code")}
    rules = Q(pk__in=indicators, **_in_periods(spans, f"{over}__"), **same) & _below(ground, f"{over}__unit")
    official = Q(**{f"{over}__state__in": OFFICIAL_STATES, f"{under}__state__in": OFFICIAL_STATES})
    if not include_drafts:
        rules &= official
    if has_deep:
        rules &= _uncovered(ground, f"{over}__", include_drafts=include_drafts)
    made = (
        Indicator.objects.filter(rules)
        .order_by()
        .values_list("pk", f"{over}__period_code")
        .annotate(
            n=Count("pk"), drafts=Count("pk", filter=~official), total=Sum(f"{over}__value"),
            weighted=Sum(F(f"{over}__value") * F(f"{under}__value")), beside=Sum(f"{under}__value"),
        )
    )  # fmt: skip
    return {
        (pk, code): Partial(count, drafts, total, weighted=weighted, beside=beside)
        for pk, code, count, drafts, total, weighted, beside in made
    }
