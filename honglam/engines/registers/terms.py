"""The words of registers, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

OWN_COLUMNS = frozenset({
    "id", "uid", "unit", "state", "valid_from", "recorded_at", "recorded_by", "revision", "ended_on", "ended_reason",
    "merged_into", "search_text", "west", "south", "east", "north",
})  # fmt: skip
"""The columns that the engine fills; everything else is the pack's."""

COLUMNS_OF_FORMER_STATES = frozenset({"record", "valid_to", "replaced_at", "replaced_by", "reason", "act"})
"""What the table of former states says besides: no column of a pack may take these names."""


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


class FileForm(models.TextChoices):
    """The files that a list leaves as; the codes are their endings."""

    XLSX = "xlsx", "Excel (.xlsx)"
    CSV = "csv", _("CSV (.csv), cho bảng lớn và phần mềm khác")
    GEOJSON = "geojson", _("GeoJSON (.geojson), cho phần mềm bản đồ")


EXPORT_JOB = "registers.export"
EXPORT_PURPOSE = "registers.export"
CHANGE_JOB = "registers.change_chosen"
MOVE_JOB = "registers.move_chosen"


class PaperKind(models.TextChoices):
    """What kind of paper is attached to a row."""

    DECISION = "decision", _("quyết định, văn bản chấp thuận")
    CERTIFICATE = "certificate", _("giấy chứng nhận, giấy phép")
    CONTRACT = "contract", _("hợp đồng, thỏa thuận")
    MINUTES = "minutes", _("biên bản")
    APPLICATION = "application", _("đơn, tờ khai")
    DRAWING = "drawing", _("bản vẽ, bản đồ")
    PHOTO = "photo", _("ảnh")
    OTHER = "other", _("giấy tờ khác")


PAPER_FORMATS = ("pdf", "docx", "doc", "xlsx", "xls", "png", "jpg", "webp", "heic")
"""Kinds of files that may be attached to a row."""
