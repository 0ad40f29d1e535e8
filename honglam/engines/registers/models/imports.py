"""A file that becomes rows of a register."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.terms import ImportState
from honglam.toolkit.identifiers import uuid7


class ImportRun(models.Model):
    """One file on its way into a register: columns matched, tried, brought in.

    Invariants: `mapping` is heading → column (headings left out are not read); `next_line` is the first line that no
    batch has finished, so a run that was cut off goes on from there; counts never pass the lines read. `trial` is what
    trying found (counts and the first rows of each kind), `undo_report` what taking back did and left alone.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    register = models.CharField(max_length=60)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="register_imports", verbose_name=_("đơn vị quản lý")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="register_imports")
    mended_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="mended_runs")
    headings = models.JSONField(default=list)
    heading_line = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)
    on_known = models.CharField(_("dòng đã có"), max_length=10, default="update")
    empty_clears = models.BooleanField(_("ô trống xóa giá trị đang có"), default=False)
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=ImportState, default=ImportState.MAPPING)
    lines = models.PositiveIntegerField(default=0)
    next_line = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    trial = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_imports")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="register_imports_undone"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_report = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần nhập tệp")
        verbose_name_plural = _("lần nhập tệp")
        indexes: ClassVar = [models.Index(fields=["register", "-id"], name="registers_import_register")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="registers_import_known_state"),
            models.CheckConstraint(
                condition=Q(lines__gte=F("created") + F("updated") + F("unchanged") + F("rejected")),
                name="registers_import_counts_within_lines",
            ),
            models.CheckConstraint(
                condition=Q(on_known__in=["update", "skip", "reject"]), name="registers_import_known_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.created_at:%d/%m/%Y %H:%M}"


class ImportBatch(models.Model):
    """What one transaction of a run wrote: the light link from a run to its rows, by which it can be taken back.

    `created` holds primary keys; `updated` [primary key, key of the former state, revision after] of each row.
    Invariants: batches of a run never overlap; one that was taken back is `undone` and is not taken back again.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="batches")
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    created = models.JSONField(default=list)
    updated = models.JSONField(default=list)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["first_line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "first_line"], name="registers_batch_once"),
            models.CheckConstraint(condition=Q(last_line__gte=F("first_line")), name="registers_batch_forwards"),
        ]

    def __str__(self) -> str:
        return f"{self.first_line}–{self.last_line}"


class RejectedRow(models.Model):
    """A line that was not taken: its cells as they came, what is wrong with each. Invariant: once a run and line."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejected_rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    faults = models.JSONField(default=list)  # [heading, message] pairs; heading "" is the row as a whole

    class Meta:
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "line"], name="registers_rejected_once")]

    def __str__(self) -> str:
        return f"{self.line}"
