"""Reads of the calendar's tables."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models


class CalendarDayQuerySet(models.QuerySet):
    """Dates decided by hand."""

    def in_year(self, year: int) -> Self:
        """The decided dates of one year."""
        return self.filter(date__gte=datetime.date(year, 1, 1), date__lte=datetime.date(year, 12, 31))
