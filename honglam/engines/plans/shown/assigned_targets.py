"""The target of a plan that binds a unit in a period: what reports print as “chỉ tiêu giao”."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Q

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import Indicator, Promise
from honglam.engines.plans.models import Plan, PlanTarget
from honglam.engines.plans.shown.targets import promise
from honglam.toolkit.periods import Period


def assigned_targets(
    indicators: Sequence[Indicator], units: Sequence[Unit], period: Period
) -> dict[tuple[int, int], Promise]:
    """By (indicator key, unit key) the target of a plan in force that binds the unit in the period's year; two queries.

    A unit is bound by its own plans, and by those of others that name it as the one who leads the target; what a
    superior promises for all together is no target of one unit. Its own plan goes first, then the target that is due
    next, the plan of fewer years, the newer one.
    """
    year = period.year
    keys = {unit.pk for unit in units}
    rows = (
        PlanTarget.objects.filter(
            Q(plan__issuer__in=keys) | Q(leads__in=keys),
            plan__in=Plan.objects.in_force(), plan__first_year__lte=year, plan__last_year__gte=year,
            indicator__in=[one.pk for one in indicators], value__isnull=False,
        )
        .distinct()
        .select_related("plan__issuer", "indicator")
        .defer("plan__document_text")
        .prefetch_related("leads")
        .order_by("pk")
    )  # fmt: skip
    best: dict[tuple[int, int], tuple[tuple[object, ...], PlanTarget]] = {}
    for target in rows:
        if target.due_on is not None and target.due_on < period.start:
            continue
        bound = {target.plan.issuer_id, *(unit.pk for unit in target.leads.all())} & keys
        due = target.due_on or datetime.date(target.plan.last_year, 12, 31)
        for unit_id in bound:
            is_others = target.plan.issuer_id != unit_id
            rank = (is_others, due, target.plan.last_year - target.plan.first_year, -target.plan_id, target.pk)
            key = (target.indicator_id, unit_id)
            if key not in best or rank < best[key][0]:
                best[key] = (rank, target)
    return {key: _told(target) for key, (_rank, target) in best.items()}


def _told(target: PlanTarget) -> Promise:
    return Promise(
        title=target.plan.number or target.plan.code, wording=promise(target), url=target.get_absolute_url(),
        unit=target.plan.issuer, value=target.value, due_on=target.due_on, operator=target.operator,
    )  # fmt: skip
