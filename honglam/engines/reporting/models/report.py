"""One report of one unit for one period, from its draft to its signed PDF; its typed entries and its way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.models.regime import ReportRegime
from honglam.engines.reporting.queries import ReportEntryQuerySet, ReportQuerySet
from honglam.engines.reporting.terms import SENT_STEPS, EntryKind, ReportStep, SignedCopy, SigningForm
from honglam.toolkit.identifiers import uuid7


class Report(models.Model):
    """What became of one regime, unit and period.

    `code` is printed on the paper and opens the public page. `written` holds what people typed in words, by the key of
    the section. `content` is the frozen content (`honglam.engines.reporting.content.Content.to_json`) with its SHA-256:
    there from the moment it left the drafter. A correction is a new `version` that `corrects` the one before.
    `period_scheme` and `period_code` are empty for a report that is owed once. `signatures` is what the verification of
    the signed file said when it was brought in: a list of {"signer", "organisation", "is_body", "authority", "issuer",
    "time", "is_timestamped", "holds", "is_vouched", "problem"}.

    Invariants: one report per regime, unit, period and version; what left the drafter is frozen; what was sent has a
    number, a day and says when; a correction says why and what it corrects; a period does not end before it starts;
    a dropped report says why.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã tra cứu"), max_length=24, unique=True)
    regime = models.ForeignKey(ReportRegime, models.PROTECT, related_name="reports", verbose_name=_("chế độ báo cáo"))
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="reports", verbose_name=_("đơn vị báo cáo")
    )
    receiver = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="received_reports",
        verbose_name=_("nơi nhận"),
    )  # fmt: skip
    outside_receiver = models.CharField(_("nơi nhận ngoài tỉnh"), max_length=300, blank=True)
    title = models.CharField(_("tên báo cáo"), max_length=500)
    period_scheme = models.CharField(_("loại kỳ"), max_length=24, blank=True)
    period_code = models.CharField(_("kỳ"), max_length=24, blank=True)
    period_start = models.DateField(_("từ ngày"))
    period_end = models.DateField(_("đến ngày"))
    due_on = models.DateField(_("hạn gửi"))
    step = models.CharField(_("bước"), max_length=10, choices=ReportStep, default=ReportStep.DRAFTING)
    version = models.PositiveSmallIntegerField(_("lần"), default=1)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("đính chính cho")
    )
    reason = models.TextField(_("lý do"), blank=True)
    written = models.JSONField(_("phần tự viết"), default=dict, blank=True)
    content = models.JSONField(_("nội dung đã chốt"), null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, blank=True)

    number = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    signing_form = models.CharField(_("thể thức ký"), max_length=4, choices=SigningForm, default=SigningForm.FOR_BODY)
    signing_lines = models.JSONField(_("dòng chức vụ"), default=list, blank=True)
    signer_name = models.CharField(_("họ tên người ký"), max_length=120, blank=True)
    document = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="report_documents",
        verbose_name=_("bản Word đã chốt"),
    )  # fmt: skip
    signed_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="signed_reports",
        verbose_name=_("bản đã ký"),
    )  # fmt: skip
    signed_copy = models.CharField(_("giá trị bản ký"), max_length=10, choices=SignedCopy, blank=True)
    signatures = models.JSONField(_("chữ ký"), default=list, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="sent_reports",
        verbose_name=_("người gửi"),
    )  # fmt: skip
    received_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="received_reports",
        verbose_name=_("người tiếp nhận"),
    )  # fmt: skip
    correction_asked = models.TextField(_("nơi nhận đề nghị đính chính"), blank=True)
    created_at = models.DateTimeField(_("mở lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        ordering = ["-period_end", "regime", "unit", "-version"]
        indexes = [
            models.Index(fields=["unit", "step", "due_on"], name="report_by_unit"),
            models.Index(fields=["receiver", "period_end"], name="report_by_receiver"),
            models.Index(fields=["regime", "period_end"], name="report_by_regime"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "unit", "period_start", "period_end", "version"], name="report_once_per_period"
            ),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="report_period_in_order"),
            models.CheckConstraint(
                condition=Q(step__in=[ReportStep.DRAFTING, ReportStep.DROPPED])
                | (Q(content__isnull=False, frozen_at__isnull=False) & ~Q(content_sha256="")),
                name="report_that_left_its_drafter_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=SENT_STEPS) | (Q(sent_at__isnull=False, issued_on__isnull=False) & ~Q(number="")),
                name="report_sent_has_number_and_day",
                violation_error_message=_("Báo cáo đã gửi phải có số, ký hiệu và ngày ban hành."),
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects__isnull=True)
                | (Q(version__gt=1, corrects__isnull=False) & ~Q(reason="")),
                name="report_correction_says_why",
                violation_error_message=_("Bản đính chính phải ghi lý do."),
            ),
            models.CheckConstraint(
                condition=~Q(step=ReportStep.DROPPED) | ~Q(reason=""),
                name="report_dropped_says_why",
                violation_error_message=_("Hãy ghi lý do không lập báo cáo kỳ này."),
            ),
            models.CheckConstraint(
                condition=Q(signed_file__isnull=True, signed_copy="")
                | (Q(signed_file__isnull=False) & ~Q(signed_copy="")),
                name="report_signed_file_was_judged",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the report."""
        return reverse("reporting:report", args=[self.uid])

    @property
    def receiver_name(self) -> str:
        """Who gets it, in the province or outside."""
        return str(self.receiver) if self.receiver is not None else self.outside_receiver

    @property
    def is_open(self) -> bool:
        """Whether the unit still has something to do."""
        return self.step not in (*SENT_STEPS, ReportStep.DROPPED)

    @property
    def is_frozen(self) -> bool:
        """Whether its content stands."""
        return self.content is not None


class ReportEntry(models.Model):
    """A difficulty or a proposal that a unit typed into its report, or took over from a report below it.

    `origin` is the entry that it was taken from: consolidated without retyping, its unit stays known. `addressed_to`
    is the body whom a proposal asks; `answer` what that body said. Invariant: a place in the order of its report and
    kind; the same entry is taken over once.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    report = models.ForeignKey(Report, models.CASCADE, related_name="entries")
    kind = models.CharField(_("loại"), max_length=10, choices=EntryKind)
    position = models.PositiveIntegerField(_("thứ tự"))
    text = models.TextField(_("nội dung"))
    addressed_to = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="addressed_report_entries",
        verbose_name=_("cơ quan giải quyết"),
    )  # fmt: skip
    origin = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_over", verbose_name=_("lấy từ báo cáo")
    )
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="answered_report_entries",
        verbose_name=_("người trả lời"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("khó khăn, kiến nghị")
        verbose_name_plural = _("khó khăn, kiến nghị")
        ordering = ["report", "kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind", "position"], name="report_entry_has_its_place"),
            models.UniqueConstraint(
                fields=["report", "origin"], condition=Q(origin__isnull=False), name="report_entry_taken_over_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ReportMove(models.Model):
    """One step of a report's way: who passed it on or sent it back, when, with which words. Added, never changed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="moves")
    from_step = models.CharField(_("từ bước"), max_length=10, choices=ReportStep)
    to_step = models.CharField(_("đến bước"), max_length=10, choices=ReportStep)
    note = models.TextField(_("ý kiến"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="report_moves", verbose_name=_("người làm")
    )
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("bước của báo cáo")
        verbose_name_plural = _("bước của báo cáo")
        ordering = ["report", "at", "id"]

    def __str__(self) -> str:
        return f"{self.get_from_step_display()} → {self.get_to_step_display()}"
