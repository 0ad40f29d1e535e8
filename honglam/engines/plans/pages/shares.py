"""What people do with one unit's share: report, take on, confirm, give back, take back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.requests import PersonRequest
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.engines.plans.actions import work
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.pages import task as task_pages
from honglam.engines.plans.pages.forms import ReasonForm, ReportForm, TakeOnForm, add_refusal
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.people import people_of
from honglam.engines.plans.shown.task_page import TaskPage
from honglam.engines.plans.terms import EVIDENCE_FORMATS

EVIDENCE = "plans.evidence"


@requires(work.REPORT)
@require_POST
def report(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Store a report with its evidence; what was typed comes back with the page where something is refused."""
    share = _share(request, uid)
    form = ReportForm(request.POST, request.FILES)
    if form.is_valid() and _reported(request, share, form):
        done = form.cleaned_data["claims_done"]
        said = _("Đã báo hoàn thành, chờ xác nhận.") if done else _("Đã ghi tiến độ %(percent)d%%.")
        messages.success(request, said if done else said % {"percent": form.cleaned_data["progress"]})
        return redirect(f"{share.task.get_absolute_url()}?sent={form.cleaned_data['key']}")
    today = timezone.localdate()
    task = Task.objects.select_related("plan", "plan__issuer", "issuer", "approver", "parent")
    page = TaskPage(task.standing(today).get(pk=share.task_id), request.user, today)
    return task_pages.shown(request, page, page.line_for(str(uid)), form)


def _reported(request: PersonRequest, share: Assignment, form: ReportForm) -> bool:
    data = form.cleaned_data
    try:
        proofs = [
            work.Proof(file=store(upload=upload, by=request.user, purpose=EVIDENCE, allowed=EVIDENCE_FORMATS,
                                  unit=share.unit))
            for upload in data["files"]
        ]  # fmt: skip
        if data["link"]:
            proofs.append(work.Proof(link=data["link"]))
        work.report(
            assignment=share, progress=data["progress"], by=request.user, text=data["text"],
            difficulty=data["difficulty"], proofs=proofs, claims_done=data["claims_done"],
            completed_on=data["completed_on"] if data["claims_done"] else None, idempotency_key=data["key"] or None,
        )  # fmt: skip
    except FileRefused as error:
        form.add_error("files", str(error))
    except PlanError as error:
        add_refusal(form, error)
    return not form.errors


@requires(work.REPORT)
@require_POST
def take_on(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Name the person who does the share; `mine` takes it on oneself."""
    share = _share(request, uid)
    if "mine" in request.POST:
        try:
            work.take_on(assignment=share, person=request.user, by=request.user)
        except PlanError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Anh/chị đã nhận việc này."))
        return redirect(share.get_absolute_url())
    people = User.objects.filter(pk__in=[person.pk for person in people_of(share.unit)])
    form = TakeOnForm(request.POST, people=people)
    if form.is_valid():
        person = form.cleaned_data["person"]
        work.take_on(assignment=share, person=person, by=request.user)
        said = _("Đã phân công %(person)s.") % {"person": person} if person else _("Việc trở lại chung của đơn vị.")
        messages.success(request, said)
    else:
        messages.error(request, _("Người được chọn không công tác tại đơn vị này."))
    return redirect(share.get_absolute_url())


@requires(VIEW)
@require_POST
def confirm(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Confirm that the share is done."""
    share = _share(request, uid)
    try:
        work.confirm(assignment=share, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã xác nhận hoàn thành: %(unit)s.") % {"unit": share.unit})
    return redirect(share.get_absolute_url())


@requires(VIEW)
def give_back(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Return reported work to the unit, with a reason."""
    return _with_reason(
        request, uid, work.return_work, pgettext_lazy("thao tác", "Trả lại"), gettext_lazy("Đã trả lại cho đơn vị.")
    )


@requires(work.DIRECT)
def withdraw(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take the share back, with a reason."""
    return _with_reason(request, uid, work.withdraw, gettext_lazy("Thu hồi"), gettext_lazy("Đã thu hồi."))


def _with_reason(
    request: PersonRequest, uid: UUID, verb: Callable[..., Assignment], heading: str | Promise, said: str | Promise
) -> HttpResponse:
    share = _share(request, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(assignment=share, reason=form.cleaned_data["reason"], by=request.user)
        except PlanError as error:
            add_refusal(form, error)
        else:
            messages.success(request, str(said))
            return redirect(share.get_absolute_url())
    context = {"share": share, "task": share.task, "form": form, "heading": heading}
    return render(request, "plans/share_reason.html", context, status=422 if form.errors else 200)


def _share(request: PersonRequest, uid: UUID) -> Assignment:
    shares = Assignment.objects.visible_to(request.user).select_related("task", "task__issuer", "task__plan", "unit")
    return get_object_or_404(shares, uid=uid)
