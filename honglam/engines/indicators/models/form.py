"""A report form (biểu): which indicators a group of units reports to whom, how often, and by when; its versions."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.models.indicator import SCHEMES, Indicator
from honglam.engines.indicators.queries import FormLineQuerySet, FormVersionQuerySet, IndicatorFormQuerySet
from honglam.toolkit.identifiers import uuid7


class IndicatorForm(models.Model):
    """A form that units fill for every period of a scheme.

    Reporters are the units of a group on the day in question, or the units that are named, or both. Invariants: the
    code is unique; a report is due at least one working day after its period (Decree 09/2019/NĐ-CP, article 8.5);
    a form does not end before it starts. A period counts when it ends on or after `starts_on` and not after `ends_on`.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã biểu"), max_length=40, unique=True)
    name = models.CharField(_("tên biểu"), max_length=300)
    legal_source = models.CharField(_("căn cứ"), max_length=300, blank=True)
    scheme = models.CharField(_("kỳ báo cáo"), max_length=24)
    group = models.ForeignKey(
        "organisations.UnitGroup", models.PROTECT, null=True, blank=True, related_name="indicator_forms",
        verbose_name=_("nhóm đơn vị báo cáo"),
    )  # fmt: skip
    units = models.ManyToManyField(
        "organisations.Unit", blank=True, related_name="indicator_forms", verbose_name=_("đơn vị báo cáo")
    )
    receiver = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="received_forms", verbose_name=_("đơn vị nhận, duyệt")
    )
    due_after_working_days = models.PositiveSmallIntegerField(_("hạn gửi sau kỳ (ngày làm việc)"), default=1)
    starts_on = models.DateField(_("áp dụng từ ngày"))
    ends_on = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    objects = IndicatorFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu mẫu")
        verbose_name_plural = _("biểu mẫu")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_after_working_days__gte=1),
                name="form_due_after_its_period",
                violation_error_message=_("Hạn gửi phải sau ngày chốt số liệu ít nhất 1 ngày làm việc."),
            ),
            models.CheckConstraint(condition=Q(scheme__in=SCHEMES), name="form_scheme_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="form_ends_after_start",
                violation_error_message=_("Ngày hết áp dụng phải từ ngày bắt đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormVersion(models.Model):
    """What a form asks from a period on: its lines as they stood when it was drawn up, by whom, on what ground.

    A version holds for every period that ends on or after `valid_from` and not after `valid_to`; the first one has no
    `valid_from`, the one in force no `valid_to`. `period_code` is the first period that it holds for (empty: from the
    beginning). Invariants: numbers and first days are unique within a form, one version is open, the first alone has
    no first day. What was filled and approved for earlier periods is never asked otherwise afterwards.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(IndicatorForm, models.CASCADE, related_name="versions", verbose_name=_("biểu"))
    number = models.PositiveSmallIntegerField(_("phiên bản"))
    period_code = models.CharField(_("áp dụng từ kỳ"), max_length=24, blank=True, default="")
    valid_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)
    legal_source = models.CharField(_("căn cứ"), max_length=300, blank=True, default="")
    reason = models.CharField(_("lý do"), max_length=500, blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="form_versions",
        verbose_name=_("người lập"),
    )  # fmt: skip
    made_at = models.DateTimeField(_("lập lúc"), default=timezone.now)

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản biểu")
        verbose_name_plural = _("phiên bản biểu")
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(fields=["form", "valid_from"], name="form_version_begins_once"),
            models.UniqueConstraint(fields=["form"], condition=Q(valid_to__isnull=True), name="form_one_open_version"),
            models.CheckConstraint(
                condition=Q(number=1, valid_from__isnull=True, period_code="")
                | (Q(number__gt=1, valid_from__isnull=False) & ~Q(period_code="")),
                name="form_version_says_from_when",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="form_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.number}"

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the version holds for a period that ends on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class FormLine(models.Model):
    """One line of a version of a form. Invariants: an indicator, and a position, stand once in a version.

    `form` repeats the version's form, for reads that ask for lines of any version.
    """

    form = models.ForeignKey(IndicatorForm, models.CASCADE, related_name="lines")
    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="lines", verbose_name=_("phiên bản"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="form_lines", verbose_name=_("chỉ tiêu"))
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    group_title = models.CharField(_("nhóm"), max_length=200, blank=True)
    is_required = models.BooleanField(_("bắt buộc"), default=True)
    help = models.CharField(_("hướng dẫn"), max_length=300, blank=True)

    objects = FormLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng của biểu")
        verbose_name_plural = _("dòng của biểu")
        ordering = ["form", "version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "indicator"],
                name="line_once_per_version",
                violation_error_message=_("Chỉ tiêu này đã có trong biểu."),
            ),
            models.UniqueConstraint(fields=["version", "position"], name="line_position_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.position}"
