"""What a job's function sees while it runs: the decorator that registers it and the context it is given."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.functional import Promise

from honglam.core.jobs.errors import JobCancelled
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.registry import JobKind, register
from honglam.core.jobs.terms import JobState

F = TypeVar("F", bound=Callable[..., Any])

WRITE_EVERY = datetime.timedelta(seconds=0.5)


def job(code: str, *, title: str | Promise) -> Callable[[F], F]:
    """Register a function `(run: JobContext, **ids) -> JSON value | None` under a stable code.

    The title is a lazy translation. The function's keyword arguments are what `start()` was given: ids and other plain
    JSON values, never objects. What it returns (a small JSON value) is kept on the run. It may run again after a crash
    or a retry, so its action must be repeatable.
    """

    def keep(function: F) -> F:
        register(JobKind(code=code, title=title, function=function))
        return function

    return keep


class JobContext:
    """The run as its function sees it: says how far it is, asks whether it should stop."""

    def __init__(self, run: JobRun) -> None:
        self.run = run
        self._attempt = run.attempt
        self._written_at: datetime.datetime | None = None

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Say how far the job is (`done` of `total`) and what it is doing.

        Cheap enough to call for every row: it writes at most twice a second, and always when the job is through. Inside
        a transaction the figures are seen by others only when it commits.
        """
        now = timezone.now()
        done = max(0, min(done, total))
        if self._written_at and now - self._written_at < WRITE_EVERY and done < total:
            return
        self._written_at = now
        JobRun.objects.filter(pk=self.run.pk, attempt=self._attempt, state=JobState.RUNNING).update(
            progress=done, total=total, message=message[:300], heartbeat_at=now
        )

    def check_cancelled(self) -> None:
        """Raise JobCancelled when somebody asked to stop, or when another attempt has taken over."""
        still_ours = JobRun.objects.filter(
            pk=self.run.pk, attempt=self._attempt, state=JobState.RUNNING, cancel_requested=False
        ).exists()
        if not still_ours:
            raise JobCancelled
