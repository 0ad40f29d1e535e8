"""Who used what: the report of reads by unit, dataset and month. The score of sharing is that of `shared_word`."""

from __future__ import annotations

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import TruncMonth

from honglam.engines.datahub.models import AccessLog
from honglam.engines.datahub.queries import ReadQuerySet


def by_unit_and_month(reads: ReadQuerySet) -> QuerySet[AccessLog, dict[str, object]]:
    """Reads counted by month, dataset and unit, the latest month first: how often, how many rows, when last."""
    return (
        reads.answered().order_by().annotate(month=TruncMonth("at"))
        .values("month", "dataset__code", "dataset__name", "unit__code", "unit__name")
        .annotate(times=Count("pk"), read=Sum("rows"), last=Max("at"))
        .order_by("-month", "dataset__name", "unit__name")
    )  # fmt: skip
