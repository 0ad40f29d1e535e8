"""Pure decisions of jobs: when a line of the schedule is due, by the clock in Vietnam (no summer time there).

Every(minutes=10)      Daily("02:00")      Weekly("mon", "07:00")      Monthly(15, "06:00")
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from honglam.core.jobs.errors import BadSchedule

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_DAY = datetime.timedelta(days=1)


class Rule(Protocol):
    """When something is due."""

    def latest(self, now: datetime.datetime) -> datetime.datetime:
        """The last moment at or before `now` at which it was due."""
        ...

    def following(self, now: datetime.datetime) -> datetime.datetime:
        """The first moment after `now` at which it will be due."""
        ...

    def __str__(self) -> str:
        """The rule in words."""
        ...


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many minutes, counted from midnight; a day must hold a whole number of them."""

    minutes: int

    def __post_init__(self) -> None:
        """Refuse a step that does not divide the day."""
        if self.minutes < 1 or 24 * 60 % self.minutes:
            raise BadSchedule(f"Every(minutes={self.minutes}): a day does not divide into such steps")

    def latest(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        local = now.astimezone(VIETNAM)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        step = datetime.timedelta(minutes=self.minutes)
        return midnight + (local - midnight) // step * step

    def following(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        return self.latest(now) + datetime.timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        return _("cứ %(minutes)s phút một lần") % {"minutes": self.minutes}


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at a time ("02:00")."""

    at: str

    def __post_init__(self) -> None:
        """Refuse a time that is none."""
        _clock(self.at)

    def latest(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        local = now.astimezone(VIETNAM)
        today = _at(local.date(), self.at)
        return today if today <= local else today - _DAY

    def following(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        return self.latest(now) + _DAY

    def __str__(self) -> str:
        return _("hằng ngày lúc %(time)s") % {"time": self.at}


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week, on a day ("mon" … "sun") at a time."""

    day: str
    at: str

    def __post_init__(self) -> None:
        """Refuse a day or a time that is none."""
        _clock(self.at)
        if self.day not in WEEKDAYS:
            raise BadSchedule(f"{self.day!r} is no day of the week ({', '.join(WEEKDAYS)})")

    def latest(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        local = now.astimezone(VIETNAM)
        back = (local.weekday() - WEEKDAYS.index(self.day)) % 7
        moment = _at(local.date() - datetime.timedelta(days=back), self.at)
        return moment if moment <= local else moment - 7 * _DAY

    def following(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        return self.latest(now) + 7 * _DAY

    def __str__(self) -> str:
        number = WEEKDAYS.index(self.day) + 2
        if number == 8:
            return _("Chủ nhật hằng tuần lúc %(time)s") % {"time": self.at}
        return _("thứ %(number)s hằng tuần lúc %(time)s") % {"number": number, "time": self.at}


@dataclass(frozen=True, slots=True)
class Monthly:
    """Once a month, on a day (1-31, in a shorter month its last day) at a time."""

    day: int
    at: str

    def __post_init__(self) -> None:
        """Refuse a day or a time that is none."""
        _clock(self.at)
        if not 1 <= self.day <= 31:
            raise BadSchedule(f"{self.day} is no day of a month")

    def latest(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        local = now.astimezone(VIETNAM)
        moment = self._in_month(local.year, local.month)
        if moment <= local:
            return moment
        before = local.replace(day=1) - _DAY
        return self._in_month(before.year, before.month)

    def following(self, now: datetime.datetime) -> datetime.datetime:
        """See `Rule`."""
        latest = self.latest(now)
        return self._in_month(latest.year + latest.month // 12, latest.month % 12 + 1)

    def _in_month(self, year: int, month: int) -> datetime.datetime:
        day = min(self.day, calendar.monthrange(year, month)[1])
        return _at(datetime.date(year, month, day), self.at)

    def __str__(self) -> str:
        return _("ngày %(day)s hằng tháng lúc %(time)s") % {"day": self.day, "time": self.at}


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """One line of the schedule table: a stable name, when, which job, with what arguments."""

    name: str
    when: Rule
    job: str
    arguments: dict[str, Any] = field(default_factory=dict)


def check_names(schedule: Sequence[ScheduledJob]) -> None:
    """Refuse a table in which a name stands twice. BadSchedule."""
    names = [line.name for line in schedule]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadSchedule(f"names that stand twice in the schedule: {', '.join(twice)}")


def _clock(text: str) -> datetime.time:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise BadSchedule(f"{text!r} is no time of day such as '07:30'")
    return datetime.time(int(match.group(1)), int(match.group(2)))


def _at(date: datetime.date, clock: str) -> datetime.datetime:
    return datetime.datetime.combine(date, _clock(clock), tzinfo=VIETNAM)
