"""From a plan to its schedule of reports, asked for by hand; also for plans issued before anybody listened."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.public import Plan
from honglam.engines.reporting.public import regimes_of_plan
from honglam.flows.plan_duties_become_report_regimes import propose_for_plan

DEFINE = "reporting.define_regimes"


@requires(DEFINE)
@require_POST
def schedule_reports(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Propose what is not proposed yet, and go to the regimes of the plan."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), uid=uid)
    require(request.user, DEFINE, plan.issuer)
    found = propose_for_plan(plan_uid=plan.uid, by=request.user)
    if found.created:
        messages.success(request, _("Đã đề xuất %(count)d chế độ báo cáo.") % {"count": len(found.created)})
    else:
        messages.info(request, _("Không có chế độ báo cáo nào mới để đề xuất."))
    if found.left:
        messages.info(
            request,
            _("%(count)d yêu cầu đột xuất không có lịch, không thành chế độ báo cáo.") % {"count": found.left},
        )
    return redirect(regimes_of_plan(plan.uid))
