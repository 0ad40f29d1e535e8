"""How a report stands towards its due day."""

from __future__ import annotations

import datetime

from honglam.engines.reporting.terms import ReportTimeliness


def timeliness_of(
    *, due_on: datetime.date, sent_on: datetime.date | None, soon_on: datetime.date, today: datetime.date,
    is_dropped: bool = False,
) -> ReportTimeliness:  # fmt: skip
    """The standing of one report on a day.

    `sent_on` is the day on which its first version left the unit: a correction makes nobody late. `soon_on` is the
    first day on which it is due soon. A report that is sent on its due day is on time.
    """
    if is_dropped:
        return ReportTimeliness.NOT_ASKED
    if sent_on is not None:
        return ReportTimeliness.SENT_ON_TIME if sent_on <= due_on else ReportTimeliness.SENT_LATE
    if today > due_on:
        return ReportTimeliness.MISSING
    return ReportTimeliness.DUE_SOON if today >= soon_on else ReportTimeliness.WAITING
