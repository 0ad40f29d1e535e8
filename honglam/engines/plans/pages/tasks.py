"""The list of tasks."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.models import Plan
from honglam.engines.plans.pages.sheets import tasks_sheet
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown import task_filters
from honglam.engines.plans.shown.rows import month_bounds, task_rows
from honglam.engines.plans.shown.task_filters import TaskFilters
from honglam.engines.plans.terms import AssignmentRole, Clear, WorkStatus
from honglam.toolkit.ui import lists

SORTS = {
    "due": ("due_on",),
    "name": ("name",),
    "code": ("code",),
    "progress": ("progress",),
    "status": ("status", "due_on"),
    "plan": ("plan", "position"),
}
TABS = (
    WorkStatus.OVERDUE, WorkStatus.DUE_SOON, WorkStatus.REPORTED, WorkStatus.OVERDUE_WHEN_ASSIGNED,
    WorkStatus.RETURNED,
)  # fmt: skip


@requires(VIEW)
def tasks(request: PersonRequest) -> HttpResponseBase:
    """All tasks that the user may see, narrowed by the address; Excel and print give all of them."""
    today = timezone.localdate()
    filters = TaskFilters.of(request.GET)
    matching = filters.without_status(request.user, today)
    rows = filters.with_status(matching).select_related("plan")
    rows = lists.ordered(request, rows, SORTS, default="due")
    form = lists.form_of(request)
    if form == lists.XLSX:
        return tasks_sheet(request, rows, _("Danh sách nhiệm vụ"))
    if form == lists.PRINT:
        shown = task_rows(list(rows[: lists.PRINT_LIMIT]))
        return render(request, "plans/tasks_print.html", {"rows": shown, "filters": filters, "today": today})
    return _page(request, filters, matching, rows, today)


def _page(request: PersonRequest, filters: TaskFilters, matching: Any, rows: Any, today: datetime.date) -> HttpResponse:
    counts = matching.counts_by_status(today)
    total = _total(filters, counts)
    page = lists.page_of(request, rows, total=total)
    page.object_list = task_rows(list(page.object_list))
    return render(
        request,
        "plans/tasks.html",
        {
            "page": page,
            "filters": filters,
            "tabs": [(status.value, counts.get(status, 0)) for status in TABS if counts.get(status)],
            "all_count": sum(counts.values()),
            "open_count": sum(counts.get(status, 0) for status in task_filters.OPEN_STATUSES),
            "open_status": task_filters.OPEN,
            "statuses": WorkStatus.choices,
            "specials": [
                (task_filters.OPEN, _("Chưa xong")), (task_filters.DONE, _("Đã hoàn thành")),
                (task_filters.NO_OWNER, _("Chưa rõ đơn vị")),
                (task_filters.NO_DATE, _("Chưa rõ thời hạn")),
            ],
            "roles": AssignmentRole.choices,
            "clears": Clear.choices,
            "plans": Plan.objects.visible_to(request.user).only("uid", "number", "title", "code"),
            "unit_name": _unit_name(filters, page.object_list),
            "months": months_around(today, filters.month),
            "today": today,
        },
    )  # fmt: skip


def months_around(today: datetime.date, chosen: str = "") -> list[tuple[str, str]]:
    """Months to choose from, half a year back and a year and a half ahead, and the one already chosen."""
    codes = {f"{month // 12}-{month % 12 + 1:02}" for month in _month_numbers(today)}
    if month_bounds(chosen):
        codes.add(chosen)
    return [
        (code, _("Tháng %(month)s/%(year)s") % {"month": int(code[5:]), "year": code[:4]}) for code in sorted(codes)
    ]


def _month_numbers(today: datetime.date) -> range:
    now = today.year * 12 + today.month - 1
    return range(now - 6, now + 19)


def _total(filters: TaskFilters, counts: dict[str, int]) -> int | None:
    """The number of rows from the counts by status, or nothing where the status asked for is none of theirs."""
    if not filters.status:
        return sum(counts.values())
    if filters.status == task_filters.OPEN:
        return sum(counts.get(status, 0) for status in task_filters.OPEN_STATUSES)
    return counts.get(filters.status, 0) if filters.status in WorkStatus.values else None


def _unit_name(filters: TaskFilters, rows: list[Any]) -> str:
    """The name of the unit whose code is asked for, taken from the rows where one of them names it."""
    for row in rows if filters.unit_code else ():
        for name, code in zip(row.leads.names, row.leads.codes, strict=True):
            if code == filters.unit_code:
                return name
    return filters.unit
