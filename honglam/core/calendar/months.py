"""A year as twelve small months, for people."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from honglam.core.calendar.counting import WorkingTime
from honglam.core.calendar.official import SATURDAY, DayRule
from honglam.core.calendar.terms import DayKind, DayOrigin


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One date of a month: its rule, and whether it differs from an ordinary week."""

    date: datetime.date
    rule: DayRule
    is_today: bool

    @property
    def is_special(self) -> bool:
        """Whether something else than the day of the week decided it."""
        return self.rule.origin != DayOrigin.WEEK

    @property
    def kind_label(self) -> str:
        """Off, working, half a day."""
        return str(self.rule.kind.label)

    @property
    def origin_label(self) -> str:
        """Where the decision comes from."""
        return str(self.rule.origin.label)

    @property
    def css_class(self) -> str:
        """Names for the style sheet: what the day is, and what is special about it."""
        names = [f"day-{self.rule.kind.value}"]
        if self.rule.kind == DayKind.OFF and self.is_special:
            names.append("day-holiday")
        if self.rule.kind != DayKind.OFF and self.date.weekday() >= SATURDAY:
            names.append("day-exchange")
        if self.rule.origin == DayOrigin.TABLE:
            names.append("day-own")
        if self.is_today:
            names.append("day-today")
        return " ".join(names)


@dataclass(frozen=True, slots=True)
class ShownMonth:
    """A month as weeks from Monday to Sunday; None where a week lies in another month."""

    first: datetime.date
    weeks: list[list[ShownDay | None]]
    working_days: int


def months_of(year: int, working_time: WorkingTime, today: datetime.date) -> list[ShownMonth]:
    """The twelve months of a year."""
    months = []
    for number in range(1, 13):
        weeks: list[list[ShownDay | None]] = [
            [
                ShownDay(date, working_time.rule(date), is_today=date == today) if date.month == number else None
                for date in week
            ]
            for week in calendar.Calendar().monthdatescalendar(year, number)
        ]
        working = sum(1 for week in weeks for day in week if day and day.rule.kind != DayKind.OFF)
        months.append(ShownMonth(datetime.date(year, number, 1), weeks, working))
    return months


def special_days(months: list[ShownMonth]) -> list[ShownDay]:
    """The days that differ from an ordinary week, in order."""
    return [day for month in months for week in month.weeks for day in week if day and day.is_special]
