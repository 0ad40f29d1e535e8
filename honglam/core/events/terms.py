"""Words of events."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeliveryState(TextChoices):
    """The way of one event to one subscriber."""

    WAITING = "waiting", _("Chờ chuyển")
    DELIVERED = "delivered", _("Đã chuyển")
    GIVEN_UP = "given_up", _("Không chuyển được")
    SET_ASIDE = "set_aside", _("Đã bỏ qua")


MOST_TRIES = 8
"""Tries after which a delivery is given up, about a day after the event; a person may send it again."""
KEEP_DAYS = 90
"""Days for which an event that everybody got is kept."""
