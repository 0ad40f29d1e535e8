"""What people do with one unit's share: report, take on, confirm, give back, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.pages import task as task_pages
from honglam.engines.plans.pages.answering import accepted, done, form_page
from honglam.engines.plans.pages.forms import EVIDENCE_ACCEPT, ReasonForm, ReportForm, TakeOnForm, add_refusal
from honglam.engines.plans.pages.move_forms import ProofForm
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.people import people_of
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
    page = task_pages.page_of(request, share.task.uid)
    return task_pages.shown(request, page, page.line_for(str(uid)), form)


def _reported(request: PersonRequest, share: Assignment, form: ReportForm) -> bool:
    data = form.cleaned_data
    try:
        work.report(
            assignment=share, progress=data["progress"], by=request.user, text=data["text"],
            difficulty=data["difficulty"], proofs=_proofs(request, share, data), claims_done=data["claims_done"],
            completed_on=data["completed_on"] if data["claims_done"] else None, idempotency_key=data["key"] or None,
        )  # fmt: skip
    except FileRefused as error:
        form.add_error("files", str(error))
    except PlanError as error:
        add_refusal(form, error)
    return not form.errors


def _proofs(request: PersonRequest, share: Assignment, data: dict[str, Any]) -> list[work.Proof]:
    """The evidence that a form brought: its files, stored, and its link. FileRefused."""
    proofs = [
        work.Proof(
            file=store(upload=upload, by=request.user, purpose=EVIDENCE, allowed=EVIDENCE_FORMATS, unit=share.unit)
        )
        for upload in data["files"]
    ]
    return [*proofs, work.Proof(link=data["link"])] if data["link"] else proofs


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
def confirm(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Confirm that the share is done; where nothing proves it, the page asks whoever confirms for the proof."""
    share = _share(request, uid)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not form.data:
        form = ProofForm({})
    back = share.get_absolute_url()
    if accepted(
        form,
        lambda: work.confirm(assignment=share, by=request.user, proofs=_proofs(request, share, form.cleaned_data)),
    ):
        return done(request, _("Đã xác nhận hoàn thành: %(unit)s.") % {"unit": share.unit}, back)
    return form_page(
        request, form, task=share.task, share=share, heading=_("Xác nhận hoàn thành"), back=back,
        evidence_accept=EVIDENCE_ACCEPT, submit=_("Xác nhận"),
        intro=_("%(unit)s báo hoàn thành mà chưa gửi minh chứng. Đính kèm tệp hoặc đường dẫn chứng minh rồi xác nhận; "
                "nếu không có, hãy trả lại cho đơn vị.") % {"unit": share.unit},
    )  # fmt: skip


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
