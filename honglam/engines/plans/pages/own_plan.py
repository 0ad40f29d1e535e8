"""From the plan of a superior to the draft of one's own: choose what to take, see what stays open, fetch the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.plans.drafting import (
    OwnPlan,
    OwnUnit,
    TargetChoice,
    UpperPlan,
    Why,
    WorkChoice,
    target_choices,
    work_choices,
)
from honglam.engines.plans.drafting.owners import owner_of
from honglam.engines.plans.drafting.wording import place_of, shown_level, target_name
from honglam.engines.plans.models import Plan
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.own_plan import own_unit_of, units_to_write, upper_of, write_chosen
from honglam.toolkit.official_paper import DOCX, Hole

REASONS = {
    Why.COUNTED_HERE: gettext_lazy("Tính được trong địa bàn của đơn vị"),
    Why.ADDRESSED: gettext_lazy("Cấp trên giao cho đơn vị, hoặc cho nhóm có đơn vị"),
    Why.SHARE: gettext_lazy("Đơn vị được giao chủ trì trên hệ thống"),
    Why.HELPS: gettext_lazy("Đơn vị chỉ phối hợp"),
    Why.STANDING_ORDER: gettext_lazy("Yêu cầu chung, kế hoạch nào cũng có"),
    Why.REPORT: gettext_lazy("Đã đưa vào phần theo dõi, báo cáo"),
    Why.OTHER_LEAD: gettext_lazy("Cấp trên giao cho cơ quan khác"),
    Why.TOTAL: gettext_lazy("Tổng của cả tỉnh, cấp trên chưa chia cho từng đơn vị"),
    Why.PROVINCIAL: gettext_lazy("Chỉ cấp tỉnh tính được"),
    Why.SAID_BEFORE: gettext_lazy("Đã có ở trên"),
    Why.ADDRESSED_TO_NOBODY: gettext_lazy("Cấp trên không ghi cơ quan chủ trì"),
}


@requires(VIEW)
def own_plan(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Choose what to take from the plan; a POST gives the draft as .docx, or with `see` what stays open in it."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), uid=uid)
    units = units_to_write(plan, request.user)
    asked = request.POST.get("unit") or request.GET.get("unit", "")
    unit = next((unit for unit in units if unit.code == asked), units[0] if units else None)
    if unit is None:
        if request.method == "POST":
            raise NotAllowed(VIEW, str(plan.issuer))
        return render(request, "plans/own_plan.html", {"plan": plan})
    own, upper = own_unit_of(unit), upper_of(plan, unit=unit, user=request.user)
    context: dict[str, Any] = {"plan": plan, "units": units, "unit": unit}
    if request.method == "GET":
        return render(request, "plans/own_plan.html", context | _choices(upper, own, None))
    ticked = set(request.POST.getlist("take"))
    context |= _choices(upper, own, ticked)
    if not ticked:
        return render(request, "plans/own_plan.html", context | {"is_empty": True}, status=422)
    draft = write_chosen(upper, own, targets=ticked, works=ticked)
    if "see" in request.POST:
        return render(request, "plans/own_plan.html", context | {"draft": draft, "holes": _holes(draft)})
    return FileResponse(draft.stream, as_attachment=True, filename=_file_name(draft, unit), content_type=DOCX)


def _file_name(draft: OwnPlan, unit: Unit) -> str:
    words = " ".join(f"{_('Dự thảo kế hoạch')} {draft.subject}".replace("/", "-").split())
    return f"{words[:120].strip()} ({unit.code}).docx"


def _choices(upper: UpperPlan, own: OwnUnit, ticked: set[str] | None) -> dict[str, Any]:
    """Rows of targets and tasks, the proposed ones apart from the others; ticked are the proposals or what came in."""
    targets = [_target_row(choice, ticked) for choice in target_choices(upper, own)]
    works = [_work_row(choice, own, ticked) for choice in work_choices(upper, own)]
    return {
        "targets": [row for row in targets if row["is_proposed"]],
        "other_targets": [row for row in targets if not row["is_proposed"]],
        "works": [row for row in works if row["is_proposed"]],
        "other_works": [row for row in works if not row["is_proposed"]],
    }


def _target_row(choice: TargetChoice, ticked: set[str] | None) -> dict[str, Any]:
    target = choice.target
    return _row(choice, target.key, ticked) | {
        "name": target_name(target.item),
        "figure": shown_level(target.item),
        "last_figure": target.last_figure,
    }


def _work_row(choice: WorkChoice, own: OwnUnit, ticked: set[str] | None) -> dict[str, Any]:
    work = choice.work
    owner = owner_of(work, own.bodies) if choice.is_proposed else None
    return _row(choice, work.key, ticked) | {
        "name": work.name, "leads": ", ".join(work.leads), "due": work.due, "deadline_text": work.deadline_text,
        "place": place_of(work), "owner": owner,
    }  # fmt: skip


def _row(choice: TargetChoice | WorkChoice, key: str, ticked: set[str] | None) -> dict[str, Any]:
    return {
        "key": key,
        "is_proposed": choice.is_proposed,
        "is_ticked": choice.is_proposed if ticked is None else key in ticked,
        "reason": REASONS[choice.why],
    }


def _holes(draft: OwnPlan) -> list[tuple[Hole, int]]:
    """What stays open, each kind once with its number, in the order of the paper."""
    counted: dict[str, list[Hole]] = {}
    for hole in draft.holes:
        counted.setdefault(hole.ask, []).append(hole)
    return [(next((hole for hole in holes if hole.decide), holes[0]), len(holes)) for holes in counted.values()]
