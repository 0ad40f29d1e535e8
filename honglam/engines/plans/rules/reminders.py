"""Decisions about reminders: the ladder before and after a due date, in working days, and who stands on each rung.

The ladder is data (set on the page of reminders); everybody can see in advance who will be told when. One
person gets one reminder a day, however many pieces of work are due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from honglam.engines.plans.terms import Audience


@dataclass(frozen=True, slots=True)
class Rung:
    """So many working days after the due date (before it where negative), these people are told."""

    working_days: int
    audience: Audience


LADDER: tuple[Rung, ...] = (
    Rung(-5, Audience.DOER),
    Rung(-1, Audience.DOER),
    Rung(0, Audience.DOER),
    Rung(1, Audience.DOER),
    Rung(1, Audience.HEAD),
    Rung(3, Audience.HEAD),
    Rung(5, Audience.ISSUER),
    Rung(10, Audience.ISSUER),
)
"""The ladder where a province has not set its own."""


FARTHEST = 20
"""A rung lies at most so many working days from the date."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One rung on its day."""

    on: date
    rung: Rung


def ladder_from(setting: Iterable[Sequence[object]] | None) -> tuple[Rung, ...]:
    """The ladder of a setting such as [(-5, "doer"), (3, "head")]; the house's own where there is none.

    Raises:
        ValueError: a rung is not a number of days and one of doer, head, issuer.
    """
    if setting is None:
        return LADDER
    return tuple(Rung(int(str(days)), Audience(str(audience))) for days, audience in setting)


def problem_with_ladder(rungs: Iterable[Rung], call_days: int) -> str:
    """Why a ladder cannot be set, in words that say how to mend it; empty when it can."""
    known = list(rungs)
    if not known:
        return _("Hãy giữ ít nhất một ngày nhắc.")
    if any(abs(rung.working_days) > FARTHEST for rung in known):
        return _("Ngày nhắc cách hạn nhiều nhất %(most)d ngày làm việc.") % {"most": FARTHEST}
    if not 1 <= call_days <= FARTHEST:
        return _("Đồng ý qua điện thoại có hiệu lực từ 1 đến %(most)d ngày làm việc.") % {"most": FARTHEST}
    return ""


def day_of(due_on: date, rung: Rung, add_working_days: Callable[[date, int], date]) -> date:
    """The working day of a rung. A date that falls on a day off counts from the last working day before it."""
    nearest = add_working_days(add_working_days(due_on, 1), -1)  # due_on itself, or the working day before
    return add_working_days(nearest, rung.working_days) if rung.working_days else nearest


def reminders_of(due_on: date, ladder: Sequence[Rung], add_working_days: Callable[[date, int], date]) -> list[Reminder]:
    """All reminders of a due date, in order of their days."""
    found = [Reminder(day_of(due_on, rung, add_working_days), rung) for rung in ladder]
    return sorted(found, key=lambda reminder: (reminder.on, reminder.rung.working_days, reminder.rung.audience))


def due_dates_reminded_on(
    today: date, ladder: Sequence[Rung], add_working_days: Callable[[date, int], date], *, reach: int = 60
) -> dict[Rung, list[date]]:
    """For each rung the due dates whose reminder falls on a day; `reach` is how many days around it are looked at."""
    days = [today + timedelta(days=ahead) for ahead in range(-reach, reach + 1)]
    return {rung: [due for due in days if day_of(due, rung, add_working_days) == today] for rung in ladder}
