"""Personal values of a row, seen by one person for a stated reason; and the list of who saw which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from honglam.core.access.decorators import signed_in
from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.models import AuditEntry
from honglam.engines.registers.actions import read_personal
from honglam.engines.registers.declaration import Register, register_of
from honglam.engines.registers.errors import PurposeTooShort
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.pages.row_page import full_row
from honglam.engines.registers.relations import list_address
from honglam.engines.registers.showing import worded
from honglam.engines.registers.shown_row import PERSONAL_READ
from honglam.engines.registers.sight import Sight
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.forms import DayField

SEE_LOG = "audit.view_log"


class PurposeForm(forms.Form):
    """What a personal value is needed for."""

    reason = forms.CharField(
        label=gettext_lazy("Cần xem để làm gì?"), max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Ít nhất 10 ký tự. Tên bạn, giá trị nào, của ai và lý do được ghi vào nhật ký."),
    )  # fmt: skip


@of_register("unmask")
@never_cache
def unmask(request: PersonRequest, register: Register, uid: UUID, column: str) -> HttpResponse:
    """Ask for one personal value; once the reason is given and written down, it is shown, on this answer only."""
    row = full_row(request, register, uid, "unmask")
    if column not in register.masks or column in Sight(register, request.user).hidden(row.unit):
        raise Http404(column)
    form = PurposeForm(request.POST or None, auto_id=f"see_{column}_%s")
    value: str | None = None
    if request.method == "POST" and form.is_valid():
        try:
            read_personal(
                register=register, row=row, column=column, reason=form.cleaned_data["reason"], by=request.user
            )
        except PurposeTooShort as error:
            form.add_error("reason", str(error))
        else:
            value = worded(register, row, column, is_open=True)
    context = {
        "register": register, "row": row, "column": column, "label": register.label_of(column), "form": form,
        "value": value, "masked": worded(register, row, column), "row_name": named(register, row),
        "back": address_of(register, row),
    }  # fmt: skip
    template = "registers/parts/unmask.html" if request.htmx else "registers/unmask.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store, private"
    return response


class ReadingsFilter(forms.Form):
    """The days between which readings are listed."""

    first = DayField(label=gettext_lazy("Từ ngày"), required=False)
    last = DayField(label=gettext_lazy("Đến ngày"), required=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry of the log: who saw a personal value of which row, when, what for."""

    entry: Any
    by: str
    column: str
    row: str
    address: str
    unit: str
    reason: str


@signed_in
def readings(request: PersonRequest, code: str) -> HttpResponseBase:
    """Who saw personal values of the register's rows: for those who decide over the units, and for auditors."""
    try:
        register = register_of(code)
    except KeyError as error:
        raise Http404(code) from error
    decides, audits = reach_of(request.user, register.permission("decide")), reach_of(request.user, SEE_LOG)
    if not register.personal or not (decides or audits):
        raise NotAllowed(register.permission("decide"))
    entries = AuditEntry.objects.filter(action=PERSONAL_READ, target_kind=register.model._meta.label_lower)
    if not (decides.everything or audits.everything):
        entries = entries.filter(decides.q("unit") | audits.q("unit"))
    entries = entries.order_by("-pk")
    form = ReadingsFilter(request.GET or None)
    form.is_valid()
    asked = getattr(form, "cleaned_data", {})
    entries = entries.between(asked.get("first"), asked.get("last")).readable()
    if text := request.GET.get("q", "").strip():
        entries = entries.filter(by__in=User.objects.containing(text).values("pk"))
    about = _row_asked(request, register)
    if about is not None:
        entries = entries.filter(target_key=str(about.pk))
    if (sheet := lists.sheet_of(request, _table(register, _in_batches(register, entries, request)))) is not None:
        return sheet
    page = lists.page_of(request, entries)
    context = {
        "register": register, "page": page, "rows": _readings(register, list(page.object_list), request), "form": form,
        "q": text, "about": named(register, about) if about is not None else "",
        "list_address": list_address(register), "here": reverse("registers:readings", args=[register.code]),
    }  # fmt: skip
    return render(request, "registers/readings.html", context)


def _row_asked(request: PersonRequest, register: Register) -> Any:
    uid = uuid_of(request.GET.get("row", ""))
    if uid is None:
        return None
    rows: Any = register.model._default_manager
    return rows.visible_to(request.user, register.permission("view")).filter(uid=uid).first()


def _readings(register: Register, entries: list[Any], request: PersonRequest) -> list[Reading]:
    """Entries in words: one query for their rows."""
    keys = {int(entry.target_key) for entry in entries if entry.target_key.isdecimal()}
    pointing = [one.name for one in register.fields.values() if one.is_relation]
    rows = register.model._default_manager.select_related("unit", *pointing).in_bulk(keys)
    sight = Sight(register, request.user)
    found = []
    for entry in entries:
        row: Any = rows.get(int(entry.target_key)) if entry.target_key.isdecimal() else None
        is_seen = row is not None and sight.may("view", row.unit)
        values = None if entry.is_erased else entry.values
        found.append(Reading(
            entry, values.by_name if values else "", values.summary if values else "",
            named(register, row) if row is not None else "", address_of(register, row) if is_seen else "",
            values.unit_name if values else "", values.reason if values else "",
        ))  # fmt: skip
    return found


def _in_batches(register: Register, entries: Any, request: PersonRequest) -> Iterator[Reading]:
    for batch in lists.in_batches(entries):
        yield from _readings(register, batch, request)


def _table(register: Register, rows: Iterator[Reading]) -> Table:
    return Table(
        title=_("Ai đã xem dữ liệu cá nhân: %(register)s") % {"register": register.label},
        columns=[
            Column(_("Thời điểm"), lambda one: one.entry.at, Kind.MOMENT),
            Column(_("Người xem"), lambda one: one.by),
            Column(_("Giá trị"), lambda one: one.column),
            Column(_("Của dòng"), lambda one: one.row, width=40),
            Column(_("Đơn vị"), lambda one: one.unit),
            Column(_("Lý do"), lambda one: one.reason, width=48),
        ],
        rows=rows,
    )
