"""A plan: the document that an authority signed, and what it says besides tasks and targets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honglam.core.search.queries import searchable_text
from honglam.engines.plans.queries import PlanQuerySet
from honglam.engines.plans.terms import PlanKind, PlanState
from honglam.engines.plans.titles import subject_of
from honglam.toolkit.identifiers import uuid7


class Plan(models.Model):
    """A plan of one issuer over one or several years.

    Invariants: a plan that is not a draft has a number and a date; its last year is not before its first;
    number and date together are unique for an issuer; a replaced plan names its successor.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=24, unique=True)
    kind = models.CharField(_("loại văn bản"), max_length=12, choices=PlanKind, default=PlanKind.PLAN)
    title = models.CharField(_("tên"), max_length=1000)
    issuer = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="issued_plans", verbose_name=_("cơ quan ban hành")
    )
    number = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    assigned_on = models.DateField(_("ngày giao việc"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(_("từ năm"))
    last_year = models.PositiveSmallIntegerField(_("đến năm"))
    state = models.CharField(_("tình trạng"), max_length=12, choices=PlanState, default=PlanState.DRAFT)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("chức vụ người ký"), max_length=300, blank=True)
    recipients = models.JSONField(_("nơi nhận"), default=list, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="plans", verbose_name=_("tệp gốc")
    )
    document_text = models.TextField(_("toàn văn"), blank=True)
    version = models.PositiveSmallIntegerField(_("lần sửa đổi"), default=1)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("được thay thế bởi")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="entered_plans", verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)
    search_text = models.TextField(editable=False, default="")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch")
        verbose_name_plural = _("kế hoạch")
        ordering = ["-last_year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT) | (~Q(number="") & Q(issued_on__isnull=False)),
                name="plan_in_force_has_number_and_date",
                violation_error_message=_("Kế hoạch đã ban hành phải có số, ký hiệu và ngày ban hành."),
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="plan_years_in_order",
                violation_error_message=_("Năm cuối không được trước năm đầu."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.REPLACED) | Q(replaced_by__isnull=False),
                name="plan_replaced_names_successor",
                violation_error_message=_("Kế hoạch bị thay thế phải ghi kế hoạch thay thế."),
            ),
            models.UniqueConstraint(
                fields=["issuer", "number", "issued_on"],
                condition=~Q(number=""),
                name="plan_number_once_per_issuer",
                violation_error_message=_("Kế hoạch có số và ngày này đã được nhập."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search text in step with title and number."""
        self.search_text = searchable_text(self.title, self.number)
        if (names := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*names, "search_text"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of the plan."""
        return reverse("plans:plan", args=[self.uid])

    @property
    def is_draft(self) -> bool:
        """Whether the plan still waits for its number and date."""
        return self.state == PlanState.DRAFT

    @property
    def citation(self) -> str:
        """How the document is cited: “Kế hoạch số 12/KH-UBND ngày 05/03/2026”."""
        if not self.number or self.issued_on is None:
            return str(self.get_kind_display())
        words = {"kind": self.get_kind_display(), "number": self.number, "day": f"{self.issued_on:%d/%m/%Y}"}
        return gettext("%(kind)s số %(number)s ngày %(day)s") % words

    @property
    def subject(self) -> str:
        """The title for lists, where it need not shout what kind of document it is (`titles.subject_of`)."""
        return subject_of(self.title)

    @property
    def years(self) -> str:
        """“2026” or “2026–2030”."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"


class SourceSpan(models.Model):
    """Where a record was read: code points of the plan's document text, end exclusive, and the page."""

    source_start = models.PositiveIntegerField(_("từ vị trí"), null=True, blank=True)
    source_end = models.PositiveIntegerField(_("đến vị trí"), null=True, blank=True)
    source_page = models.PositiveIntegerField(_("trang"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def has_source(self) -> bool:
        """Whether the record came from a document."""
        return self.source_start is not None and self.source_end is not None


class PlanSection(SourceSpan):
    """A heading of the plan with its path (“II/8.1”, “PHỤ LỤC II”). Unique position in its plan."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    path = models.CharField(max_length=80)
    heading = models.TextField()

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="plan_section_position_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.heading}"


class CitedDocument(SourceSpan):
    """A numbered document that the plan cites; once per plan. `mentions` keeps every printed date."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="legal_basis")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("loại"), max_length=80)
    number = models.CharField(_("số, ký hiệu"), max_length=80)
    issued_on = models.DateField(_("ngày"), null=True, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=300, blank=True)
    mentions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_cites_a_number_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class ReportingDuty(SourceSpan):
    """Who reports to whom, how often and by when, as the plan words it. Schedules are built from it later."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reporting_duties")
    position = models.PositiveIntegerField()
    who = models.TextField(_("đơn vị báo cáo"))
    to = models.TextField(_("nơi nhận"), blank=True)
    frequency = models.CharField(
        _("định kỳ"),
        max_length=12,
        choices=[
            ("monthly", _("Hằng tháng")),
            ("quarterly", _("Hằng quý")),
            ("semiannual", _("6 tháng")),
            ("annual", _("Hằng năm")),
            ("adhoc", _("Đột xuất, khi có yêu cầu")),
        ],
    )
    due_rule = models.TextField(_("thời hạn"), blank=True)
    quote = models.TextField(_("trích nguyên văn"), blank=True)

    class Meta:
        ordering = ["plan", "position"]

    def __str__(self) -> str:
        return f"{self.who} → {self.to}"
