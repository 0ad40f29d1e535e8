"""Requests: the list of one's own and of those that wait, one request, its decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.datahub.actions import requests as verbs
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import AccessRequest
from honglam.engines.datahub.pages.sharing.forms import GrantForm, ReasonForm
from honglam.engines.datahub.queries import ASK, DECIDE, VIEW
from honglam.engines.datahub.sharing.shape import ColumnWords, schema_of, words_of_rows
from honglam.engines.datahub.sharing.waiting import asking_units, waiting_for
from honglam.engines.datahub.terms import RequestState
from honglam.engines.datahub.unit_words import unit_words_of_filter
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

SORTS = {"asked": "asked_at", "due": "due_on", "dataset": "dataset__name", "unit": "unit__sort_key", "code": "code"}
WAITING, OURS = "waiting", "ours"
GRANT, REFUSE = "grant", "refuse"


@requires(VIEW)
def requests(request: PersonRequest) -> HttpResponseBase:
    """Requests that concern the reader: all, of the own units, or waiting for the reader's decision."""
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "whose")}
    found = _chosen(request, asked["whose"]).saying(asked["q"])
    if asked["state"] == "overdue":
        found = found.overdue(today)
    elif asked["state"] in RequestState.values:
        found = found.filter(state=asked["state"])
    rows = lists.ordered(request, found.in_full(), SORTS, default="due" if asked["whose"] == WAITING else "-asked")
    if (sheet := lists.sheet_of(request, _table(rows))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, rows), "asked": asked, "today": today, "waiting": WAITING, "ours": OURS,
        "states": [*RequestState.choices, ("overdue", _("quá hạn trả lời"))],
        "waiting_count": waiting_for(request.user, today).count(),
        "decides": bool(reach_of(request.user, DECIDE)), "may_ask": bool(reach_of(request.user, ASK)),
    }  # fmt: skip
    return render(request, "datahub/sharing/requests.html", context)


@requires(VIEW)
def request_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One request: what is asked for, why, the answer; for who decides, the two forms."""
    found = get_object_or_404(AccessRequest.objects.visible_to(request.user).in_full(), uid=uid)
    return _page(request, found)


@requires(DECIDE)
def decide(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Grant or refuse; which of the two the button says."""
    found = get_object_or_404(AccessRequest.objects.visible_to(request.user).in_full(), uid=uid)
    require(request.user, DECIDE, found.dataset.owner)
    if request.method != "POST":
        return redirect(found)
    choice = request.POST.get("decision", "")
    columns = schema_of(found.dataset)
    if choice == REFUSE:
        form: Any = ReasonForm(request.POST, auto_id="id_refuse_%s")
        if form.is_valid() and _accepted(
            form, lambda: verbs.refuse(request=found, by=request.user, reason=form.cleaned_data["reason"])
        ):
            messages.success(request, _("Đã trả lời: từ chối."))
            return redirect(found)
        return _page(request, found, refuse=form)
    form = GrantForm(request.POST, asked=found, columns=columns)
    if form.is_valid():
        data = form.cleaned_data
        wanted = {name: data[name] for name in ("columns", "row_filter", "days", "note")}
        if _accepted(form, lambda: verbs.grant(request=found, by=request.user, **wanted)):
            messages.success(request, _("Đã đồng ý chia sẻ; đơn vị được báo ngay."))
            return redirect(found)
    return _page(request, found, grant=form)


@requires(ASK)
@require_POST
def withdraw(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The unit needs the data no more."""
    found = get_object_or_404(AccessRequest.objects.visible_to(request.user).in_full(), uid=uid)
    try:
        verbs.withdraw(request=found, by=request.user)
    except HubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã rút đề nghị."))
    return redirect(found)


def _page(request: PersonRequest, found: AccessRequest, grant: Any = None, refuse: Any = None) -> HttpResponse:
    columns, today = schema_of(found.dataset), timezone.localdate()
    known = {column.name: column for column in columns}
    decides = found.is_open and reach_of(request.user, DECIDE).covers(found.dataset.owner)
    grant = grant or GrantForm(asked=found, columns=columns)
    kept = set(grant["columns"].value() or ())
    context = {
        "found": found, "today": today, "columns": [known.get(name, name) for name in found.columns],
        "choices": [(known[name], name in kept) for name in found.columns if name in known],
        "rows": words_of_rows(found.row_filter, columns, unit_words_of_filter(columns, found.row_filter)),
        "decides": decides and found.by_id != request.user.pk, "is_own": decides and found.by_id == request.user.pk,
        "grant": grant, "refuse": refuse or ReasonForm(auto_id="id_refuse_%s"),
        "may_withdraw": found.is_open
        and asking_units(request.user, today).filter(pk=found.unit_id).exists(),
        "given": getattr(found, "grant", None), "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    wrong = grant.errors or (refuse is not None and refuse.errors)
    return render(request, "datahub/sharing/request.html", context, status=422 if wrong else 200)


def _accepted(form: Any, write: Any) -> bool:
    try:
        write()
    except HubError as error:
        form.add_error(error.column if error.column in form.fields else None, str(error))
    return not form.errors


def _chosen(request: PersonRequest, whose: str) -> Any:
    today = timezone.localdate()
    if whose == WAITING:
        return waiting_for(request.user, today)
    visible = AccessRequest.objects.visible_to(request.user)
    return visible.filter(unit__in=asking_units(request.user, today)) if whose == OURS else visible


def _table(rows: QuerySet[AccessRequest]) -> Table:
    words = ColumnWords(rows.order_by().values("dataset"))
    columns = [
        Column(_("Mã"), lambda one: one.code, width=20),
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=36),
        Column(_("Cơ quan chủ quản"), lambda one: str(one.dataset.owner), width=32),
        Column(_("Đơn vị đề nghị"), lambda one: str(one.unit), width=32),
        Column(_("Mục đích"), lambda one: one.purpose, width=48),
        Column(_("Căn cứ pháp lý"), lambda one: one.legal_basis, width=40),
        Column(_("Thủ tục, nhiệm vụ"), lambda one: one.procedure, width=36),
        Column(_("Cột"), lambda one: words.of(one.dataset_id, one.columns), width=32),
        Column(_("Số ngày"), lambda one: one.days, Kind.NUMBER),
        Column(_("Ngày đề nghị"), lambda one: one.asked_at, Kind.MOMENT),
        Column(_("Hạn trả lời"), lambda one: one.due_on, Kind.DATE),
        Column(_("Tình trạng"), lambda one: one.get_state_display(), width=18),
        Column(_("Trả lời lúc"), lambda one: one.decided_at, Kind.MOMENT),
        Column(_("Lý do, ghi chú"), lambda one: one.reason, width=40),
    ]
    return Table(_("Đề nghị khai thác dữ liệu"), columns, rows)
