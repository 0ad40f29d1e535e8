"""“Thủ tục này cần gì, kho đã có gì”: look a procedure up before citizens are asked; keep the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.datahub.actions.needs import Need, drop_need, keep_need, keep_needs
from honglam.engines.datahub.errors import HubError, RequestInvalid
from honglam.engines.datahub.models import Dataset, Grant, ProcedureNeed
from honglam.engines.datahub.pages.sharing.forms import NeedForm, SheetForm, values_of
from honglam.engines.datahub.queries import ASK, MANAGE, VIEW
from honglam.engines.datahub.sharing.shape import ColumnWords, schema_of
from honglam.engines.datahub.sharing.waiting import asking_units
from honglam.engines.datahub.terms import Sensitivity
from honglam.toolkit.sheets import Column, Field, Kind, ReadRow, SheetError, Table, read_table
from honglam.toolkit.ui import lists

MOST_LINES = 5_000


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """A line: what is asked for, where the hub has it, and how the reader's unit gets it."""

    need: ProcedureNeed
    grant: Grant | None
    ask_url: str
    is_free: bool
    missing: str
    columns: str


@requires(VIEW)
def needs(request: PersonRequest) -> HttpResponseBase:
    """Search a procedure: what it asks for that the hub holds, and how to get it."""
    query = request.GET.get("q", "").strip()
    rows = ProcedureNeed.objects.saying(query).select_related("dataset__owner").order_by("procedure", "pk")
    if (sheet := lists.sheet_of(request, _table(rows))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    page.object_list = _shown(request, list(page.object_list))
    context = {"page": page, "query": query, "manages": bool(reach_of(request.user, MANAGE))}
    return render(request, "datahub/sharing/needs.html", context)


@requires(MANAGE)
def new_need(request: PersonRequest) -> HttpResponse:
    """Write one line down."""
    return _form(request, None)


@requires(MANAGE)
def need(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One line: change it."""
    return _form(request, get_object_or_404(_kept(request), uid=uid))


@requires(MANAGE)
@require_POST
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take a line away."""
    drop_need(need=get_object_or_404(_kept(request), uid=uid), by=request.user)
    messages.success(request, _("Đã bỏ dòng này."))
    return redirect("datahub:needs")


@requires(MANAGE)
def template(request: PersonRequest) -> HttpResponseBase:
    """An empty sheet with the headings that are read."""
    return lists.sheet(_table(ProcedureNeed.objects.none()))


@requires(MANAGE)
def bring_in(request: PersonRequest) -> HttpResponse:
    """Bring a filled-in sheet in: all of it, or nothing and what is wrong line by line."""
    form = SheetForm(request.POST or None, request.FILES or None)
    faults: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            table = read_table(form.cleaned_data["file"], _fields())
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            found, wrong = _needs_of(request, table.rows)
            faults = [*((one.row, f"{one.heading}: {one.message}") for one in table.errors), *wrong]
            if not faults and not form.errors:
                count = keep_needs(needs=found, by=request.user)
                messages.success(request, _("Đã ghi %(count)d dòng.") % {"count": count})
                return redirect("datahub:needs")
    context = {"form": form, "faults": sorted(faults)[:200], "fault_count": len(faults)}
    return render(request, "datahub/sharing/needs_import.html", context, status=422 if form.errors or faults else 200)


def _needs_of(request: PersonRequest, rows: Sequence[ReadRow]) -> tuple[list[Need], list[tuple[int, str]]]:
    """Lines of a sheet as needs, and what is wrong with the others; one query, and two a dataset."""
    if len(rows) > MOST_LINES:
        return [], [(0, _("tệp có hơn %(most)d dòng; hãy chia thành nhiều tệp") % {"most": MOST_LINES})]
    managed = Dataset.objects.filter(reach_of(request.user, MANAGE).q("owner")).select_related("owner")
    datasets = managed.in_bulk({str(row.values["dataset"]) for row in rows}, field_name="code")
    known = {code: {column.name for column in schema_of(one)} for code, one in datasets.items()}
    found, faults = [], []
    for row in rows:
        code, names = str(row.values["dataset"]), values_of(str(row.values["columns"]).replace(",", "\n"))
        if code not in datasets:
            words = _("không có tập dữ liệu mang mã “%(code)s” mà anh/chị quản lý") % {"code": code}
            faults.append((row.number, words))
        elif lost := [name for name in names if name not in known[code]]:
            words = _("tập dữ liệu không có cột %(names)s") % {"names": ", ".join(lost)}
            faults.append((row.number, words))
        else:
            found.append(
                Need(
                    procedure=row.values["procedure"], item=row.values["item"], dataset=datasets[code], columns=names,
                    procedure_code=row.values["procedure_code"] or "", note=row.values["note"] or "",
                )
            )  # fmt: skip
    return found, faults


def _form(request: PersonRequest, known: ProcedureNeed | None) -> HttpResponse:
    managed = Dataset.objects.filter(reach_of(request.user, MANAGE).q("owner"), is_active=True)
    initial: dict[str, Any] = {"dataset": request.GET.get("dataset", "")}
    if known is not None:
        initial = {
            "procedure_code": known.procedure_code, "procedure": known.procedure, "item": known.item,
            "dataset": known.dataset_id, "columns": "\n".join(known.columns), "note": known.note,
        }  # fmt: skip
    form = NeedForm(request.POST or None, datasets=managed, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_need(need=Need(**form.cleaned_data), by=request.user, known=known)
        except RequestInvalid as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        except HubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi."))
            return redirect(f"{reverse('datahub:needs')}?{urlencode({'q': form.cleaned_data['procedure']})}")
    context: dict[str, Any] = {"form": form, "known": known}
    if known is not None:
        context["history"] = history_of(known, size=size_asked(request))
    return render(request, "datahub/sharing/need.html", context, status=422 if form.errors else 200)


def _kept(request: PersonRequest) -> QuerySet[ProcedureNeed]:
    reach = reach_of(request.user, MANAGE)
    return ProcedureNeed.objects.filter(reach.q("dataset__owner")).select_related("dataset__owner")


def _shown(request: PersonRequest, rows: list[ProcedureNeed]) -> list[ShownNeed]:
    """How the reader's units get each: by a right that covers the columns, freely, or by asking; four queries."""
    today = timezone.localdate()
    units = asking_units(request.user, today)
    held: dict[int, list[Grant]] = {}
    for grant in Grant.objects.in_force(today).filter(unit__in=units, dataset__in={one.dataset_id for one in rows}):
        held.setdefault(grant.dataset_id, []).append(grant)
    may_ask = bool(reach_of(request.user, ASK))
    words = ColumnWords({one.dataset_id for one in rows})
    shown = []
    for one in rows:
        grants = held.get(one.dataset_id, [])
        best = max(grants, key=lambda grant: len(set(one.columns) & set(grant.columns)), default=None)
        covered = set(best.columns) if best is not None else set()
        wish = urlencode({"procedure": one.procedure, "columns": ",".join(one.columns)})
        shown.append(
            ShownNeed(
                one, best if covered & set(one.columns) else None,
                f"{reverse('datahub:ask', args=[one.dataset.code])}?{wish}" if may_ask else "",
                one.dataset.sensitivity in (Sensitivity.PUBLIC, Sensitivity.SHARED),
                words.of(one.dataset_id, [name for name in one.columns if name not in covered]),
                words.of(one.dataset_id, one.columns),
            )
        )  # fmt: skip
    return shown


def _fields() -> list[Field]:
    return [
        Field("procedure_code", (_("Mã thủ tục"),), required=False),
        Field("procedure", (_("Thủ tục"),), required=True),
        Field("item", (_("Thông tin, giấy tờ phải nộp"),), required=True),
        Field("dataset", (_("Mã tập dữ liệu"),), required=True),
        Field("columns", (_("Cột đã có"),), required=True),
        Field("note", (_("Ghi chú"),), required=False),
    ]


def _table(rows: QuerySet[ProcedureNeed]) -> Table:
    columns = [
        Column(_("Mã thủ tục"), lambda one: one.procedure_code, width=18),
        Column(_("Thủ tục"), lambda one: one.procedure, width=44),
        Column(_("Thông tin, giấy tờ phải nộp"), lambda one: one.item, width=44),
        Column(_("Mã tập dữ liệu"), lambda one: one.dataset.code, width=24),
        Column(_("Cột đã có"), lambda one: ", ".join(one.columns), width=32),
        Column(_("Ghi chú"), lambda one: one.note, width=36),
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=36),
        Column(_("Cơ quan chủ quản"), lambda one: str(one.dataset.owner), Kind.TEXT, width=32),
    ]
    return Table(_("Thủ tục đã có dữ liệu"), columns, rows)
