"""Choosing units by typing: what is chosen stays, what is typed is looked up; groups stand for all their members."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.organisations.terms import GroupScope
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.loads import UnitLoad, loads_of
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.text import strip_marks

MOST_FOUND = 12
MOST_GROUPS = 5
GROUP = "group:"


@requires(VIEW)
def options(request: PersonRequest) -> HttpResponse:
    """The list below a picker: chosen units first, then those that the typed words find."""
    name = request.GET.get("name", "units")
    if not name.isidentifier():
        name = "units"
    return render(request, "plans/parts/unit_options.html", {"name": name, **found_for(request, name)})


def found_for(request: PersonRequest, name: str) -> dict[str, Any]:
    """What the options list shows for a picker of this name: chosen units and groups, found ones, everyone's load."""
    chosen = _values(request, name)
    typed = request.GET.get(f"{name}_q", "").strip()
    picked = _units(chosen)
    groups = _groups() if typed or any(value.startswith(GROUP) for value in chosen) else []
    picked_groups = [group for group in groups if f"{GROUP}{group.code}" in chosen]
    found = _found_units(typed, picked) if typed else []
    loads = loads_of([*picked, *found])
    return {
        "picked": [(unit, loads.get(unit.pk)) for unit in picked],
        "found": [(unit, loads.get(unit.pk)) for unit in found],
        "picked_groups": picked_groups,
        "found_groups": _found_groups(typed, [group for group in groups if group not in picked_groups]),
        "typed": typed,
    }


def with_loads(units: list[Unit]) -> list[tuple[Unit, UnitLoad | None]]:
    """Chosen units with what they have to do, for a picker that is shown with its form; one query."""
    loads = loads_of(units)
    return [(unit, loads.get(unit.pk)) for unit in units]


def _found_units(typed: str, picked: list[Unit]) -> list[Unit]:
    """Units whose names hold the words: those that hold them in this order first, then those nearest to the top."""
    taken = {unit.pk for unit in picked}
    units = Unit.objects.valid_on(timezone.localdate()).containing(typed).exclude(pk__in=taken)
    near_the_top = units.select_related("parent").annotate(length=Length("path")).order_by("length", "sort_key", "pk")
    phrase = strip_marks(typed)
    return sorted(
        near_the_top[: 4 * MOST_FOUND],
        key=lambda unit: (phrase not in strip_marks(unit.name), unit.depth, len(unit.name), unit.position),
    )[:MOST_FOUND]


def _found_groups(typed: str, groups: list[UnitGroup]) -> list[UnitGroup]:
    phrase = strip_marks(typed)
    found = [group for group in groups if all(word in strip_marks(group.name) for word in phrase.split())]
    return (
        sorted(found, key=lambda group: (phrase not in strip_marks(group.name), len(group.name)))[:MOST_GROUPS]
        if typed
        else []
    )


def picked_units(request: PersonRequest, name: str) -> list[Unit]:
    """The units that a picker of this name sends, groups replaced by their members of today, each once."""
    values = _values(request, name)
    units = {unit.pk: unit for unit in _units(values)}
    today = timezone.localdate()
    for group in _groups() if any(value.startswith(GROUP) for value in values) else ():
        if f"{GROUP}{group.code}" in values:
            units |= {unit.pk: unit for unit in group.units_on(today)}
    return list(units.values())


def _values(request: PersonRequest, name: str) -> list[str]:
    return (request.POST if request.method == "POST" else request.GET).getlist(name)


def _units(values: list[str]) -> list[Unit]:
    uids = [uid for uid in map(uuid_of, values) if uid is not None]
    return list(Unit.objects.filter(uid__in=uids).select_related("parent")) if uids else []


def _groups() -> list[UnitGroup]:
    today = timezone.localdate()
    groups = UnitGroup.objects.filter(scope=GroupScope.PROVINCE)
    return [group for group in groups if (group.ends_on is None or group.ends_on >= today)]
