"""Writes of reminders: each working morning everybody is told once of what is near, late, returned or waits for them.

Who uses this: nobody has to. An officer with eleven dates finds one bulletin in the inbox, “3 việc sắp đến hạn, 1 việc
quá hạn, 1 việc bị trả lại”, with the pieces below it; the head hears in the same bulletin of what the officers left,
the level that gave the work of what both left and of what waits for its word. Work that was asked for, born late or
agreed by telephone reminds nobody.

A bulletin comes on a day on which the ladder has something for the person, or something came to them since the last
working day; it then holds everything that waits. A morning without news brings none.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from honglam.core.access.people_for_units import people_by_unit
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.actions import Letter, send_many, supersede
from honglam.core.notices.models import Notice
from honglam.engines.plans import rules, standings
from honglam.engines.plans.bulletins import Bulletin, Topic, waiting_for_people
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.province import reminder_ladder
from honglam.engines.plans.share_filters import ShareFilters
from honglam.engines.plans.share_steps import DIRECT, REPORT
from honglam.engines.plans.terms import OPEN_STATES, Audience, WorkStatus

if TYPE_CHECKING:
    from honglam.core.access.models import User

KIND = "plans.reminder"
CATCH_UP_DAYS = 3
"""A server that was off tells on the first morning after what it missed on so many days."""

_TOPICS = {Audience.HEAD: Topic.LATE_IN_UNIT, Audience.ISSUER: Topic.LATE_BELOW}


@transaction.atomic
def send_reminders(*, today: datetime.date, by: User | None = None) -> int:
    """Send everybody the bulletin of a working day, with what was missed while the server was off; how many people.

    The system itself does it every morning (`by` is nobody).

    Sent again on the same day it tells nobody twice. The number of queries depends neither on the people who are told
    nor on the shares.
    """
    calendar = WorkingCalendar.load()
    if not calendar.is_working_day(today):
        return 0
    bulletins: dict[int, Bulletin] = {}
    days = [today - datetime.timedelta(days=ago) for ago in range(CATCH_UP_DAYS, -1, -1)]
    told = _told_before(days[:-1])
    for day in days:
        if calendar.is_working_day(day):
            _add_ladder(bulletins, day, today, calendar, told.get(day, set()))
    waiting_for_people(bulletins, since=calendar.add_working_days(today, -1))
    wanted = [bulletin for bulletin in bulletins.values() if bulletin.has_news]
    _send(wanted, today, by)
    return len(wanted)


def _told_before(days: list[datetime.date]) -> dict[datetime.date, set[int]]:
    """Who had a bulletin on which of the days; one query."""
    events = {f"{KIND}:{day}": day for day in days}
    told: dict[datetime.date, set[int]] = {}
    for event, person in Notice.objects.filter(event__in=events).values_list("event", "recipient"):
        told.setdefault(events[event], set()).add(person)
    return told


def _add_ladder(
    bulletins: dict[int, Bulletin], day: datetime.date, today: datetime.date, calendar: WorkingCalendar, told: set[int]
) -> None:
    """Put what the ladder has for a day into the bulletins of those who were not told on that day."""
    wanted = rules.due_dates_reminded_on(day, reminder_ladder(), calendar.add_working_days)
    dates = {due for dues in wanted.values() for due in dues}
    shares = list(
        Assignment.objects.filter(
            standings.COUNTED, ~standings.in_grace(day), state__in=OPEN_STATES, due_on__in=dates,
            task__is_withdrawn=False,
        ).select_related("task", "unit", "person").order_by("due_on", "pk")
    )  # fmt: skip
    for audience in Audience:
        dues = {due for rung, found in wanted.items() if rung.audience == audience for due in found}
        affected = [share for share in shares if share.due_on in dues]
        for person, share in _told_of(audience, affected):
            if person.pk not in told:
                late = share.due_on is not None and share.due_on < today
                topic = _TOPICS.get(audience, Topic.LATE if late else Topic.DUE)
                bulletins.setdefault(person.pk, Bulletin(person)).add(topic, share, is_news=True)


def _told_of(audience: Audience, shares: list[Assignment]) -> list[tuple[User, Assignment]]:
    """Who is told of which shares: the person who does it (or the unit), those who direct the unit, or the issuer."""
    if audience == Audience.ISSUER:
        people = people_by_unit(DIRECT, {share.task.issuer_id for share in shares})
        return [(person, share) for share in shares for person in people.get(share.task.issuer_id, [])]
    if audience == Audience.HEAD:
        people = people_by_unit(DIRECT, {share.unit_id for share in shares})
        return [(person, share) for share in shares for person in people.get(share.unit_id, [])]
    people = people_by_unit(REPORT, {share.unit_id for share in shares if share.person is None})
    return [
        (person, share)
        for share in shares
        for person in ([share.person] if share.person else people.get(share.unit_id, []))
    ]


def _send(bulletins: list[Bulletin], today: datetime.date, by: User | None) -> None:
    """Each person's bulletin in place of the unread ones before it, for all people in one go."""
    event = f"{KIND}:{today}"
    letters = [
        Letter(event, [bulletin.person], bulletin.title, bulletin.body, _address_of(bulletin)) for bulletin in bulletins
    ]
    send_many(letters=letters, by=by)
    supersede(event=event, recipients=[bulletin.person for bulletin in bulletins], by=by)


def _address_of(bulletin: Bulletin) -> str:
    """The one share that it is about; the list that holds all of it; else the desk."""
    if (only := bulletin.only) is not None:
        return only.get_absolute_url()
    topics = set(bulletin.topics)
    if topics == {Topic.LATE_BELOW}:
        return ShareFilters(status=WorkStatus.OVERDUE, mine="1").url
    if topics == {Topic.TO_CONFIRM}:
        return ShareFilters(status=WorkStatus.REPORTED, mine="1").url
    return reverse("plans:my_unit") if topics == {Topic.LATE_IN_UNIT} else reverse("desk:home")
