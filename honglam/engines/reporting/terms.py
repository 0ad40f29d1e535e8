"""Words of reports, with their Vietnamese labels."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GatheringState(TextChoices):
    """How far putting copies together is."""

    WAITING = "waiting", _("Đang gộp")
    DONE = "done", _("Đã gộp")
    FAILED = "failed", _("Không gộp được")
    DROPPED = "dropped", _("Đã bỏ")


class CopyOutcome(TextChoices):
    """What became of one returned copy."""

    WAITING = "waiting", _("Chờ gộp")
    ADDED = "added", _("Đã cộng")
    CHANGED = "changed", _("Biểu mẫu bị sửa")
    EMPTY = "empty", _("Biểu trống")
    UNKNOWN = "unknown", _("Không rõ đơn vị")
    REPEATED = "repeated", _("Có bản gửi sau")
    UNREADABLE = "unreadable", _("Không mở được")


FAULTY = (CopyOutcome.CHANGED, CopyOutcome.EMPTY, CopyOutcome.UNKNOWN, CopyOutcome.UNREADABLE)
MOST_COPIES = 300
