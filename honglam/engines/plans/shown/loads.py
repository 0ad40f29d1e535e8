"""How much units have to do, seen before they get more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.standings import late_on


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """Open shares of a unit, and how many of them are overdue."""

    open: int
    overdue: int


def loads_of(units: Iterable[Unit]) -> dict[int, UnitLoad]:
    """The loads of units that have any, by key; one query, none without units."""
    keys = {unit.pk for unit in units}
    if not keys:
        return {}
    late = late_on(timezone.localdate())
    found = (
        Assignment.objects.filter(unit__in=keys)
        .open()
        .order_by()
        .values("unit")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
    )
    return {row["unit"]: UnitLoad(row["n"], row["late"]) for row in found}
