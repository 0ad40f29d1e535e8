"""The card of a unit: what it is, whom it answers to, who answers to it, what it was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from honglam.core.access.decorators import signed_in
from honglam.core.access.reach import reach_of
from honglam.core.audit.history import history_of, size_asked
from honglam.core.organisations.models import Dissolution, Unit, UnitAlias, UnitGroup
from honglam.core.organisations.queries import valid_on
from honglam.core.organisations.rules import GroupRule
from honglam.core.organisations.terms import GroupScope
from honglam.core.places.layers import attributions
from honglam.core.places.models import Boundary


@signed_in
def card(request: HttpRequest, uid: str) -> HttpResponse:
    """One unit with everything that the directory knows of it."""
    unit = get_object_or_404(Unit.objects.select_related("parent", "second_parent"), uid=uid)
    today = timezone.localdate()
    has_boundary = Boundary.objects.filter(unit=unit).valid_on(today).exists()
    may_manage = reach_of(request.user, "organisations.manage_units").covers(unit)
    context = {
        "unit": unit,
        "above": list(Unit.objects.ancestors_of(unit)),
        "children": Unit.objects.children_of(unit).valid_on(today).select_related("parent"),
        "aliases": unit.aliases.all(),
        "shared_aliases": UnitAlias.objects.filter(function=unit.function) if unit.function else [],
        "groups": _groups_of(unit),
        "former_names": unit.former_names.all(),
        "successions": unit.successions.select_related("successor"),
        "inheritances": unit.inheritances.select_related("predecessor"),
        "dissolved": Dissolution.objects.succeeded_by(unit)[:60],
        "is_valid": unit.is_valid_on(today),
        "has_boundary": has_boundary,
        "map_data": {"values": {str(unit.uid): {"text": unit.name, "tone": "info"}}, "focus": str(unit.uid)},
        "attribution": "; ".join(attributions(today)) if has_boundary else "",
        "may_manage": may_manage,
        "history": history_of(unit, size=size_asked(request)),
    }
    return render(request, "directory/unit.html", context)


def _groups_of(unit: Unit) -> list[UnitGroup]:
    """Groups of the province, and of the unit's own commune, that hold the unit today; two queries."""
    today = timezone.localdate()
    named: dict[int, bool] = dict(unit.group_memberships.filter(valid_on(today)).values_list("group_id", "excluded"))
    codes = unit.path.strip("/").split("/")
    anchors = {GroupScope.PROVINCE: f"/{codes[0]}/"}
    if unit.commune_code and not unit.is_commune:
        anchors[GroupScope.COMMUNE] = f"/{codes[0]}/{codes[1]}/"
    held = []
    for group in UnitGroup.objects.filter(valid_on(today), scope__in=list(anchors)):
        rule = GroupRule.from_json(group.rule)
        by_rule = rule is not None and rule.selects(unit, anchors[GroupScope(group.scope)])
        if (by_rule and not named.get(group.pk, False)) or named.get(group.pk) is False:
            held.append(group)
    return held
