"""Giving one piece of work at once: an instruction (bút phê), on a task, on a plan, or on its own."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions.instructions import instruct as give_at_once
from honglam.engines.plans.actions.work import DIRECT
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Plan, Task
from honglam.engines.plans.pages.forms import InstructForm, add_refusal
from honglam.engines.plans.pages.unit_picker import picked_units, with_loads
from honglam.engines.plans.terms import AssignmentRole, TaskOrigin
from honglam.toolkit.identifiers import uuid_of


@requires(DIRECT)
def instruct(request: PersonRequest) -> HttpResponse:
    """Who does what by when; `?task=` or `?plan=` names the row that the note is written on."""
    on_task, plan = _row(request)
    issuers = _issuers(request, on_task, plan)
    form = InstructForm(
        request.POST or None, issuers=issuers, initial={"issuer": _first_issuer(issuers, on_task, plan)}
    )
    leads, coordinating = picked_units(request, "leads"), picked_units(request, "coordinating")
    if request.method == "GET" and on_task and not leads:
        leads = _leads(on_task)
    is_without_lead = request.method == "POST" and not leads
    lead_errors = [_("Hãy chọn đơn vị chủ trì.")] if is_without_lead and not form.is_valid() else []
    if request.method == "POST" and form.is_valid():
        try:
            task = give_at_once(
                leads=leads, coordinating=coordinating, on_task=on_task, plan=plan, by=request.user,
                origin=TaskOrigin.INSTRUCTION if on_task or plan or request.POST.get("note") else TaskOrigin.MANUAL,
                **form.cleaned_data,
            )  # fmt: skip
        except PlanError as error:
            if error.column == "leads":
                lead_errors.append(str(error))
            else:
                add_refusal(form, error)
        else:
            messages.success(request, _("Đã giao việc cho %(count)d đơn vị.") % {"count": len({*leads, *coordinating})})
            return redirect(task)
    context = {
        "form": form, "on_task": on_task, "plan": plan,
        "leads": with_loads(leads), "coordinating": with_loads(coordinating),
        "lead_errors": lead_errors, "draft_key": str(row.uid) if (row := on_task or plan) else "new",
    }  # fmt: skip
    return render(request, "plans/instruct.html", context, status=422 if form.errors or lead_errors else 200)


def _row(request: PersonRequest) -> tuple[Task | None, Plan | None]:
    """The task or the plan that the address names, where the reader sees it. Http404."""
    if text := request.GET.get("task", ""):
        tasks = Task.objects.visible_to(request.user).select_related("plan", "issuer")
        return get_object_or_404(tasks, uid=uuid_of(text)), None
    if text := request.GET.get("plan", ""):
        return None, get_object_or_404(
            Plan.objects.visible_to(request.user).select_related("issuer"), uid=uuid_of(text)
        )
    return None, None


def _issuers(request: PersonRequest, on_task: Task | None, plan: Plan | None) -> QuerySet[Unit]:
    """Units in whose name the reader may direct: those of the reader's posts, and the issuer of the row."""
    reach = reach_of(request.user, DIRECT)
    posts = request.user.posts(timezone.localdate())
    units = [unit for post in posts for unit in (post.unit, post.seat) if unit is not None]
    units += [row.issuer for row in (on_task, plan) if row is not None]
    return Unit.objects.filter(pk__in={unit.pk for unit in units if reach.covers(unit)}).order_by("path")


def _first_issuer(issuers: QuerySet[Unit], on_task: Task | None, plan: Plan | None) -> Unit | None:
    row = on_task or plan
    return row.issuer if row is not None and row.issuer in issuers else issuers.first()


def _leads(task: Task) -> list[Unit]:
    """The units that lead the task, where they are few: those whom a note on it is most often for."""
    shares = task.assignments.given().filter(role=AssignmentRole.LEAD).select_related("unit")[:4]
    units = [share.unit for share in shares]
    return units if len(units) < 4 else []
