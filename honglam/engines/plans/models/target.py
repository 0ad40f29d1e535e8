"""A target: what the plan promises of an indicator."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.plan import Plan, SourceSpan
from honglam.engines.plans.queries import PlanTargetQuerySet
from honglam.toolkit.identifiers import uuid7


class PlanTarget(SourceSpan):
    """A quantified target of a plan, tied to the indicator that measures it.

    Invariants: an operator that compares has a value; a range has both ends in order; “done” has none.
    """

    OPERATORS = [
        (">=", _("từ … trở lên")), (">", _("trên")), ("=", _("bằng")), ("<=", _("không quá")), ("<", _("dưới")),
        ("range", _("trong khoảng")), ("done", _("hoàn thành")),
    ]  # fmt: skip

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets", verbose_name=_("kế hoạch"))
    indicator = models.ForeignKey(
        "indicators.Indicator", models.PROTECT, related_name="plan_targets", verbose_name=_("chỉ tiêu")
    )
    position = models.PositiveIntegerField(default=0)
    section = models.CharField(_("mục, phụ lục"), max_length=200, blank=True)
    group_title = models.CharField(_("nhóm"), max_length=600, blank=True)
    number = models.CharField(_("số thứ tự trong văn bản"), max_length=40, blank=True)
    operator = models.CharField(_("so sánh"), max_length=5, choices=OPERATORS)
    value = models.DecimalField(_("mức"), max_digits=20, decimal_places=4, null=True, blank=True)
    upper_value = models.DecimalField(_("đến mức"), max_digits=20, decimal_places=4, null=True, blank=True)
    value_text = models.CharField(_("mức ghi trong văn bản"), max_length=300)
    due_on = models.DateField(_("đến ngày"), null=True, blank=True)
    leads = models.ManyToManyField(
        "organisations.Unit", blank=True, related_name="led_targets", verbose_name=_("chủ trì")
    )
    source_quote = models.TextField(_("trích nguyên văn"), blank=True)

    objects = PlanTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu kế hoạch")
        verbose_name_plural = _("chỉ tiêu kế hoạch")
        ordering = ["plan", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(operator="done") & Q(value__isnull=True))
                | (Q(operator="range") & Q(value__isnull=False) & Q(upper_value__gte=models.F("value")))
                | (~Q(operator__in=["done", "range"]) & Q(value__isnull=False)),
                name="target_value_follows_its_operator",
                violation_error_message=_("Chỉ tiêu phải ghi mức phù hợp với cách so sánh."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value_text}"

    def get_absolute_url(self) -> str:
        """The page of the target with its values by period."""
        return reverse("plans:target", args=[self.uid])
