"""Papers beside a row: brought and taken away."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.requests import PersonRequest
from honglam.core.files.errors import FileRefused
from honglam.engines.registers.actions import attach, detach
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import RegisterError
from honglam.engines.registers.models import Attachment
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.pages.opening import of_register, row_asked
from honglam.engines.registers.pages.row_forms import StepForm
from honglam.engines.registers.terms import PAPER_FORMATS, PaperKind


class PaperForm(forms.Form):
    """A paper to put beside a row."""

    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in (*PAPER_FORMATS, "jpeg"))}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại giấy tờ"), choices=PaperKind.choices, initial=PaperKind.DECISION)
    title = forms.CharField(
        label=gettext_lazy("Tên giấy tờ"), max_length=300, required=False,
        help_text=gettext_lazy("Để trống thì lấy tên tệp."),
    )  # fmt: skip


@of_register("edit")
def add_paper(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """Put a file beside the row; what the file is, not what it is called, decides whether it is taken."""
    row = row_asked(request, register, uid, "edit")
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            paper = attach(register=register, row=row, upload=data["file"], kind=data["kind"], title=data["title"],
                           by=request.user)  # fmt: skip
        except FileRefused as error:
            form.add_error("file", str(error))
        except RegisterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã đính kèm “%(title)s”.") % {"title": paper.title})
            return redirect(f"{address_of(register, row)}#papers")
    context = {"register": register, "row": row, "form": form, "row_name": named(register, row),
               "heading": _("Đính kèm giấy tờ"),
               "submit": _("Đính kèm"), "back": address_of(register, row)}  # fmt: skip
    return render(request, "registers/step.html", context, status=422 if form.errors else 200)


@of_register("edit")
def remove_paper(request: PersonRequest, register: Register, uid: UUID, paper: UUID) -> HttpResponse:
    """Take a paper away, with the reason."""
    row = row_asked(request, register, uid, "edit")
    papers = Attachment.objects.filter(register=register.code, row_uid=row.uid)
    found = get_object_or_404(papers.select_related("file"), uid=paper)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            detach(register=register, row=row, paper=found, by=request.user, reason=form.cleaned_data["reason"])
        except RegisterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã gỡ “%(title)s”.") % {"title": found.title})
            return redirect(f"{address_of(register, row)}#papers")
    context = {
        "register": register, "row": row, "form": form, "row_name": named(register, row), "heading": _("Gỡ giấy tờ"),
        "intro": _("“%(title)s” không còn đứng cạnh dòng này. Lịch sử ghi ai gỡ, vì sao.") % {"title": found.title},
        "submit": _("Gỡ"), "back": address_of(register, row),
    }  # fmt: skip
    return render(request, "registers/step.html", context, status=422 if form.errors else 200)
