"""Periods as value objects: calendar periods, cut-off periods of official reports, cumulative and programme periods.

A scheme cuts time into periods so that every date lands in exactly one (`period_of`). Cumulative schemes are the
exception in shape only: their periods start together and grow (3, 6, 9, 12 months), and a date lands in the first that
holds it.

Codes are unique over all schemes, so a code alone is enough to store or to put into an address:

    2026-03-15  2026-W11  2026-03  2026-Q1  2026-H1  2026-C9  2026      calendar
              2026-03@14  2026-Q1@14  2026-H1@14  2026-C9@14  2026@14   figures closed on the 14th
    2026-2030                                                           programme

Source of the cut-offs: Decree 09/2019/NĐ-CP, article 12 (month: 15th of the month before to the 14th; quarter, half
year and year alike, from the 15th of the month before they begin to the 14th of their last month). A report is due at
least one working day after its period ends (article 8, paragraph 5).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DAY = datetime.timedelta(days=1)
_ROMAN = ("I", "II", "III", "IV")
CUT_OFF_DAY = 14
PROGRAMME_YEARS = 5


class PeriodError(ValueError):
    """A period that does not exist: a code that no scheme knows, or an end before its start."""

    code = "periods.unknown"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Scheme(StrEnum):
    """How time is cut. The `cut_off` schemes close their figures on the 14th."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    CUMULATIVE = "cumulative"
    YEAR = "year"
    MONTH_CUT_OFF = "month_cut_off"
    QUARTER_CUT_OFF = "quarter_cut_off"
    HALF_CUT_OFF = "half_cut_off"
    CUMULATIVE_CUT_OFF = "cumulative_cut_off"
    YEAR_CUT_OFF = "year_cut_off"
    PROGRAMME = "programme"

    @property
    def label(self) -> str:
        """The scheme's name for people."""
        return str(SCHEME_LABELS[self])

    @property
    def has_cut_off(self) -> bool:
        """Whether figures close on the 14th of the period's last month."""
        return self.value.endswith("_cut_off")

    @property
    def is_cumulative(self) -> bool:
        """Whether the periods of a year start together and overlap."""
        return self in {Scheme.CUMULATIVE, Scheme.CUMULATIVE_CUT_OFF}


SCHEME_LABELS = {
    Scheme.DAY: gettext_lazy("Ngày"),
    Scheme.WEEK: gettext_lazy("Tuần"),
    Scheme.MONTH: gettext_lazy("Tháng"),
    Scheme.QUARTER: gettext_lazy("Quý"),
    Scheme.HALF: gettext_lazy("6 tháng"),
    Scheme.CUMULATIVE: gettext_lazy("Lũy kế từ đầu năm"),
    Scheme.YEAR: gettext_lazy("Năm"),
    Scheme.MONTH_CUT_OFF: gettext_lazy("Tháng (chốt số liệu ngày 14)"),
    Scheme.QUARTER_CUT_OFF: gettext_lazy("Quý (chốt số liệu ngày 14)"),
    Scheme.HALF_CUT_OFF: gettext_lazy("6 tháng (chốt số liệu ngày 14)"),
    Scheme.CUMULATIVE_CUT_OFF: gettext_lazy("Lũy kế từ đầu năm (chốt số liệu ngày 14)"),
    Scheme.YEAR_CUT_OFF: gettext_lazy("Năm (chốt số liệu ngày 14)"),
    Scheme.PROGRAMME: gettext_lazy("Giai đoạn"),
}

# Months of one period of the schemes that are made of months.
_MONTHS = {
    Scheme.MONTH: 1,
    Scheme.QUARTER: 3,
    Scheme.HALF: 6,
    Scheme.YEAR: 12,
    Scheme.MONTH_CUT_OFF: 1,
    Scheme.QUARTER_CUT_OFF: 3,
    Scheme.HALF_CUT_OFF: 6,
    Scheme.YEAR_CUT_OFF: 12,
}


@dataclass(frozen=True, order=False)
class Period:
    """One period: its scheme, its code, its first and its last day (both belong to it).

    Made by `period_of`, `parse` and `programme`, not by hand. Periods sort by their end, the shorter first.
    """

    scheme: Scheme
    code: str
    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts."""
        if self.end < self.start:
            raise PeriodError(_("Kỳ %(code)s kết thúc trước khi bắt đầu.") % {"code": self.code})

    def __contains__(self, date: datetime.date) -> bool:
        return self.start <= date <= self.end

    def __lt__(self, other: Period) -> bool:
        return (self.end, -self.start.toordinal()) < (other.end, -other.start.toordinal())

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def year(self) -> int:
        """The year that the period is reported under (of a programme: its last)."""
        if self.scheme == Scheme.WEEK:
            return int(self.code[:4])
        return self.end.year

    @property
    def label(self) -> str:
        """The name that people read: "Quý I năm 2026", "9 tháng năm 2026", "Giai đoạn 2026-2030"."""
        return _label(self)

    @property
    def short_label(self) -> str:
        """A short name for table headings: "3/2026", "Quý I/2026", "9T/2026"."""
        return _short_label(self)

    @property
    def dates(self) -> str:
        """The first and the last day: "15/02/2026-14/03/2026"."""
        return f"{self.start:%d/%m/%Y}-{self.end:%d/%m/%Y}"

    def is_over(self, on: datetime.date) -> bool:
        """Whether the period lies wholly before the date."""
        return self.end < on

    def next(self) -> Period:
        """The period after it. A cumulative period is followed by the next longer one, the whole year by 3 months."""
        if self.scheme == Scheme.PROGRAMME:
            length = self.end.year - self.start.year + 1
            return programme(self.start.year + length, self.end.year + length)
        return period_of(self.end + _DAY, self.scheme)

    def previous(self) -> Period:
        """The period before it."""
        if self.scheme == Scheme.PROGRAMME:
            length = self.end.year - self.start.year + 1
            return programme(self.start.year - length, self.end.year - length)
        if self.scheme.is_cumulative:
            month = _number(self.code, "C")
            return _cumulative(self.year - (month == 3), (month - 4) % 12 + 1, self.scheme)
        return period_of(self.start - _DAY, self.scheme)

    def year_before(self) -> Period:
        """The same period one year earlier, to compare with. A day of 29 February becomes the 28th; week 53 week 52."""
        if self.scheme == Scheme.PROGRAMME:
            return self.previous()
        if self.scheme == Scheme.DAY:
            return period_of(_same_day(self.start, self.start.year - 1), Scheme.DAY)
        if self.scheme == Scheme.WEEK:
            last_week = datetime.date(self.year - 1, 12, 28).isocalendar().week
            return _week(self.year - 1, min(_number(self.code, "W"), last_week))
        return parse(f"{self.year - 1}{self.code[4:]}")

    def parts(self, scheme: Scheme) -> list[Period]:
        """The periods of a finer scheme that make it up; PeriodError when they do not fit exactly."""
        pieces = list(periods_between(self.start, self.end, scheme))
        if scheme.is_cumulative or not pieces or pieces[0].start != self.start or pieces[-1].end != self.end:
            names = {"code": self.code, "scheme": scheme.label.lower()}
            raise PeriodError(_("Kỳ %(code)s không chia được theo %(scheme)s.") % names)
        return pieces


# --- making periods --------------------------------------------------------------------------------------------------


def period_of(date: datetime.date, scheme: Scheme) -> Period:
    """The one period of the scheme in which a date lands.

    >>> period_of(datetime.date(2026, 3, 15), Scheme.MONTH_CUT_OFF).code
    '2026-04@14'
    """
    if scheme == Scheme.DAY:
        return Period(scheme, date.isoformat(), date, date)
    if scheme == Scheme.WEEK:
        iso = date.isocalendar()
        return _week(iso.year, iso.week)
    if scheme == Scheme.PROGRAMME:
        first = (date.year - 1) // PROGRAMME_YEARS * PROGRAMME_YEARS + 1
        return programme(first, first + PROGRAMME_YEARS - 1)
    year, month = _reported_under(date) if scheme.has_cut_off else (date.year, date.month)
    if scheme.is_cumulative:
        return _cumulative(year, -(-month // 3) * 3, scheme)
    return _months(year, (month - 1) // _MONTHS[scheme] + 1, scheme)


def parse(code: str) -> Period:
    """The period of a code; PeriodError when no scheme knows it.

    >>> parse("2026-Q1@14").dates
    '15/12/2025-14/03/2026'
    """
    for pattern, make in _CODES:
        if match := pattern.fullmatch(code):
            try:
                return make(*match.groups())
            except (ValueError, KeyError):
                break
    raise PeriodError(_("Không có kỳ nào mang mã “%(code)s”.") % {"code": code})


def programme(first_year: int, last_year: int) -> Period:
    """A programme of whole years; the state's five-year plans are 2021-2025, 2026-2030 and so on."""
    code = f"{first_year:04}-{last_year:04}"
    return Period(Scheme.PROGRAMME, code, datetime.date(first_year, 1, 1), datetime.date(last_year, 12, 31))


def periods_between(start: datetime.date, end: datetime.date, scheme: Scheme) -> Iterator[Period]:
    """The periods of a scheme in which the dates from `start` to `end` land, in order."""
    period = period_of(start, scheme)
    last = period_of(end, scheme) if end >= start else None
    while last is not None and not last < period:
        yield period
        period = period.next()


def periods_of_year(year: int, scheme: Scheme) -> list[Period]:
    """The periods that are reported under a year: 12 months, 4 quarters, 4 cumulative periods, 52 or 53 weeks …"""
    if scheme == Scheme.PROGRAMME:
        return [period_of(datetime.date(year, 1, 1), scheme)]
    start = datetime.date(year - 1, 12, 15) if scheme.has_cut_off else datetime.date(year, 1, 1)
    end = datetime.date(year, 12, CUT_OFF_DAY) if scheme.has_cut_off else datetime.date(year, 12, 31)
    return [period for period in periods_between(start, end, scheme) if period.year == year]


def latest_over(on: datetime.date, scheme: Scheme) -> Period:
    """The last period that is over on the date: the one that can be reported."""
    return period_of(on, scheme).previous()


# --- the schemes -----------------------------------------------------------------------------------------------------


def _reported_under(date: datetime.date) -> tuple[int, int]:
    """Year and month of the cut-off month in which a date lands: from the 15th on it is the next month."""
    if date.day <= CUT_OFF_DAY:
        return date.year, date.month
    return date.year + date.month // 12, date.month % 12 + 1


def _span(year: int, first_month: int, last_month: int, cut_off: bool) -> tuple[datetime.date, datetime.date]:
    if not 1 <= first_month <= last_month <= 12:
        raise ValueError(last_month)
    if cut_off:
        before = datetime.date(year, first_month, 1) - _DAY
        return before.replace(day=CUT_OFF_DAY + 1), datetime.date(year, last_month, CUT_OFF_DAY)
    after = datetime.date(year + last_month // 12, last_month % 12 + 1, 1)
    return datetime.date(year, first_month, 1), after - _DAY


def _months(year: int, number: int, scheme: Scheme) -> Period:
    """Period `number` (from 1) of a year, in a scheme made of months."""
    length = _MONTHS[scheme]
    start, end = _span(year, (number - 1) * length + 1, number * length, scheme.has_cut_off)
    part = {1: f"-{number:02}", 3: f"-Q{number}", 6: f"-H{number}", 12: ""}[length]
    return Period(scheme, f"{year:04}{part}{_suffix(scheme)}", start, end)


def _cumulative(year: int, months: int, scheme: Scheme) -> Period:
    """The first 3, 6, 9 or 12 months of a year."""
    if months not in (3, 6, 9, 12):
        raise ValueError(months)
    start, end = _span(year, 1, months, scheme.has_cut_off)
    return Period(scheme, f"{year:04}-C{months}{_suffix(scheme)}", start, end)


def _week(year: int, week: int) -> Period:
    """An ISO 8601 week, Monday to Sunday."""
    monday = datetime.date.fromisocalendar(year, week, 1)
    return Period(Scheme.WEEK, f"{year:04}-W{week:02}", monday, monday + datetime.timedelta(days=6))


def _suffix(scheme: Scheme) -> str:
    return f"@{CUT_OFF_DAY}" if scheme.has_cut_off else ""


def _cut(scheme: Scheme, cut_off: str | None) -> Scheme:
    return Scheme(f"{scheme.value}_cut_off") if cut_off else scheme


def _parse_day(code: str) -> Period:
    return period_of(datetime.date.fromisoformat(code), Scheme.DAY)


_YEAR = r"([12]\d{3})"
_CUT = rf"(@{CUT_OFF_DAY})?"
_CODES: list[tuple[re.Pattern[str], Callable[..., Period]]] = [
    (re.compile(r"([12]\d{3}-\d\d-\d\d)"), _parse_day),
    (re.compile(rf"{_YEAR}-W(\d\d)"), lambda y, w: _week(int(y), int(w))),
    (re.compile(rf"{_YEAR}-(\d\d){_CUT}"), lambda y, n, c: _months(int(y), int(n), _cut(Scheme.MONTH, c))),
    (re.compile(rf"{_YEAR}-Q([1-4]){_CUT}"), lambda y, n, c: _months(int(y), int(n), _cut(Scheme.QUARTER, c))),
    (re.compile(rf"{_YEAR}-H([12]){_CUT}"), lambda y, n, c: _months(int(y), int(n), _cut(Scheme.HALF, c))),
    (
        re.compile(rf"{_YEAR}-C(3|6|9|12){_CUT}"),
        lambda y, n, c: _cumulative(int(y), int(n), _cut(Scheme.CUMULATIVE, c)),
    ),
    (re.compile(rf"{_YEAR}{_CUT}"), lambda y, c: _months(int(y), 1, _cut(Scheme.YEAR, c))),
    (re.compile(rf"{_YEAR}-{_YEAR}"), lambda first, last: programme(int(first), int(last))),
]


# --- names -----------------------------------------------------------------------------------------------------------


def _number(code: str, letter: str) -> int:
    """The number behind a letter of a code: 9 of "2026-C9@14"."""
    return int(code.partition("@")[0].rpartition(letter)[2])


def _label(period: Period) -> str:
    scheme, year, months = period.scheme, period.year, period.end.month
    if scheme == Scheme.DAY:
        return _("Ngày %(date)s") % {"date": f"{period.start:%d/%m/%Y}"}
    if scheme == Scheme.WEEK:
        values = {"week": _number(period.code, "W"), "year": year, "dates": f"{period.start:%d/%m}-{period.end:%d/%m}"}
        return _("Tuần %(week)s năm %(year)s (%(dates)s)") % values
    if scheme == Scheme.PROGRAMME:
        return _("Giai đoạn %(years)s") % {"years": period.code}
    if scheme.is_cumulative:
        template = _("%(months)s tháng năm %(year)s") if months < 12 else _("Cả năm %(year)s")
    else:
        template = {
            1: _("Tháng %(months)s năm %(year)s"),
            3: _("Quý %(quarter)s năm %(year)s"),
            6: _("6 tháng đầu năm %(year)s") if months == 6 else _("6 tháng cuối năm %(year)s"),
            12: _("Năm %(year)s"),
        }[_MONTHS[scheme]]
    name = template % {"months": months, "quarter": _ROMAN[(months - 1) // 3], "year": year}
    if not scheme.has_cut_off:
        return name
    return _("%(period)s (chốt %(date)s)") % {"period": name, "date": f"{period.end:%d/%m}"}


def _short_label(period: Period) -> str:
    scheme, year, months = period.scheme, period.year, period.end.month
    if scheme == Scheme.DAY:
        return f"{period.start:%d/%m/%Y}"
    if scheme == Scheme.PROGRAMME:
        return period.code
    if scheme == Scheme.WEEK:
        return _("Tuần %(week)s/%(year)s") % {"week": _number(period.code, "W"), "year": year}
    if scheme.is_cumulative:
        return _("%(months)sT/%(year)s") % {"months": months, "year": year}
    template = {
        1: "%(months)s/%(year)s",
        3: _("Quý %(quarter)s/%(year)s"),
        6: _("6T đầu/%(year)s") if months == 6 else _("6T cuối/%(year)s"),
        12: "%(year)s",
    }[_MONTHS[scheme]]
    return template % {"months": months, "quarter": _ROMAN[(months - 1) // 3], "year": year}


def _same_day(date: datetime.date, year: int) -> datetime.date:
    try:
        return date.replace(year=year)
    except ValueError:
        return date.replace(year=year, day=28)
