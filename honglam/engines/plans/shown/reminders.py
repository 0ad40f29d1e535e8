"""Reminders as everybody may see them in advance: of one share, and of all that a person will be told."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honglam.core.access.people_for_units import unit_ids_answered_for
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.plans import rules, standings
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.province import reminder_ladder
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.share_steps import DIRECT, REPORT
from honglam.engines.plans.terms import OPEN_STATES, Audience

if TYPE_CHECKING:
    from honglam.core.access.models import User

WORKING_DAYS_AHEAD = 10


def reminders_ahead(share: Assignment) -> list[rules.Reminder]:
    """All reminders of a share in order of their days; none where its date does not count.

    While an extension agreed by telephone holds nobody is reminded: those days are left out.
    """
    if share.due_on is None or not _counted().filter(pk=share.pk).exists():
        return []
    today = timezone.localdate()
    found = rules.reminders_of(share.due_on, reminder_ladder(), WorkingCalendar.load().add_working_days)
    return [one for one in found if share.grace_until is None or not today <= one.on <= share.grace_until]


def _counted() -> AssignmentQuerySet:
    found: AssignmentQuerySet = Assignment.objects.filter(
        standings.COUNTED, state__in=OPEN_STATES, task__is_withdrawn=False
    )
    return found


@dataclass
class Morning:
    """What a person will be reminded of on one working day, as things stand: pieces of work by audience."""

    on: datetime.date
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def own(self) -> int:
        """Work of one's own, or of one's unit that nobody took on."""
        return self.counts[Audience.DOER]

    @property
    def of_unit(self) -> int:
        """Late work of units that the person heads."""
        return self.counts[Audience.HEAD]

    @property
    def given(self) -> int:
        """Late work that the person's level gave."""
        return self.counts[Audience.ISSUER]


def mornings_of(user: User, today: datetime.date) -> list[Morning]:
    """The working days ahead on which the ladder has something for a person; some six queries."""
    calendar = WorkingCalendar.load()
    last = calendar.add_working_days(today, WORKING_DAYS_AHEAD)
    reported_for = unit_ids_answered_for(user, REPORT, today)
    directed = unit_ids_answered_for(user, DIRECT, today)
    own = _counted().filter(person=user) | _counted().filter(person__isnull=True, unit__in=reported_for)
    affected = {
        Audience.DOER: own,
        Audience.HEAD: _counted().filter(unit__in=directed),
        Audience.ISSUER: _counted().filter(task__issuer__in=directed),
    }
    ladder = reminder_ladder()
    mornings: dict[datetime.date, Morning] = {}
    for audience, shares in affected.items():
        rungs = [rung for rung in ladder if rung.audience == audience]
        dated = shares.filter(due_on__isnull=False).order_by().values_list("due_on", "grace_until")
        for due, grace, count in dated.annotate(n=Count("pk")) if rungs else ():
            for reminder in rules.reminders_of(due, rungs, calendar.add_working_days):
                if max(today, grace or today) < reminder.on <= last:
                    mornings.setdefault(reminder.on, Morning(reminder.on)).counts[audience] += count
    return [mornings[day] for day in sorted(mornings)]


def rung_in_words(rung: rules.Rung) -> str:
    """“trước hạn 5 ngày làm việc”, “đúng hạn”, “quá hạn 1 ngày làm việc”."""
    days = abs(rung.working_days)
    if not days:
        return _("đúng hạn")
    words = (
        ngettext("trước hạn %(n)d ngày làm việc", "trước hạn %(n)d ngày làm việc", days)
        if rung.working_days < 0
        else ngettext("quá hạn %(n)d ngày làm việc", "quá hạn %(n)d ngày làm việc", days)
    )
    return words % {"n": days}
