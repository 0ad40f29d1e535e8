"""The edition of the calendar: tells every process that the tables changed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q


class CalendarEdition(models.Model):
    """One row whose token is new after every change of the calendar's tables.

    Invariant: there is at most one row. The token is random, not a counter, so that a rolled back change can never
    share its token with a later one and a cached calendar is never taken for a newer one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="calendar_edition_single_row")]

    def __str__(self) -> str:
        return str(self.token)
