"""Other names that documents use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.terms import Confidence


class UnitAlias(models.Model):
    """Another name of one unit, of every body with one function, of a group, or of a dissolved body.

    Invariants: it names exactly one of the four; `folded` is the alias as `honglam.toolkit.text.fold` writes it.
    """

    unit = models.ForeignKey(
        "organisations.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    function = models.CharField(_("Chức năng chuẩn"), max_length=60, blank=True)
    group = models.ForeignKey(
        "organisations.UnitGroup", on_delete=models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    dissolution = models.ForeignKey(
        "organisations.Dissolution", on_delete=models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    alias = models.CharField(_("Tên khác"), max_length=250)
    folded = models.CharField(max_length=250, editable=False, db_index=True)
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH)

    class Meta:
        ordering = ("alias", "pk")
        verbose_name = _("tên khác")
        verbose_name_plural = _("tên khác")
        constraints = [
            models.CheckConstraint(
                name="alias_names_one_thing",
                condition=(
                    Q(unit__isnull=False, function="", group__isnull=True, dissolution__isnull=True)
                    | (Q(unit__isnull=True, group__isnull=True, dissolution__isnull=True) & ~Q(function=""))
                    | Q(unit__isnull=True, function="", group__isnull=False, dissolution__isnull=True)
                    | Q(unit__isnull=True, function="", group__isnull=True, dissolution__isnull=False)
                ),
                violation_error_message=_("Một tên khác chỉ gắn với một đơn vị, chức năng, nhóm hoặc cơ quan cũ."),
            ),
            models.UniqueConstraint(
                fields=["unit", "folded"], condition=Q(unit__isnull=False), name="alias_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["function", "folded"], condition=~Q(function=""), name="alias_once_per_function"
            ),
            models.UniqueConstraint(
                fields=["group", "folded"], condition=Q(group__isnull=False), name="alias_once_per_group"
            ),
            models.UniqueConstraint(
                fields=["dissolution", "folded"],
                condition=Q(dissolution__isnull=False),
                name="alias_once_per_dissolution",
            ),
        ]

    def __str__(self) -> str:
        return self.alias
