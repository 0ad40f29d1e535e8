"""“Việc của đơn vị tôi”: the work of one unit, its load by month, its people's load."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires, signed_in
from honglam.core.access.reach import reach_of, units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.pages.sheets import share_columns, shares_sheet
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown import unit_work as work
from honglam.engines.plans.shown.rows import month_bounds, share_rows
from honglam.engines.plans.terms import AssignmentRole
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists


@requires(VIEW)
def my_unit(request: PersonRequest) -> HttpResponse:
    """The work of the reader's own unit; of several, the one held longest."""
    units = units_of(request.user)
    return redirect("plans:unit_work", units[0].code) if units else redirect("plans:tasks")


@signed_in
def my_work_sheet(request: PersonRequest) -> HttpResponseBase:
    """“Việc của tôi” whole: own open work, what nobody took on, what waits for the reader's word."""
    found = work.my_work(request.user, timezone.localdate(), rows=lists.PRINT_LIMIT)
    parts = [(_("Chờ tôi xác nhận"), found.to_confirm)]
    parts += [(str(group.label), group.rows) for group in found.groups]
    parts += [(_("Chưa ai nhận: %(slot)s") % {"slot": group.label}, group.rows) for group in found.unclaimed]
    columns = [
        Column(_("Phần"), lambda line: line[0], width=24),
        *(replace(column, value=_of_row(column)) for column in share_columns(request)),
    ]
    table = Table(_("Việc của tôi"), columns, ((part, row) for part, rows in parts for row in rows))
    return lists.sheet_of(request, table) or lists.sheet(table)


def _of_row(column: Column) -> Callable[[tuple[str, Any]], Any]:
    return lambda line: column.value(line[1])


@requires(VIEW)
def unit_work(request: PersonRequest, code: str) -> HttpResponseBase:
    """The shares of one unit by what has to be looked at first; `?slot=` lists one slot whole."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), code=code)
    today = timezone.localdate()
    if not _may_see(request, unit):
        raise Http404
    below, role = bool(request.GET.get("below")), request.GET.get("role", "")
    shares = work.shares_of_unit(unit, request.user, below=below, role=role)
    form = lists.form_of(request)
    listed = _listed(request, shares, today)
    if form == lists.XLSX:
        return shares_sheet(request, listed, _("Việc của %(unit)s") % {"unit": unit.name})
    context: dict[str, Any] = {
        "unit": unit,
        "below": below,
        "role": role,
        "roles": AssignmentRole.choices,
        "slots": work.SLOTS,
        "slot": request.GET.get("slot", ""),
        "q": request.GET.get("q", ""),
        "month": request.GET.get("month", ""),
        "today": today,
        "is_mine": unit in units_of(request.user),
        "my_units": [own for own in units_of(request.user) if own != unit],
        "may_report": reach_of(request.user, REPORT).covers(unit),
        "may_direct": reach_of(request.user, DIRECT).covers(unit),
    }
    if form == lists.PRINT:
        context["groups"] = work.groups_of(shares, today, rows=lists.PRINT_LIMIT, skip=[work.DONE])
        return render(request, "plans/unit_work_print.html", context)
    if context["slot"] in work.SLOTS or context["q"] or month_bounds(context["month"]):
        page = lists.page_of(request, listed)
        page.object_list = share_rows(page.object_list)
        return render(request, "plans/unit_work_list.html", context | {"page": page})
    context["groups"] = work.groups_of(shares, today)
    context["months"] = work.load_by_month(shares, today)
    context["months_most"] = max(month.count for month in context["months"]) or 1
    context["people"] = work.load_by_person(shares, today)
    return render(request, "plans/unit_work.html", context)


def _listed(request: PersonRequest, shares: Any, today: datetime.date) -> Any:
    """The flat list that the address asks for: a slot, a month, words; everything given without them."""
    listed = work.with_slot(shares, today).with_task()
    if (slot := request.GET.get("slot", "")) in work.SLOTS:
        listed = listed.filter(slot=slot)
    if bounds := month_bounds(request.GET.get("month", "")):
        listed = listed.open().filter(due_on__gte=bounds[0], due_on__lte=bounds[1])
    if text := request.GET.get("q", "").strip():
        listed = listed.saying(text)
    sorts = {"due": "due_on", "name": "task__name", "status": "status", "progress": "progress"}
    return lists.ordered(request, listed, sorts, default="due")


def _may_see(request: PersonRequest, unit: Unit) -> bool:
    """The unit itself in reach, or work that a unit in reach gave it."""
    reach = reach_of(request.user, VIEW)
    return reach.covers(unit) or work.shares_of_unit(unit, request.user).exists()
