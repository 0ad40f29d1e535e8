"""On which working days people are reminded of a report, and of what."""

from __future__ import annotations

from enum import StrEnum

from honglam.engines.reporting.terms import DUE_SOON_WORKING_DAYS

OVERDUE_RUNGS = (1, 3, 5)
"""Working days after the due day on which the drafter and the head are told."""


class Topic(StrEnum):
    """What a reminder is about, the most urgent first."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"


def topic_on(*, is_over: bool, working_days: int) -> Topic | None:
    """What a working day has to say of a report that was not sent; None where it says nothing.

    `working_days` lie between today and the due day: after today up to the due day, or after the due day up to today
    where it `is_over`. A due day on which nobody works is reminded of on the last working day before it.
    """
    if is_over:
        return Topic.OVERDUE if working_days in OVERDUE_RUNGS else None
    if working_days == 0:
        return Topic.DUE_TODAY
    return Topic.DUE_SOON if working_days == DUE_SOON_WORKING_DAYS else None
