"""The page of one task, and what people do there."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

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
from honglam.core.access.offline import keep_offline
from honglam.core.access.reach import units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import size_asked
from honglam.engines.plans.actions import work
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Task
from honglam.engines.plans.pages.forms import EVIDENCE_ACCEPT, AddShareForm, ReportForm, TakeOnForm
from honglam.engines.plans.pages.move_forms import CommentForm
from honglam.engines.plans.pages.sheets import task_sheet
from honglam.engines.plans.pages.unit_picker import picked_units, with_loads
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.people import people_of
from honglam.engines.plans.shown.share_lines import PeriodLine, ShareLine
from honglam.engines.plans.shown.task_page import TaskPage
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.figures import shares as shares_of_bar
from honglam.toolkit.ui.wording import written_date

FEW_SHARES = 6
TASK_PARTS = ("plan", "plan__issuer", "issuer", "approver", "parent", "parent_share__unit")
"""What the page of a task shows of the records around it."""


@requires(VIEW)
def task(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One task: six clears, source, shares, reports, what follows from it; `?share=` opens the form of that share."""
    page = page_of(request, uid)
    line = page.line_for(request.GET.get("share", ""))
    response = shown(request, page, line)
    return keep_offline(response, request.user) if _is_own_work(page) else response


def _is_own_work(page: TaskPage) -> bool:
    """Whether the reader has open work here: the reader's own, or that of a unit where the reader sits."""
    seats = {unit.pk for unit in units_of(page.user)}
    open_lines = [line.share for line in page.lines if line.may_report]
    return any(share.person_id == page.user.pk or share.unit_id in seats for share in open_lines)


def shown(
    request: PersonRequest,
    page: TaskPage,
    line: ShareLine | None,
    report_form: ReportForm | None = None,
    comment_form: CommentForm | None = None,
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
        "is_long": len(page.main_lines) > FEW_SHARES,
        "chosen_period": _chosen_period(request, page),
        "reminders": page.reminders_for(line),
        "comment_form": comment_form or CommentForm(initial={"key": uuid4().hex}),
        "copied": _copied(request, page),
        "today": page.today,
    }
    refused = any(form is not None and form.errors for form in (report_form, comment_form))
    return render(request, template, context, status=422 if refused else 200)


def _chosen_period(request: PersonRequest, page: TaskPage) -> PeriodLine | None:
    """The period of recurring work whose units are listed: the one asked for, else the newest."""
    asked = request.GET.get("period", "")
    return next((period for period in page.periods if period.code == asked), next(iter(page.periods), None))


@requires(work.DIRECT)
def add_unit(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give one or several more units a role in the task: all of them, or none where one cannot have it."""
    page = page_of(request, uid)
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
    """Confirm every share of the task that is reported done and that the reader may confirm; name those unproved."""
    page = page_of(request, uid)
    lines = [line for line in page.lines if line.may_confirm]
    proved = [line for line in lines if not line.needs_proof]
    for line in proved:
        work.confirm(assignment=line.share, by=request.user)
    if proved:
        messages.success(request, _("Đã xác nhận hoàn thành cho %(count)d đơn vị.") % {"count": len(proved)})
    if skipped := [str(line.share.unit) for line in lines if line.needs_proof]:
        messages.warning(request, _("Chưa xác nhận vì chưa có minh chứng: %(units)s.") % {"units": ", ".join(skipped)})
    return redirect(page.task)


@requires(VIEW)
def sheet(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """All that the reader sees of the task, as a workbook."""
    page = page_of(request, uid)
    rows = page.task.assignments.visible_to(request.user).with_task().standing(page.today).order_by("unit__sort_key")
    return task_sheet(request, page, rows)


def page_of(request: PersonRequest, uid: UUID) -> TaskPage:
    """The page of a task that the reader sees. Http404."""
    today = timezone.localdate()
    tasks = Task.objects.visible_to(request.user).standing(today)
    found = get_object_or_404(tasks.select_related(*TASK_PARTS), uid=uid)
    return TaskPage(found, request.user, today, size_asked(request))


def _copied(request: PersonRequest, page: TaskPage) -> str:
    """What a chat message may carry: code, title, due date, link; never the content."""
    due = written_date(page.task.due_on) or page.task.get_deadline_kind_display()
    link = request.build_absolute_uri(page.task.get_absolute_url())
    return f"{page.task.code} · {page.task.name}\n{_('Hạn')}: {due}\n{link}"
