"""How a worker executes a run: claim it, call its function, write down how it ended."""

from __future__ import annotations

import logging
import os
import socket
import traceback
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from honglam.core.jobs.errors import JobCancelled
from honglam.core.jobs.heartbeat import Heartbeat
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.registry import kind_of
from honglam.core.jobs.running import JobContext
from honglam.core.jobs.terms import JobState

logger = logging.getLogger(__name__)


def this_worker() -> str:
    """The process that works: `host:process id`."""
    return f"{socket.gethostname()}:{os.getpid()}"


@task()
def execute(run_id: int, attempt: int) -> None:
    """The one task of the queue: execute attempt number `attempt` of a run.

    Delivered twice, or after the run was cancelled or repeated, it does nothing: only a waiting run of this attempt can
    be claimed, and only once.
    """
    now = timezone.now()
    claimed = JobRun.objects.filter(pk=run_id, attempt=attempt, state=JobState.QUEUED).update(
        state=JobState.RUNNING, started_at=now, heartbeat_at=now, worker=this_worker()
    )
    if not claimed:
        return
    run = JobRun.objects.get(pk=run_id)
    try:
        with Heartbeat(run.pk, attempt):
            value = _call(run)
    except JobCancelled:
        _finish(run, state=JobState.CANCELLED, message=_("Đã dừng theo yêu cầu."))
    except Exception as error:
        logger.exception("job %s (run %s, attempt %s) failed", run.code, run.pk, attempt)
        _finish(
            run,
            state=JobState.FAILED,
            error=readable(error),
            error_code=str(getattr(error, "code", "") or type(error).__name__)[:80],
            traceback=traceback.format_exc()[-20_000:],
        )
    except BaseException:
        # The worker is told to stop at once: the run is not lost, somebody can start it again.
        _finish(
            run,
            state=JobState.INTERRUPTED,
            error=_("Tiến trình chạy nền đã dừng giữa chừng. Có thể chạy lại."),
            error_code="jobs.interrupted",
        )
        raise
    else:
        _finish(run, state=JobState.SUCCEEDED, result=value, error="", error_code="", traceback="")


def _call(run: JobRun) -> Any:
    kind = kind_of(run.code)
    context = JobContext(run)
    context.check_cancelled()
    return kind.function(context, **run.arguments)


def _finish(run: JobRun, **ending: Any) -> None:
    """Write the ending, unless another attempt has taken over meanwhile."""
    with transaction.atomic():
        JobRun.objects.filter(
            pk=run.pk, attempt=run.attempt, state__in=[JobState.RUNNING, JobState.INTERRUPTED]
        ).update(finished_at=timezone.now(), **ending)


def readable(error: Exception) -> str:
    """What people read about an error: its own message where the domain gives one, else its name and a way out."""
    message = getattr(error, "message", None)
    if isinstance(message, str) and message and getattr(error, "code", None):
        return message
    return _("Lỗi ngoài dự kiến (%(name)s). Hãy chạy lại; nếu vẫn lỗi, gửi mã lần chạy cho quản trị viên.") % {
        "name": type(error).__name__
    }
