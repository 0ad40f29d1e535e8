"""Words of the calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What one date is for the offices. A half day is named by the half that is worked."""

    OFF = "off", _("Nghỉ")
    WORKING = "working", _("Làm việc")
    MORNING = "morning", _("Làm việc buổi sáng")
    AFTERNOON = "afternoon", _("Làm việc buổi chiều")


class DayOrigin(models.TextChoices):
    """Where the answer for one date comes from, strongest first."""

    TABLE = "table", _("Bảng của tỉnh")
    OFFICIAL = "official", _("Quyết định hoán đổi")
    HOLIDAY = "holiday", _("Ngày lễ, tết")
    WEEK = "week", _("Ngày thường trong tuần")
