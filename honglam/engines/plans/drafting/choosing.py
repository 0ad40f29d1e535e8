"""What of the upper plan belongs into the unit's own plan, and why: proposals that people change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.scope import Scope
from honglam.engines.plans.alignment.targets import Elsewhere, elsewhere
from honglam.engines.plans.alignment.tasks import is_standing_order
from honglam.engines.plans.drafting.facts import OwnPart, OwnUnit, UpperPlan, UpperTarget, UpperWork


class Why(StrEnum):
    """Why something is proposed or not."""

    COUNTED_HERE = "counted_here"
    ADDRESSED = "addressed"
    SHARE = "share"
    HELPS = "helps"
    STANDING_ORDER = "standing_order"
    REPORT = "report"
    OTHER_LEAD = "other_lead"
    TOTAL = "total"
    PROVINCIAL = "provincial"
    SAID_BEFORE = "said_before"
    ADDRESSED_TO_NOBODY = "addressed_to_nobody"


PROPOSED = frozenset((Why.COUNTED_HERE, Why.ADDRESSED, Why.SHARE))
_ELSEWHERE = {
    Elsewhere.OTHER_LEAD: Why.OTHER_LEAD,
    Elsewhere.TOTAL: Why.TOTAL,
    Elsewhere.PROVINCIAL: Why.PROVINCIAL,
}


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """A target with the reason for or against it."""

    target: UpperTarget
    why: Why

    @property
    def is_proposed(self) -> bool:
        """Whether it is ticked before anybody chooses."""
        return self.why in PROPOSED


@dataclass(frozen=True, slots=True)
class WorkChoice:
    """A task with the reason for or against it."""

    work: UpperWork
    why: Why

    @property
    def is_proposed(self) -> bool:
        """Whether it is ticked before anybody chooses."""
        return self.why in PROPOSED


def scope_over(unit: OwnUnit) -> Scope:
    """Which names of the upper plan mean the unit; its field is the upper plan's own."""
    return Scope(is_local=unit.is_local, issuer=plain(unit.official), extra=frozenset(), shared=True)


def target_choices(upper: UpperPlan, unit: OwnUnit) -> list[TargetChoice]:
    """Every target of the upper plan in its order. A department answers those that it leads; a commune what it can
    count. A target that was said before is not proposed again."""
    scope = scope_over(unit)
    found = []
    said: set[str] = set()
    for target in upper.targets:
        why = _why_target(target, scope)
        key = plain(target.item.name).strip(" .;")
        if why in PROPOSED:
            why = Why.SAID_BEFORE if key in said else why
            said.add(key)
        found.append(TargetChoice(target, why))
    return found


def _why_target(target: UpperTarget, scope: Scope) -> Why:
    item = target.item
    if not scope.is_local:
        if not item.lead:
            return Why.ADDRESSED_TO_NOBODY
        return Why.ADDRESSED if scope.addresses(item.lead) else Why.OTHER_LEAD
    reason = elsewhere(item)
    if reason is not None:
        return _ELSEWHERE[reason]
    return Why.ADDRESSED if item.lead else Why.COUNTED_HERE


def work_choices(upper: UpperPlan, unit: OwnUnit) -> list[WorkChoice]:
    """Every task of the upper plan in its order. A duty to report is none of them: it goes to the reports."""
    scope = scope_over(unit)
    reports = [plain(report.quote) for report in upper.reports]
    return [WorkChoice(work, _why_work(work, scope, reports)) for work in upper.works]


def _why_work(work: UpperWork, scope: Scope, reports: list[str]) -> Why:
    leads = work.part is OwnPart.LEADS
    addressed = scope.addresses(work.leads)
    if not work.leads and not leads:
        return Why.ADDRESSED_TO_NOBODY
    if not (leads or addressed):
        return Why.HELPS if work.part is OwnPart.HELPS or scope.addresses(work.coordinating) else Why.OTHER_LEAD
    name = plain(work.name).strip(" .;")
    if not work.is_row and any(name in report or report.strip(" .;") in name for report in reports if report):
        return Why.REPORT
    if is_standing_order(work.name) and not work.is_row:
        return Why.STANDING_ORDER
    return Why.ADDRESSED if addressed else Why.SHARE
