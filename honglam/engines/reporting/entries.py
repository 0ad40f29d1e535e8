"""Reads of difficulties and proposals: of a report, and of those that may be taken over into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.core.search.queries import searchable_text
from honglam.engines.reporting.addresses import address_by_uid
from honglam.engines.reporting.assembling import reports_below
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.suggestions import SuggestionRequest, suggestions_for
from honglam.engines.reporting.terms import EntryKind

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit

LEVELS = 3
"""How many times an entry can be taken over: village, commune, department, province."""
MOST_OFFERED = 1000
_ORIGINS = ["__".join(["origin"] * level + ["report__unit"]) for level in range(1, LEVELS + 1)]


def entries_of(report: Report, kind: EntryKind) -> list[ReportEntry]:
    """The entries of a kind in their order, with whose they are; one query."""
    rows = report.entries.filter(kind=kind).select_related("addressed_to", "answered_by", *_ORIGINS)
    return list(rows.order_by("position"))


def unit_of_origin(entry: ReportEntry) -> Unit | None:
    """The unit that typed an entry which was taken over, however often; None where the report's own unit typed it."""
    origin = entry.origin
    if origin is None:
        return None
    for _level in range(LEVELS):
        if origin.origin_id is None or origin.origin is None:
            break
        origin = origin.origin
    return origin.report.unit


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that can be taken over: an entry of a report below, or what a unit wrote elsewhere.

    `value` names it in the form ("entry:<uid>", "suggestion:<key>").
    """

    value: str
    kind: EntryKind
    text: str
    unit: Unit
    about: str = ""
    link: str = ""
    is_taken: bool = False

    @property
    def is_suggestion(self) -> bool:
        """Whether it comes from elsewhere than from a report."""
        return self.value.startswith("suggestion:")


def offered_to(report: Report) -> list[Offered]:
    """All that may be taken over into a report: first what the reports below say, then what units wrote while they
    worked; what is in the report already is marked. A constant number of queries."""
    own = list(report.entries.select_related("origin__report"))
    texts = {entry.text for entry in own}
    taken = {_said(entry.origin) for entry in own if entry.origin is not None}
    below = reports_below(report)
    rows = (
        ReportEntry.objects.filter(report__in=below)
        .select_related("report__unit", "report__regime", *_ORIGINS)
        .order_by("report__unit__position", "report__unit__sort_key", "report", "kind", "position")
    )
    found = [
        Offered(
            f"entry:{row.uid}", EntryKind(row.kind), row.text, unit_of_origin(row) or row.report.unit,
            row.report.number or row.report.title, address_by_uid(row.report.uid), _said(row) in taken,
        )
        for row in rows[:MOST_OFFERED]
    ]  # fmt: skip
    asked = SuggestionRequest(report.unit, report.period_start, report.period_end, report.regime.plan_uid)
    for one in suggestions_for(asked):
        text = text_of_suggestion(one.text, one.unit, report.unit)
        found.append(
            Offered(
                f"suggestion:{one.key}", EntryKind.DIFFICULTY, one.text, one.unit, one.about, one.link, text in texts
            )
        )  # fmt: skip
    return found


def _said(entry: ReportEntry) -> tuple[int, int, str, str]:
    """Which unit said what in which report, in whatever version of it: a correction says the same words again."""
    return entry.report.regime_id, entry.report.unit_id, entry.kind, entry.text


def text_of_suggestion(text: str, unit: Unit, reporting: Unit) -> str:
    """What is kept of a suggestion: its words, with the unit before them where it is not the reporting one."""
    return text if unit.pk == reporting.pk else f"{unit}: {text}"


def matching(offered: Sequence[Offered], *, query: str = "", unit: str = "", kind: str = "") -> list[Offered]:
    """Those whose words contain everything typed (marks do not matter), of a unit (by code) and a kind."""
    words = searchable_text(query).split()
    return [
        one
        for one in offered
        if (not unit or one.unit.code == unit)
        and (not kind or one.kind == kind)
        and all(f" {word}" in searchable_text(one.text, one.about) for word in words)
    ]
