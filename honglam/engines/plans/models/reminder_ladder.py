"""The ladder of reminders that a province set for itself, and how long a telephone call holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class ReminderLadder(models.Model):
    """Who is told how many working days before and after a date, from one setting to the next; the newest counts.

    `rungs` is a list of [working days, audience], before the date where negative. Invariants: a setting is never
    changed, the next one takes its place; a telephone call holds for one working day at least.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    rungs = models.JSONField(_("các bậc nhắc"))
    call_days = models.PositiveSmallIntegerField(_("số ngày làm việc chờ văn bản gia hạn"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminder_ladders", verbose_name=_("người đặt")
    )
    set_at = models.DateTimeField(_("đặt lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lịch nhắc hạn")
        verbose_name_plural = _("lịch nhắc hạn")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(call_days__gte=1),
                name="reminder_ladder_call_holds_a_day",
                violation_error_message=_("Đồng ý qua điện thoại có hiệu lực ít nhất một ngày làm việc."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.set_at:%d/%m/%Y}"
