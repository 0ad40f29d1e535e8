"""A validation rule: what a figure is checked against before it leaves the unit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.models.form import IndicatorForm
from honglam.engines.indicators.models.indicator import Indicator
from honglam.engines.indicators.terms import RuleKind, Severity
from honglam.toolkit.identifiers import uuid7


class ValidationRule(models.Model):
    """A check on the figures of one indicator wherever it is reported, or on one form.

    `parameters` are read by `honglam.engines.indicators.rules.checks.parameters_of`. Invariants: a rule belongs to an
    indicator or to a form, not to both; only comparisons of formulas belong to a form.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, null=True, blank=True, related_name="validation_rules", verbose_name=_("chỉ tiêu")
    )
    form = models.ForeignKey(
        IndicatorForm, models.CASCADE, null=True, blank=True, related_name="validation_rules", verbose_name=_("biểu")
    )
    kind = models.CharField(_("loại kiểm tra"), max_length=16, choices=RuleKind)
    parameters = models.JSONField(_("tham số"), default=dict, blank=True)
    severity = models.CharField(_("mức độ"), max_length=8, choices=Severity, default=Severity.WARNS)
    message = models.CharField(_("lời nhắc"), max_length=300, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("quy tắc kiểm tra")
        verbose_name_plural = _("quy tắc kiểm tra")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(indicator__isnull=False, form__isnull=True)
                | Q(indicator__isnull=True, form__isnull=False, kind=RuleKind.COMPARISON),
                name="rule_of_indicator_or_form",
                violation_error_message=_("Một quy tắc thuộc về một chỉ tiêu, hoặc là phép so sánh trong một biểu."),
            ),
            models.CheckConstraint(condition=Q(kind__in=RuleKind.values), name="rule_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.indicator or self.form}"
