"""Reads of notices."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from honglam.core.notices.terms import DeliveryState

if TYPE_CHECKING:
    from honglam.core.access.models import User


class NoticeQuerySet(models.QuerySet):
    """Notices."""

    def for_recipient(self, user: User) -> Self:
        """The inbox of one person."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        """Not opened yet."""
        return self.filter(read_at__isnull=True)

    def unread_first(self) -> Self:
        """Unread before read, newest first inside each."""
        return self.order_by(models.F("read_at").desc(nulls_first=True), "-id")

    def delivery_due(self, moment: datetime.datetime) -> Self:
        """E-mails to send by now, oldest first."""
        return self.filter(
            Q(deliver_after__isnull=True) | Q(deliver_after__lte=moment), delivery_state=DeliveryState.WAITING
        ).order_by("id")
