"""The words of registers, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

OWN_COLUMNS = frozenset({
    "id", "uid", "unit", "state", "valid_from", "recorded_at", "recorded_by", "revision", "ended_on", "ended_reason",
    "merged_into", "search_text", "west", "south", "east", "north",
})  # fmt: skip
"""The columns that the engine fills; everything else is the pack's."""


class ImportState(models.TextChoices):
    """Where a file stands on its way into a register."""

    MAPPING = "mapping", _("ghép cột")
    TRYING = "trying", _("đang đọc thử")
    TRIED = "tried", _("đã đọc thử")
    RUNNING = "running", _("đang nhập")
    STOPPED = "stopped", _("dừng giữa chừng")
    DONE = "done", _("đã nhập")
    DROPPED = "dropped", _("đã bỏ")
    UNDOING = "undoing", _("đang hoàn tác")
    UNDONE = "undone", _("đã hoàn tác")


class PairState(models.TextChoices):
    """What a person said of two rows that look alike."""

    OPEN = "open", _("chờ xem")
    APART = "apart", _("hai dòng khác nhau")
    MERGED = "merged", _("đã gộp")
