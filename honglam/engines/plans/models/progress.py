"""What units report about their share of the work, with evidence. Entries are added, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans import rules
from honglam.engines.plans.models.assignment import Assignment
from honglam.engines.plans.terms import WorkState
from honglam.toolkit.identifiers import uuid7


class ProgressEntry(models.Model):
    """One report on one assignment: how far, what was done, what stands in the way.

    Invariants: progress is a percentage; the same idempotency key is stored once; what was written without a line
    (`entered_at`) was not written after it arrived.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="entries")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="progress_entries",
        verbose_name=_("người báo cáo"),
    )  # fmt: skip
    reported_at = models.DateTimeField(_("báo cáo lúc"))
    entered_at = models.DateTimeField(_("nhập trên máy lúc"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(_("tiến độ (%)"))
    state = models.CharField(_("tình trạng"), max_length=12, choices=WorkState)
    text = models.TextField(_("kết quả đã làm"), blank=True)
    difficulty = models.TextField(_("khó khăn, kiến nghị"), blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = _("báo cáo tiến độ")
        ordering = ["-reported_at", "-id"]
        indexes = [models.Index(fields=["assignment", "-reported_at"], name="progress_by_assignment")]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="progress_entry_is_percentage",
                violation_error_message=_("Tiến độ từ 0 đến 100."),
            ),
            models.CheckConstraint(
                condition=Q(entered_at__isnull=True) | Q(entered_at__lte=F("reported_at")),
                name="progress_entry_written_before_it_came",
                violation_error_message=_("Báo cáo không thể được nhập sau lúc nhận."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.progress} %"

    @property
    def was_entered_earlier(self) -> bool:
        """Whether it was written without a line and came later."""
        return rules.was_entered_earlier(self.entered_at, self.reported_at)


class Evidence(models.Model):
    """A file or a link that proves a progress entry. Invariant: exactly one of the two is given."""

    entry = models.ForeignKey(ProgressEntry, models.CASCADE, related_name="evidence")
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("tệp")
    )
    link = models.URLField(_("đường dẫn"), max_length=500, blank=True)
    caption = models.CharField(_("mô tả"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("minh chứng")
        verbose_name_plural = _("minh chứng")
        ordering = ["entry", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(link="")) | (Q(file__isnull=True) & ~Q(link="")),
                name="evidence_is_a_file_or_a_link",
                violation_error_message=_("Minh chứng là một tệp hoặc một đường dẫn."),
            )
        ]

    def __str__(self) -> str:
        return self.caption or self.link or str(self.file)
