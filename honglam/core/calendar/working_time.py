"""The calendar everyone counts with: the official one and the province's tables, kept in memory until these change."""

from __future__ import annotations

import datetime
from functools import lru_cache
from uuid import UUID

from honglam.core.calendar.counting import OfficeHours, WorkingTime
from honglam.core.calendar.models import CalendarDay, CalendarEdition, WorkingHoursRule
from honglam.core.calendar.official import DayRule
from honglam.core.calendar.terms import DayKind, DayOrigin


class WorkingCalendar(WorkingTime):
    """Working time by the official calendar and the province's own tables.

    calendar = WorkingCalendar.load()
    due_on = calendar.add_working_days(received_on, 5)
    """

    @staticmethod
    def load() -> WorkingCalendar:
        """The calendar of the present edition: one query when nothing changed, in whichever process it changed."""
        token = CalendarEdition.objects.values_list("token", flat=True).first()
        return _of_edition(token) if token else _official()


@lru_cache(maxsize=1)
def _official() -> WorkingCalendar:
    return WorkingCalendar()


@lru_cache(maxsize=2)
def _of_edition(token: UUID) -> WorkingCalendar:
    """Every edition has its own token, so what was read for one stays true for it."""
    decided = {
        day.date: DayRule(
            kind=DayKind(day.kind),
            name=day.name,
            source=day.source,
            origin=DayOrigin.TABLE,
            paired_with=day.paired_with,
        )
        for day in CalendarDay.objects.all()
    }
    hours = [
        OfficeHours(
            starts_on=rule.starts_on,
            morning=(rule.morning_start, rule.morning_end),
            afternoon=(rule.afternoon_start, rule.afternoon_end),
        )
        for rule in WorkingHoursRule.objects.all()
    ]
    return WorkingCalendar(decided=decided, hours=[OfficeHours(starts_on=datetime.date.min), *hours])
