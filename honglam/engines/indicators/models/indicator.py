"""An indicator: what is measured, in which unit of measure, how it is calculated and how it adds up."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.queries import IndicatorQuerySet
from honglam.engines.indicators.terms import Aggregation, Calculation, Direction, TimeAggregation
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.periods import Period, Scheme

SCHEMES = [scheme.value for scheme in Scheme]


class Indicator(models.Model):
    """The definition of one measured quantity.

    Invariants: `name_key` (folded name and measure) is unique; a ratio, and nothing else, has a numerator and a
    denominator; a formula, and nothing else, has a text of formula; what is calculated is aggregated by calculating it
    again or not at all, what is entered never by calculating; a weighted mean, and nothing else, has a weight.
    No aggregation is assumed: an indicator adds up only when somebody has said how.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=24, unique=True)
    name = models.TextField(_("tên chỉ tiêu"))
    definition = models.TextField(_("nội dung, phương pháp tính"), blank=True, default="")
    measure = models.CharField(_("đơn vị tính"), max_length=80, blank=True)
    direction = models.CharField(_("chiều"), max_length=8, choices=Direction, default=Direction.UP)
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=1)
    legal_source = models.CharField(_("căn cứ"), max_length=300, blank=True)
    owner = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="owned_indicators",
        verbose_name=_("đơn vị quản lý định nghĩa"),
    )  # fmt: skip
    scheme = models.CharField(_("kỳ báo cáo"), max_length=24, blank=True, default="")
    valid_from = models.DateField(_("áp dụng từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("áp dụng đến hết ngày"), null=True, blank=True)

    calculation = models.CharField(_("cách tính"), max_length=8, choices=Calculation, default=Calculation.DIRECT)
    formula = models.TextField(_("công thức"), blank=True, default="")
    numerator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="numerator_of", verbose_name=_("tử số")
    )
    denominator = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="denominator_of", verbose_name=_("mẫu số")
    )
    factor = models.DecimalField(_("hệ số"), max_digits=12, decimal_places=4, default=Decimal(1))
    aggregation = models.CharField(
        _("tổng hợp lên cấp trên"), max_length=10, choices=Aggregation, default=Aggregation.NONE
    )
    weight = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="weight_of", verbose_name=_("trọng số")
    )
    time_aggregation = models.CharField(
        _("gộp theo thời gian"), max_length=8, choices=TimeAggregation, default=TimeAggregation.NONE
    )

    name_key = models.CharField(max_length=64, unique=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    calculation=Calculation.RATIO, numerator__isnull=False, denominator__isnull=False, formula=""
                )
                | (~Q(calculation=Calculation.RATIO) & Q(numerator__isnull=True, denominator__isnull=True)),
                name="ratio_has_both_parts",
                violation_error_message=_("Chỉ tiêu dạng tỷ lệ phải có tử số và mẫu số; dạng khác thì không có."),
            ),
            models.CheckConstraint(
                condition=(Q(calculation=Calculation.FORMULA) & ~Q(formula=""))
                | (~Q(calculation=Calculation.FORMULA) & Q(formula="")),
                name="formula_is_written",
                violation_error_message=_("Chỉ tiêu tính bằng công thức phải có công thức; dạng khác thì không có."),
            ),
            models.CheckConstraint(
                condition=(Q(calculation=Calculation.DIRECT) & ~Q(aggregation=Aggregation.RECOMPUTE))
                | (~Q(calculation=Calculation.DIRECT) & Q(aggregation__in=[Aggregation.RECOMPUTE, Aggregation.NONE])),
                name="calculated_is_recomputed",
                violation_error_message=_(
                    "Chỉ tiêu tính từ chỉ tiêu khác chỉ tổng hợp bằng cách tính lại từ các thành phần đã cộng."
                ),
            ),
            models.CheckConstraint(
                condition=Q(aggregation=Aggregation.WEIGHTED, weight__isnull=False)
                | (~Q(aggregation=Aggregation.WEIGHTED) & Q(weight__isnull=True)),
                name="weighted_mean_has_weight",
                violation_error_message=_("Trung bình có trọng số cần một chỉ tiêu làm trọng số."),
            ),
            models.CheckConstraint(
                condition=(Q(numerator__isnull=True) | ~Q(numerator=F("id")))
                & (Q(denominator__isnull=True) | ~Q(denominator=F("id")))
                & (Q(weight__isnull=True) | ~Q(weight=F("id"))),
                name="indicator_not_part_of_itself",
                violation_error_message=_("Một chỉ tiêu không thể tính từ chính nó."),
            ),
            models.CheckConstraint(condition=Q(scheme__in=["", *SCHEMES]), name="indicator_scheme_is_known"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="indicator_ends_after_start",
                violation_error_message=_("Ngày hết áp dụng phải từ ngày bắt đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_calculated(self) -> bool:
        """Whether its figures follow from other figures instead of being entered."""
        return self.calculation != Calculation.DIRECT

    def applies_to(self, period: Period) -> bool:
        """Whether the definition is in force on some day of a period."""
        return (self.valid_from is None or self.valid_from <= period.end) and (
            self.valid_to is None or period.start <= self.valid_to
        )


class IndicatorDependency(models.Model):
    """One indicator is calculated or weighted with another; derived whenever the definition is written.

    Invariants: a pair is written once; an indicator does not use itself. Longer circles are refused by the verbs that
    define (`honglam.engines.indicators.formulas.circles`).
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="dependencies")
    used = models.ForeignKey(Indicator, models.PROTECT, related_name="dependents")

    class Meta:
        verbose_name = _("quan hệ tính toán")
        verbose_name_plural = _("quan hệ tính toán")
        ordering = ["indicator", "used"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "used"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(indicator=F("used")), name="dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} ← {self.used}"
