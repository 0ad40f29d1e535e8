"""What programs sent once and may send again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class WriteReceipt(models.Model):
    """A row that a program added under a key of its own choosing, so that sending it again adds nothing.

    Invariant: a person uses a key once; `digest` is that of what was sent, so that the same key with something else is
    seen.
    """

    register = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="register_receipts")
    digest = models.CharField(max_length=64)
    row_uid = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["by", "key"], name="registers_receipt_key_once")]

    def __str__(self) -> str:
        return f"{self.register} {self.key}"
