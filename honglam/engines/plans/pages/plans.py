"""The list of plans, and the steps of a plan's life: issue, give, end."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions import plans as actions
from honglam.engines.plans.actions.readings import IMPORT
from honglam.engines.plans.actions.work import DIRECT
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Plan, Reading
from honglam.engines.plans.pages.forms import EndForm, GiveForm, IssueForm, add_refusal
from honglam.engines.plans.queries import VIEW, PlanQuerySet
from honglam.engines.plans.shown.giving import giving_of
from honglam.engines.plans.terms import PlanState
from honglam.toolkit.sheets import Column, Kind, Table, xlsx_response
from honglam.toolkit.ui import lists

SORTS = {
    "title": "title", "issued": "issued_on", "year": "last_year", "tasks": "task_count", "overdue": "overdue_count",
}  # fmt: skip


@requires(VIEW)
def plans(request: PersonRequest) -> HttpResponseBase:
    """Plans that the reader may see, with how far they are."""
    today = timezone.localdate()
    visible: PlanQuerySet = Plan.objects.visible_to(request.user)
    found = _filtered(request, visible)
    rows = found.with_figures(today).select_related("issuer").defer("document_text", "recipients")
    rows = lists.ordered(request, rows, SORTS, default="-year")
    form = lists.form_of(request)
    if form == lists.XLSX:
        return _sheet(rows)
    context: dict[str, Any] = {
        "states": PlanState.choices,
        "state": request.GET.get("state", ""),
        "issuer": request.GET.get("issuer", ""),
        "year": request.GET.get("year", ""),
        "q": request.GET.get("q", ""),
        "is_filtered": any(request.GET.get(name) for name in ("state", "issuer", "year", "q")),
        "today": today,
    }
    if form == lists.PRINT:
        return render(request, "plans/plans_print.html", context | {"rows": rows[: lists.PRINT_LIMIT]})
    years = visible.order_by().values_list("first_year", "last_year").distinct()
    context |= {
        "page": lists.page_of(request, rows),
        "issuers": Unit.objects.filter(pk__in=visible.order_by().values("issuer")).in_alphabet(),
        "years": sorted({year for first, last in years for year in range(first, last + 1)}, reverse=True),
        "waiting": Reading.objects.visible_to(request.user).unfinished().count()
        if reach_of(request.user, IMPORT) else 0,
    }  # fmt: skip
    return render(request, "plans/plans.html", context)


def _filtered(request: PersonRequest, found: PlanQuerySet) -> PlanQuerySet:
    if request.GET.get("state") in PlanState.values:
        found = found.filter(state=request.GET["state"])
    if request.GET.get("mine"):
        found = found.filter(reach_of(request.user, IMPORT).q("issuer"))
    if issuer := request.GET.get("issuer", ""):
        found = found.filter(issuer__code=issuer)
    if (year := request.GET.get("year", "")).isdecimal() and len(year) == 4:
        found = found.covering(int(year))
    return found.saying(request.GET.get("q", ""))


def _sheet(rows: Any) -> HttpResponseBase:
    columns = [
        Column(_("Số, ký hiệu"), lambda plan: plan.number, width=18),
        Column(_("Ngày ban hành"), lambda plan: plan.issued_on, Kind.DATE),
        Column(_("Tên kế hoạch"), lambda plan: plan.title, width=60),
        Column(_("Cơ quan ban hành"), lambda plan: str(plan.issuer), width=30),
        Column(_("Năm"), lambda plan: plan.years),
        Column(_("Tình trạng"), lambda plan: plan.get_state_display()),
        Column(_("Số nhiệm vụ"), lambda plan: plan.task_count, Kind.NUMBER),
        Column(_("Hoàn thành"), lambda plan: plan.done_count, Kind.NUMBER),
        Column(_("Quá hạn"), lambda plan: plan.overdue_count, Kind.NUMBER),
        Column(_("Tiến độ"), lambda plan: plan.mean_progress, Kind.PERCENT),
    ]
    title = _("Danh sách kế hoạch")
    return xlsx_response(f"{title} {timezone.localdate():%Y-%m-%d}", [Table(title, columns, rows)])


@requires(IMPORT)
def issue(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Enter the number and the date: the draft is issued."""
    plan = _plan(request, uid, IMPORT)
    form = IssueForm(request.POST or None, initial={"number": plan.number, "issued_on": plan.issued_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.issue(plan=plan, by=request.user, **form.cleaned_data)
        except PlanError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã ban hành. Bây giờ có thể giao việc."))
            return redirect("plans:give", plan.uid) if plan.tasks.current().exists() else redirect(plan)
    status = 422 if form.errors else 200
    return render(request, "plans/issue.html", {"plan": plan, "form": form}, status=status)


@requires(DIRECT)
def give(request: PersonRequest, uid: UUID) -> HttpResponse:
    """See what giving would do on the chosen day, then do it."""
    plan = _plan(request, uid, DIRECT)
    today = timezone.localdate()
    proposed = plan.issued_on or today
    form = GiveForm(request.POST or request.GET if "assigned_on" in {**request.POST, **request.GET} else None,
                    initial={"assigned_on": proposed})  # fmt: skip
    day: datetime.date = form.cleaned_data["assigned_on"] if form.is_bound and form.is_valid() else proposed
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            count = actions.give(plan=plan, by=request.user, assigned_on=day)
        except PlanError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã giao %(count)d phần việc. Các đơn vị đã được báo.") % {"count": count})
            return redirect(plan)
    context = {"plan": plan, "form": form, "giving": giving_of(plan, day, today), "day": day, "today": today}
    return render(request, "plans/give.html", context, status=422 if form.errors else 200)


@requires(DIRECT)
def end(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say that a plan is replaced or expired."""
    plan = _plan(request, uid, DIRECT)
    successors = Plan.objects.visible_to(request.user).in_force().exclude(pk=plan.pk).defer("document_text")
    form = EndForm(request.POST or None, successors=successors, initial={"how": EndForm.EXPIRED})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["how"] == EndForm.REPLACED:
                actions.replace(plan=plan, successor=data["successor"], by=request.user, reason=data["reason"])
            else:
                actions.expire(plan=plan, by=request.user, reason=data["reason"])
        except PlanError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Đã ghi. Việc chưa xong được chuyển kỳ sau, không tính quá hạn."))
            return redirect(plan)
    context = {"plan": plan, "form": form}
    return render(request, "plans/end.html", context, status=422 if form.errors else 200)


def _plan(request: PersonRequest, uid: UUID, permission: str) -> Plan:
    """A plan that the reader sees and over whose issuer the permission is held. Http404, NotAllowed."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), uid=uid)
    require(request.user, permission, plan.issuer)
    return plan
