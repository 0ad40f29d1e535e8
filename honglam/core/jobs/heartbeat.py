"""A sign of life from the worker while a job's function is busy."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connection
from django.utils import timezone

from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15.0


class Heartbeat:
    """Context manager that renews `heartbeat_at` of a running attempt from a thread with its own connection.

    A beat that cannot be written (SQLite is locked by a long transaction) is left out; the next one comes. Inside an
    open transaction nothing beats: no other process could see the run anyway.
    """

    def __init__(self, run_id: int, attempt: int, *, seconds: float = BEAT_SECONDS) -> None:
        self.run_id = run_id
        self.attempt = attempt
        self.seconds = seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Heartbeat:
        if not connection.in_atomic_block:
            self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{self.run_id}", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(timeout=5)

    def _beat(self) -> None:
        try:
            while not self._stop.wait(self.seconds):
                try:
                    JobRun.objects.filter(pk=self.run_id, attempt=self.attempt, state=JobState.RUNNING).update(
                        heartbeat_at=timezone.now()
                    )
                except DatabaseError as error:
                    logger.info("heartbeat of run %s left out: %s", self.run_id, error)
        finally:
            connection.close()
