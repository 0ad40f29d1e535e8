"""When a delivery is tried again. Pure."""

from __future__ import annotations

import datetime

from honglam.core.events.terms import MOST_TRIES

_WAITS = (1, 5, 15, 60, 180, 360, 720)  # minutes


def wait_after(tries: int) -> datetime.timedelta:
    """How long after try number `tries` (from 1) the next one may start.

    It is also the time for which a worker has the delivery for itself: a worker that dies loses it again.

    >>> [wait_after(tries) for tries in (1, 2)]
    [datetime.timedelta(seconds=60), datetime.timedelta(seconds=300)]
    """
    return datetime.timedelta(minutes=_WAITS[min(max(tries, 1), len(_WAITS)) - 1])


def is_last(tries: int) -> bool:
    """Whether try number `tries` is the last one."""
    return tries >= MOST_TRIES
