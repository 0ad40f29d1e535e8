"""Office hours from a date on."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class WorkingHoursRule(models.Model):
    """The morning and afternoon sessions of the offices, valid from a date until the next rule starts.

    Invariant: one rule a date; sessions do not overlap and each lasts some time. Rules are dated so that a change of
    hours never moves a deadline that was counted before it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    starts_on = models.DateField(_("áp dụng từ ngày"), unique=True)
    morning_start = models.TimeField(_("sáng từ"), default=datetime.time(7, 30))
    morning_end = models.TimeField(_("sáng đến"), default=datetime.time(11, 30))
    afternoon_start = models.TimeField(_("chiều từ"), default=datetime.time(13, 30))
    afternoon_end = models.TimeField(_("chiều đến"), default=datetime.time(17, 30))
    source = models.CharField(_("văn bản"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decided_working_hours"
    )

    class Meta:
        ordering: ClassVar = ["starts_on"]
        verbose_name = _("giờ làm việc")
        verbose_name_plural = _("giờ làm việc")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(morning_start__lt=F("morning_end"))
                & Q(morning_end__lte=F("afternoon_start"))
                & Q(afternoon_start__lt=F("afternoon_end")),
                name="working_hours_in_order",
                violation_error_message=_("Giờ phải theo thứ tự: sáng từ, sáng đến, chiều từ, chiều đến."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d/%m/%Y}: {self.morning_start:%H:%M}-{self.afternoon_end:%H:%M}"
