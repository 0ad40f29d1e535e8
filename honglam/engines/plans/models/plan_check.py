"""A check: a draft (or a plan of the system) held against the rules, round by round until it can be signed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.core.search.queries import searchable_text
from honglam.engines.plans.checking.queries import PlanCheckQuerySet, PlanFindingQuerySet
from honglam.engines.plans.checking.wording import kind_label, place_of
from honglam.engines.plans.models.plan import Plan
from honglam.engines.plans.terms import OPEN_CHECKS, CheckState, FindingSeverity, FindingStanding
from honglam.toolkit.identifiers import uuid7


class PlanCheck(models.Model):
    """A draft under check in the unit that writes it, or a plan of the system that the unit compares.

    Nobody outside `unit` sees it. `started_round` counts the rounds that were begun, `finished_round` names the last
    that ended: its findings are the ones that stand. Invariants: a finished round was begun; the upper plan is a plan
    of the system or a file, never both.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="plan_checks", verbose_name=_("đơn vị"))
    name = models.CharField(_("dự thảo"), max_length=1000)
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="checks", verbose_name=_("kế hoạch")
    )
    upper_plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="checks_below", verbose_name=_("kế hoạch cấp trên")
    )
    upper_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="checks_below",
        verbose_name=_("tệp kế hoạch cấp trên"),
    )  # fmt: skip
    state = models.CharField(_("tình trạng"), max_length=10, choices=CheckState, default=CheckState.WAITING)
    error = models.TextField(_("lỗi"), blank=True)
    messages = models.JSONField(_("lưu ý"), default=list, blank=True)
    started_round = models.PositiveSmallIntegerField(default=0)
    finished_round = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="plan_checks", verbose_name=_("người soát")
    )
    created_at = models.DateTimeField(_("bắt đầu"), auto_now_add=True)
    touched_at = models.DateTimeField(_("soát lần cuối"))
    search_text = models.TextField(editable=False, default="")

    objects = PlanCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần soát dự thảo")
        verbose_name_plural = _("lần soát dự thảo")
        ordering = ["-touched_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_round__lte=F("started_round")), name="plan_check_finishes_what_began"
            ),
            models.CheckConstraint(
                condition=Q(upper_plan__isnull=True) | Q(upper_file__isnull=True),
                name="plan_check_has_one_upper",
                violation_error_message=_("Chỉ chọn một: kế hoạch trong hệ thống hoặc tệp kế hoạch cấp trên."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search text in step with the name."""
        self.search_text = searchable_text(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of its findings."""
        return reverse("plans:check", args=[self.uid])

    @property
    def is_under_way(self) -> bool:
        """Whether a round waits or runs."""
        return self.state in OPEN_CHECKS

    @property
    def upper_name(self) -> str:
        """What the draft is held against; empty where it is checked by itself."""
        if self.upper_plan is not None:
            return f"{self.upper_plan.citation}, {self.upper_plan.subject}"
        return self.upper_file.name if self.upper_file else ""


class CheckRound(models.Model):
    """One round of a check: the file as it was then, and what came of it.

    Invariants: a number once per check; a round of a draft has its file, one of a plan needs none; a round that has not
    ended has found nothing.
    """

    check_run = models.ForeignKey(PlanCheck, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("lần"))
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="check_rounds", verbose_name=_("tệp")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="check_rounds")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    text_length = models.PositiveIntegerField(_("số ký tự của dự thảo"), default=0)
    found = models.PositiveIntegerField(_("phát hiện"), default=0)
    new = models.PositiveIntegerField(_("mới"), default=0)
    mended = models.PositiveIntegerField(_("đã sửa"), default=0)

    class Meta:
        verbose_name = _("lượt soát")
        verbose_name_plural = _("lượt soát")
        ordering = ["check_run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["check_run", "number"], name="check_round_number_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=False) | Q(found=0, new=0, mended=0),
                name="check_round_found_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_run} · {self.number}"


class PlanFinding(models.Model):
    """Something found in a draft, known again by `key` from round to round.

    `upper` and `lower` are quotations as the rules give them ({"text", "value", "unit", "section", "source"}) or
    nothing. `is_doubtful` is for near matches that a person has to judge, `is_about_upper` for faults of the upper plan
    alone. Invariants: a key once per check; a dismissed finding says who, when and why.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    check_run = models.ForeignKey(PlanCheck, models.CASCADE, related_name="findings")
    key = models.CharField(max_length=48)
    kind = models.CharField(_("loại"), max_length=32)
    severity = models.CharField(_("mức độ"), max_length=8, choices=FindingSeverity)
    is_doubtful = models.BooleanField(_("cần người xem"), default=False)
    is_about_upper = models.BooleanField(_("của kế hoạch cấp trên"), default=False)
    position = models.PositiveIntegerField(default=0)
    explanation = models.TextField(_("vì sao"))
    suggestion = models.TextField(_("đề xuất sửa"), blank=True)
    upper = models.JSONField(null=True, blank=True)
    lower = models.JSONField(null=True, blank=True)
    first_round = models.PositiveSmallIntegerField()
    last_round = models.PositiveSmallIntegerField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="dismissed_findings"
    )
    reason = models.TextField(_("lý do bỏ qua"), blank=True)

    objects = PlanFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("phát hiện")
        verbose_name_plural = _("phát hiện")
        ordering = ["check_run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["check_run", "key"], name="plan_finding_key_once"),
            models.CheckConstraint(condition=Q(last_round__gte=F("first_round")), name="plan_finding_rounds_in_order"),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True, dismissed_by__isnull=True, reason="")
                | (Q(dismissed_at__isnull=False, dismissed_by__isnull=False) & ~Q(reason="")),
                name="plan_finding_dismissed_says_why",
                violation_error_message=_("Bỏ qua phát hiện thì phải ghi lý do."),
            ),
        ]

    def __str__(self) -> str:
        return self.kind_label

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return kind_label(self.kind)

    @property
    def upper_place(self) -> str:
        """Where the upper plan says it."""
        return place_of(self.upper)

    @property
    def lower_place(self) -> str:
        """Where the draft says it."""
        return place_of(self.lower)

    def standing_in(self, check_run: PlanCheck) -> FindingStanding:
        """What has become of the finding; the check is given, so that a list asks for it once."""
        if self.last_round < check_run.finished_round:
            return FindingStanding.MENDED
        return FindingStanding.DISMISSED if self.dismissed_at else FindingStanding.OPEN
