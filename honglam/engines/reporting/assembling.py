"""From stored facts to the content of a report, and back from its frozen content."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from honglam.engines.reporting.content import Content, Section
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.schedule import reporters_on
from honglam.engines.reporting.sections import SectionRequest, section_kind
from honglam.toolkit.periods import Period, parse

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit


def content_of(report: Report, *, today: datetime.date) -> Content:
    """What a report says: as it was frozen, or assembled now while it is drafted."""
    return Content.from_json(report.content) if report.content is not None else assemble(report, today=today)


def assemble(report: Report, *, today: datetime.date) -> Content:
    """The content of a report from what is stored now, its sections in the order of the regime's outline."""
    period = period_of_report(report)
    previous = previous_of(report)
    below = reports_below(report)
    missing = units_missing(report, below)
    form_ids = list(report.regime.forms.values_list("pk", flat=True))
    sections = []
    for asked in report.regime.sections:
        kind = section_kind(asked["code"])
        title = asked.get("title") or str(kind.label)
        request = SectionRequest(
            unit=report.unit, starts_on=report.period_start, ends_on=report.period_end,
            as_of=min(today, report.period_end), key=asked["key"], title=title, period=period,
            plan_uid=report.regime.plan_uid, options=asked.get("options", {}),
            previous=Content.from_json(previous.content) if previous is not None and previous.content else None,
            report=report, below=below, missing=missing, form_ids=form_ids,
        )  # fmt: skip
        sections.append(Section(kind.code, asked["key"], title, tuple(kind.assemble(request))))
    return Content(tuple(sections))


def period_of_report(report: Report) -> Period | None:
    """The period of a report; None where it is owed once."""
    return parse(report.period_code) if report.period_code else None


def previous_of(report: Report) -> Report | None:
    """The report of the period before, as it stands after corrections; None where there is none that was sent."""
    period = period_of_report(report)
    if period is None:
        return None
    sent = Report.objects.sent().current().filter(regime=report.regime, unit=report.unit)
    return sent.of_period(period.previous()).order_by("-version").first()


def reports_below(report: Report) -> list[Report]:
    """The reports that were sent for this one to be consolidated from, each in its newest version, by unit's order."""
    return list(
        Report.objects.sent()
        .current()
        .filter(regime__feeds=report.regime, period_start=report.period_start, period_end=report.period_end)
        .select_related("unit", "regime")
        .order_by("unit__position", "unit__sort_key", "unit_id")
    )


def units_missing(report: Report, below: list[Report]) -> list[Unit]:
    """The units that owe a report for this one and sent none."""
    sent = {(one.regime_id, one.unit_id) for one in below}
    regimes = report.regime.fed_by.select_related("group", "owner").prefetch_related("units")
    return [
        unit
        for regime in regimes
        for unit in reporters_on(regime, report.period_end)
        if (regime.pk, unit.pk) not in sent
    ]
