"""The reporting duties of a plan, with the units that its words mean: what a schedule of reports is made from."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from honglam.core.organisations.matching import Match, UnitMatcher
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.engines.plans.models import Plan, ReportingDuty
from honglam.engines.plans.shown.task_page import place_in_text
from honglam.engines.plans.terms import PlanKind
from honglam.toolkit.text import fold

_VIA = re.compile(r"\(\s*(?:thông\s+)?qua(?:\s+đầu\s+mối)?\s+(?P<via>[^)]+)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlanDuty:
    """Who reports to whom, how often, by when, as a plan words it; and whom the words mean.

    `key` stays the same while reporter, recipient and frequency are worded alike, also in an amended plan. `frequency`
    is monthly, quarterly, semiannual, annual or adhoc. Reporters are a `group` (seen from the issuer) or `units`; `via`
    gathers the reports for the receiver. `outside_to` names a receiver outside the province. `doubt` says what is not
    sure about the names.
    """

    key: str
    who: str
    to: str
    frequency: str
    due_rule: str
    quote: str
    group: UnitGroup | None
    units: tuple[Unit, ...]
    receiver: Unit | None
    outside_to: str
    via: Unit | None
    doubt: str
    plan_uid: UUID
    plan_title: str
    citation: str
    issuer: Unit
    issued_on: datetime.date | None
    first_year: int
    last_year: int
    source_url: str


def reporting_duties(plan_uid: UUID) -> list[PlanDuty]:
    """The reporting duties of a plan in the order of its text; empty for a plan that is not there.

    A dozen queries, and three for each group that is named, however many duties.
    """
    plan = Plan.objects.select_related("issuer").filter(uid=plan_uid).first()
    if plan is None:
        return []
    rows = list(plan.reporting_duties.order_by("position", "pk"))
    names = _Names(plan.issuer)
    seen: Counter[str] = Counter()
    return [_duty(plan, row, names, seen) for row in rows]


def duty_key(who: str, to: str, frequency: str, turn: int = 0) -> str:
    """The stable key of a duty; `turn` tells apart those that are worded alike (0 is the first)."""
    text = "|".join((fold(who), fold(to), frequency, *([str(turn)] if turn else [])))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class _Names:
    """Whom names mean, each asked once."""

    def __init__(self, issuer: Unit) -> None:
        self.issuer = issuer
        self._matcher = UnitMatcher.for_issuer(issuer)
        self._known: dict[str, Match] = {}
        self._groups: dict[int, set[int]] = {}

    def match(self, text: str) -> Match:
        if text not in self._known:
            self._known[text] = self._matcher.match(text)
        return self._known[text]

    def group_of(self, match: Match) -> UnitGroup | None:
        """The group, where its members as seen from the issuer are just those that the words mean."""
        group = match.group
        if group is None or not match.is_certain:
            return None
        if group.pk not in self._groups:
            self._groups[group.pk] = {unit.pk for unit in group.units_on(timezone.localdate(), self.issuer)}
        return group if self._groups[group.pk] == {unit.pk for unit in match.units} else None


def _duty(plan: Plan, row: ReportingDuty, names: _Names, seen: Counter[str]) -> PlanDuty:
    alike = duty_key(row.who, row.to, row.frequency)
    key = duty_key(row.who, row.to, row.frequency, seen[alike])
    seen[alike] += 1
    who = names.match(row.who)
    group = names.group_of(who)
    to = names.match(row.to) if row.to else None
    receiver = to.unit if to is not None and to.is_certain and to.kind == "unit" else None
    via_words = _VIA.search(row.to)
    via = names.match(via_words["via"]) if via_words else None
    return PlanDuty(
        key=key, who=row.who, to=row.to, frequency=row.frequency, due_rule=row.due_rule, quote=row.quote, group=group,
        units=who.units if who.is_certain and group is None else (), receiver=receiver,
        outside_to=row.to if to is not None and to.kind == "outside" else "",
        via=via.unit if via is not None and via.is_certain and via.kind == "unit" else None, doubt=who.note,
        plan_uid=plan.uid, plan_title=_named(plan), citation=plan.citation, issuer=plan.issuer,
        issued_on=plan.issued_on, first_year=plan.first_year, last_year=plan.last_year,
        source_url=place_in_text(plan, row) or plan.get_absolute_url(),
    )  # fmt: skip


def _named(plan: Plan) -> str:
    """The plan as it is named in the title of a report: Kế hoạch “Chuyển đổi số năm 2026”."""
    kind = str(plan.get_kind_display())
    is_named = plan.kind == PlanKind.OTHER or fold(plan.subject).startswith(fold(kind))
    return plan.subject if is_named else f"{kind} “{plan.subject}”"
