"""The words of indicators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("Càng cao càng tốt")
    DOWN = "down", _("Càng thấp càng tốt")
    NEUTRAL = "neutral", _("Không xếp chiều")


class ValueState(models.TextChoices):
    """How firm a value is: drafts are shown as drafts wherever they stand."""

    DRAFT = "draft", _("Số tạm")
    CONFIRMED = "confirmed", _("Số chính thức")


class Verdict(models.TextChoices):
    """How a value stands to a target."""

    MET = "met", _("Đạt")
    NEAR = "near", _("Gần đạt")
    MISSED = "missed", _("Chưa đạt")
    UNKNOWN = "unknown", _("Chưa có số")
