"""What the desk shows of reports: those that wait for a person."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.core.access.reach import reach_of
from honglam.engines.reporting.days import Days
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.queries import VIEW
from honglam.engines.reporting.terms import ReportTimeliness
from honglam.engines.reporting.waiting import waiting_for

if TYPE_CHECKING:
    from honglam.core.access.models import User

ROWS = 10


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """One report that waits, and how it stands towards its due day."""

    report: Report
    timeliness: ReportTimeliness


@dataclass(frozen=True, slots=True)
class WaitingReports:
    """The first reports that wait for a person, and how many there are in all."""

    rows: tuple[WaitingReport, ...] = ()
    count: int = 0


def reports_waiting_for(user: User, today: datetime.date, *, most: int = ROWS) -> WaitingReports:
    """The reports whose next step is this person's, the most pressing first; one query, two where there are many."""
    if not reach_of(user, VIEW):
        return WaitingReports()
    days = Days(today)
    found = waiting_for(user, today, Report.objects.visible_to(user))
    rows = found.with_sent_day().select_related("unit", "receiver").order_by("due_on", "pk")  # type: ignore[attr-defined]
    shown = list(rows[: most + 1])
    count = len(shown) if len(shown) <= most else found.count()
    return WaitingReports(tuple(WaitingReport(one, days.timeliness(one)) for one in shown[:most]), count)
