"""The value of an indicator for one unit and one period."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.models.indicator import Indicator
from honglam.engines.indicators.queries import IndicatorValueQuerySet
from honglam.engines.indicators.terms import ValueState
from honglam.toolkit.identifiers import uuid7


class IndicatorValue(models.Model):
    """One figure of one unit for one period.

    `unit` is whom the figure is about, `reporter` who reported it (nobody named: the unit itself); a figure that
    another body reported is taken over by the unit (`accepted_by`) or stands as it is. `version` grows with every
    writing, also when a figure was cleared and entered anew, so that nobody overwrites what they have not seen; it is
    no counter. `is_estimate`: the figure is an estimate (ước thực hiện) given before the period was over; when the
    actual figure takes its place, `estimated_value` keeps what was estimated. Invariants: one value per indicator, unit
    and period; a period does not end before it starts; who accepted says when.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values", verbose_name=_("chỉ tiêu"))
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="indicator_values", verbose_name=_("đơn vị")
    )
    period_scheme = models.CharField(_("loại kỳ"), max_length=24)
    period_code = models.CharField(_("kỳ"), max_length=24)
    period_start = models.DateField(_("từ ngày"))
    period_end = models.DateField(_("đến ngày"))
    value = models.DecimalField(_("giá trị"), max_digits=20, decimal_places=4)
    is_estimate = models.BooleanField(_("ước thực hiện"), default=False)
    estimated_value = models.DecimalField(_("số ước trước đó"), max_digits=20, decimal_places=4, null=True, blank=True)
    state = models.CharField(_("tình trạng"), max_length=10, choices=ValueState, default=ValueState.DRAFT)
    source = models.CharField(_("nguồn số liệu"), max_length=300, blank=True)
    comment = models.TextField(_("ghi chú"), blank=True)
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="indicator_values",
        verbose_name=_("minh chứng"),
    )  # fmt: skip
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="entered_values", verbose_name=_("người nhập")
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now=True)
    reporter = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="reported_values",
        verbose_name=_("đơn vị báo cáo số này"),
    )  # fmt: skip
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="accepted_values",
        verbose_name=_("người nhận số"),
    )  # fmt: skip
    accepted_at = models.DateTimeField(_("nhận số lúc"), null=True, blank=True)
    return_reason = models.CharField(_("lý do trả lại"), max_length=500, blank=True, default="")
    version = models.PositiveBigIntegerField(default=1, editable=False)

    is_being_corrected: bool
    """Whether it waits for its second approval; there where `with_waiting_correction` was asked for it."""

    objects = IndicatorValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("giá trị chỉ tiêu")
        verbose_name_plural = _("giá trị chỉ tiêu")
        ordering = ["indicator", "unit", "-period_end"]
        indexes = [
            models.Index(fields=["unit", "period_end"], name="value_by_unit_and_period"),
            # The roll-up of many units reads this index alone (ADR 16).
            models.Index(
                fields=["indicator", "period_scheme", "period_code", "unit", "state", "value"], name="value_roll_up"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "period_scheme", "period_code"],
                name="one_value_per_unit_and_period",
                violation_error_message=_("Đơn vị này đã có số của kỳ đó; hãy sửa số đã có."),
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="value_period_in_order",
                violation_error_message=_("Ngày cuối kỳ không được trước ngày đầu kỳ."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="value_says_when_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.unit} · {self.period_code}"

    @property
    def stamp(self) -> str:
        """Other after every write; a page sends it back to say which figure it showed."""
        return str(self.version)
