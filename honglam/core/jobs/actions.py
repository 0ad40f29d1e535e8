"""Writes of jobs: start, cancel, retry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.jobs.errors import WrongState
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.queueing import enqueue_on_commit, start
from honglam.core.jobs.rules import ScheduledJob
from honglam.core.jobs.terms import JobState

if TYPE_CHECKING:
    from honglam.core.access.models import User

__all__ = ["cancel", "retry", "start", "start_line"]


@transaction.atomic
def start_line(*, line: ScheduledJob, by: User) -> JobRun:
    """Start a line of the schedule now; its own moments stay as they are."""
    run = start(line.job, by=by, **line.arguments)
    record(by=by, action="jobs.started_by_hand", target=run, summary=line.name)
    return run


@transaction.atomic
def cancel(*, run: JobRun, by: User) -> JobRun:
    """Ask a run to stop: a waiting one ends at once, a running one when its function next asks.

    WrongState when it is over already.
    """
    run = JobRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise WrongState(_("Công việc đã kết thúc, không còn gì để dừng."))
    run.cancel_requested = True
    if run.state == JobState.QUEUED:
        run.state = JobState.CANCELLED
        run.finished_at = timezone.now()
        run.message = _("Đã dừng trước khi chạy.")
    run.save(update_fields=["cancel_requested", "state", "finished_at", "message"])
    record(by=by, action="jobs.cancelled", target=run, unit=run.unit, summary=run.title)
    return run


@transaction.atomic
def retry(*, run: JobRun, by: User) -> JobRun:
    """Run a failed, cancelled or interrupted run again, as a new attempt on the same row.

    WrongState when it is open or was done.
    """
    run = JobRun.objects.select_for_update().get(pk=run.pk)
    if not run.can_retry:
        raise WrongState(_("Chỉ chạy lại được công việc bị lỗi, bị hủy hoặc gián đoạn."))
    old_state = run.state
    run.state = JobState.QUEUED
    run.attempt += 1
    run.progress = run.total = 0
    run.message = run.error = run.error_code = run.traceback = run.worker = ""
    run.cancel_requested = False
    run.queued_at = timezone.now()
    run.started_at = run.heartbeat_at = run.finished_at = None
    run.save()
    record(
        by=by,
        action="jobs.retried",
        target=run,
        unit=run.unit,
        summary=run.title,
        changes={"state": (old_state, run.state), "attempt": (run.attempt - 1, run.attempt)},
    )
    enqueue_on_commit(run)
    return run
