"""The page of one task, and what people do there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import size_asked
from honglam.engines.plans.actions import work
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Task
from honglam.engines.plans.pages.forms import EVIDENCE_ACCEPT, AddShareForm, ReportForm, TakeOnForm
from honglam.engines.plans.pages.sheets import shares_sheet
from honglam.engines.plans.pages.unit_picker import picked_units, with_loads
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.people import people_of
from honglam.engines.plans.shown.task_page import ShareLine, TaskPage
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.figures import shares as shares_of_bar
from honglam.toolkit.ui.wording import written_date

FEW_SHARES = 6


@requires(VIEW)
def task(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One task: six clears, source, shares, reports, what follows from it; `?share=` opens the form of that share."""
    page = _page(request, uid)
    line = page.line_for(request.GET.get("share", ""))
    return shown(request, page, line)


def shown(
    request: PersonRequest, page: TaskPage, line: ShareLine | None, report_form: ReportForm | None = None
) -> HttpResponse:
    """The page, with the report form of one share where the reader may report on it."""
    people: list[User] = []
    take_on_form = None
    if line is not None and line.may_report:
        people = people_of(line.share.unit)
        report_form = report_form or ReportForm(initial={"progress": line.share.progress})
        take_on_form = TakeOnForm(
            people=User.objects.filter(pk__in=[person.pk for person in people]), initial={"person": line.share.person}
        )
    template = "plans/task_print.html" if lists.form_of(request) == lists.PRINT else "plans/task.html"
    context: dict[str, Any] = {
        "page": page,
        "task": page.task,
        "line": line,
        "people": people,
        "report_form": report_form,
        "take_on_form": take_on_form,
        "evidence_accept": EVIDENCE_ACCEPT,
        "share_parts": shares_of_bar((code, count, "") for code, count in page.counts.items()),
        "is_long": len(page.lines) > FEW_SHARES,
        "copied": _copied(request, page),
        "today": page.today,
    }
    return render(request, template, context, status=422 if report_form and report_form.errors else 200)


@requires(work.DIRECT)
def add_unit(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give one or several more units a role in the task: all of them, or none where one cannot have it."""
    page = _page(request, uid)
    form = AddShareForm(request.POST or None)
    units = picked_units(request, "units")
    if request.method == "POST" and form.is_valid():
        if not units:
            form.add_error(None, _("Hãy chọn ít nhất một đơn vị."))
        try:
            with transaction.atomic():
                for unit in units:
                    work.add_share(task=page.task, unit=unit, by=request.user, **form.cleaned_data)
        except (PlanError, NotAllowed) as error:
            form.add_error(None, str(error))
        if form.is_valid():
            messages.success(request, _("Đã thêm %(count)d đơn vị.") % {"count": len(units)})
            return redirect(page.task)
    context = {"page": page, "task": page.task, "form": form, "units": with_loads(units)}
    return render(request, "plans/add_unit.html", context, status=422 if form.errors else 200)


@requires(work.DIRECT)
@require_POST
def confirm_all(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Confirm every share of the task that is reported done and that the reader may confirm."""
    page = _page(request, uid)
    lines = [line for line in page.lines if line.may_confirm]
    for line in lines:
        work.confirm(assignment=line.share, by=request.user)
    messages.success(request, _("Đã xác nhận hoàn thành cho %(count)d đơn vị.") % {"count": len(lines)})
    return redirect(page.task)


@requires(VIEW)
def sheet(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The shares that the reader sees, as a workbook."""
    page = _page(request, uid)
    rows = page.task.assignments.visible_to(request.user).with_task().standing(page.today).order_by("unit__sort_key")
    return shares_sheet(request, rows, page.task.code, [page.task.name])


def _page(request: PersonRequest, uid: UUID) -> TaskPage:
    today = timezone.localdate()
    tasks = Task.objects.visible_to(request.user).standing(today)
    found = get_object_or_404(tasks.select_related("plan", "plan__issuer", "issuer", "approver", "parent"), uid=uid)
    return TaskPage(found, request.user, today, size_asked(request))


def _copied(request: PersonRequest, page: TaskPage) -> str:
    """What a chat message may carry: code, title, due date, link; never the content."""
    due = written_date(page.task.due_on) or page.task.get_deadline_kind_display()
    link = request.build_absolute_uri(page.task.get_absolute_url())
    return f"{page.task.code} · {page.task.name}\n{_('Hạn')}: {due}\n{link}"
