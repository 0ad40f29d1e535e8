"""Regimes and reports for the stories that tests tell; everything here is fictional."""

from __future__ import annotations

import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.reporting.freezing import freeze
from honglam.engines.reporting.models import Report, ReportEntry, ReportRegime
from honglam.engines.reporting.terms import EntryKind, ReportStep
from honglam.toolkit.periods import Period, parse

_numbers = count(1)
QUARTER = parse("2026-Q2")
TODAY = datetime.date(2026, 7, 3)


def make_regime(owner: Unit, *codes: str, **columns: Any) -> ReportRegime:
    """A quarterly regime of a unit with an outline of declared sections; `units` report it."""
    units = columns.pop("units", ())
    defaults: dict[str, Any] = {
        "code": f"CD-T-{next(_numbers)}", "name": "Báo cáo kết quả chuyển đổi số", "scheme": "quarter", "due_day": 5,
        "due_month_offset": 1, "receiver": owner, "owner": owner, "starts_on": datetime.date(2026, 1, 1),
        "sections": [{"code": code, "key": code, "title": ""} for code in codes],
    }  # fmt: skip
    regime = ReportRegime.objects.create(**(defaults | columns))
    regime.units.set(units)
    return regime


def make_report(regime: ReportRegime, unit: Unit, period: Period = QUARTER, **columns: Any) -> Report:
    """A report that is drafted, unless columns say otherwise."""
    defaults: dict[str, Any] = {
        "code": f"BC-T-{next(_numbers)}", "receiver": regime.receiver, "title": f"{regime.name} {period.label}",
        "period_scheme": period.scheme.value, "period_code": period.code, "period_start": period.start,
        "period_end": period.end, "due_on": period.end + datetime.timedelta(days=5),
    }  # fmt: skip
    return Report.objects.create(regime=regime, unit=unit, **(defaults | columns))


def send_report(report: Report, on: datetime.date = TODAY) -> Report:
    """Freeze a report and send it, past the verbs of its way."""
    freeze(report=report, today=on)
    report.step, report.number = ReportStep.SENT, f"{next(_numbers)}/BC-UBND"
    report.issued_on, report.sent_at = on, timezone.make_aware(datetime.datetime.combine(on, datetime.time(9)))
    report.save()
    report.refresh_from_db()
    return report


def add_entry(report: Report, text: str, kind: str = EntryKind.DIFFICULTY, **columns: Any) -> ReportEntry:
    """An entry behind the others of its kind."""
    place = report.entries.filter(kind=kind).count() + 1
    return ReportEntry.objects.create(report=report, kind=kind, position=place, text=text, **columns)
