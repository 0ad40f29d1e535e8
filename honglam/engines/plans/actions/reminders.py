"""Writes of reminders: each working morning everybody is told once what is near and what has passed.

Who uses this: nobody has to. An officer with eleven dates finds one line in the inbox, “3 việc sắp đến hạn, 1 việc quá
hạn”, with the pieces below it; the head hears of what the officer left, and the level that gave the work of what both
left. Work that was asked for, born late or agreed by telephone reminds nobody.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_by_unit
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.actions import send
from honglam.engines.plans import rules, standings
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.province import reminder_ladder
from honglam.engines.plans.share_steps import DIRECT, REPORT
from honglam.engines.plans.terms import OPEN_STATES, Audience

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_LINES = 12
CATCH_UP_DAYS = 3
"""A server that was off tells on the first morning after what it missed on so many days."""

_KINDS = {
    Audience.DOER: "plans.reminder",
    Audience.HEAD: "plans.late_in_unit",
    Audience.ISSUER: "plans.late_below",
}


@dataclass
class _Post:
    """What one person is told on one day in one role."""

    person: User
    shares: dict[int, Assignment] = field(default_factory=dict)


@transaction.atomic
def send_reminders(*, today: datetime.date, by: User | None = None) -> int:
    """Tell everybody what the ladder has for today (and for the days on which the server was off); how many people.

    The system itself does it every morning (`by` is nobody).

    Sent again on the same day it tells nobody twice. The number of queries does not depend on the number of shares.
    """
    calendar = WorkingCalendar.load()
    told = 0
    for ago in range(CATCH_UP_DAYS, -1, -1):
        day = today - datetime.timedelta(days=ago)
        if calendar.is_working_day(day):
            told += _send_for(day, today, calendar, by)
    return told


def _send_for(day: datetime.date, today: datetime.date, calendar: WorkingCalendar, by: User | None) -> int:
    wanted = rules.due_dates_reminded_on(day, reminder_ladder(), calendar.add_working_days)
    dates = {due for dues in wanted.values() for due in dues}
    shares = list(
        Assignment.objects.filter(
            standings.COUNTED, ~standings.in_grace(day), state__in=OPEN_STATES, due_on__in=dates,
            task__is_withdrawn=False,
        ).select_related("task", "unit", "person").order_by("due_on", "pk")
    )  # fmt: skip
    audiences: dict[Audience, list[Assignment]] = defaultdict(list)
    for rung, dues in wanted.items():
        audiences[rung.audience] += [share for share in shares if share.due_on in set(dues)]
    told = 0
    for audience, affected in audiences.items():
        for post in _posts(audience, affected):
            told += _tell(post, audience, day, today, by)
    return told


def _posts(audience: Audience, shares: Iterable[Assignment]) -> Iterable[_Post]:
    """Who is told of which shares: the person who does it (or the unit), those who direct the unit, or the issuer."""
    shares = list(shares)
    if audience == Audience.ISSUER:
        people = people_by_unit(DIRECT, {share.task.issuer_id for share in shares})
    elif audience == Audience.HEAD:
        people = people_by_unit(DIRECT, {share.unit_id for share in shares})
    else:
        people = people_by_unit(REPORT, {share.unit_id for share in shares if share.person is None})
    posts: dict[int, _Post] = {}
    for share in shares:
        if audience == Audience.DOER and share.person is not None:
            told = [share.person]
        else:
            told = people.get(share.task.issuer_id if audience == Audience.ISSUER else share.unit_id, [])
        for person in told:
            posts.setdefault(person.pk, _Post(person)).shares[share.pk] = share
    return posts.values()


def _tell(post: _Post, audience: Audience, day: datetime.date, today: datetime.date, by: User | None) -> int:
    shares = sorted(post.shares.values(), key=lambda share: (share.due_on or today, share.pk))
    late = sum(share.due_on is not None and share.due_on < today for share in shares)
    counts = [
        _("%d việc sắp đến hạn") % (len(shares) - late) if len(shares) > late else "",
        _("%d việc quá hạn") % late if late else "",
    ]
    lines = [f"{share.due_on:%d/%m}: {share.task.name[:120]} ({share.unit})" for share in shares[:MOST_LINES]]
    if len(shares) > MOST_LINES:
        lines.append(_("và %d việc khác") % (len(shares) - MOST_LINES))
    return send(
        event=f"{_KINDS[audience]}:{day}",
        recipients=[post.person],
        title=", ".join(filter(None, counts)),
        body="\n".join(lines),
        url=shares[0].get_absolute_url() if len(shares) == 1 else reverse("desk:home"),
        by=by,
    )
