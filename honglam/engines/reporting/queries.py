"""QuerySets of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q

from honglam.core.access.reach import reach_of
from honglam.engines.reporting.terms import FAULTY, CopyOutcome, GatheringState

if TYPE_CHECKING:
    from honglam.core.access.models import User


class WorkbookGatheringQuerySet(models.QuerySet[Any]):
    """Forms whose copies are put together."""

    def visible_to(self, user: User) -> Self:
        """Those of units whose forms the user gathers today; having started one gives no lasting right to its files."""
        reach = reach_of(user, "reporting.gather_forms")
        return self if reach.everything else self.filter(reach.q("unit"))

    def current(self) -> Self:
        """Those that nobody dropped."""
        return self.exclude(state=GatheringState.DROPPED)

    def with_counts(self) -> Self:
        """Adds copy_count, added_count and faulty_count."""
        return self.annotate(
            copy_count=Count("copies"),
            added_count=Count("copies", filter=Q(copies__outcome=CopyOutcome.ADDED)),
            faulty_count=Count("copies", filter=Q(copies__outcome__in=FAULTY)),
        ).order_by("-created_at", "-pk")
