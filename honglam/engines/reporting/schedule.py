"""When a report is due, who owes it, and which periods are opened."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.reporting.rules.due_days import due_day
from honglam.engines.reporting.rules.opening import opens_on
from honglam.engines.reporting.terms import DUE_SOON_WORKING_DAYS, DueRoll
from honglam.toolkit.periods import Period, Scheme, parse, period_of

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit, UnitGroup
    from honglam.engines.reporting.models import ReportRegime

MOST_STEPS = 60
"""So many periods are looked at before or after today, whatever a rule says."""
_DAYS_OF_A_MONTH = 31


class DueRule(Protocol):
    """What says when a report is due: a stored regime, or its definition before it is stored."""

    @property
    def scheme(self) -> str:
        """The scheme of periods; empty for what is owed once."""
        ...

    @property
    def due_day(self) -> int | None:
        """The day of a month."""
        ...

    @property
    def due_month_offset(self) -> int:
        """Months after the period's last month."""
        ...

    @property
    def due_after_working_days(self) -> int | None:
        """Working days after the period's last day."""
        ...

    @property
    def only_due_on(self) -> datetime.date | None:
        """The day of what is owed once."""
        ...

    @property
    def due_roll(self) -> str:
        """A `DueRoll`."""
        ...

    @property
    def starts_on(self) -> datetime.date:
        """The first day on which it is in force."""
        ...

    @property
    def ends_on(self) -> datetime.date | None:
        """The last one."""
        ...


@dataclass(frozen=True, slots=True)
class DueDate:
    """One period of a regime and its due day; `written_on` is the day that the rule names, worked or not."""

    period: Period | None
    due_on: datetime.date
    written_on: datetime.date

    @property
    def is_moved(self) -> bool:
        """Whether the rule's day is a day off."""
        return self.due_on != self.written_on

    @property
    def is_before_its_end(self) -> bool:
        """Whether it is due before the figures of its period are closed."""
        return self.period is not None and self.due_on <= self.period.end


def due_of(regime: DueRule, period: Period | None, calendar: WorkingCalendar) -> datetime.date:
    """The day by which a unit owes the report of a period (None: the report that is owed once)."""
    return due_date_of(regime, period, calendar).due_on


def due_date_of(regime: DueRule, period: Period | None, calendar: WorkingCalendar) -> DueDate:
    """The due day of a period, with the day that the rule names."""
    if regime.only_due_on is not None:
        return DueDate(None, regime.only_due_on, regime.only_due_on)
    assert period is not None  # what recurs has a period
    if regime.due_after_working_days is not None:
        day = calendar.add_working_days(period.end, regime.due_after_working_days)
        return DueDate(period, day, day)
    assert regime.due_day is not None  # one of the three rules holds
    day = due_day(period.end, regime.due_day, regime.due_month_offset)
    if calendar.is_working_day(day) or regime.due_roll == DueRoll.STAY:
        return DueDate(period, day, day)
    return DueDate(period, calendar.add_working_days(day, 1 if regime.due_roll == DueRoll.NEXT else -1), day)


def soon_on(due_on: datetime.date, calendar: WorkingCalendar) -> datetime.date:
    """The first day on which a report is due soon."""
    return calendar.add_working_days(due_on, -DUE_SOON_WORKING_DAYS)


def next_due_dates(
    regime: DueRule, today: datetime.date, calendar: WorkingCalendar, count: int = 4
) -> list[DueDate]:  # fmt: skip
    """The due dates from today on (or from the first day in force), in order; fewer where the regime ends."""
    if regime.only_due_on is not None:
        return [due_date_of(regime, None, calendar)] if regime.only_due_on >= today else []
    begin = max(today, regime.starts_on)
    back = datetime.timedelta(days=_DAYS_OF_A_MONTH * (max(regime.due_month_offset, 0) + 1))
    period = period_of(begin - back, Scheme(regime.scheme))
    found: list[DueDate] = []
    for _step in range(MOST_STEPS):
        due = due_date_of(regime, period, calendar)
        if due.due_on >= begin and is_asked(regime, period, due.due_on):
            found.append(due)
        if len(found) == count or (regime.ends_on is not None and period.end > regime.ends_on):
            break
        period = period.next()
    return found


def is_asked(regime: DueRule, period: Period, due_on: datetime.date) -> bool:
    """Whether a regime asks for a period: it ends and is due after the regime began; history is not asked for."""
    begun = period.end >= regime.starts_on and due_on >= regime.starts_on
    return begun and (regime.ends_on is None or period.end <= regime.ends_on)


def to_open(regime: DueRule, today: datetime.date, calendar: WorkingCalendar) -> list[DueDate]:
    """What has to be open on a day, the oldest first: what is near or not yet due, and at most one that was missed.

    A report that is owed once is open from the first day in force.
    """
    if regime.only_due_on is not None:
        return [due_date_of(regime, None, calendar)] if regime.starts_on <= today else []
    period = period_of(today, Scheme(regime.scheme))
    found: list[DueDate] = []
    for _step in range(MOST_STEPS):
        due = due_date_of(regime, period, calendar)
        if period.end < regime.starts_on or due.due_on < regime.starts_on:
            break
        if is_asked(regime, period, due.due_on) and opens_on(period.start, period.end, due.due_on) <= today:
            found.append(due)
            if due.due_on < today:
                break
        period = period.previous()
    return found[::-1]


def period_name(period: Period) -> str:
    """The name of a period as titles have it, without the day on which its figures close: “Quý III năm 2026”."""
    return parse(period.code.partition("@")[0]).label


def reporters_on(regime: ReportRegime, day: datetime.date) -> list[Unit]:
    """The units that owe the report on a day: those of the group and those named, each once, in the group's order."""
    return reporters_of(regime.group, regime.units.all(), regime.owner, day)


def reporters_of(group: UnitGroup | None, units: Iterable[Unit], owner: Unit, day: datetime.date) -> list[Unit]:
    """The units of a group and some units on a day, each once; a group of an issuer's own units looks below `owner`."""
    found = list(group.units_on(day, owner)) if group is not None else []
    known = {unit.pk for unit in found}
    return [*found, *(unit for unit in units if unit.pk not in known and unit.is_valid_on(day))]
