"""The facts of an upper plan as they are read from its text, so that whole files can be tried without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.tasks import is_day, work_of
from honglam.engines.plans.drafting.facts import Basis, Report, UpperPlan, UpperTarget, UpperWork
from honglam.engines.plans.drafting.standing import funding_said, is_of_general_standing

_KINDS = {"plan": "Kế hoạch", "programme": "Chương trình", "decision": "Quyết định", "directive": "Chỉ thị"}


def upper_of_text(plan: PlanText, *, written_on: dt.date) -> UpperPlan:
    """What a plan's text says to those below. A plan that names no year is of the year in which this is written."""
    reading = plan.reading
    head = reading.doc
    first, last = plan.years or (written_on.year, written_on.year)
    issuer = _in_a_sentence(head.issuer or "cơ quan cấp trên")
    opening = reading.sections[0].source.start if reading.sections else 0
    return UpperPlan(
        kind=_KINDS.get(head.kind, "Kế hoạch"),
        title=head.title or "",
        issuer=issuer,
        issuer_short=issuer.replace("Ủy ban nhân dân", "UBND"),
        first_year=first,
        last_year=last,
        number=head.number or "",
        issued_on=_day(head.date),
        targets=tuple(
            UpperTarget(f"t{place}", item, plan.quote(item.source).text)
            for place, item in enumerate(reading.indicators)
        ),
        works=(*_rows(plan), *_duties(plan)),
        bases=tuple(
            Basis(item.kind, item.number, _day(item.date), item.issuer or "")
            for item in reading.legal_basis
            if is_of_general_standing(item.kind, item.number, stands_before_text=item.source.start < opening)
        ),
        reports=tuple(Report(item.who, item.to or "", item.due_rule or "", item.quote) for item in reading.reporting),
        funding=funding_said(
            plan.document.text,
            [(section.heading, section.source.start, section.source.end) for section in reading.sections],
        ),
    )


def _in_a_sentence(name: str) -> str:
    """A name that the letterhead prints in capitals, as it stands in running text."""
    if not name.isupper():
        return name
    body, noun, place = name.lower().rpartition(" tỉnh ")
    return f"{body.capitalize()}{noun}{place.title()}" if noun else name.capitalize()


def _rows(plan: PlanText) -> Iterator[UpperWork]:
    for place, task in enumerate(plan.reading.tasks):
        yield UpperWork(
            f"r{place}", task.name, plan.quote(task.source).text, task.content or "", task.product or "",
            tuple(task.lead), tuple(task.coordinating), tuple(task.monitoring),
            due=_day(task.deadline) if is_day(task.deadline) else None, deadline_text=task.deadline_text or "",
            section=task.section_or_appendix, group=task.group or "", number=task.no or "",
        )  # fmt: skip


def _duties(plan: PlanText) -> Iterator[UpperWork]:
    duties = (work for work in work_of(plan) if not work.is_row)
    for place, work in enumerate(duties):
        yield UpperWork(
            f"d{place}", work.name, plan.quote(work.source).text, leads=work.leads, section=work.section,
            due=_day(work.deadline) if is_day(work.deadline) else None, deadline_text=work.deadline_text or "",
            is_row=False,
        )  # fmt: skip


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
