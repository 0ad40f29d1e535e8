"""Background work of files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.files.actions import remove_orphans
from honglam.core.jobs.running import JobContext, job


@job("files.remove_orphans", title=_("Xóa tệp tải lên dở dang"))
def clear_uploads(run: JobContext) -> list[int]:
    """Remove uploads that were left half-way a week ago; [rows, contents] removed."""
    return list(remove_orphans(by=None))
