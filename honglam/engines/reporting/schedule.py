"""When a report is due and who owes it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.reporting.rules.due_days import due_day
from honglam.engines.reporting.terms import DueRoll

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit
    from honglam.engines.reporting.models import ReportRegime
    from honglam.toolkit.periods import Period


def due_of(regime: ReportRegime, period: Period | None, calendar: WorkingCalendar) -> datetime.date:
    """The day by which a unit owes the report of a period (None: the report that is owed once)."""
    if regime.only_due_on is not None:
        return regime.only_due_on
    assert period is not None  # what recurs has a period
    if regime.due_after_working_days is not None:
        return calendar.add_working_days(period.end, regime.due_after_working_days)
    assert regime.due_day is not None  # one of the three rules holds
    day = due_day(period.end, regime.due_day, regime.due_month_offset)
    if calendar.is_working_day(day) or regime.due_roll == DueRoll.STAY:
        return day
    return calendar.add_working_days(day, 1 if regime.due_roll == DueRoll.NEXT else -1)


def reporters_on(regime: ReportRegime, day: datetime.date) -> list[Unit]:
    """The units that owe the report on a day: those of the group and those named, each once, in the group's order."""
    found = list(regime.group.units_on(day, regime.owner)) if regime.group is not None else []
    known = {unit.pk for unit in found}
    named = [unit for unit in regime.units.all() if unit.pk not in known and unit.is_valid_on(day)]
    return [*found, *named]
