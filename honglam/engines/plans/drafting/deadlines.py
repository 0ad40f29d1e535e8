"""The unit's own last day: a few working days before the superior's, so that it can be summed up in time."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

DAYS_EARLIER = 3


class Calendar(Protocol):
    """What counts working days (`honglam.core.calendar.counting.WorkingTime`)."""

    def add_working_days(self, date: dt.date, n: int) -> dt.date:
        """Day N of a term counted from the date; before it when n is negative."""
        ...


def own_due(due: dt.date, *, written_on: dt.date, calendar: Calendar) -> dt.date | None:
    """`DAYS_EARLIER` working days before `due`, or `due` itself where that is past; None where `due` is past too."""
    earlier = calendar.add_working_days(due, -DAYS_EARLIER)
    if earlier > written_on:
        return earlier
    return due if due > written_on else None


def printed(day: dt.date) -> str:
    """“05/6/2026”: days below ten and months below three take a nought (Decree 30/2020, annex I)."""
    return f"{day:%d}/{day.month:02}/{day.year}" if day.month < 3 else f"{day:%d}/{day.month}/{day.year}"
