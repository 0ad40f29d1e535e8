"""Days off and make-up days that are decided for the whole country: `holidays`, and decisions it does not know yet.

`data/official_days.csv` holds decisions on the swap of working days that the installed version of `holidays` lacks,
each with its paper. It wins over `holidays`; the province's own table wins over both.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import holidays

from honglam.core.calendar.naming import shown_name
from honglam.core.calendar.terms import DayKind, DayOrigin

_DATA = Path(__file__).parent / "data" / "official_days.csv"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayRule:
    """What one date is and why; `source` is the paper, where there is one."""

    kind: DayKind
    name: str = ""
    source: str = ""
    origin: DayOrigin = DayOrigin.WEEK
    paired_with: datetime.date | None = None

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return shown_name(self.name)


@cache
def official_days() -> Mapping[datetime.date, DayRule]:
    """The shipped decisions, by date."""
    with _DATA.open(encoding="utf-8", newline="") as lines:
        return MappingProxyType(
            {
                datetime.date.fromisoformat(row["date"]): DayRule(
                    kind=DayKind(row["kind"]),
                    name=row["name"],
                    source=row["source"],
                    origin=DayOrigin.OFFICIAL,
                    paired_with=datetime.date.fromisoformat(row["paired_with"]) if row["paired_with"] else None,
                )
                for row in csv.DictReader(lines)
            }
        )


@cache
def national_days(year: int) -> Mapping[datetime.date, DayRule]:
    """The public holidays of a year with their compensations, and the Saturdays worked in exchange.

    Source: Labour Code 2019 article 112 and the yearly notices, as the package `holidays` keeps them.
    """
    country = holidays.country_holidays("VN", years=year, language="vi")
    rules = {
        date: DayRule(kind=DayKind.OFF, name=name, origin=DayOrigin.HOLIDAY)
        for date, name in country.items()
        if date.year == year
    }
    for date in country.weekend_workdays:
        if date.year == year:
            rules[date] = DayRule(kind=DayKind.WORKING, name="Làm bù ngày nghỉ hoán đổi", origin=DayOrigin.HOLIDAY)
    return MappingProxyType(rules)


def official_rule(date: datetime.date) -> DayRule:
    """What a date is by the official calendar alone: a decision, a holiday, else the week (Monday to Friday)."""
    if rule := official_days().get(date):
        return rule
    if rule := national_days(date.year).get(date):
        return rule
    return DayRule(kind=DayKind.OFF if date.weekday() >= SATURDAY else DayKind.WORKING)
