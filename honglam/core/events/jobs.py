"""Jobs of events: bring them to their subscribers, forget old ones."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.events.delivering import DELIVER_JOB, deliver_due, forget_old
from honglam.core.jobs.running import JobContext, job


@job(DELIVER_JOB, title=_("Chuyển sự kiện đến các luồng xử lý"))
def deliver(run: JobContext) -> dict[str, int]:
    """Deliver what is due; stopped in the middle it loses nothing."""
    through, failed = deliver_due(between=lambda _done: run.check_cancelled())
    return {"through": through, "failed": failed}


@job("events.forget_old", title=_("Dọn các sự kiện cũ đã chuyển xong"))
def forget(run: JobContext) -> dict[str, int]:
    """Delete old events that everybody got."""
    return {"deleted": forget_old()}
