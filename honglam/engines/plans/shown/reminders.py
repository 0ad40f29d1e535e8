"""The reminders of a share, past and to come, as everybody may see them in advance."""

from __future__ import annotations

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.plans import rules, standings
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.province import reminder_ladder
from honglam.engines.plans.terms import OPEN_STATES


def reminders_ahead(share: Assignment) -> list[rules.Reminder]:
    """All reminders of a share in order of their days; none where its date does not count."""
    counted = Assignment.objects.filter(standings.COUNTED, state__in=OPEN_STATES, task__is_withdrawn=False)
    if share.due_on is None or not counted.filter(pk=share.pk).exists():
        return []
    return rules.reminders_of(share.due_on, reminder_ladder(), WorkingCalendar.load().add_working_days)
