"""Who used what: figures of sharing for scores, and the report of reads by unit, dataset and month."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from honglam.engines.datahub.models import AccessLog, AccessRequest, Dataset
from honglam.engines.datahub.queries import ReadQuerySet
from honglam.engines.datahub.terms import RequestState


@dataclass(frozen=True, slots=True)
class SharingFigures:
    """How a dataset was used since a day: other units that read it, reads, rows; requests, and how they were answered.

    `answered_in_time` are answers within the legal days; `overdue` wait beyond them.
    """

    units: int = 0
    reads: int = 0
    rows: int = 0
    asked: int = 0
    answered: int = 0
    answered_in_time: int = 0
    overdue: int = 0

    @property
    def in_time_share(self) -> float | None:
        """How many of the requests that had to be answered were answered in time, 0 to 1; None where none had to."""
        had_to = self.answered + self.overdue
        return self.answered_in_time / had_to if had_to else None


def sharing_figures(dataset: Dataset, since: datetime.date) -> SharingFigures:
    """The figures of one dataset; two queries."""
    return sharing_figures_of([dataset], since)[dataset.pk]


def sharing_figures_of(datasets: Iterable[Dataset], since: datetime.date) -> dict[int, SharingFigures]:
    """The figures of many datasets by primary key; two queries in all. The owner's own reads do not count."""
    keys = {dataset.pk: dataset.owner_id for dataset in datasets}
    today = timezone.localdate()
    begin = timezone.make_aware(datetime.datetime.combine(since, datetime.time.min))
    units: dict[int, set[int]] = {}
    reads: dict[int, int] = {}
    rows: dict[int, int] = {}
    counted = (
        AccessLog.objects.answered().filter(dataset__in=keys, at__gte=begin, unit__isnull=False)
        .order_by().values_list("dataset", "unit").annotate(Count("pk"), Sum("rows"))
    )  # fmt: skip
    for dataset, unit, times, read in counted:
        if unit != keys[dataset]:
            units.setdefault(dataset, set()).add(unit)
            reads[dataset] = reads.get(dataset, 0) + times
            rows[dataset] = rows.get(dataset, 0) + (read or 0)
    asked = _requests(list(keys), begin, today)
    return {
        pk: SharingFigures(len(units.get(pk, ())), reads.get(pk, 0), rows.get(pk, 0), *asked.get(pk, (0, 0, 0, 0)))
        for pk in keys
    }


def _requests(keys: list[int], begin: datetime.datetime, today: datetime.date) -> dict[int, tuple[int, int, int, int]]:
    """By dataset: asked, answered, answered in time, overdue. Withdrawn ones count nowhere."""
    found: dict[int, list[int]] = {}
    asked = AccessRequest.objects.filter(dataset__in=keys, asked_at__gte=begin).exclude(state=RequestState.WITHDRAWN)
    for dataset, due_on, decided_at in asked.values_list("dataset", "due_on", "decided_at"):
        sums = found.setdefault(dataset, [0, 0, 0, 0])
        sums[0] += 1
        if decided_at is not None:
            sums[1] += 1
            sums[2] += timezone.localdate(decided_at) <= due_on
        else:
            sums[3] += due_on < today
    return {dataset: (sums[0], sums[1], sums[2], sums[3]) for dataset, sums in found.items()}


def by_unit_and_month(reads: ReadQuerySet) -> QuerySet[AccessLog, dict[str, object]]:
    """Reads counted by month, dataset and unit, the latest month first: how often, how many rows, when last."""
    return (
        reads.answered().order_by().annotate(month=TruncMonth("at"))
        .values("month", "dataset__code", "dataset__name", "unit__code", "unit__name")
        .annotate(times=Count("pk"), read=Sum("rows"), last=Max("at"))
        .order_by("-month", "dataset__name", "unit__name")
    )  # fmt: skip
