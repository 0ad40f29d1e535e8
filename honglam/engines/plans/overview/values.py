"""What the overview shows: plain frozen values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How a unit stands with what it leads and was ordered to do. `progress` is a mean in percent."""

    uid: UUID
    code: str
    name: str
    is_commune: bool
    level: str
    given: int
    done: int
    late: int
    claimed: int
    progress: int
    longest_late_days: int
    last_report_on: datetime.date | None
    url: str
    still_open: int = 0


@dataclass(frozen=True, slots=True)
class GroupLine:
    """How a group of tasks of a plan stands; `expected` is the share of the plan's time that has passed, in percent."""

    plan_title: str
    title: str
    tasks: int
    done: int
    late: int
    progress: int
    expected: int
    url: str


@dataclass(frozen=True, slots=True)
class LateRow:
    """A task past its date: which, whose, since when, and in how many units."""

    uid: UUID
    code: str
    name: str
    due_on: datetime.date
    late_days: int
    late_units: int
    all_units: int
    leads: str
    url: str
    late_url: str = ""


@dataclass(frozen=True, slots=True)
class HotSpot:
    """One thing that a leader should know now. `weight` orders hot spots; `kind` keeps them different; `count` is the
    number of rows (of units, where the spot counts units) that `url` lists, where it opens a list."""

    kind: str
    title: str
    text: str
    url: str
    weight: float
    task_uid: UUID | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A count of the last seven days beside that of the seven days before."""

    label: str
    now: int
    before: int
    url: str
    is_good: bool | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for the reader."""

    label: str
    count: int
    url: str
    icon: str
