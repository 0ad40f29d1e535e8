"""Whether a dataset keeps what it promises about its updates, and which old versions may go."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Promise(StrEnum):
    """How a dataset stands to its update promise."""

    KEPT = "kept"
    NEAR = "near"
    BROKEN = "broken"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Kept:
    """The standing, the last day on which the promise is kept, and how many days are left (negative: late)."""

    standing: Promise
    due_on: datetime.date | None = None
    days_left: int = 0


def promise_on(confirmed_on: datetime.date | None, update_days: int, today: datetime.date) -> Kept:
    """How the promise “updated every `update_days` days” stands on a day.

    `confirmed_on` is the day on which rows last came, changed or not; None where none ever came. The last fifth of the
    time is “near”.
    """
    if confirmed_on is None:
        return Kept(Promise.NOTHING)
    due_on = confirmed_on + datetime.timedelta(days=update_days)
    left = (due_on - today).days
    if left < 0:
        return Kept(Promise.BROKEN, due_on, left)
    return Kept(Promise.NEAR if left * 5 < update_days else Promise.KEPT, due_on, left)


def may_forget(
    *, is_current: bool, ended_at: datetime.datetime, retention_days: int | None, now: datetime.datetime
) -> bool:
    """Whether the files of a version may be deleted: never those in use, nor where no retention was decided.

    `ended_at` is when the version was replaced, or refused.
    """
    if is_current or retention_days is None:
        return False
    return ended_at + datetime.timedelta(days=retention_days) < now
