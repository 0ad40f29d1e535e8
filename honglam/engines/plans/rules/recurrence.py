"""Decisions about recurring work: which periods are open and when each is due."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from honglam.toolkit.periods import Period, Scheme, period_of, periods_between

LAST_DAY = 0
"""As the day of a recurrence: the last day of the period."""


def due_in(period: Period, day: int) -> date:
    """When the work of a period is due: on `day` of the period's last month (its length permitting), or at its end.

    Plans say “trước ngày 20 của tháng cuối quý” or “ngày 25 hằng tháng”. Of a week it is the day, Monday being 1.
    """
    if day == LAST_DAY:
        return period.end
    if period.scheme == Scheme.DAY:
        return period.end
    if period.scheme == Scheme.WEEK:
        return period.start + timedelta(days=min(day, 7) - 1)
    year, month = period.end.year, period.end.month
    due = date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return min(due, period.end) if period.scheme.has_cut_off else due


def period_to_open(today: date, scheme: Scheme) -> Period:
    """The period whose work people do on a day: the one that the day lands in."""
    return period_of(today, scheme)


def periods_to_open(*, scheme: Scheme, given_on: date, today: date, first_day: date, last_day: date) -> list[Period]:
    """The periods whose shares should exist on a day: from the day of assignment to today, inside the plan's years.

    A period that ended before the work was given is nobody's; one that has begun is.
    """
    start, end = max(given_on, first_day), min(today, last_day)
    return list(periods_between(start, end, scheme)) if start <= end else []
