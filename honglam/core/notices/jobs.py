"""Jobs of notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.jobs.running import JobContext, job
from honglam.core.notices.delivery import EMAIL_JOB, deliver_waiting, send_digests


@job(EMAIL_JOB, title=_("Gửi thông báo qua thư điện tử"))
def deliver_email(run: JobContext) -> dict[str, int]:
    """Send the e-mails that are due."""

    def report(done: int, total: int) -> None:
        run.progress(done, total)
        run.check_cancelled()

    sent, refused = deliver_waiting(report=report)
    return {"sent": sent, "refused": refused}


@job("notices.send_digests", title=_("Gửi thư tổng hợp thông báo"))
def deliver_digests(run: JobContext) -> dict[str, int]:
    """Send the daily e-mails to those who want their notices together."""
    sent, refused = send_digests()
    return {"sent": sent, "refused": refused}
