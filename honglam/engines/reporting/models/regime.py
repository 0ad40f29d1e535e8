"""A report regime (chế độ báo cáo): who reports what to whom, how often, by when; and who does it inside a unit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.queries import ReportRegimeQuerySet
from honglam.engines.reporting.terms import DueRoll, DutySource, RegimeKind, RegimeState, SigningForm
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.periods import Scheme

SCHEMES = [scheme.value for scheme in Scheme]


class ReportRegime(models.Model):
    """A report that units owe a receiver, for every period of a scheme or once.

    Reporters are the units of a group on the day in question, or the units that are named, or both. `receiver` is a
    unit of the province, or `outside_receiver` names a body outside it. `feeds` is the regime whose report is
    consolidated from the reports of this one; `consolidator` is the unit that does so (nobody named: the receiver).
    `sections` is a list of {"code", "key", "title"}: codes of declared sections in their order. `steps` are the codes
    of the steps inside the unit. A duty read from a plan is known by `plan_uid` and `duty_key`, its words by
    `due_text` and `quote`.

    Due: `due_day` of the month that lies `due_month_offset` months after the period's last month, or
    `due_after_working_days` working days after the period's last day, or `only_due_on` of a report that is owed once.
    Invariants: exactly one of the three; what is owed once has no scheme and says its days; a regime in force has a
    reporter (group or units, checked by the verbs) and one receiver; a duty of a plan is proposed once.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=24, unique=True)
    name = models.CharField(_("tên báo cáo"), max_length=400)
    kind = models.CharField(_("loại"), max_length=10, choices=RegimeKind, default=RegimeKind.PERIODIC)
    state = models.CharField(_("tình trạng"), max_length=10, choices=RegimeState, default=RegimeState.IN_FORCE)
    source = models.CharField(_("nguồn"), max_length=10, choices=DutySource, default=DutySource.MANUAL)
    legal_basis = models.CharField(_("căn cứ"), max_length=500, blank=True)
    plan_uid = models.UUIDField(_("kế hoạch"), null=True, blank=True)
    duty_key = models.CharField(max_length=64, blank=True)
    quote = models.TextField(_("trích nguyên văn"), blank=True)

    scheme = models.CharField(_("kỳ báo cáo"), max_length=24, blank=True)
    due_day = models.PositiveSmallIntegerField(_("hạn gửi: ngày"), null=True, blank=True)
    due_month_offset = models.SmallIntegerField(_("sau tháng cuối kỳ (tháng)"), default=0)
    due_after_working_days = models.PositiveSmallIntegerField(
        _("hạn gửi: số ngày làm việc sau kỳ"), null=True, blank=True
    )
    only_due_on = models.DateField(_("hạn gửi (báo cáo một lần)"), null=True, blank=True)
    only_from = models.DateField(_("số liệu từ ngày"), null=True, blank=True)
    only_to = models.DateField(_("số liệu đến ngày"), null=True, blank=True)
    due_roll = models.CharField(_("khi hạn rơi vào ngày nghỉ"), max_length=10, choices=DueRoll, default=DueRoll.NEXT)
    due_text = models.CharField(_("thời hạn ghi trong văn bản"), max_length=500, blank=True)

    group = models.ForeignKey(
        "organisations.UnitGroup", models.PROTECT, null=True, blank=True, related_name="report_regimes",
        verbose_name=_("nhóm đơn vị báo cáo"),
    )  # fmt: skip
    units = models.ManyToManyField(
        "organisations.Unit", blank=True, related_name="report_regimes", verbose_name=_("đơn vị báo cáo")
    )
    owner = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="owned_report_regimes", verbose_name=_("đơn vị quản lý")
    )
    receiver = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="received_report_regimes",
        verbose_name=_("nơi nhận"),
    )  # fmt: skip
    outside_receiver = models.CharField(_("nơi nhận ngoài tỉnh"), max_length=300, blank=True)
    consolidator = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="consolidated_report_regimes",
        verbose_name=_("đơn vị tổng hợp"),
    )  # fmt: skip
    feeds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="fed_by", verbose_name=_("tổng hợp vào báo cáo")
    )
    sections = models.JSONField(_("đề cương"), default=list, blank=True)
    steps = models.JSONField(_("các bước"), default=list, blank=True)
    forms = models.ManyToManyField(
        "indicators.IndicatorForm", blank=True, related_name="report_regimes", verbose_name=_("biểu số liệu")
    )
    is_public = models.BooleanField(_("công khai nội dung khi tra mã"), default=False)
    starts_on = models.DateField(_("áp dụng từ ngày"))
    ends_on = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="created_report_regimes",
        verbose_name=_("người lập"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)

    objects = ReportRegimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("chế độ báo cáo")
        verbose_name_plural = _("chế độ báo cáo")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_day__isnull=False, due_after_working_days__isnull=True, only_due_on__isnull=True)
                | Q(due_day__isnull=True, due_after_working_days__isnull=False, only_due_on__isnull=True)
                | Q(due_day__isnull=True, due_after_working_days__isnull=True, only_due_on__isnull=False)
                | Q(state__in=[RegimeState.PROPOSED, RegimeState.DECLINED]),
                name="regime_has_one_due_rule",
                violation_error_message=_("Chọn đúng một cách tính hạn gửi."),
            ),
            models.CheckConstraint(
                condition=Q(due_day__isnull=True) | Q(due_day__gte=1, due_day__lte=31),
                name="regime_due_day_is_a_day",
                violation_error_message=_("Ngày hạn gửi từ 1 đến 31."),
            ),
            models.CheckConstraint(
                condition=Q(due_after_working_days__isnull=True) | Q(due_after_working_days__gte=1),
                name="regime_due_after_its_period",
                violation_error_message=_("Hạn gửi phải sau ngày chốt số liệu ít nhất 1 ngày làm việc."),
            ),
            models.CheckConstraint(
                condition=(Q(scheme__in=SCHEMES) & Q(only_due_on__isnull=True))
                | Q(scheme="", only_due_on__isnull=False, only_from__isnull=False, only_to__gte=F("only_from"))
                | Q(state__in=[RegimeState.PROPOSED, RegimeState.DECLINED]),
                name="regime_recurs_or_is_owed_once",
                violation_error_message=_(
                    "Báo cáo một lần phải ghi hạn gửi và khoảng ngày lấy số liệu; báo cáo định kỳ phải chọn kỳ."
                ),
            ),
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, outside_receiver="")
                | (Q(receiver__isnull=True) & ~Q(outside_receiver=""))
                | ~Q(state=RegimeState.IN_FORCE),
                name="regime_has_one_receiver",
                violation_error_message=_("Chọn một nơi nhận: đơn vị trong tỉnh hoặc cơ quan ngoài tỉnh."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="regime_ends_after_start",
                violation_error_message=_("Ngày hết áp dụng phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(feeds__isnull=True) | ~Q(feeds=F("id")), name="regime_does_not_feed_itself"
            ),
            models.UniqueConstraint(
                fields=["plan_uid", "duty_key"],
                condition=Q(plan_uid__isnull=False),
                name="regime_once_per_duty_of_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the regime."""
        return reverse("reporting:regime", args=[self.uid])

    @property
    def receiver_name(self) -> str:
        """Who gets the report, in the province or outside."""
        return str(self.receiver) if self.receiver is not None else self.outside_receiver


class ReportArrangement(models.Model):
    """Who drafts, checks, signs and issues inside one reporting unit: for one regime, or for all where none is named.

    Nobody named means: whoever holds the permission for that step in the unit. `receiver` is written where the unit
    reports this regime to another body than the regime says. `signing_lines` is what stands above the signature, line
    by line (“TM. ỦY BAN NHÂN DÂN”, “KT. CHỦ TỊCH”, “PHÓ CHỦ TỊCH”); empty: made from the form and the unit.
    Invariant: one arrangement per unit and regime, and one for all its regimes.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="report_arrangements", verbose_name=_("đơn vị báo cáo")
    )
    regime = models.ForeignKey(
        ReportRegime, models.CASCADE, null=True, blank=True, related_name="arrangements", verbose_name=_("báo cáo")
    )
    drafting_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="drafted_report_arrangements",
        verbose_name=_("phòng, bộ phận soạn thảo"),
    )  # fmt: skip
    office_unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="reviewed_report_arrangements",
        verbose_name=_("văn phòng rà soát"),
    )  # fmt: skip
    receiver = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="received_report_arrangements",
        verbose_name=_("nơi nhận riêng"),
    )  # fmt: skip
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="drafted_arrangements",
        verbose_name=_("người soạn"),
    )  # fmt: skip
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="checked_arrangements",
        verbose_name=_("trưởng phòng kiểm tra"),
    )  # fmt: skip
    office_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="office_arrangements",
        verbose_name=_("người rà soát ở văn phòng"),
    )  # fmt: skip
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="signed_arrangements",
        verbose_name=_("người ký"),
    )  # fmt: skip
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="clerk_arrangements",
        verbose_name=_("văn thư"),
    )  # fmt: skip
    signing_form = models.CharField(_("thể thức ký"), max_length=4, choices=SigningForm, default=SigningForm.FOR_BODY)
    signing_lines = models.JSONField(_("dòng chức vụ"), default=list, blank=True)
    signer_name = models.CharField(_("họ tên người ký"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("phân công làm báo cáo")
        verbose_name_plural = _("phân công làm báo cáo")
        ordering = ["unit", "regime", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "regime"], name="arrangement_once_per_unit_and_regime"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(regime__isnull=True), name="arrangement_once_for_all_regimes_of_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.regime or _('mọi báo cáo')}"
