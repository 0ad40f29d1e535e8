"""What a calendar feed says (RFC 5545): one whole-day event for each open date, code, title and link, no content."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from honglam.engines.plans.models import Assignment, CalendarFeed
from honglam.engines.plans.terms import AssignmentRole, WorkStatus

if TYPE_CHECKING:
    from honglam.core.access.models import User

BACK = datetime.timedelta(days=60)
AHEAD = datetime.timedelta(days=400)
MOST_EVENTS = 1000
_DAY = datetime.timedelta(days=1)


def shares_of_feed(feed: CalendarFeed, today: datetime.date) -> list[Assignment]:
    """The open, dated shares of a feed that its owner sees, from two months back to a year ahead; one query."""
    shares = Assignment.objects.visible_to(feed.owner).open().filter(task__is_withdrawn=False)
    shares = shares.of_unit(feed.unit) if feed.unit else shares.of_person(feed.owner)
    dated = shares.due_between(today - BACK, today + AHEAD).exclude(role=AssignmentRole.MONITORING)
    return list(dated.with_task().standing(today).order_by("due_on", "pk")[:MOST_EVENTS])


def calendar_of(feed: CalendarFeed, today: datetime.date, address: str) -> bytes:
    """The feed as an iCalendar file; `address` is the installation's own, put before the links."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hong Lam//plans//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Hạn việc: %s") % (feed.unit or feed.owner))
    calendar.add("refresh-interval", datetime.timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for share in shares_of_feed(feed, today):
        calendar.add_component(_event(share, address))
    return bytes(calendar.to_ical())


def _event(share: Assignment, address: str) -> Event:
    due = share.due_on
    assert due is not None  # the query asks for dated shares
    event = Event()
    event.add("uid", f"{share.uid}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>') or 'honglam'}")
    event.add("dtstamp", share.last_report_at or share.created_at)
    event.add("dtstart", due)
    event.add("dtend", due + _DAY)
    event.add("transp", "TRANSPARENT")
    status = WorkStatus(share.status).label  # type: ignore[attr-defined]
    event.add("summary", f"{_('Hạn')}: {share.task.name[:180]}")
    event.add("description", f"{share.task.code} · {share.unit} · {share.get_role_display()} · {status}")
    event.add("url", urljoin(address, share.get_absolute_url()))
    return event


def open_feed_of(digest: str) -> CalendarFeed | None:
    """The open feed of an address, if its owner still works here; one query."""
    feeds = CalendarFeed.objects.filter(digest=digest, closed_at__isnull=True, owner__is_active=True)
    return feeds.select_related("owner", "unit").first()


def feeds_of(user: User) -> list[CalendarFeed]:
    """A person's open feeds, their own first."""
    return list(user.calendar_feeds.filter(closed_at__isnull=True).select_related("unit").order_by("unit_id", "id"))
