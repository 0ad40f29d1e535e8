"""Who is affected when a day changes: engines say how much of theirs is due on a date."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from honglam.core.calendar.errors import CalendarError


class DuplicateAffected(CalendarError):
    """Two declarations under one code."""

    code = "calendar.duplicate_affected"


@dataclass(frozen=True, slots=True)
class Affected:
    """A kind of open work with due dates: how much of it is due on a date, and where it is listed for a person."""

    code: str
    label: str | Promise
    count: Callable[[datetime.date], int]
    url: Callable[[datetime.date], str]


@dataclass(frozen=True, slots=True)
class AffectedCount:
    """So much of one kind is due on a date."""

    label: str
    count: int
    url: str


_kinds: dict[str, Affected] = {}


def declare_affected(
    code: str, label: str | Promise, *, count: Callable[[datetime.date], int], url: Callable[[datetime.date], str]
) -> Affected:
    """Declare a kind of dated work in an app's declarations.py; DuplicateAffected on a code that is taken."""
    if code in _kinds:
        raise DuplicateAffected(f"{code} is declared twice")
    _kinds[code] = Affected(code, label, count, url)
    return _kinds[code]


def affected_by(date: datetime.date) -> list[AffectedCount]:
    """What is due on a date, kind by kind, without the kinds that have nothing."""
    counts: list[tuple[Any, int]] = [(kind, kind.count(date)) for kind in _kinds.values()]
    return [AffectedCount(str(kind.label), count, kind.url(date)) for kind, count in counts if count]
