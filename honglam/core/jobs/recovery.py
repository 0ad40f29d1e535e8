"""Runs whose worker is gone, runs that never reached the queue, and runs nobody needs any more."""

from __future__ import annotations

import datetime
import os
import socket

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from honglam.core.jobs.models import JobRun
from honglam.core.jobs.queueing import enqueue_on_commit
from honglam.core.jobs.terms import JobState

SILENT_FOR = datetime.timedelta(minutes=3)
LOST_AFTER = datetime.timedelta(minutes=10)
KEEP_SCHEDULED_DAYS = 7
KEEP_DAYS = 180


def interrupt_dead(*, now: datetime.datetime | None = None) -> int:
    """Mark as interrupted the running runs whose worker is gone; how many.

    Gone is: no sign of life for three minutes, or a process of this machine that no longer exists.
    """
    now = now or timezone.now()
    dead = set(JobRun.objects.silent_since(now - SILENT_FOR).values_list("pk", flat=True))
    host = socket.gethostname()
    for pk, worker in JobRun.objects.running().filter(worker__startswith=f"{host}:").values_list("pk", "worker"):
        if not _is_alive(int(worker.rpartition(":")[2])):
            dead.add(pk)
    return (
        JobRun.objects.running()
        .filter(pk__in=dead)
        .update(
            state=JobState.INTERRUPTED,
            finished_at=now,
            error=_("Tiến trình chạy nền đã dừng giữa chừng. Có thể chạy lại."),
            error_code="jobs.interrupted",
        )
    )


def requeue_lost(*, now: datetime.datetime | None = None) -> int:
    """Queue again the runs that wait although no queue holds them (a crash between commit and queue); how many.

    A run that is queued twice runs once: only a waiting attempt can be claimed.
    """
    now = now or timezone.now()
    waiting = list(JobRun.objects.queued().filter(queued_at__lt=now - LOST_AFTER))
    if not waiting:
        return 0
    known = {tuple(task["args"]) for task in DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)}
    lost = [run for run in waiting if (run.pk, run.attempt) not in known]
    with transaction.atomic():
        for run in lost:
            enqueue_on_commit(run)
    return len(lost)


def forget_old(*, now: datetime.datetime | None = None) -> int:
    """Delete runs of the schedule that succeeded more than a week ago, and all that ended half a year ago; how many.

    The queue's own rows go with them.
    """
    now = now or timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - datetime.timedelta(days=KEEP_SCHEDULED_DAYS)).delete()
    routine = JobRun.objects.filter(scheduled=True, state=JobState.SUCCEEDED)
    short, _by_model = routine.finished_before(now - datetime.timedelta(days=KEEP_SCHEDULED_DAYS)).delete()
    long, _by_model = JobRun.objects.finished_before(now - datetime.timedelta(days=KEEP_DAYS)).delete()
    return short + long


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
