"""What a right to read covers: columns, rows and days; pure decisions.

A row filter is {column: [values]}: a row must have one of the values in each of the columns; {} keeps every row.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from enum import StrEnum

ANSWER_DAYS = 5
"""Working days to answer a request: Decree 47/2020/NĐ-CP, article 35 (amendments of 2025 not compared yet)."""
MOST_DAYS = 366
"""The longest right; whoever needs longer asks again, so that the owner looks at it once a year. Our choice."""
ENDING_DAYS = 7
"""So many days before its end the unit is told. Our choice."""
REVIEW_MONTHS = 6
"""Reviews of what is shared by default: Decree 47/2020/NĐ-CP, article 34 (amendments of 2025 not compared yet)."""
MOST_VALUES = 500

RowFilter = Mapping[str, Sequence[str]]


class GrantState(StrEnum):
    """Where a right to read stands on a day."""

    HOLDS = "holds"
    ENDING = "ending"
    ENDED = "ended"
    REVOKED = "revoked"
    COMING = "coming"


def state_on(day: datetime.date, *, starts_on: datetime.date, ends_on: datetime.date, is_revoked: bool) -> GrantState:
    """Where a right stands on a day; its last day still counts."""
    if is_revoked:
        return GrantState.REVOKED
    if day > ends_on:
        return GrantState.ENDED
    if day < starts_on:
        return GrantState.COMING
    return GrantState.ENDING if (ends_on - day).days < ENDING_DAYS else GrantState.HOLDS


def last_day(first: datetime.date, days: int) -> datetime.date:
    """The last day of a right of so many days: one day ends on the day it begins."""
    return first + datetime.timedelta(days=days - 1)


def narrowed(row_filter: RowFilter, more: RowFilter) -> dict[str, list[str]]:
    """The filter that keeps a row exactly when both keep it."""
    both = {name: list(dict.fromkeys(values)) for name, values in row_filter.items()}
    for name, values in more.items():
        both[name] = [value for value in dict.fromkeys(values) if name not in both or value in both[name]]
    return both


def is_within(narrow: RowFilter, wide: RowFilter) -> bool:
    """Whether every row that `narrow` keeps is kept by `wide`, whatever the rows are."""
    return all(name in narrow and set(narrow[name]) <= set(values) for name, values in wide.items())


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return datetime.date(year, month + 1, min(day.day, (following - datetime.timedelta(days=1)).day))
