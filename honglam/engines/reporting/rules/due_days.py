"""The day of a month by which a report is due."""

from __future__ import annotations

import calendar
import datetime


def due_day(period_end: datetime.date, day: int, month_offset: int) -> datetime.date:
    """Day `day` of the month `month_offset` months after that in which the period ends; 31 is a month's last day.

    >>> due_day(datetime.date(2026, 3, 31), 20, 0)
    datetime.date(2026, 3, 20)
    >>> due_day(datetime.date(2026, 12, 31), 5, 1)
    datetime.date(2027, 1, 5)
    """
    months = period_end.year * 12 + period_end.month - 1 + month_offset
    year, month = months // 12, months % 12 + 1
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))
