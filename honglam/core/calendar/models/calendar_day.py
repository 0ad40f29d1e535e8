"""One date that an administrator decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.core.calendar.queries import CalendarDayQuerySet
from honglam.core.calendar.terms import DayKind
from honglam.toolkit.identifiers import uuid7


class CalendarDay(models.Model):
    """What one date is, decided by hand; it wins over every other source.

    Invariant: a date is decided once, says why (name) and from which paper (source), and is never paired with itself.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    date = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại ngày"), max_length=10, choices=DayKind)
    name = models.CharField(_("tên, lý do"), max_length=200)
    source = models.CharField(_("văn bản"), max_length=200, blank=True)
    paired_with = models.DateField(_("hoán đổi với ngày"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decided_calendar_days"
    )

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["date"]
        verbose_name = _("ngày đặc biệt")
        verbose_name_plural = _("ngày đặc biệt")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="calendar_day_has_name",
                violation_error_message=_("Hãy ghi tên hoặc lý do."),
            ),
            models.CheckConstraint(
                condition=Q(paired_with__isnull=True) | ~Q(paired_with=F("date")),
                name="calendar_day_not_paired_with_itself",
                violation_error_message=_("Ngày hoán đổi phải khác ngày này."),
            ),
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendar_day_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.name}"

    @property
    def audit_key(self) -> str:
        """The log knows a day by its date, so that its history outlives a decision that was taken back."""
        return self.date.isoformat()
