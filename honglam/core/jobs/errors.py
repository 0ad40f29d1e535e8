"""Errors of jobs; each has a stable code and a message for people."""

from __future__ import annotations

from django.utils.translation import gettext as _


class JobError(Exception):
    """Base of the errors of jobs."""

    code = "jobs.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownJob(JobError):
    """No function is registered under this code: a typing mistake, or a worker older than the web process."""

    code = "jobs.unknown"

    def __init__(self, job_code: str) -> None:
        super().__init__(
            _("Không có công việc nền mang mã %(code)s. Hãy khởi động lại tiến trình chạy nền.") % {"code": job_code}
        )


class DuplicateJob(JobError):
    """Two functions were registered under one code."""

    code = "jobs.duplicate"


class WrongState(JobError):
    """The run is not in a state that allows what was asked."""

    code = "jobs.wrong_state"


class BadSchedule(JobError):
    """A line of the schedule table cannot be understood."""

    code = "jobs.bad_schedule"


class JobCancelled(Exception):
    """Raised inside a job by `run.check_cancelled()`; ends the run as cancelled, it is no failure."""
