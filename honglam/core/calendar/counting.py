"""Deadlines in working days and working hours.

How days count ("trong N ngày làm việc kể từ ngày …"): the day named is not counted, the next working day is day 1
(Civil Code 2015, article 147 paragraph 2), and the term ends with day N. A term in ordinary days that ends on a day off
ends on the next working day (article 148 paragraph 5): `next_working_day`. A half day counts as a working day when days
are counted, and as its hours when hours are counted.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from honglam.core.calendar.errors import BadAmount, NaiveMoment, OutOfRange
from honglam.core.calendar.official import DayRule, official_rule
from honglam.core.calendar.terms import DayKind

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 1990, 2099
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The two sessions of a full day, valid from a date on. Default: 8 hours, 7:30-11:30 and 13:30-17:30."""

    starts_on: datetime.date = datetime.date.min
    morning: tuple[datetime.time, datetime.time] = (datetime.time(7, 30), datetime.time(11, 30))
    afternoon: tuple[datetime.time, datetime.time] = (datetime.time(13, 30), datetime.time(17, 30))


@dataclass(slots=True)
class WorkingTime:
    """Answers for any date from 1990 to 2099; plain values, no database.

    `decided` wins over the official calendar; `hours` are office hours by the date they start. The calendar with the
    province's own decisions is `honglam.core.calendar.working_time.WorkingCalendar.load()`.
    """

    decided: Mapping[datetime.date, DayRule] = field(default_factory=dict)
    hours: Sequence[OfficeHours] = (OfficeHours(),)
    _years: dict[int, list[datetime.date]] = field(default_factory=dict, repr=False)

    # --- one day -------------------------------------------------------------------------------------------------

    def rule(self, date: datetime.date) -> DayRule:
        """What the date is, why, and by which paper. OutOfRange before 1990 and after 2099."""
        _check_year(date.year)
        return self.decided.get(date) or official_rule(date)

    def is_working_day(self, date: datetime.date) -> bool:
        """Whether the offices work on the date, for half of it at least."""
        return self.rule(date).kind != DayKind.OFF

    def working_part(self, date: datetime.date) -> Fraction:
        """How much of the date is worked: 0, 1/2 or 1."""
        kind = self.rule(date).kind
        return {DayKind.OFF: Fraction(0), DayKind.WORKING: Fraction(1)}.get(kind, Fraction(1, 2))

    def next_working_day(self, date: datetime.date) -> datetime.date:
        """The date itself when it is worked, else the first working day after it (Civil Code, article 148.5)."""
        while not self.is_working_day(date):
            date += _DAY
        return date

    # --- days ----------------------------------------------------------------------------------------------------

    def add_working_days(self, date: datetime.date, n: int) -> datetime.date:
        """Day N of a term counted from the date: the n-th working day after it (before it when n is negative).

        0 gives the date itself, worked or not.
        """
        if n == 0:
            return date
        year = date.year
        days = self._working_days_of(year)
        position = bisect_right(days, date) + n - 1 if n > 0 else bisect_left(days, date) + n
        while position >= len(days):
            position -= len(days)
            year += 1
            days = self._working_days_of(year)
        while position < 0:
            year -= 1
            days = self._working_days_of(year)
            position += len(days)
        return days[position]

    def working_days_between(self, a: datetime.date, b: datetime.date) -> int:
        """How many working days after `a` up to and including `b`; when b < a, minus those from `b` to before `a`.

        So `working_days_between(d, add_working_days(d, n)) == n` for every n.
        """
        if b < a:
            return -(self._count_before(a) - self._count_before(b))
        return self._count_before(b + _DAY) - self._count_before(a + _DAY)

    def _count_before(self, date: datetime.date) -> int:
        """Working days from 1990 on that lie before the date."""
        _check_year((date - _DAY).year)
        full_years = sum(len(self._working_days_of(year)) for year in range(FIRST_YEAR, min(date.year, LAST_YEAR + 1)))
        if date.year > LAST_YEAR:
            return full_years
        return full_years + bisect_left(self._working_days_of(date.year), date)

    def _working_days_of(self, year: int) -> list[datetime.date]:
        if year not in self._years:
            _check_year(year)
            first = datetime.date(year, 1, 1)
            dates = (first + datetime.timedelta(days=i) for i in range((datetime.date(year + 1, 1, 1) - first).days))
            self._years[year] = [date for date in dates if self.is_working_day(date)]
        return self._years[year]

    # --- hours ---------------------------------------------------------------------------------------------------

    def sessions(self, date: datetime.date) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """The working sessions of a date in Vietnamese time, in order; none on a day off."""
        kind = self.rule(date).kind
        if kind == DayKind.OFF:
            return []
        hours = self._hours_on(date)
        chosen = []
        if kind != DayKind.AFTERNOON:
            chosen.append(hours.morning)
        if kind != DayKind.MORNING:
            chosen.append(hours.afternoon)
        return [(_moment(date, start), _moment(date, end)) for start, end in chosen]

    def add_working_hours(self, moment: datetime.datetime, hours: float | Fraction) -> datetime.datetime:
        """The moment at which so many working hours from `moment` on have passed, in Vietnamese time.

        Time outside the sessions does not count. 0 hours give the moment itself. NaiveMoment without a time zone,
        BadAmount for a negative number.
        """
        left = datetime.timedelta(seconds=float(hours) * 3600)
        return self.add_working_time(moment, left)

    def add_working_time(self, moment: datetime.datetime, amount: datetime.timedelta) -> datetime.datetime:
        """As `add_working_hours`, the amount given as a timedelta (exact to the microsecond)."""
        now = _local(moment)
        if amount < datetime.timedelta(0):
            raise BadAmount(_("Thời gian cộng thêm không được âm."))
        if not amount:
            return now
        for start, end in self._sessions_from(now):
            available = end - start
            if amount <= available:
                return start + amount
            amount -= available
        raise AssertionError("the sessions never end before OutOfRange is raised")

    def working_time_between(self, a: datetime.datetime, b: datetime.datetime) -> datetime.timedelta:
        """The working time from `a` to `b`; negative when b lies before a."""
        start, end = _local(a), _local(b)
        if end < start:
            return -self.working_time_between(b, a)
        total = datetime.timedelta(0)
        for opening, closing in self._sessions_from(start):
            if opening >= end:
                break
            total += min(closing, end) - opening
        return total

    def due_after_pauses(
        self,
        moment: datetime.datetime,
        amount: datetime.timedelta,
        pauses: Iterable[tuple[datetime.datetime, datetime.datetime]],
    ) -> datetime.datetime:
        """The deadline when the clock stood still during the pauses (from, to); pauses may touch or overlap.

        A pause moves the deadline by exactly the working time that it took away; one outside working time, or after
        the deadline, moves nothing.
        """
        now = _local(moment)
        for pause_start, pause_end in sorted((_local(start), _local(end)) for start, end in pauses):
            if pause_end <= now or pause_end <= pause_start:
                continue
            if pause_start > now:
                spent = self.working_time_between(now, pause_start)
                if spent >= amount:
                    break
                amount -= spent
            now = pause_end
        return self.add_working_time(now, amount)

    def _sessions_from(self, moment: datetime.datetime) -> Iterator[tuple[datetime.datetime, datetime.datetime]]:
        """Sessions, or what is left of them, from a moment on."""
        date = moment.date()
        while True:
            for start, end in self.sessions(date):
                if end > moment:
                    yield max(start, moment), end
            date += _DAY

    def _hours_on(self, date: datetime.date) -> OfficeHours:
        valid = [hours for hours in self.hours if hours.starts_on <= date]
        return max(valid, key=lambda hours: hours.starts_on) if valid else OfficeHours()


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR, "year": year}
        raise OutOfRange(_("Lịch làm việc chỉ có từ năm %(first)d đến năm %(last)d, không có năm %(year)d.") % years)


def _local(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise NaiveMoment("Thời điểm phải kèm múi giờ.")
    return moment.astimezone(VIETNAM)


def _moment(date: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(date, time, tzinfo=VIETNAM)
