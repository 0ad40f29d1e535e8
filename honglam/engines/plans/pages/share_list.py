"""The list of shares: one row for each unit's part of a task; where the figures of the overview lead."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.plans import share_filters
from honglam.engines.plans.models import Plan, Task
from honglam.engines.plans.pages.sheets import shares_sheet
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.share_filters import ShareFilters, day_of
from honglam.engines.plans.shown.rows import share_rows
from honglam.engines.plans.terms import AssignmentRole, Mandate, ShareDay, WorkStatus
from honglam.toolkit.numbers import format_date
from honglam.toolkit.ui import lists

SORTS = {"due": "due_on", "name": "task__name", "unit": "unit__sort_key", "status": "status", "progress": "progress"}
_NEVER_HERE = (WorkStatus.PREPARED, WorkStatus.CANCELLED)


@requires(VIEW)
def shares(request: PersonRequest) -> HttpResponseBase:
    """Given shares that the user may see, narrowed by the address; Excel and print give all of them."""
    today = timezone.localdate()
    filters = ShareFilters.of(request.GET)
    found = filters.shares(request.user, today)
    rows = lists.ordered(request, found.with_task(), SORTS, default="due")
    form = lists.form_of(request)
    if form == lists.XLSX:
        return shares_sheet(request, rows, _("Danh sách phân công"))
    context: dict[str, Any] = {"filters": filters, "today": today}
    if form == lists.PRINT:
        context["rows"] = share_rows(rows[: lists.PRINT_LIMIT])
        return render(request, "plans/shares_print.html", context)
    page = lists.page_of(request, rows)
    page.object_list = share_rows(page.object_list)
    context |= {
        "page": page,
        "unit_count": found.order_by().values("unit").distinct().count(),
        "said": said(filters),
        "statuses": [
            (share_filters.OPEN, _("Chưa xong")), (share_filters.DONE, _("Đã hoàn thành")),
            *((code, label) for code, label in WorkStatus.choices if code not in _NEVER_HERE),
        ],
        "roles": AssignmentRole.choices,
        "mandates": Mandate.choices,
        "no_plan": share_filters.NO_PLAN,
        "plans": Plan.objects.visible_to(request.user).only("uid", "number", "title", "code"),
    }  # fmt: skip
    return render(request, "plans/shares.html", context)


def said(filters: ShareFilters) -> list[tuple[str, str]]:
    """The filters without a field of their own: the words, and the address of the list without the filter."""
    found: list[tuple[str, tuple[str, ...]]] = []
    if filters.unit:
        unit = Unit.objects.filter(code=filters.unit).first()
        found.append((str(unit or filters.unit), ("unit",)))
    if filters.below:
        unit = Unit.objects.filter(code=filters.below).first()
        found.append((_("%(unit)s và các đơn vị trực thuộc") % {"unit": unit or filters.below}, ("below",)))
    if filters.on:
        found.append((_("Tình trạng ngày %(day)s") % {"day": _vi(filters.on)}, ("on",)))
    if filters.task:
        task = Task.objects.filter(uid=filters.task).only("name").first()
        found.append((task.name if task else filters.task, ("task",)))
    if filters.day:
        found.append((_days_in_words(filters), ("day", "since", "until")))
    if filters.silent:
        found.append((_("Đơn vị không báo cáo từ %(day)s") % {"day": _vi(filters.silent)}, ("silent",)))
    if filters.lacks:
        found.append((_("Chưa có minh chứng"), ("lacks",)))
    if filters.mine:
        found.append((_("Việc tôi chỉ đạo"), ("mine",)))
    return [(words, filters.without(*names).url) for words, names in found]


def _days_in_words(filters: ShareFilters) -> str:
    words = {"what": ShareDay(filters.day).label, "since": _vi(filters.since), "until": _vi(filters.until)}
    if filters.since and filters.until:
        return _("Ngày %(what)s: %(since)s–%(until)s") % words
    return (_("Ngày %(what)s: từ %(since)s") if filters.since else _("Ngày %(what)s: đến %(until)s")) % words


def _vi(day: str) -> str:
    return format_date(day_of(day))
