"""A report form (biểu): which indicators a group of units reports to whom, how often, and by when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.models.indicator import SCHEMES, Indicator
from honglam.engines.indicators.queries import IndicatorFormQuerySet
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


class FormLine(models.Model):
    """One line of a form. Invariants: an indicator, and a position, stand once in a form."""

    form = models.ForeignKey(IndicatorForm, models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="form_lines", verbose_name=_("chỉ tiêu"))
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    group_title = models.CharField(_("nhóm"), max_length=200, blank=True)
    is_required = models.BooleanField(_("bắt buộc"), default=True)
    help = models.CharField(_("hướng dẫn"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("dòng của biểu")
        verbose_name_plural = _("dòng của biểu")
        ordering = ["form", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "indicator"],
                name="line_once_per_form",
                violation_error_message=_("Chỉ tiêu này đã có trong biểu."),
            ),
            models.UniqueConstraint(fields=["form", "position"], name="line_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.position}"
