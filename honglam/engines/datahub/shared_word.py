"""The sixth word, dùng chung (shared): is the data used by others, and are they answered in time?

Two parts, each 0 to 100, and their mean:
- used: of the units that hold a right in force, how many read the dataset in the last 30 days (reads that succeeded, of
  units other than the owner). Where nobody holds a right but other units read it all the same, the part is full.
- answered: of the requests whose last day for an answer has come or that were answered in the last 365 days, how many
  were answered by that day.
A dataset that nobody asked for, holds a right to or read has no such word: nothing is measured, nothing is claimed.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.terms import RequestState

DAYS_OF_USE, DAYS_OF_ANSWERS = 30, 365


@dataclass(frozen=True, slots=True)
class Shared:
    """The figures behind the word, and the score 0 to 100."""

    readers: int
    holders: int
    in_time: int
    asked: int
    score: float


def shared_score(dataset: Dataset, *, now: datetime.datetime | None = None) -> Shared | None:
    """How shared a dataset is, or None where nothing can be said. Four small queries."""
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    reads = dataset.reads.filter(at__gte=moment - datetime.timedelta(days=DAYS_OF_USE), status__lt=400)
    readers = set(reads.exclude(unit=dataset.owner_id).exclude(unit=None).values_list("unit", flat=True).distinct())
    holders = set(dataset.grants.in_force(today).values_list("unit", flat=True))
    in_time = asked = 0
    since = moment - datetime.timedelta(days=DAYS_OF_ANSWERS)
    requests = dataset.requests.exclude(state=RequestState.WITHDRAWN).filter(asked_at__gte=since)
    for due_on, decided_at in requests.values_list(F("due_on"), F("decided_at")):
        if decided_at is None and due_on >= today:
            continue
        asked += 1
        in_time += decided_at is not None and timezone.localdate(decided_at) <= due_on
    parts = []
    if holders:
        parts.append(100 * len(readers & holders) / len(holders))
    elif readers:
        parts.append(100.0)
    if asked:
        parts.append(100 * in_time / asked)
    if not parts:
        return None
    return Shared(len(readers), len(holders), in_time, asked, round(sum(parts) / len(parts), 2))
