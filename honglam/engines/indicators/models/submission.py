"""A submission: the form of one unit for one period on its way to the receiver."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.models.form import IndicatorForm
from honglam.engines.indicators.queries import SubmissionQuerySet
from honglam.engines.indicators.terms import SubmissionState
from honglam.toolkit.identifiers import uuid7


class Submission(models.Model):
    """What became of one form, unit and period.

    Invariants: there is one per form, unit and period; what was submitted says when; what was returned says why; what
    is approved or locked keeps `snapshot` (code → figure as text) with its SHA-256, so that later corrections of
    figures never change what was approved. While a correction waits for its approval the snapshot is the one that was
    approved last; `corrected_at` says that what stands was corrected after it was first approved.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(IndicatorForm, models.PROTECT, related_name="submissions", verbose_name=_("biểu"))
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="submissions", verbose_name=_("đơn vị báo cáo")
    )
    period_scheme = models.CharField(_("loại kỳ"), max_length=24)
    period_code = models.CharField(_("kỳ"), max_length=24)
    period_start = models.DateField(_("từ ngày"))
    period_end = models.DateField(_("đến ngày"))
    due_on = models.DateField(_("hạn gửi"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    comment = models.TextField(_("giải trình"), blank=True)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="sent_submissions",
        verbose_name=_("người gửi"),
    )  # fmt: skip
    is_on_time = models.BooleanField(_("đúng hạn"), null=True, blank=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decided_submissions",
        verbose_name=_("người quyết định"),
    )  # fmt: skip
    reason = models.TextField(_("lý do trả lại, hiệu chỉnh, mở khóa"), blank=True)
    corrected_at = models.DateTimeField(_("hiệu chỉnh lúc"), null=True, blank=True)
    snapshot = models.JSONField(_("số liệu đã duyệt"), null=True, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gửi biểu")
        verbose_name_plural = _("lần gửi biểu")
        ordering = ["-period_end", "form", "unit"]
        indexes = [models.Index(fields=["unit", "period_end"], name="submission_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "unit", "period_scheme", "period_code"], name="one_submission_per_period"
            ),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="submission_period_in_order"),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.DRAFT)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, is_on_time__isnull=False),
                name="submission_says_when_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SubmissionState.RETURNED, SubmissionState.CORRECTED]) | ~Q(reason=""),
                name="returned_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SubmissionState.APPROVED, SubmissionState.CORRECTED, SubmissionState.LOCKED])
                | (Q(snapshot__isnull=False) & ~Q(snapshot_sha256="")),
                name="approved_keeps_its_figures",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.CORRECTED) | Q(corrected_at__isnull=False),
                name="corrected_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.unit} · {self.period_code}"
