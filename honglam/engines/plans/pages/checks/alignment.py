"""The tab of a plan on which it is compared with its upper plans and with itself."""

from __future__ import annotations

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.actions import checks as actions
from honglam.engines.plans.checking.queries import CHECK, checking_units
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Plan, PlanCheck
from honglam.engines.plans.pages.checks.forms import AlignmentForm
from honglam.engines.plans.pages.checks.tables import checks_table
from honglam.engines.plans.pages.forms import add_refusal
from honglam.engines.plans.pages.plan import frame_of
from honglam.engines.plans.plan_documents import plans_above
from honglam.toolkit.ui import lists


@requires(CHECK)
def alignment(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Choose an upper plan and compare; what one's own unit has compared so far stands below."""
    context = frame_of(request, uid, "alignment")
    plan = context["plan"]
    rows = PlanCheck.objects.visible_to(request.user).filter(plan=plan).with_counts()
    rows = rows.select_related("unit", "created_by", "upper_plan", "upper_file").order_by("-touched_at", "-pk")
    if (sheet := lists.sheet_of(request, checks_table(rows))) is not None:
        return sheet
    seen = Plan.objects.visible_to(request.user).select_related("issuer").defer("document_text", "recipients")
    above = plans_above(plan, seen)
    form = AlignmentForm(request.POST or None, above=above, initial={"upper_plan": above.first()})
    units = checking_units(request.user)
    if request.method == "POST" and form.is_valid() and units:
        try:
            return redirect(
                actions.align_plan(
                    plan=plan, unit=units[0], by=request.user, upper_plan=form.cleaned_data["upper_plan"]
                )
            )
        except PlanError as error:
            add_refusal(form, error)
    context |= {
        "form": form,
        "page": lists.page_of(request, rows),
        "has_above": above.exists(),
        "has_document": bool(plan.document_text or plan.file),
    }
    return render(request, "plans/plan_alignment.html", context, status=422 if form.errors else 200)
