"""Words of jobs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """The life of one run."""

    QUEUED = "queued", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    SUCCEEDED = "succeeded", _("Xong")
    FAILED = "failed", _("Lỗi")
    CANCELLED = "cancelled", _("Đã hủy")
    INTERRUPTED = "interrupted", _("Gián đoạn")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
RETRYABLE_STATES = (JobState.FAILED, JobState.CANCELLED, JobState.INTERRUPTED)
