"""From stored facts to the content of a report, and back from its frozen content."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from honglam.engines.reporting.content import Content, Section, Sentence
from honglam.engines.reporting.making import with_previous
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.queries import ReportQuerySet
from honglam.engines.reporting.schedule import reporters_on
from honglam.engines.reporting.sections import SectionRequest, section_kinds
from honglam.engines.reporting.terms import ReportStep
from honglam.toolkit.periods import Period, parse

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit


def content_of(report: Report, *, today: datetime.date) -> Content:
    """What a report says: as it was frozen, or assembled now while it is drafted."""
    return Content.from_json(report.content) if report.content is not None else assemble(report, today=today)


def assemble(report: Report, *, today: datetime.date) -> Content:
    """The content of a report from what is stored now, its sections in the order of the regime's outline.

    Always in Vietnamese: it is what the paper will say. Every figure has its value of the period before beside it where
    the frozen report of that period has the same one. A section that the software no longer has says so
    (`unknown_sections`).
    """
    with override("vi"):
        return Content(_assembled(report, today))


def unknown_sections(report: Report) -> list[str]:
    """Titles of the outline's sections that nobody declares any more."""
    known = {kind.code for kind in section_kinds()}
    return [asked.get("title") or asked["code"] for asked in report.regime.sections if asked["code"] not in known]


def _assembled(report: Report, today: datetime.date) -> tuple[Section, ...]:
    period = period_of_report(report)
    previous = previous_of(report)
    below = reports_below(report)
    missing = units_missing(report, below)
    form_ids = list(report.regime.forms.values_list("pk", flat=True))
    before = Content.from_json(previous.content) if previous is not None and previous.content else None
    known = {kind.code: kind for kind in section_kinds()}
    sections = []
    for asked in report.regime.sections:
        kind = known.get(asked["code"])
        if kind is None:
            said = _("Phần mềm không còn phần này. Hãy sửa đề cương của chế độ báo cáo.")
            sections.append(Section(asked["code"], asked["key"], asked.get("title") or asked["code"], (_words(said),)))
            continue
        title = asked.get("title") or str(kind.label)
        request = SectionRequest(
            unit=report.unit, starts_on=report.period_start, ends_on=report.period_end,
            as_of=min(today, report.period_end), key=asked["key"], title=title, period=period,
            plan_uid=report.regime.plan_uid, options=asked.get("options", {}), previous=before,
            report=report, below=below, missing=missing, form_ids=form_ids,
        )  # fmt: skip
        sections.append(Section(kind.code, asked["key"], title, tuple(kind.assemble(request))))
    return with_previous(sections, before)


def _words(text: str) -> Sentence:
    return Sentence((text,))


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
        rounds_below(report)
        .sent()
        .current()
        .select_related("unit", "regime")
        .order_by("unit__position", "unit__sort_key", "unit_id")
    )


def units_missing(report: Report, below: list[Report]) -> list[Unit]:
    """The units that owe a report for this one and sent none; those that need none this time are left out."""
    settled = {(one.regime_id, one.unit_id) for one in below}
    settled |= set(rounds_below(report).filter(step=ReportStep.DROPPED).values_list("regime_id", "unit_id"))
    regimes = report.regime.fed_by.in_force(report.period_end).select_related("group", "owner")
    return [
        unit
        for regime in regimes.prefetch_related("units")
        for unit in reporters_on(regime, report.period_end)
        if (regime.pk, unit.pk) not in settled
    ]


def rounds_below(report: Report) -> ReportQuerySet:
    """All reports of the same days that this one is consolidated from, sent or not, every version."""
    found: ReportQuerySet = Report.objects.filter(
        regime__feeds=report.regime_id, period_start=report.period_start, period_end=report.period_end
    )
    return found
