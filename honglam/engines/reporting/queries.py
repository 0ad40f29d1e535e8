"""QuerySets of reports."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Q

from honglam.core.access.reach import reach_of
from honglam.engines.reporting.terms import (
    FAULTY,
    SENT_STEPS,
    CopyOutcome,
    GatheringState,
    RegimeState,
    ReportStep,
)

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

VIEW = "reporting.view_reports"
DRAFT = "reporting.draft_reports"
CHECK = "reporting.check_reports"
SIGN = "reporting.sign_reports"
ISSUE = "reporting.issue_reports"
RECEIVE = "reporting.receive_reports"
DEFINE = "reporting.define_regimes"
FILL = "reporting.fill_forms"


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


class ReportRegimeQuerySet(models.QuerySet[Any]):
    """Report regimes."""

    def visible_to(self, user: User) -> Self:
        """Those that a unit in reach owns, receives, consolidates, or has reports in; distinct by subquery."""
        reach = reach_of(user, VIEW)
        if reach.everything:
            return self
        mine = reach.q("owner") | reach.q("receiver") | reach.q("consolidator")
        reporting = self.model._default_manager.filter(reach.q("reports__unit") | reach.q("units"))
        return self.filter(mine | Q(pk__in=reporting.values("pk")))

    def in_force(self, on: datetime.date) -> Self:
        """Those that ask for reports on a day."""
        return self.filter(state=RegimeState.IN_FORCE, starts_on__lte=on).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        )


class ReportQuerySet(models.QuerySet[Any]):
    """Reports."""

    def visible_to(self, user: User) -> Self:
        """The reports of units in reach, and what was sent to units in reach (also what they still wait for)."""
        reach = reach_of(user, VIEW)
        return self if reach.everything else self.filter(reach.q("unit") | reach.q("receiver"))

    def current(self) -> Self:
        """The newest version of each report: not what a later one has corrected."""
        return self.exclude(step=ReportStep.CORRECTED)

    def open(self) -> Self:
        """Those in which the unit still has something to do."""
        return self.exclude(step__in=[*SENT_STEPS, ReportStep.DROPPED])

    def sent(self) -> Self:
        """Those that left their unit."""
        return self.filter(step__in=SENT_STEPS)

    def of_period(self, period: Period) -> Self:
        """Those of one period."""
        return self.filter(period_scheme=period.scheme.value, period_code=period.code)

    def of_units(self, units: list[Unit]) -> Self:
        """Those of some units."""
        return self.filter(unit__in=[unit.pk for unit in units])

    def overdue(self, today: datetime.date) -> Self:
        """Those that were due before today and were not sent."""
        return self.open().filter(due_on__lt=today)


class UpperFormQuerySet(models.QuerySet[Any]):
    """Forms of upper levels."""

    def visible_to(self, user: User) -> Self:
        """Those of units whose forms the user fills."""
        reach = reach_of(user, FILL)
        return self if reach.everything else self.filter(reach.q("unit"))

    def current(self) -> Self:
        """Those that are in use."""
        return self.filter(is_dropped=False)


class RegimeRemarkQuerySet(models.QuerySet[Any]):
    """Remarks about regimes."""

    def open(self) -> Self:
        """Those that nobody has looked at."""
        return self.filter(settled_at__isnull=True)
