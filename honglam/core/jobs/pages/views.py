"""Runs of one person or of everybody, one run while it goes, the schedule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires, signed_in
from honglam.core.audit.history import history_of, size_asked
from honglam.core.jobs.actions import cancel as cancel_run
from honglam.core.jobs.actions import retry as retry_run
from honglam.core.jobs.actions import start_line
from honglam.core.jobs.errors import JobError
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.queries import JobRunQuerySet
from honglam.core.jobs.registry import all_kinds
from honglam.core.jobs.scheduler import ShownLine, schedule_table, shown_schedule
from honglam.core.jobs.terms import JobState
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

MANAGE = "jobs.manage_runs"
PAGE_SIZE = 50


@signed_in
def runs(request: HttpRequest) -> HttpResponseBase:
    """One's own runs; those of everybody and of the schedule for who manages them.

    Who manages runs and started none sees everybody's unless the address asks for others.
    """
    asked = {name: request.GET.get(name, "") for name in ("state", "code", "whose")}
    found = _visible(request)
    asked["whose"] = asked["whose"] or _whose_first(request)
    if asked["whose"] == "schedule":
        found = found.filter(scheduled=True)
    elif asked["whose"] != "all":
        found = found.started_by(_me(request))
    if asked["state"] in JobState.values:
        found = found.filter(state=asked["state"])
    if asked["code"]:
        found = found.filter(code=asked["code"])
    found = found.select_related("by").defer("traceback", "arguments", "result")
    if (sheet := lists.sheet_of(request, _runs_table(found))) is not None:
        return sheet
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "asked": asked,
        "states": JobState.choices,
        "kinds": all_kinds(),
        "may_manage": request.user.has_perm(MANAGE),
    }
    return render(request, "jobs/runs.html", context)


@signed_in
def run(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One run: how far it is, how it ended, who touched it."""
    return render(request, "jobs/run.html", _run_context(request, uid))


@signed_in
def progress(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The part of the run's page that asks for itself again while the run is open."""
    return render(request, "jobs/progress.html", _run_context(request, uid))


@signed_in
@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask a run to stop."""
    try:
        cancel_run(run=_run_or_404(request, uid), by=_me(request))
    except JobError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã yêu cầu dừng."))
    return redirect("jobs:run", uid=uid)


@signed_in
@require_POST
def retry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Run it again."""
    try:
        retry_run(run=_run_or_404(request, uid), by=_me(request))
    except JobError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã xếp hàng để chạy lại."))
    return redirect("jobs:run", uid=uid)


@requires(MANAGE)
def schedule(request: HttpRequest) -> HttpResponseBase:
    """The table of what runs by itself: when, last time, next time."""
    lines = shown_schedule()
    if (sheet := lists.sheet_of(request, _schedule_table(lines))) is not None:
        return sheet
    return render(request, "jobs/schedule.html", {"lines": lines, "now": timezone.now()})


@requires(MANAGE)
@require_POST
def start_now(request: HttpRequest, name: str) -> HttpResponse:
    """Start one line of the table without waiting for its moment."""
    for line in schedule_table():
        if line.name == name:
            started = start_line(line=line, by=_me(request))
            return redirect("jobs:run", uid=started.uid)
    raise Http404


def _whose_first(request: HttpRequest) -> str:
    """Whose runs the page shows when nobody chose: one's own where there are any or where others may not be seen."""
    if not request.user.has_perm(MANAGE) or JobRun.objects.started_by(_me(request)).exists():
        return "mine"
    return "all"


def _runs_table(found: JobRunQuerySet) -> Table:
    columns = [
        Column(_("Công việc"), lambda run: run.title, width=44),
        Column(_("Trạng thái"), lambda run: run.get_state_display(), width=16),
        Column(_("Tiến độ"), lambda run: run.percent, Kind.PERCENT),
        Column(_("Thông báo"), lambda run: run.error or run.message, width=60),
        Column(_("Người yêu cầu"), lambda run: str(run.by or _("Hệ thống"))),
        Column(_("Yêu cầu lúc"), lambda run: run.queued_at, Kind.MOMENT),
        Column(_("Bắt đầu"), lambda run: run.started_at, Kind.MOMENT),
        Column(_("Kết thúc"), lambda run: run.finished_at, Kind.MOMENT),
        Column(_("Lần chạy thứ"), lambda run: run.attempt, Kind.NUMBER),
    ]
    return Table(_("Công việc nền"), columns, found)


def _schedule_table(lines: list[ShownLine]) -> Table:
    columns = [
        Column(_("Công việc"), lambda shown: shown.title, width=44),
        Column(_("Khi nào"), lambda shown: str(shown.line.when), width=36),
        Column(_("Lần gần nhất"), lambda shown: shown.run and shown.run.queued_at, Kind.MOMENT),
        Column(_("Trạng thái"), lambda shown: shown.run.get_state_display() if shown.run else "", width=16),
        Column(_("Lần tới"), lambda shown: shown.next_at, Kind.MOMENT),
    ]
    return Table(_("Lịch chạy"), columns, lines)


def _visible(request: HttpRequest) -> JobRunQuerySet:
    found: JobRunQuerySet = JobRun.objects.all()
    return found if request.user.has_perm(MANAGE) else found.started_by(_me(request))


def _run_or_404(request: HttpRequest, uid: UUID) -> JobRun:
    found: JobRun = get_object_or_404(_visible(request).select_related("by", "unit"), uid=uid)
    return found


def _run_context(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    found = _run_or_404(request, uid)
    return {
        "run": found,
        "history": history_of(found, size=size_asked(request)),
        "may_manage": request.user.has_perm(MANAGE),
    }


def _me(request: HttpRequest) -> Any:
    return request.user
