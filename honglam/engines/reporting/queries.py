"""QuerySets of reports."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate

from honglam.core.access.reach import Reach, reach_of
from honglam.engines.reporting.terms import (
    FAULTY,
    SENT_STEPS,
    CopyOutcome,
    EntryKind,
    GatheringState,
    RegimeState,
    ReportStep,
    ReportTimeliness,
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
STEP_PERMISSIONS = {
    ReportStep.DRAFTING: DRAFT, ReportStep.CHECKING: CHECK, ReportStep.OFFICE: CHECK, ReportStep.SIGNING: SIGN,
    ReportStep.CLERK: ISSUE, ReportStep.SENT: RECEIVE,
}  # fmt: skip
"""Which permission a step needs: inside at the unit whose people do it, sent at the receiver."""


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

    def proposals_first(self) -> Self:
        """Those that wait for somebody, those in force, the others; each by name."""
        states = [RegimeState.PROPOSED, RegimeState.IN_FORCE, RegimeState.ENDED, RegimeState.DECLINED]
        places = [When(state=state, then=place) for place, state in enumerate(states)]
        return self.order_by(Case(*places, default=len(states), output_field=IntegerField()), "name", "pk")

    def with_counts(self, today: datetime.date) -> Self:
        """Adds named_count (units that are named) and missing_count (reports that are overdue and not sent)."""
        closed = Q(reports__step__in=[*SENT_STEPS, ReportStep.DROPPED])
        late = Q(reports__due_on__lt=today, reports__version=1) & ~closed
        return self.annotate(
            named_count=Count("units", distinct=True), missing_count=Count("reports", filter=late, distinct=True)
        )

    def about(self, unit: Unit) -> Self:
        """Those that a unit owns, receives, consolidates, or reports for."""
        found = Q(owner=unit) | Q(receiver=unit) | Q(consolidator=unit)
        reporting = self.model._default_manager.filter(Q(units=unit) | Q(reports__unit=unit))
        return self.filter(found | Q(pk__in=reporting.values("pk")))


class ReportQuerySet(models.QuerySet[Any]):
    """Reports."""

    def visible_to(self, user: User) -> Self:
        """Those of the reader's own units, and what was sent to units in reach (also what they still wait for)."""
        reach = reach_of(user, VIEW)
        return self if reach.everything else self.filter(self._inside(reach) | reach.q("receiver"))

    def readable_by(self, user: User) -> Self:
        """Those whose content the user may read: a receiver reads what was sent, not what is still drafted."""
        reach = reach_of(user, VIEW)
        if reach.everything:
            return self
        return self.filter(self._inside(reach) | (reach.q("receiver") & Q(step__in=SENT_STEPS)))

    def seen_inside_by(self, user: User) -> Self:
        """Those that the user sees as one of the reporting unit, not only as the receiver."""
        reach = reach_of(user, VIEW)
        return self if reach.everything else self.filter(self._inside(reach))

    def _inside(self, reach: Reach) -> Q:
        """Reports of units in reach, or that an office in reach drafts or reviews by arrangement.

        The arrangement for all regimes counts only where that for the regime names no other office.
        """
        return reach.q("unit") | self._arranged(reach, "drafting_unit") | self._arranged(reach, "office_unit")

    def _arranged(self, reach: Reach, column: str) -> Q:
        row = "unit__report_arrangements"
        own = apps.get_model("reporting", "ReportArrangement")._default_manager.filter(
            unit=OuterRef("unit"), regime=OuterRef("regime"), **{f"{column}__isnull": False}
        )
        here = reach.q(f"{row}__{column}")
        general = Q(**{f"{row}__regime__isnull": True}) & ~Exists(own)
        reports = self.model._default_manager.filter(here, Q(**{f"{row}__regime": F("regime")}) | general)
        return Q(pk__in=reports.values("pk"))

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

    def with_sent_day(self) -> Self:
        """Adds sent_on, the day on which its first version was sent: a correction makes nobody late."""
        versions = self.model._default_manager.filter(
            regime=OuterRef("regime"), unit=OuterRef("unit"), period_start=OuterRef("period_start"),
            period_end=OuterRef("period_end"), sent_at__isnull=False,
        )  # fmt: skip
        return self.annotate(sent_on=TruncDate(Subquery(versions.order_by("version").values("sent_at")[:1])))

    def of_timeliness(self, code: str, today: datetime.date, soon_until: datetime.date) -> Self:
        """Those of one `ReportTimeliness`, as the rule says it; `soon_until`: the last due day that is soon today."""
        dated = self.with_sent_day()
        asked = dated.exclude(step=ReportStep.DROPPED)
        waiting = asked.filter(sent_on=None)
        return {
            ReportTimeliness.NOT_ASKED: dated.filter(step=ReportStep.DROPPED),
            ReportTimeliness.SENT_ON_TIME: asked.filter(sent_on__lte=F("due_on")),
            ReportTimeliness.SENT_LATE: asked.filter(sent_on__gt=F("due_on")),
            ReportTimeliness.MISSING: waiting.filter(due_on__lt=today),
            ReportTimeliness.DUE_SOON: waiting.filter(due_on__gte=today, due_on__lte=soon_until),
            ReportTimeliness.WAITING: waiting.filter(due_on__gt=soon_until),
        }[ReportTimeliness(code)]


class ReportEntryQuerySet(models.QuerySet[Any]):
    """Difficulties and proposals."""

    def proposals_to(self, user: User) -> Self:
        """Proposals of sent reports that ask a unit for which the user receives reports, or that were sent to it."""
        reach = reach_of(user, RECEIVE)
        sent = self.filter(kind=EntryKind.PROPOSAL, report__step__in=[ReportStep.SENT, ReportStep.RECEIVED])
        if reach.everything:
            return sent
        return sent.filter(reach.q("addressed_to") | reach.q("report__receiver"))


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
