"""Choosing units by typing: what is chosen stays, what is typed is looked up; groups stand for all their members."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from honglam.core.access.decorators import requires
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.organisations.terms import GroupScope
from honglam.engines.plans.queries import VIEW
from honglam.toolkit.text import strip_marks

MOST_FOUND = 12
GROUP = "group:"


@requires(VIEW)
def options(request: HttpRequest) -> HttpResponse:
    """The list below a picker: chosen units first, then those that the typed words find."""
    name = request.GET.get("name", "units")
    if not name.isidentifier():
        name = "units"
    return render(request, "plans/parts/unit_options.html", {"name": name, **found_for(request, name)})


def found_for(request: HttpRequest, name: str) -> dict[str, Any]:
    """What the options list shows for a picker of this name: chosen units and groups, found units and groups."""
    chosen = _values(request, name)
    typed = request.GET.get(f"{name}_q", "").strip()
    picked = _units(chosen)
    found: list[Unit] = []
    groups = [group for group in _groups() if f"{GROUP}{group.code}" in chosen]
    found_groups: list[UnitGroup] = []
    if typed:
        taken = {unit.pk for unit in picked}
        units = Unit.objects.valid_on(timezone.localdate()).containing(typed).exclude(pk__in=taken)
        near_the_top = (
            units.select_related("parent").annotate(length=Length("path")).order_by("length", "sort_key", "pk")
        )
        found = sorted(near_the_top[: 4 * MOST_FOUND], key=lambda unit: (unit.depth, unit.position))[:MOST_FOUND]
        words = strip_marks(typed).split()
        found_groups = [
            group
            for group in _groups()
            if group not in groups and all(word in strip_marks(group.name) for word in words)
        ]
    return {"picked": picked, "picked_groups": groups, "found": found, "found_groups": found_groups, "typed": typed}


def picked_units(request: HttpRequest, name: str) -> list[Unit]:
    """The units that a picker of this name sends, groups replaced by their members of today, each once."""
    values = _values(request, name)
    units = {unit.pk: unit for unit in _units(values)}
    today = timezone.localdate()
    for group in _groups() if any(value.startswith(GROUP) for value in values) else ():
        if f"{GROUP}{group.code}" in values:
            units |= {unit.pk: unit for unit in group.units_on(today, Unit.objects.province())}
    return list(units.values())


def _values(request: HttpRequest, name: str) -> list[str]:
    return (request.POST if request.method == "POST" else request.GET).getlist(name)


def _units(values: list[str]) -> list[Unit]:
    uids = []
    for value in values:
        try:
            uids.append(UUID(value))
        except ValueError:
            continue
    return list(Unit.objects.filter(uid__in=uids).select_related("parent")) if uids else []


def _groups() -> list[UnitGroup]:
    today = timezone.localdate()
    groups = UnitGroup.objects.filter(scope=GroupScope.PROVINCE)
    return [group for group in groups if (group.ends_on is None or group.ends_on >= today)]
