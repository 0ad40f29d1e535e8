"""When a report was written, where it was written without a line and came later."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far the clock of a phone may be ahead and is still believed."""
LAG_SHOWN = timedelta(minutes=1)
"""From this lag on people are told that a report was written before it arrived."""


def believed_entry(
    entered_at: datetime | None, *, now: datetime, assigned_on: date | None, zone: tzinfo
) -> datetime | None:
    """The moment of entry that a phone states, where it can be true; None where it cannot, or none is stated.

    Nobody reports in the future (a clock that runs a little ahead is set back to now), nor before the work was given.
    `zone` decides on which day a moment falls.
    """
    if entered_at is None or entered_at > now + CLOCKS_DIFFER:
        return None
    entered_at = min(entered_at, now)
    if assigned_on is not None and entered_at.astimezone(zone).date() < assigned_on:
        return None
    return entered_at


def was_entered_earlier(entered_at: datetime | None, reported_at: datetime) -> bool:
    """Whether a report waited for a line long enough that people should see both times."""
    return entered_at is not None and reported_at - entered_at >= LAG_SHOWN
