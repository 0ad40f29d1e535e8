"""A blank form, the copies that units sent back, and what came of putting them together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.queries import WorkbookGatheringQuerySet
from honglam.engines.reporting.terms import CopyOutcome, GatheringState
from honglam.toolkit.identifiers import uuid7


class WorkbookGathering(models.Model):
    """One form and its returned copies.

    `group` are the units that were asked; without one nobody can be missing. `outcome` keeps what is not a copy's own:
    the names of missing units, doubtful cells ({"unit", "sheet", "cell", "typed", "explanation"}) and why it failed.
    Invariants: done means that there is a result; a result is never there while copies wait.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="workbook_gatherings", verbose_name=_("đơn vị tổng hợp")
    )
    name = models.CharField(_("tên biểu"), max_length=250)
    form = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="gathered_forms", verbose_name=_("biểu mẫu trống")
    )
    group = models.ForeignKey(
        "organisations.UnitGroup", models.PROTECT, null=True, blank=True, related_name="workbook_gatherings",
        verbose_name=_("nơi được yêu cầu"),
    )  # fmt: skip
    state = models.CharField(_("tình trạng"), max_length=10, choices=GatheringState, default=GatheringState.WAITING)
    outcome = models.JSONField(_("kết quả"), default=dict, blank=True)
    result = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="gathering_results",
        verbose_name=_("tệp đã gộp"),
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="workbook_gatherings", verbose_name=_("người gộp")
    )
    created_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(_("gộp xong lúc"), null=True, blank=True)

    objects = WorkbookGatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gộp biểu")
        verbose_name_plural = _("lần gộp biểu")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=GatheringState.DONE) | Q(result__isnull=False),
                name="workbook_gathering_done_has_a_result",
                violation_error_message=_("Lần gộp đã xong phải có tệp kết quả."),
            ),
            models.CheckConstraint(
                condition=~Q(state=GatheringState.WAITING) | Q(result__isnull=True),
                name="workbook_gathering_waiting_has_no_result",
                violation_error_message=_("Khi còn bản chờ gộp thì chưa có tệp kết quả."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page that shows what came of it."""
        return reverse("reporting:gathering", args=[self.uid])


class WorkbookCopy(models.Model):
    """One returned copy: whose it is and what became of it.

    `notes` are sentences for people: where the form was changed, why the file does not open. Invariant: one place in
    the order of a gathering; a copy that was added names its unit or stands for itself.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    gathering = models.ForeignKey(WorkbookGathering, models.CASCADE, related_name="copies")
    position = models.PositiveIntegerField(_("thứ tự"))
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="workbook_copies", verbose_name=_("tệp gửi về")
    )
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="workbook_copies",
        verbose_name=_("đơn vị gửi"),
    )  # fmt: skip
    outcome = models.CharField(_("kết quả"), max_length=12, choices=CopyOutcome, default=CopyOutcome.WAITING)
    notes = models.JSONField(_("ghi chú"), default=list, blank=True)

    class Meta:
        verbose_name = _("bản gửi về")
        verbose_name_plural = _("bản gửi về")
        ordering = ["gathering", "position"]
        constraints = [models.UniqueConstraint(fields=["gathering", "position"], name="workbook_copy_has_its_place")]

    def __str__(self) -> str:
        return self.file.name
