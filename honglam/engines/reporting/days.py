"""How reports stand on a day: the same word for the list, the page and the desk."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.reporting.rules.timeliness import timeliness_of
from honglam.engines.reporting.terms import DUE_SOON_WORKING_DAYS, ReportStep, ReportTimeliness

if TYPE_CHECKING:
    from honglam.engines.reporting.models import Report


class Days:
    """Today, and the last due day that counts as soon."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.soon_until = WorkingCalendar.load().add_working_days(today, DUE_SOON_WORKING_DAYS)

    def timeliness(self, report: Report) -> ReportTimeliness:
        """How a report stands; it was read with `with_sent_day`."""
        soon_on = self.today if report.due_on <= self.soon_until else report.due_on
        return timeliness_of(
            due_on=report.due_on, sent_on=report.sent_on, soon_on=soon_on, today=self.today,  # type: ignore[attr-defined]
            is_dropped=report.step == ReportStep.DROPPED,
        )  # fmt: skip
