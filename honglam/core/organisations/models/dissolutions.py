"""Bodies that ended in a reorganisation before this installation kept units, and who does their work now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.queries import DissolutionQuerySet
from honglam.core.organisations.terms import Confidence
from honglam.toolkit.identifiers import uuid7


class Dissolution(models.Model):
    """A body that no longer exists: a department merged in March 2025, a district or commune ended on 1 July 2025.

    Old documents still name it, so a name that matches it leads to the successors, never silently to one of them.
    Invariant: the code is unique. `last_day` is the last day on which the body existed.
    """

    class Sort(models.TextChoices):
        """What sort of body it was."""

        DEPARTMENT = "department", _("Cơ quan cấp tỉnh")
        DISTRICT = "district", _("Cấp huyện")
        COMMUNE = "commune", _("Xã, phường, thị trấn cũ")

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("Mã"), max_length=100, unique=True)
    name = models.CharField(_("Tên"), max_length=250)
    sort = models.CharField(_("Loại"), max_length=12, choices=Sort.choices)
    last_day = models.DateField(_("Ngày cuối cùng"))
    decision = models.CharField(_("Văn bản sắp xếp"), max_length=250, blank=True)
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    objects = DissolutionQuerySet.as_manager()

    class Meta:
        ordering = ("sort", "name", "pk")
        verbose_name = _("cơ quan đã giải thể")
        verbose_name_plural = _("cơ quan đã giải thể")
        constraints = [
            models.CheckConstraint(
                name="dissolution_sort_is_known", condition=Q(sort__in=["department", "district", "commune"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DissolutionSuccessor(models.Model):
    """A unit that took over a dissolved body's work, whole or in part. Invariant: a pair is written once."""

    dissolution = models.ForeignKey(Dissolution, on_delete=models.CASCADE, related_name="successors")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="dissolved_predecessors")
    part = models.CharField(_("Phần việc"), max_length=250, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("cơ quan kế thừa")
        verbose_name_plural = _("cơ quan kế thừa")
        constraints = [models.UniqueConstraint(fields=["dissolution", "unit"], name="dissolution_successor_once")]

    def __str__(self) -> str:
        return f"{self.dissolution} → {self.unit}"
