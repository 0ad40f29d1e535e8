"""Decisions of notices, pure: when an e-mail may go out."""

from __future__ import annotations

import datetime

QUIET_HOURS = (datetime.time(21, 0), datetime.time(6, 0))
"""Hours in which no e-mail is sent, unless NOTICES_QUIET_HOURS or the recipient says otherwise."""


def held_until(now: datetime.datetime, begins: datetime.time, ends: datetime.time) -> datetime.datetime | None:
    """When an e-mail written now may go out: at the end of the quiet hours, or None for at once.

    Quiet hours may run over midnight; where they begin and end at the same time there are none. `now` is a local time
    with its zone.
    """
    clock = now.time()
    if begins == ends:
        return None
    over_midnight = begins > ends
    quiet = (clock >= begins or clock < ends) if over_midnight else begins <= clock < ends
    if not quiet:
        return None
    day = now.date() + datetime.timedelta(days=1) if over_midnight and clock >= begins else now.date()
    return datetime.datetime.combine(day, ends, tzinfo=now.tzinfo)
