"""Words of notices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailWish(models.TextChoices):
    """How a person wants one kind of notice by e-mail; the inbox always has it."""

    NOW = "now", _("Gửi ngay")
    DAILY = "daily", _("Gộp mỗi sáng")
    OFF = "off", _("Không gửi")


EVERY_KIND = "*"
"""The preference that holds for every kind: a person's quiet hours."""


class DeliveryState(models.TextChoices):
    """Where the e-mail of one notice stands."""

    NONE = "none", _("Không gửi")
    WAITING = "waiting", _("Chờ gửi")
    DIGEST = "digest", _("Chờ bản tổng hợp")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
