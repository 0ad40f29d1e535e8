"""Lists as files beyond a click: all columns, unmasked for a stated purpose, or large and made in the background."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.requests import PersonRequest
from honglam.core.files.models import StoredFile
from honglam.core.jobs.models import JobRun
from honglam.core.personal.errors import PurposeMissing
from honglam.engines.registers.actions import exporting as actions
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import MOST_COUNTED, Listing
from honglam.engines.registers.listing.files import MOST_AT_ONCE, MOST_IN_EXCEL, in_which_form
from honglam.engines.registers.listing.tables import said
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.pages.rows import download
from honglam.engines.registers.terms import EXPORT_JOB, EXPORT_PURPOSE, FileForm
from honglam.toolkit.identifiers import uuid_of


class ExportForm(forms.Form):
    """Which file, which columns, and where personal data go out in full: what for."""

    form = forms.ChoiceField(label=gettext_lazy("Dạng tệp"), choices=FileForm.choices, initial=FileForm.XLSX)
    columns = forms.ChoiceField(
        label=gettext_lazy("Cột"), required=False,
        choices=[("", gettext_lazy("Các cột đang hiện trong danh sách")), ("all", gettext_lazy("Mọi cột được xem"))],
    )  # fmt: skip
    unmasked = forms.BooleanField(label=gettext_lazy("Xuất đủ dữ liệu cá nhân, không che"), required=False)
    purpose = forms.CharField(
        label=gettext_lazy("Mục đích sử dụng"), required=False, max_length=300,
        help_text=gettext_lazy("Bắt buộc khi xuất đủ dữ liệu cá nhân; được ghi vào nhật ký cùng số dòng."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, register: Register, may_unmask: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not register.is_located:
            self.fields["form"].choices = [  # type: ignore[attr-defined]
                (code, label) for code, label in FileForm.choices if code != FileForm.GEOJSON
            ]
        if not may_unmask:
            del self.fields["unmasked"]
            self.fields["purpose"].help_text = _("Được ghi vào nhật ký cùng số dòng.")
        if register.names_people:
            self.fields["purpose"].required = True
            self.fields["purpose"].help_text = _("Bắt buộc vì danh sách nêu tên người; được ghi vào nhật ký.")


@of_register("view")
def export(request: PersonRequest, register: Register) -> HttpResponseBase:
    """Choose the file; a small one comes at once, a large one is made in the background."""
    may_unmask = bool(register.personal) and request.user.has_perm(register.permission("unmask"))
    listing = Listing(register, request.user, request.GET)
    form = ExportForm(request.POST or None, register=register, may_unmask=may_unmask,
                      initial={"form": request.GET.get("format") or FileForm.XLSX})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, register, listing, form.cleaned_data)
        except PurposeMissing as error:
            form.add_error("purpose", str(error))
    context = {
        "register": register, "label": str(register.label)[:1].upper() + str(register.label)[1:], "form": form,
        "listing": listing, "count": listing.counted, "most_counted": MOST_COUNTED, "said": said(listing),
        "most_at_once": MOST_AT_ONCE, "most_in_excel": MOST_IN_EXCEL, "query": request.GET.urlencode(),
        "masked": [register.label_of(name) for name in register.masks],
        "back": f"{reverse('registers:rows', args=[register.code])}?{_list_query(request)}",
    }  # fmt: skip
    return render(request, "registers/export.html", context, status=422 if form.errors else 200)


@of_register("view")
def export_run(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """How far a file is; then the file. Only for who asked for it."""
    run = get_object_or_404(JobRun, uid=uid, code=EXPORT_JOB, by=request.user)
    file_uid = uuid_of((run.result or {}).get("file")) if isinstance(run.result, dict) else None
    file = StoredFile.objects.filter(uid=file_uid, purpose=EXPORT_PURPOSE).first() if file_uid else None
    context = {
        "register": register, "label": register.label, "run": run, "file": file,
        "is_gone": bool(file_uid) and not file, "back": reverse("registers:rows", args=[register.code]),
    }  # fmt: skip
    part = "registers/export_job.html" if request.headers.get("HX-Request") else "registers/export_run.html"
    return render(request, part, context)


def _made(request: PersonRequest, register: Register, listing: Listing, asked: dict[str, Any]) -> HttpResponseBase:
    """The file, or the page of the run that makes it. Raises PurposeMissing, NotAllowed."""
    unmasked, every_column = bool(asked.get("unmasked")), asked["columns"] == "all"
    query, purpose, form = _list_query(request), asked["purpose"], FileForm(asked["form"])
    if listing.count_upto(MOST_AT_ONCE + 1) > MOST_AT_ONCE:
        run = actions.start_export(register=register, query=query, form=form, purpose=purpose, by=request.user,
                                   unmasked=unmasked, every_column=every_column)  # fmt: skip
        return redirect("registers:export_run", code=register.code, uid=run.uid)
    count = listing.count()
    actions.log_export(register=register, count=count, purpose=purpose, by=request.user, unmasked=unmasked)
    full = Listing(register, request.user, request.GET, unmask=unmasked, every_column=every_column,
                   with_geometry=form == FileForm.GEOJSON)  # fmt: skip
    return download(full, in_which_form(form, count))


def _list_query(request: PersonRequest) -> str:
    asked = request.GET.copy()
    for name in ("format", "page", "after", "whole"):
        asked.pop(name, None)
    return asked.urlencode()
