"""When a form is due, and the digest by which an approved one is known."""

from __future__ import annotations

import datetime
import hashlib
import json

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.indicators.models import IndicatorForm
from honglam.toolkit.periods import Period


def due_on(form: IndicatorForm, period: Period, calendar: WorkingCalendar) -> datetime.date:
    """The last day on which a form is in time: so many working days after the period's end."""
    return calendar.add_working_days(period.end, form.due_after_working_days)


def digest_of(snapshot: dict[str, str | None]) -> str:
    """SHA-256 of a snapshot in its canonical writing: sorted keys, no spaces."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
