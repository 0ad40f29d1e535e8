"""Work that moves between units and people: taken notice of, transferred, divided; its periods and its documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.fields import offer
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions import mandates, work
from honglam.engines.plans.actions.parts import divide as divide_share
from honglam.engines.plans.actions.recurrence import set_recurrence
from honglam.engines.plans.actions.transfers import transfer as transfer_share
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Task, TaskMandate
from honglam.engines.plans.pages.answering import accepted, done, form_page, share_of, task_of
from honglam.engines.plans.pages.document_field import offer_documents
from honglam.engines.plans.pages.forms import ReasonForm
from honglam.engines.plans.pages.move_forms import DivideForm, MandateForm, RecurrenceForm, TransferForm
from honglam.engines.plans.shown.people import people_of
from honglam.toolkit.periods import Scheme

AGAIN = "again"


@requires(work.REPORT)
@require_POST
def accept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say that the share has arrived and is understood."""
    share = share_of(request, uid)
    try:
        work.accept_work(assignment=share, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(unit)s đã nhận việc.") % {"unit": share.unit})
    return redirect(share.get_absolute_url())


@requires(work.DIRECT)
def transfer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take a share from one unit and give it to another."""
    share = share_of(request, uid)
    form = TransferForm(request.POST or None)

    def write() -> None:
        transfer_share(
            assignment=share, to=form.cleaned_data["unit"], reason=form.cleaned_data["reason"], by=request.user
        )

    if accepted(form, write):
        return done(
            request, _("Đã chuyển việc cho %(unit)s.") % {"unit": form.cleaned_data["unit"]},
            share.task.get_absolute_url(),
        )  # fmt: skip
    return form_page(
        request, form, task=share.task, share=share, heading=_("Chuyển đơn vị khác"), back=share.get_absolute_url(),
        intro=_(
            "Đơn vị mới nhận việc với cùng hạn và bắt đầu từ 0 %%; báo cáo cũ ở lại với %(unit)s."
        ) % {"unit": share.unit}, submit=_("Chuyển"),
    )  # fmt: skip


@requires(work.DIRECT)
def divide(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give one piece of a unit's share to one of its own bodies or people; the second button offers the next."""
    share = share_of(request, uid)
    people = people_of(share.unit)
    form = DivideForm(
        request.POST or None, people=User.objects.filter(pk__in=[person.pk for person in people]),
        initial={"unit": share.unit, "due_on": share.due_on},
    )  # fmt: skip
    offer(form, "unit", Unit.objects.subtree_of(share.unit), within=work.DIRECT)
    made: list[Task] = []
    back = share.get_absolute_url()
    if accepted(
        form, lambda: made.append(divide_share(assignment=share, by=request.user, **form.cleaned_data))
    ):  # fmt: skip
        again = AGAIN in request.POST
        said = _("Đã giao “%(name)s” cho %(unit)s.") % {
            "name": made[0].name[:80], "unit": form.cleaned_data["person"] or form.cleaned_data["unit"],
        }  # fmt: skip
        return done(request, said, request.path if again else back)
    return form_page(
        request, form, task=share.task, share=share, heading=_("Chia nhỏ phần việc"), back=back,
        intro=_("Tiến độ của %(unit)s theo bình quân các phần việc; báo hoàn thành vẫn do đơn vị.")
        % {"unit": share.unit},
        submit=_("Giao phần việc"), again=_("Giao và chia tiếp"),
        parts=list(share.parts.current().order_by("pk")),
    )  # fmt: skip


@requires(work.DIRECT)
def recurrence(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say by which period recurring work is done."""
    task = task_of(request, uid)
    form = RecurrenceForm(
        request.POST or None,
        initial={"scheme": task.recurrence or Scheme.MONTH.value, "day": task.recurrence_day or None},
    )

    def write() -> None:
        day = form.cleaned_data["day"] or 0
        set_recurrence(task=task, scheme=Scheme(form.cleaned_data["scheme"]), day=day, by=request.user)

    back = task.get_absolute_url()
    if accepted(form, write):
        return done(request, _("Đã chia việc theo kỳ; kỳ này đã mở."), back)
    return form_page(
        request, form, task=task, heading=_("Chia theo kỳ"), back=back,
        intro=_(
            "Mỗi kỳ mở một phần việc riêng cho từng đơn vị, có hạn, tiến độ và minh chứng riêng. Kỳ đã qua không tính."
        ),
    )  # fmt: skip


@requires(work.DIRECT)
def add_mandate(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say that another document orders the task as well."""
    task = task_of(request, uid)
    form: Any = MandateForm(request.POST or None)
    offer_documents(form, request, ["plan"])
    back = f"{task.get_absolute_url()}#documents"
    if accepted(form, lambda: mandates.add_mandate(task=task, by=request.user, **form.cleaned_data)):
        return done(request, _("Đã thêm %(document)s.") % {"document": form.cleaned_data["plan"].citation}, back)
    return form_page(
        request, form, task=task, heading=_("Thêm văn bản giao việc"), back=back,
        intro=_("Một việc có thể do nhiều văn bản yêu cầu: cập nhật một lần, có trong báo cáo của mọi văn bản."),
        submit=_("Thêm"),
    )  # fmt: skip


@requires(work.DIRECT)
def remove_mandate(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Untie a document that was added by mistake."""
    found = TaskMandate.objects.filter(task__in=Task.objects.visible_to(request.user))
    mandate = get_object_or_404(found.select_related("task__issuer", "plan"), uid=uid)
    form = ReasonForm(request.POST or None)
    back = f"{mandate.task.get_absolute_url()}#documents"
    if accepted(form, lambda: mandates.remove_mandate(mandate=mandate, by=request.user, **form.cleaned_data)):
        return done(request, _("Đã bỏ văn bản."), back)
    return form_page(
        request, form, task=mandate.task, heading=_("Bỏ văn bản giao việc"), back=back, intro=mandate.plan.citation,
        submit=_("Bỏ văn bản"),
    )  # fmt: skip
