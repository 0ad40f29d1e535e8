"""How the regimes that somebody receives stand now: for the overview of the desk. One query, however many reports."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, F, Max, Q
from django.urls import reverse

from honglam.core.access.reach import reach_of
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.queries import RECEIVE
from honglam.engines.reporting.terms import SENT_STEPS, RegimeState, ReportStep

if TYPE_CHECKING:
    from honglam.core.access.models import User

LOOKED_BACK = datetime.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class RegimeStanding:
    """The period of a regime that was opened last: how many reports are asked for, and how many stand how."""

    uid: UUID
    name: str
    period_start: datetime.date
    period_end: datetime.date
    period_code: str
    due_on: datetime.date
    asked: int
    on_time: int
    late: int
    missing: int

    @property
    def still_due(self) -> int:
        """Not sent and not overdue."""
        return self.asked - self.on_time - self.late - self.missing

    @property
    def url(self) -> str:
        """The page with the rows behind the figures."""
        return reverse("reporting:regime", args=[self.uid])


@dataclass(frozen=True, slots=True)
class LateAndMissing:
    """All regimes that a person receives, the most missing first."""

    regimes: tuple[RegimeStanding, ...]

    @property
    def late(self) -> int:
        """Reports that came late."""
        return sum(one.late for one in self.regimes)

    @property
    def missing(self) -> int:
        """Reports that are overdue."""
        return sum(one.missing for one in self.regimes)


def late_and_missing(user: User, today: datetime.date) -> LateAndMissing:
    """How the reports that are sent to a person's units stand, each regime in its last opened period; one query.

    A correction makes nobody late: the first version counts.
    """
    reach = reach_of(user, RECEIVE)
    if not reach:
        return LateAndMissing(())
    is_sent = Q(step__in=SENT_STEPS)
    is_open = ~is_sent & ~Q(step=ReportStep.DROPPED)
    rows = (
        Report.objects.filter(
            reach.q("receiver"), version=1, regime__state=RegimeState.IN_FORCE, due_on__gte=today - LOOKED_BACK
        )
        .order_by()
        .values("regime__uid", "regime__name", "period_start", "period_end", "period_code")
        .annotate(
            due=Max("due_on"),
            asked=Count("pk", filter=~Q(step=ReportStep.DROPPED)),
            sent=Count("pk", filter=is_sent),
            late=Count("pk", filter=is_sent & Q(sent_at__date__gt=F("due_on"))),
            missing=Count("pk", filter=is_open & Q(due_on__lt=today)),
        )
    )
    newest: dict[UUID, RegimeStanding] = {}
    for row in rows:
        one = RegimeStanding(
            row["regime__uid"], row["regime__name"], row["period_start"], row["period_end"], row["period_code"],
            row["due"], row["asked"], row["sent"] - row["late"], row["late"], row["missing"],
        )  # fmt: skip
        known = newest.get(one.uid)
        if known is None or (known.period_end, known.period_start) < (one.period_end, one.period_start):
            newest[one.uid] = one
    return LateAndMissing(tuple(sorted(newest.values(), key=lambda one: (-one.missing, one.due_on, one.name))))
