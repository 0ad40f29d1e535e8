"""The overview: what a leader with three minutes needs, each number opening the rows behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.places.layers import attributions
from honglam.engines.plans.public import Plan, Task, UnitLine, WorkStatus, overview_of
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.ui.figures import shares

BANDS = (
    (80, "high", gettext_lazy("Từ 80 %")),
    (60, "good", gettext_lazy("60–79 %")),
    (40, "fair", gettext_lazy("40–59 %")),
    (0, "low", gettext_lazy("Dưới 40 %")),
)
"""Progress in percent from which a commune gets a step on the map: one hue, because little progress is not yet late."""
MOST_PRINTED = 5


@requires("ioc.view_overview")
def overview(request: PersonRequest) -> HttpResponse:
    """The page on a screen or a phone."""
    return render(request, "ioc/overview.html", _context(request))


@requires("ioc.view_overview")
def overview_print(request: PersonRequest) -> HttpResponse:
    """The same on one printed sheet."""
    context = _context(request)
    found = context["overview"]
    context["slow_groups"] = sorted(found.groups, key=lambda group: group.progress)[:MOST_PRINTED]
    context["slow_units"] = sorted([*found.communes, *found.departments], key=lambda unit: unit.progress)[:MOST_PRINTED]
    return render(request, "ioc/overview_print.html", context)


def _context(request: PersonRequest) -> dict[str, Any]:
    plans = Plan.objects.visible_to(request.user).in_force().defer("document_text").order_by("-first_year", "title")
    plan = _chosen_plan(request, plans)
    found = overview_of(request.user, timezone.localdate(), plan)
    return {
        "overview": found,
        "plans": plans,
        "plan": plan,
        "parts": status_parts(request.user, plan),
        "map": map_data(found.communes),
        "boundaries_url": reverse("organisations:boundaries"),
        "attribution": "; ".join(attributions()),
        "may_direct": bool(reach_of(request.user, "plans.direct_work")),
    }


def _chosen_plan(request: PersonRequest, plans: Any) -> Plan | None:
    uid = uuid_of(request.GET.get("plan"))
    return get_object_or_404(plans, uid=uid) if uid else None


def status_parts(user: User, plan: Plan | None) -> list[dict[str, Any]]:
    """How the tasks divide by status; each part counts exactly the rows of the list that it opens."""
    tasks = Task.objects.visible_to(user).current()
    tasks = tasks.filter(plan=plan) if plan else tasks
    counts = tasks.counts_by_status(timezone.localdate())
    of_plan = f"&plan={plan.uid}" if plan else ""
    rows = reverse("plans:tasks")
    return shares((code, counts.get(code, 0), f"{rows}?status={code}{of_plan}") for code in WorkStatus.values)


def map_data(communes: list[UnitLine]) -> dict[str, Any]:
    """Communes coloured by the mean progress of what they lead; communes without work stay blank."""
    values = {
        str(unit.uid): {
            "name": unit.name,
            "value": unit.progress,
            "text": _("Tiến độ %(progress)d %%, quá hạn %(late)d việc")
            % {"progress": unit.progress, "late": unit.late},
            "tone": next(tone for floor, tone, _label in BANDS if unit.progress >= floor),
            "url": unit.url,
        }
        for unit in communes
    }
    return {"values": values, "legend": [{"tone": tone, "label": str(label)} for _floor, tone, label in BANDS]}
