"""Projects, what was disbursed, what is owed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.public import Located, Record, versions_of
from honglam.packs.investment.terms import Investor, ObligationKind, ObligationState, Sector, Stage


class Project(Record, Located):
    """One investment project. Invariants: money in triệu đồng, never below zero; no end before the start."""

    code = models.CharField(_("mã số dự án"), max_length=30)
    name = models.CharField(_("tên dự án"), max_length=300)
    investor = models.CharField(_("nhà đầu tư"), max_length=250)
    investor_kind = models.CharField(_("loại nhà đầu tư"), max_length=12, choices=Investor)
    sector = models.CharField(_("lĩnh vực"), max_length=12, choices=Sector)
    commune = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="investment_projects", verbose_name=_("xã, phường")
    )
    capital = models.DecimalField(_("vốn đăng ký (triệu đồng)"), max_digits=16, decimal_places=2)
    disbursed = models.DecimalField(_("vốn đã giải ngân (triệu đồng)"), max_digits=16, decimal_places=2, default=0)
    land_area = models.DecimalField(_("diện tích đất (ha)"), max_digits=12, decimal_places=4, null=True, blank=True)
    land_given = models.DecimalField(
        _("diện tích đã giao, cho thuê (ha)"), max_digits=12, decimal_places=4, null=True, blank=True
    )
    jobs = models.PositiveIntegerField(_("lao động dự kiến (người)"), null=True, blank=True)
    approval = models.CharField(_("văn bản chấp thuận"), max_length=200, blank=True)
    approved_on = models.DateField(_("ngày chấp thuận"), null=True, blank=True)
    starts_on = models.DateField(_("khởi công theo tiến độ"), null=True, blank=True)
    due_on = models.DateField(_("hoàn thành theo tiến độ"), null=True, blank=True)
    finished_on = models.DateField(_("ngày đi vào hoạt động"), null=True, blank=True)
    is_delayed = models.BooleanField(_("chậm tiến độ"), default=False)
    delay_reason = models.CharField(_("nguyên nhân chậm"), max_length=500, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("dự án đầu tư")
        verbose_name_plural = _("dự án đầu tư")
        indexes: ClassVar = [models.Index(fields=["code"], name="investment_project_code")]
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(capital__gte=0, disbursed__gte=0), name="investment_project_money"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="investment_project_days",
                violation_error_message=_("Ngày hoàn thành theo tiến độ phải từ ngày khởi công trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_state_display(self) -> str:
        """The stage in words."""
        return str(Stage(self.state).label) if self.state else ""


class Disbursement(Record):
    """Money that an investor put into a project by the end of a month. Invariant: never below zero."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="disbursements", verbose_name=_("dự án"))
    month = models.DateField(_("tháng (ngày cuối tháng)"))
    amount = models.DecimalField(_("giải ngân trong tháng (triệu đồng)"), max_digits=16, decimal_places=2)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("lần giải ngân")
        verbose_name_plural = _("giải ngân vốn đầu tư")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gte=0), name="investment_disbursement_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%m/%Y}"


class Obligation(Record):
    """What an investor owes, until when, and whether it was met. Invariant: what is met says when."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="obligations", verbose_name=_("dự án"))
    kind = models.CharField(_("nghĩa vụ"), max_length=12, choices=ObligationKind)
    content = models.CharField(_("nội dung"), max_length=300)
    amount = models.DecimalField(_("số tiền (triệu đồng)"), max_digits=16, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("hạn"), null=True, blank=True)
    met_on = models.DateField(_("ngày hoàn thành"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("nghĩa vụ của nhà đầu tư")
        verbose_name_plural = _("nghĩa vụ của nhà đầu tư")

    def __str__(self) -> str:
        return self.content

    def get_state_display(self) -> str:
        """Where it stands, in words."""
        return str(ObligationState(self.state).label) if self.state else ""


ProjectVersion = versions_of(Project)
DisbursementVersion = versions_of(Disbursement)
ObligationVersion = versions_of(Obligation)
