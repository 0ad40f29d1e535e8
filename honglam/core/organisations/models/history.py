"""What a unit was called, and who carried its work on."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class FormerName(models.Model):
    """A name that a unit bore until a day (inclusive). Invariant: one former name per unit and last day."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("Tên cũ"), max_length=250)
    short_name = models.CharField(_("Tên ngắn cũ"), max_length=120, blank=True)
    until = models.DateField(_("Dùng đến hết ngày"))
    decision = models.CharField(_("Văn bản đổi tên"), max_length=250, blank=True)

    class Meta:
        ordering = ("-until", "pk")
        verbose_name = _("tên cũ")
        verbose_name_plural = _("tên cũ")
        constraints = [models.UniqueConstraint(fields=["unit", "until"], name="former_name_once_a_day")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """The work of one unit passed to another on a day, whole or in part.

    Invariants: a unit does not succeed itself; a pair is written once.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    predecessor = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("Từ ngày"))
    part = models.CharField(_("Phần việc"), max_length=250, blank=True)
    decision = models.CharField(_("Văn bản"), max_length=250, blank=True)

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("kế thừa")
        verbose_name_plural = _("kế thừa")
        constraints = [
            models.CheckConstraint(name="succession_to_another", condition=~Q(predecessor=F("successor"))),
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
