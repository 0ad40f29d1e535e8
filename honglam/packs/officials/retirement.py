"""When somebody reaches the retirement age under normal conditions of work: pure rules.

Law: Labour Code 45/2019/QH14, Article 169; Decree 135/2020/NĐ-CP, Articles 3 and 4. In 2021 men retired at 60 years and
3 months, women at 55 years and 4 months; every year adds 3 months for men, until 62 years in 2028, and 4 months for
women, until 60 years in 2035. Retirement begins at the end of the last day of the month in which the age is reached.

Not in it: earlier retirement (heavy work, hard regions, reduced capacity) and later retirement (Decree 83/2022/NĐ-CP),
which are decided person by person.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from honglam.packs.officials.terms import Gender


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Months of age in the years before the change, in its first year, what a year adds, and where it ends."""

    before: int
    first: int
    step: int
    last: int


FIRST_YEAR = 2021
ROADMAPS = {
    Gender.MALE: Roadmap(before=60 * 12, first=60 * 12 + 3, step=3, last=62 * 12),
    Gender.FEMALE: Roadmap(before=55 * 12, first=55 * 12 + 4, step=4, last=60 * 12),
}


def age_in(gender: str, year: int) -> int:
    """The retirement age that holds in a year, in months.

    >>> divmod(age_in("male", 2026), 12), divmod(age_in("female", 2026), 12), divmod(age_in("female", 2040), 12)
    ((61, 6), (57, 0), (60, 0))
    """
    roadmap = ROADMAPS[Gender(gender)]
    if year < FIRST_YEAR:
        return roadmap.before
    return min(roadmap.last, roadmap.first + roadmap.step * (year - FIRST_YEAR))


def retirement_age(gender: str, born: datetime.date) -> tuple[int, int]:
    """The retirement age of somebody born in a month, as years and months.

    The smallest age of the roadmap that holds in the year in which it is reached.

    >>> retirement_age("male", datetime.date(1966, 3, 31)), retirement_age("male", datetime.date(1966, 4, 1))
    ((61, 9), (62, 0))
    """
    return divmod(_months(Gender(gender), born.year, born.month), 12)


def retires_on(gender: str | None, born: datetime.date | None) -> datetime.date | None:
    """The last day at work under normal conditions: the end of the month in which the age is reached.

    None where gender or birth is not known. Whose day and month are not known is entered as born on 1 January (Decree
    135/2020/NĐ-CP, Article 3).

    >>> retires_on("female", datetime.date(1970, 9, 10))
    datetime.date(2028, 5, 31)
    """
    if not gender or born is None:
        return None
    year, month = _reached(born, _months(Gender(gender), born.year, born.month))
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def births_retiring(gender: str, first: int, last: int) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of birth of those who retire in the years `first` … `last`; None where nobody does.

    Ages only ever rise, so whoever is born later never retires earlier.

    >>> births_retiring("male", 2028, 2028)
    (datetime.date(1966, 4, 1), datetime.date(1966, 12, 31))
    """
    found = [born for born in _month_starts(first - 64, last - 53)
             if first <= _retirement_year(Gender(gender), born.year, born.month) <= last]  # fmt: skip
    if not found:
        return None
    end = found[-1]
    return found[0], end.replace(day=calendar.monthrange(end.year, end.month)[1])


def _month_starts(first: int, last: int) -> Iterator[datetime.date]:
    return (datetime.date(year, month, 1) for year in range(first, last + 1) for month in range(1, 13))


@lru_cache(maxsize=4096)
def _retirement_year(gender: Gender, year: int, month: int) -> int:
    born = datetime.date(year, month, 1)
    return _reached(born, _months(gender, year, month))[0]


@lru_cache(maxsize=4096)
def _months(gender: Gender, year: int, month: int) -> int:
    """The age in months: the first step of the roadmap that is due in the year in which it is reached."""
    roadmap, born = ROADMAPS[gender], datetime.date(year, month, 1)
    for age in (roadmap.before, *range(roadmap.first, roadmap.last, roadmap.step)):
        if age >= age_in(gender, _reached(born, age)[0]):
            return age
    return roadmap.last


def _reached(born: datetime.date, months: int) -> tuple[int, int]:
    """The year and month in which somebody is so many months old."""
    total = born.year * 12 + born.month - 1 + months
    return total // 12, total % 12 + 1
