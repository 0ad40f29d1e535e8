"""What the page of a report shows: where it stands, what the reader can do next, its entries, signatures, versions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from honglam.engines.reporting.arrangements import Arranged, arranged
from honglam.engines.reporting.assembling import content_of
from honglam.engines.reporting.content import Content
from honglam.engines.reporting.days import Days
from honglam.engines.reporting.models import Report, ReportEntry, ReportMove
from honglam.engines.reporting.rules.stamps import entry_stamp, stamp_of
from honglam.engines.reporting.rules.steps import Act, next_step
from honglam.engines.reporting.sections import written_sections
from honglam.engines.reporting.terms import (
    INSIDE_STEPS,
    SENT_STEPS,
    EntryKind,
    ReportStep,
    ReportTimeliness,
    SignedCopy,
)
from honglam.engines.reporting.waiting import acts_of, is_turn_of, people_for

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_MOVES = 200
SIGNED_TONES = {
    SignedCopy.ORIGINAL: "success", SignedCopy.SIGNED: "info", SignedCopy.UNVOUCHED: "warning",
    SignedCopy.COPY: "warning",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step of the rail: passed, the present one, or ahead."""

    step: ReportStep
    state: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section that people type: its words, and the stamp that proves that a writer saw them."""

    key: str
    title: str
    text: str
    stamp: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A difficulty or a proposal with its stamp."""

    entry: ReportEntry
    stamp: str


class ReportPage:
    """One report as one person sees it."""

    def __init__(self, report: Report, user: User, today: datetime.date, *, is_readable: bool) -> None:
        self.report = report
        self.user = user
        self.today = today
        self.is_readable = is_readable
        self.days = Days(today)

    @cached_property
    def arranged(self) -> Arranged:
        """Who does what in the unit."""
        return arranged(self.report.unit, self.report.regime)

    @cached_property
    def acts(self) -> frozenset[Act]:
        """What the reader may do now."""
        return acts_of(self.user, self.report, self.arranged) if self.is_readable else frozenset()

    @property
    def may(self) -> dict[str, bool]:
        """The same for templates: `page.may.number`."""
        return {act.value: act in self.acts for act in Act}

    @cached_property
    def timeliness(self) -> ReportTimeliness:
        """How the report stands towards its due day."""
        return self.days.timeliness(self.report)

    @cached_property
    def content(self) -> Content:
        """What the report says, as it was frozen or as it would say now."""
        return content_of(self.report, today=self.today)

    @cached_property
    def rail(self) -> list[RailStep]:
        """The steps of the way, from drafting to the receiver."""
        report = self.report
        inside = [step for step in INSIDE_STEPS if step in self.arranged.steps or step == report.step]
        ahead = [ReportStep.SENT, *([ReportStep.RECEIVED] if report.receiver_id else [])]
        steps = [*inside, *ahead]
        if report.step == ReportStep.CORRECTED:
            steps.append(ReportStep.CORRECTED)
        at = steps.index(ReportStep(report.step)) if report.step in steps else -1
        if at >= 0 and (
            report.step == ReportStep.RECEIVED or (at == len(steps) - 1 and report.step == ReportStep.SENT)
        ):
            at += 1  # nothing is left to do
        return [
            RailStep(step, "now" if place == at else "done" if place < at else "ahead")
            for place, step in enumerate(steps)
        ]

    @cached_property
    def next_step(self) -> ReportStep | None:
        """The step inside the unit that follows."""
        return next_step(ReportStep(self.report.step), self.arranged.steps)

    @cached_property
    def is_my_turn(self) -> bool:
        """Whether the step waits for the reader."""
        return is_turn_of(self.user, self.report, self.arranged, self.today)

    @cached_property
    def waits_for(self) -> str:
        """Whose turn it is, in words; empty where nobody's."""
        step = ReportStep(self.report.step)
        if step in (ReportStep.DROPPED, ReportStep.RECEIVED, ReportStep.CORRECTED):
            return ""
        if step == ReportStep.SENT:
            return self.report.receiver_name if self.report.receiver_id else ""
        people = people_for(self.report, self.arranged, step, self.today)
        names = [person.get_full_name() for person in people[:3]]
        return ", ".join(names) + (_(" và người khác") if len(people) > 3 else "")

    @property
    def primary(self) -> str:
        """The one thing to do next for this reader: the value of an act, empty where there is none."""
        ranked = [Act.SEND, Act.BRING_SIGNED, Act.NUMBER, Act.PASS_ON, Act.RECEIVE, Act.REOPEN]
        return next((act.value for act in ranked if act in self.acts), "")

    @cached_property
    def written(self) -> list[ShownSection]:
        """The sections that people type in words."""
        outline = written_sections(self.report.regime.sections)
        return [shown_section(self.report, one["key"], one["title"]) for one in outline]

    @cached_property
    def consolidates(self) -> bool:
        """Whether reports of other units are put together in this one."""
        return self.report.regime.fed_by.exists()

    @cached_property
    def moves(self) -> list[ReportMove]:
        """The way so far, newest first."""
        return list(self.report.moves.select_related("by").order_by("-at", "-pk")[:MOST_MOVES])

    @cached_property
    def versions(self) -> list[Report]:
        """The other versions of the report, oldest first."""
        report = self.report
        rows = Report.objects.filter(regime=report.regime_id, unit=report.unit_id, period_start=report.period_start)
        return list(rows.filter(period_end=report.period_end).exclude(pk=report.pk).order_by("version"))

    @cached_property
    def corrected_by(self) -> Report | None:
        """The version that replaces this one, once it was sent."""
        return next((one for one in self.versions if one.corrects_id == self.report.pk and is_sent(one)), None)

    @cached_property
    def open_correction(self) -> Report | None:
        """The correction that is on its way."""
        return next((one for one in self.versions if one.corrects_id == self.report.pk and one.is_open), None)

    @property
    def signatures(self) -> list[dict[str, Any]]:
        """The signatures that were found when the file was brought, with their moments."""
        return shown_signatures(self.report)

    @property
    def signed_tone(self) -> str:
        """How the worth of the signed file looks."""
        return SIGNED_TONES[SignedCopy(self.report.signed_copy)] if self.report.signed_copy else ""


def shown_section(report: Report, key: str, title: str) -> ShownSection:
    """A written section with its stamp."""
    text = str(report.written.get(key, ""))
    return ShownSection(key, title, text, stamp_of(text))


def shown_entries(report: Report, kind: EntryKind) -> list[ShownEntry]:
    """The entries of a kind in their order; one query."""
    rows = report.entries.filter(kind=kind).select_related("addressed_to", "origin__report__unit").order_by("position")
    return [ShownEntry(entry, entry_stamp(entry.text, entry.addressed_to_id)) for entry in rows]


def shown_signatures(report: Report) -> list[dict[str, Any]]:
    """The kept rows of signatures, their time as a moment."""
    return [{**row, "time": parse_datetime(row.get("time") or "")} for row in report.signatures]


def is_sent(report: Report) -> bool:
    """Whether a report has left its unit."""
    return report.step in SENT_STEPS
