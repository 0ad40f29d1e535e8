"""A report of a province at full size: assembled from 10,000 tasks, and consolidated from 69 frozen reports.

    python benchmarks/province_report.py [--tasks 10000]        DATABASE_URL chooses PostgreSQL

Prints one JSON line: queries and CPU milliseconds (median of several) of assembling the province's report with its
sections of work and results; of freezing one commune's; of consolidating 69 frozen reports; of the Excel annexes. The
peer stands beside it in the same run: the same counts by one hand-written SQL statement, which must agree.
"""

from __future__ import annotations

import argparse
import datetime
import json
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from made_province import Province, make_province  # before our own modules: it sets Django up
from work import measured

from honglam.core.organisations.models import Unit
from honglam.engines.reporting.annexes import annex_workbook
from honglam.engines.reporting.assembling import assemble
from honglam.engines.reporting.freezing import freeze
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.terms import ReportStep
from honglam.toolkit.periods import Period, Scheme, period_of

BOUNDS = {"assemble_queries": 25, "consolidate_queries": 15}
OUTLINE = ("work", "results", "difficulties", "proposals", "next")
ABOVE = ("received", "units_work", "difficulties", "proposals", "next")
COUNTS = """
SELECT COUNT(*),
  SUM(CASE WHEN a.state = 'done' AND a.completed_on >= %(start)s AND a.completed_on <= %(day)s THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.state = 'done' AND a.completed_on >= %(start)s AND a.completed_on <= %(day)s
    AND a.completed_on > a.due_on THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.state = 'claimed' AND a.completed_on <= %(day)s THEN 1 ELSE 0 END),
  SUM(CASE WHEN a.due_on < %(day)s AND (a.state IN ('not_started', 'in_progress', 'returned')
    OR (a.state IN ('done', 'claimed') AND a.completed_on > %(day)s)) THEN 1 ELSE 0 END)
FROM plans_assignment a JOIN plans_task t ON t.id = a.task_id JOIN plans_plan p ON p.id = t.plan_id
WHERE a.role = 'lead' AND a.assigned_on <= %(day)s AND NOT t.is_withdrawn AND p.state NOT IN ('replaced', 'expired')
  AND a.state NOT IN ('prepared', 'withdrawn', 'standing')
"""
KEYS = ("work.in_force", "work.done", "work.done_late", "work.claimed", "work.overdue")


def by_hand(period: Period) -> tuple[int, ...]:
    """The same counts by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"start": period.start.isoformat(), "day": period.end.isoformat()})
        return tuple(int(count) for count in cursor.fetchone())


def regime_of(code: str, sections: tuple[str, ...], province: Province, feeds: ReportRegime | None) -> ReportRegime:
    """A quarterly regime of the province."""
    return ReportRegime.objects.create(
        code=code, name="Báo cáo kết quả chuyển đổi số", scheme=Scheme.QUARTER.value, due_day=5, owner=province.root,
        receiver=province.root, starts_on=datetime.date(2025, 1, 1), feeds=feeds,
        sections=[{"code": one, "key": one, "title": ""} for one in sections],
    )  # fmt: skip


def report_of(regime: ReportRegime, unit: Unit, period: Period, number: int) -> Report:
    """One report of it, drafted."""
    return Report.objects.create(
        code=f"{regime.code}-{number}", regime=regime, unit=unit, receiver=regime.receiver, title=regime.name,
        period_scheme=period.scheme.value, period_code=period.code, period_start=period.start,
        period_end=period.end, due_on=period.end,
    )  # fmt: skip


def sent(report: Report, today: datetime.date) -> Report:
    """The report, frozen and sent."""
    freeze(report=report, today=today)
    report.step, report.number, report.issued_on, report.sent_at = (
        ReportStep.SENT, "1/BC-UBND", today, timezone.now(),
    )  # fmt: skip
    report.save()
    return report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=10_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    today = timezone.localdate()
    province = make_province(options.tasks, today)
    period = period_of(today, Scheme.QUARTER).previous()
    own = report_of(regime_of("CD-B-1", OUTLINE, province, None), province.root, period, 0)
    above = regime_of("CD-B-2", ABOVE, province, None)
    below = regime_of("CD-B-3", OUTLINE, province, above)
    below.units.set(province.communes)
    figures = assemble(own, today=today).figures_by_key()
    counts, peer = tuple(int(figures["work", key].value) for key in KEYS), by_hand(period)
    assert counts == peer, (counts, peer)
    reports = [
        sent(report_of(below, unit, period, number), today) for number, unit in enumerate(province.communes, start=1)
    ]
    whole = report_of(above, province.root, period, 0)
    together = assemble(whole, today=today)
    total = together.figures_by_key()["units_work", "total.work.in_force"].value
    added = sum(int(content_value(one, "work.in_force")) for one in reports)
    assert int(total) == added, (total, added)
    result = {
        "benchmark": "province_report",
        "database": connection.vendor,
        "tasks": options.tasks,
        "counts": dict(zip(KEYS, counts, strict=True)),
        "assemble": measured(lambda: assemble(own, today=today)),
        "peer_counts_sql": measured(lambda: by_hand(period)),
        "assemble_commune": measured(lambda: assemble(reports[0], today=today)),
        "consolidate": {"reports": len(reports), **measured(lambda: assemble(whole, today=today))},
        "annexes": measured(lambda: annex_workbook(whole, together)),
        "frozen_kilobytes": round(len(json.dumps(reports[0].content).encode()) / 1024, 1),
        "bounds": BOUNDS,
    }
    print(json.dumps(result, ensure_ascii=False))


def content_value(report: Report, key: str) -> str:
    """The value of a figure in frozen content, read without our own classes."""
    content: Any = report.content
    section = next(one for one in content["sections"] if one["code"] == "work")
    pieces = (piece for block in section["blocks"] if block["kind"] == "sentence" for piece in block["pieces"])
    return str(next(piece["value"] for piece in pieces if isinstance(piece, dict) and piece["key"] == key))


if __name__ == "__main__":
    main()
