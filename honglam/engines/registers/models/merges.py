"""Two rows that were one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.terms import PairState
from honglam.toolkit.identifiers import uuid7


class Merge(models.Model):
    """Rows put into one, with everything that is needed to take it back.

    `stored` holds the values of all rows before, and which rows of which model were moved by which column. Invariant: a
    merge that was undone says when and by whom.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    register = models.CharField(max_length=60)
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="register_merges")
    kept_uid = models.UUIDField()
    merged_uids = models.JSONField(default=list)
    stored = models.JSONField(default=dict)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_merges")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="register_merges_undone"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần gộp")
        verbose_name_plural = _("lần gộp")
        indexes: ClassVar = [models.Index(fields=["register", "-id"], name="registers_merge_register")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="registers_merge_undone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.kept_uid}"


class AlikePair(models.Model):
    """Two rows that look like one, as the last search found them, and what a person said of it.

    Invariant: `first` < `second` as text, once a register; a pair that was told apart is not offered again.
    """

    register = models.CharField(max_length=60)
    first = models.UUIDField()
    second = models.UUIDField()
    likeness = models.PositiveSmallIntegerField(_("độ giống (%)"))
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="register_pairs_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-likeness", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["register", "first", "second"], name="registers_pair_once"),
            models.CheckConstraint(condition=Q(likeness__lte=100), name="registers_pair_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
