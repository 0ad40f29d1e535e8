"""Jobs of the hub: load ids, call an action."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.jobs.running import JobContext, job
from honglam.engines.datahub.actions.grants import clear_files, remind
from honglam.engines.datahub.actions.reads import FILE_JOB
from honglam.engines.datahub.actions.webhooks import SEND_JOB, send_due
from honglam.engines.datahub.models import DatasetVersion, Grant
from honglam.engines.datahub.sharing import bulk
from honglam.engines.datahub.sharing.slicing import slice_of


@job(FILE_JOB, title=gettext_lazy("Tạo tệp dữ liệu được chia sẻ"))
def make_shared_file(run: JobContext, *, grant_id: int, version_id: int, form: str) -> dict[str, Any]:
    """Write the slice of a grant as a file; run again it is written once more. Nothing for a right that is over."""
    grant = Grant.objects.select_related("dataset").get(pk=grant_id)
    if not grant.holds_on(timezone.localdate()):
        return {"skipped": True}
    part = slice_of(grant, DatasetVersion.objects.select_related("schema").get(pk=version_id))
    total = max(part.count(), 1)

    def told(done: int) -> None:
        run.check_cancelled()
        run.progress(done, total, _("Đã ghi %(done)d dòng") % {"done": done})

    return {"rows": bulk.write_file(grant, part, form, told)}


@job(SEND_JOB, title=gettext_lazy("Báo dữ liệu mới cho hệ thống đã đăng ký"))
def send_webhooks(run: JobContext) -> dict[str, Any]:
    """Make every attempt that is due."""
    return send_due()


@job("datahub.remind_of_sharing", title=gettext_lazy("Nhắc đề nghị quá hạn, quyền khai thác sắp hết"))
def remind_of_sharing(run: JobContext) -> dict[str, Any]:
    """Tell people of late answers and ending rights."""
    return remind(today=timezone.localdate())


@job("datahub.clear_shared_files", title=gettext_lazy("Dọn tệp dữ liệu chia sẻ hết hạn"))
def clear_shared_files(run: JobContext) -> dict[str, Any]:
    """Take away files that nobody may fetch any more."""
    return {"removed": clear_files(today=timezone.localdate())}
