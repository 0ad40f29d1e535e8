"""The chain: sealed runs of entries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.core.audit.models.entry import AuditEntry


class AuditBlock(models.Model):
    """A run of entries under one digest, which also covers the block before it.

    Invariant: numbers run 1, 2, 3 … without a gap; `digest` follows from the number, `previous_digest`, `sealed_at`
    and the block's seals in order. Only the sealing job writes blocks, so writers of entries never wait for one
    another.
    """

    number = models.PositiveBigIntegerField(_("số khối"), primary_key=True)
    previous_digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(_("thời điểm niêm phong"))
    entry_count = models.PositiveIntegerField(_("số dòng"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("khối nhật ký")
        verbose_name_plural = _("khối nhật ký")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="audit_block_counts_from_one"),
            models.CheckConstraint(condition=models.Q(entry_count__gte=1), name="audit_block_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


class AuditSeal(models.Model):
    """The place of one entry in the chain, with its digest as it was sealed.

    Invariant: an entry is sealed at most once; positions in a block run 1, 2, 3 …. No database constraint ties it to
    the entry: that an entry is missing must show in verification, not be tidied away by a cascade.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="seal")
    block = models.ForeignKey(AuditBlock, on_delete=models.PROTECT, related_name="seals")
    position = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("niêm phong")
        verbose_name_plural = _("niêm phong")
        ordering = ["block", "position"]
        constraints = [
            models.UniqueConstraint(fields=["block", "position"], name="audit_seal_one_per_place"),
        ]

    def __str__(self) -> str:
        return f"{self.block_id}/{self.position}"
