"""Who was to send what by when, and what came: expected, received, on time, late, missing."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from honglam.engines.indicators.terms import Timeliness


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction with both its numbers: 57 of 69."""

    part: int
    whole: int

    @property
    def percent(self) -> float | None:
        """The fraction in percent; None of nothing."""
        return 100 * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Expected:
    """One report that is expected: of whom, for which period, by when, and on which day it came."""

    unit: Hashable
    period: Hashable
    due_on: datetime.date
    received_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports were expected by a day (those not due yet left out of the rates), and how they came."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    waiting: int = 0

    @property
    def received(self) -> int:
        """All that came of those that are due."""
        return self.on_time + self.late

    @property
    def completeness(self) -> Share:
        """Received of due."""
        return Share(self.received, self.due)

    @property
    def timeliness(self) -> Share:
        """On time of due."""
        return Share(self.on_time, self.due)


def timeliness_of(one: Expected, today: datetime.date) -> Timeliness:
    """How one expected report stands today. What came is never waiting; the due day itself is in time."""
    if one.received_on is not None:
        return Timeliness.ON_TIME if one.received_on <= one.due_on else Timeliness.LATE
    return Timeliness.MISSING if today > one.due_on else Timeliness.WAITING


def tally(expected: Iterable[Expected], today: datetime.date) -> Tally:
    """The numbers of some expected reports. A report that came before its due day is due with those that are."""
    found = Counter(timeliness_of(one, today) for one in expected)
    return Tally(
        due=found.total() - found[Timeliness.WAITING],
        on_time=found[Timeliness.ON_TIME],
        late=found[Timeliness.LATE],
        missing=found[Timeliness.MISSING],
        waiting=found[Timeliness.WAITING],
    )
