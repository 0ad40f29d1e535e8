"""Writes of calendar feeds: open one, close it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.plans.models import CalendarFeed
from honglam.engines.plans.queries import VIEW

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def open_feed(*, by: User, unit: Unit | None = None) -> tuple[CalendarFeed, str]:
    """A new address for one's own dates or a unit's, in place of the one before; the secret is told this once.

    Raises:
        NotAllowed: the person does not see the unit's work.
    """
    if unit is not None:
        require(by, VIEW, unit)
    _close(by, unit)
    secret = secrets.token_urlsafe(24)
    feed = CalendarFeed.objects.create(owner=by, unit=unit, digest=CalendarFeed.digest_of(secret))
    record(by=by, action="plans.feed_opened", target=by, unit=unit, summary=str(unit or ""))
    return feed, secret


@transaction.atomic
def close_feed(*, feed: CalendarFeed, by: User) -> None:
    """The address answers no more; only its owner closes it."""
    if feed.owner_id == by.pk and _close(by, feed.unit):
        record(by=by, action="plans.feed_closed", target=by, unit=feed.unit, summary=str(feed.unit or ""))


def _close(owner: User, unit: Unit | None) -> int:
    return CalendarFeed.objects.filter(owner=owner, unit=unit, closed_at__isnull=True).update(closed_at=timezone.now())
