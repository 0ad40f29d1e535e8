"""A calendar feed: the dates of a person's or a unit's work, for the calendar on their phone."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class CalendarFeed(models.Model):
    """One address that a calendar program reads without signing in.

    Invariants: only a digest of the address's secret is kept; a person has one open feed for their own work and one for
    each unit. A feed shows what its owner may see at the time of reading, and nothing once the account is closed.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name=_("người dùng")
    )
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="calendar_feeds",
        verbose_name=_("đơn vị"),
    )  # fmt: skip
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("mở lúc"), auto_now_add=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lịch hạn việc")
        verbose_name_plural = _("lịch hạn việc")
        ordering = ["owner", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(unit__isnull=True, closed_at__isnull=True),
                name="calendar_feed_one_open_for_a_person",
            ),
            models.UniqueConstraint(
                fields=["owner", "unit"],
                condition=Q(unit__isnull=False, closed_at__isnull=True),
                name="calendar_feed_one_open_for_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.owner)

    @staticmethod
    def digest_of(secret: str) -> str:
        """What is kept of the secret in an address (SHA-256, hexadecimal)."""
        return hashlib.sha256(secret.encode()).hexdigest()
