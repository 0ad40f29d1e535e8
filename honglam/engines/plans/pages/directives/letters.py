"""The letter goes out as a draft, the signed file comes back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.files.errors import FileRefused
from honglam.engines.plans.actions.readings import IMPORT
from honglam.engines.plans.actions.signed_files import attach_signed
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Plan
from honglam.engines.plans.pages.directives.forms import SignedForm
from honglam.engines.plans.pages.forms import add_refusal
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.share_steps import DIRECT
from honglam.engines.plans.shown.letter import letter_of, written_letter
from honglam.toolkit.official_paper import DOCX


@requires(VIEW)
def letter(request: PersonRequest, uid: UUID) -> FileResponse:
    """The letter that gives the document's work, as .docx in the form of Decree 30/2020/NĐ-CP."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), uid=uid)
    name = f"{_('Công văn giao việc')} {plan.number.replace('/', '-') or plan.code}.docx"
    return FileResponse(
        written_letter(letter_of(plan, request.user)), as_attachment=True, filename=name, content_type=DOCX
    )


@requires(IMPORT)
def signed(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take the signed file in; a draft gets its number and day, and its work may be given in the same step."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer", "file"), uid=uid)
    require(request.user, IMPORT, plan.issuer)
    was_draft = plan.is_draft
    form = SignedForm(request.POST or None, request.FILES or None, is_draft=was_draft)
    may_direct = reach_of(request.user, DIRECT).covers(plan.issuer)
    if was_draft and not (may_direct and plan.tasks.current().exists()):
        del form.fields["gives"]
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            plan = attach_signed(plan=plan, upload=data.pop("file"), by=request.user, **data)
        except FileRefused as error:
            form.add_error("file", str(error))
        except PlanError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _told(plan, was_draft=was_draft, gave=bool(data.get("gives"))))
            return redirect(plan)
    context = {"plan": plan, "form": form, "was_draft": was_draft}
    return render(request, "plans/directives/signed.html", context, status=422 if form.errors else 200)


def _told(plan: Plan, *, was_draft: bool, gave: bool) -> str:
    if not was_draft:
        return _("Đã lưu bản đã ký; bản trước vẫn xem được trong phần tệp của văn bản.")
    if gave:
        return _("Đã ban hành %(document)s và giao việc cho các đơn vị.") % {"document": plan.citation}
    return _("Đã ban hành %(document)s. Bây giờ có thể giao việc.") % {"document": plan.citation}
