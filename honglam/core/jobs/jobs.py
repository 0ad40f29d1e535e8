"""Jobs that keep the house in order: old runs, expired sessions, the seal on the log.

The seal stands here and not beside the log because the log knows nothing of jobs.
"""

from __future__ import annotations

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from honglam.core.audit.actions import seal
from honglam.core.jobs.recovery import forget_old
from honglam.core.jobs.running import JobContext, job


@job("jobs.forget_old", title=_("Dọn các lần chạy cũ"))
def forget_old_runs(run: JobContext) -> dict[str, int]:
    """Delete runs that nobody needs any more."""
    return {"deleted": forget_old()}


@job("audit.seal", title=_("Niêm phong nhật ký"))
def seal_log(run: JobContext) -> dict[str, int]:
    """Chain the log's new entries into sealed blocks."""
    return {"sealed": seal(by=None)}


@job("access.clear_sessions", title=_("Xóa phiên đăng nhập đã hết hạn"))
def clear_sessions(run: JobContext) -> None:
    """Delete sessions that have expired."""
    call_command("clearsessions")
