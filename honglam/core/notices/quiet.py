"""The quiet hours of an installation, for those who have not chosen their own."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from honglam.core.notices.models import NoticePreference
from honglam.core.notices.rules import QUIET_HOURS
from honglam.core.notices.terms import EVERY_KIND

if TYPE_CHECKING:
    from honglam.core.access.models import User


def quiet_hours_of(user: User) -> tuple[datetime.time, datetime.time]:
    """The quiet hours of a person: their own, else those of the installation; one query."""
    own = NoticePreference.objects.filter(user=user, kind=EVERY_KIND).first()
    if own is None or own.quiet_from is None or own.quiet_until is None:
        return quiet_hours()
    return own.quiet_from, own.quiet_until


def quiet_hours() -> tuple[datetime.time, datetime.time]:
    """The quiet hours of those who have not chosen their own."""
    wanted = getattr(settings, "NOTICES_QUIET_HOURS", None)
    if not wanted:
        return QUIET_HOURS
    begins, ends = (datetime.time.fromisoformat(str(clock)) for clock in wanted)
    return begins, ends
