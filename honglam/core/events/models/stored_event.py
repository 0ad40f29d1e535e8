"""An event as it was told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class StoredEvent(models.Model):
    """What happened, stored in the transaction in which it happened; added, never changed.

    `payload` holds the plain values of the declared class. Invariant: the id by which subscribers know a repetition is
    unique.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("loại sự kiện"), max_length=80)
    payload = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="announced_events",
        verbose_name=_("người làm"),
    )  # fmt: skip
    at = models.DateTimeField(_("xảy ra lúc"))

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")

    def __str__(self) -> str:
        return self.kind
