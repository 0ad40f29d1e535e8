"""The quiet hours of an installation, for those who have not chosen their own."""

from __future__ import annotations

import datetime

from django.conf import settings

from honglam.core.notices.rules import QUIET_HOURS


def quiet_hours() -> tuple[datetime.time, datetime.time]:
    """The quiet hours of those who have not chosen their own."""
    wanted = getattr(settings, "NOTICES_QUIET_HOURS", None)
    if not wanted:
        return QUIET_HOURS
    begins, ends = (datetime.time.fromisoformat(str(clock)) for clock in wanted)
    return begins, ends
