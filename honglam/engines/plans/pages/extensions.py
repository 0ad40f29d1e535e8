"""Later dates: ask, note a telephone call, grant, refuse, take back, move a whole task; the list of all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.actions import extensions as verbs
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Extension
from honglam.engines.plans.pages.answering import accepted, authority_of, done, form_page, share_of, task_of
from honglam.engines.plans.pages.document_field import offer_documents
from honglam.engines.plans.pages.move_forms import ExtendForm, GrantForm, MoveDateForm, PhoneForm, RefuseForm
from honglam.engines.plans.province import phone_extension_days
from honglam.engines.plans.queries import VIEW

GRANT, REFUSE = "grant", "refuse"


@requires(REPORT)
def ask(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask the level that gave a share for a later date."""
    share = share_of(request, uid)
    form = ExtendForm(request.POST or None)
    back = share.get_absolute_url()
    if accepted(form, lambda: verbs.ask_extension(assignment=share, by=request.user, **form.cleaned_data)):
        return done(request, _("Đã gửi đề nghị gia hạn đến %(unit)s.") % {"unit": share.task.issuer}, back)
    return form_page(
        request, form, task=share.task, share=share, heading=_("Xin gia hạn"), back=back,
        intro=_("Hạn đang có vẫn tính cho đến khi cơ quan giao việc trả lời."), submit=_("Gửi đề nghị"),
    )  # fmt: skip


@requires(VIEW)
def by_phone(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Note that the issuing level agreed by telephone; for the unit, once, and for the issuing level."""
    share = share_of(request, uid)
    now = timezone.localtime()
    wish = share.extensions.open().first()
    form = PhoneForm(
        request.POST or None,
        initial={
            "agreed_on": now.date(), "agreed_time": now.time().replace(second=0, microsecond=0),
            "new_due_on": wish.new_due_on if wish else None, "reason": wish.reason if wish else "",
        },
    )  # fmt: skip
    back = share.get_absolute_url()

    def write() -> None:
        wanted = ("new_due_on", "reason", "agreed_with", "agreed_at")
        verbs.agree_by_phone(
            assignment=share, by=request.user, **{name: form.cleaned_data[name] for name in wanted}
        )  # fmt: skip

    if accepted(form, write):
        return done(request, _("Đã ghi nhận: đồng ý qua điện thoại, chờ văn bản."), back)
    days = phone_extension_days()
    return form_page(
        request, form, task=share.task, share=share, heading=_("Ghi nhận đồng ý gia hạn qua điện thoại"), back=back,
        intro=_(
            "Việc chưa tính quá hạn trong %(days)d ngày làm việc kể từ ngày gọi. Hết số ngày đó mà chưa có văn bản thì "
            "hạn cũ tính lại. Cơ quan giao việc được báo ngay."
        ) % {"days": days},
        submit=_("Ghi nhận"),
    )  # fmt: skip


@requires(DIRECT)
def decide(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Grant or refuse one wish; which of the two the button says."""
    extension = get_object_or_404(Extension.objects.visible_to(request.user).in_full(), uid=uid)
    require(request.user, DIRECT, extension.assignment.task.issuer)
    choice = request.POST.get("decision", "")
    grant = GrantForm(
        request.POST if choice == GRANT else None, request.FILES if choice == GRANT else None,
        initial={"new_due_on": extension.new_due_on}, auto_id="id_grant_%s",
    )  # fmt: skip
    refuse = RefuseForm(request.POST if choice == REFUSE else None, auto_id="id_refuse_%s")
    offer_documents(grant, request)
    back = extension.assignment.get_absolute_url()
    if choice == GRANT and accepted(grant, lambda: _grant(request, extension, grant)):
        return done(request, _("Đã cho gia hạn đến %(day)s.") % {"day": _day(grant)}, back)
    if choice == REFUSE and accepted(
        refuse, lambda: verbs.refuse_extension(extension=extension, by=request.user, **refuse.cleaned_data)
    ):
        return done(request, _("Đã trả lời: không cho gia hạn."), back)
    context = {
        "extension": extension, "share": extension.assignment, "task": extension.assignment.task, "grant": grant,
        "refuse": refuse, "back": back,
    }  # fmt: skip
    return render(request, "plans/extension.html", context, status=422 if grant.errors or refuse.errors else 200)


def _grant(request: PersonRequest, extension: Extension, form: GrantForm) -> None:
    data = form.cleaned_data
    verbs.grant_extension(
        extension=extension, by=request.user, new_due_on=data["new_due_on"], answer=data["answer"],
        authority=authority_of(request, data),
    )  # fmt: skip


def _day(form: GrantForm | MoveDateForm) -> str:
    return f"{form.cleaned_data['new_due_on']:%d/%m/%Y}"


@requires(REPORT)
@require_POST
def take_back(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The unit needs no later date any more."""
    extension = get_object_or_404(Extension.objects.visible_to(request.user).in_full(), uid=uid)
    try:
        verbs.take_extension_back(extension=extension, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã rút đề nghị gia hạn."))
    return redirect(extension.assignment.get_absolute_url())


@requires(DIRECT)
def move(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Move the date of a task for all who still work on it."""
    task = task_of(request, uid)
    form: Any = MoveDateForm(request.POST or None, request.FILES or None)
    offer_documents(form, request)

    def write() -> None:
        data = form.cleaned_data
        verbs.move_due_date(
            task=task, new_due_on=data["new_due_on"], reason=data["reason"], by=request.user,
            authority=authority_of(request, data),
        )  # fmt: skip

    back = task.get_absolute_url()
    if accepted(form, write):
        return done(request, _("Đã dời hạn đến %(day)s cho các đơn vị đang thực hiện.") % {"day": _day(form)}, back)
    return form_page(
        request, form, task=task, heading=_("Dời hạn"), back=back,
        intro=_("Hạn mới áp dụng cho mọi đơn vị còn đang thực hiện; hạn ban đầu vẫn được ghi bên cạnh."),
    )  # fmt: skip
