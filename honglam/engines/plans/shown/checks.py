"""A check as its page shows it: counts, filters, findings by weight, rounds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.jobs.models import JobRun
from honglam.engines.plans.checking.queries import PlanFindingQuerySet
from honglam.engines.plans.checking.wording import kind_label
from honglam.engines.plans.models import CheckRound, PlanCheck, PlanFinding
from honglam.engines.plans.province import draft_retention_days
from honglam.engines.plans.terms import FindingSeverity, FindingStanding

TONES = {FindingSeverity.HIGH: "danger", FindingSeverity.MEDIUM: "soon", FindingSeverity.LOW: "neutral"}
"""Colours of severities: red says that the draft should not be signed like this."""
ICONS = {
    FindingSeverity.HIGH: "alert-triangle",
    FindingSeverity.MEDIUM: "alert-circle",
    FindingSeverity.LOW: "info-circle",
}


@dataclass(frozen=True, slots=True)
class FindingFilters:
    """What the address narrows the findings to; an unknown word narrows nothing."""

    kind: str = ""
    severity: str = ""
    standing: str = FindingStanding.OPEN

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> FindingFilters:
        """The filters of an address: open findings unless it says otherwise (`standing=all`)."""
        severity, standing = asked.get("severity", ""), asked.get("standing", "")
        return cls(
            kind=asked.get("kind", ""),
            severity=severity if severity in FindingSeverity.values else "",
            standing=standing if standing in (*FindingStanding.values, "all") else FindingStanding.OPEN,
        )

    def apply(self, found: PlanFindingQuerySet) -> PlanFindingQuerySet:
        """The findings that the filters leave, the weightiest first."""
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.severity:
            found = found.filter(severity=self.severity)
        return found.that_stand(self.standing).weightiest_first()

    @property
    def is_narrow(self) -> bool:
        """Whether something else than all open findings is asked for."""
        return bool(self.kind or self.severity or self.standing != FindingStanding.OPEN)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its standing, and how its severity looks."""

    finding: PlanFinding
    standing: FindingStanding

    @property
    def tone(self) -> str:
        """The colour of its severity."""
        return TONES[FindingSeverity(self.finding.severity)]

    @property
    def icon(self) -> str:
        """The picture of its severity."""
        return ICONS[FindingSeverity(self.finding.severity)]


def shown(check_run: PlanCheck, findings: Any) -> list[ShownFinding]:
    """Findings of one check, ready for its page."""
    return [ShownFinding(finding, finding.standing_in(check_run)) for finding in findings]


def counts_of(check_run: PlanCheck) -> dict[str, int]:
    """How many findings are open (by severity), dismissed, mended; how many doubts and faults of the upper plan."""
    own = Q(is_doubtful=False, is_about_upper=False)
    standing = Q(last_round=F("check_run__finished_round"))
    is_open = own & standing & Q(dismissed_at=None)
    return check_run.findings.order_by().aggregate(
        open=Count("pk", filter=is_open),
        **{severity.value: Count("pk", filter=is_open & Q(severity=severity)) for severity in FindingSeverity},
        dismissed=Count("pk", filter=own & standing & Q(dismissed_at__isnull=False)),
        mended=Count("pk", filter=own & ~standing),
        doubtful=Count("pk", filter=Q(is_doubtful=True, dismissed_at=None) & standing),
        upper=Count("pk", filter=Q(is_about_upper=True) & standing),
    )


def kinds_of(check_run: PlanCheck) -> list[tuple[str, str]]:
    """The kinds that the draft's findings have, with their names, in the order of the names."""
    codes = check_run.findings.of_draft().order_by().values_list("kind", flat=True).distinct()
    return sorted(((code, kind_label(code)) for code in codes), key=lambda pair: pair[1])


def file_of(check_run: PlanCheck) -> CheckRound | None:
    """The round whose findings stand, with its file; nothing before the first has ended."""
    return check_run.rounds.select_related("file").filter(number=check_run.finished_round).first()


def run_of(check_run: PlanCheck) -> JobRun | None:
    """The newest run of the job that checks."""
    return JobRun.objects.for_target(check_run).first()


def kept_until(check_run: PlanCheck) -> datetime.date | None:
    """The last day on which a draft is still here where it is not checked again; nothing for a plan of the system."""
    if check_run.plan_id:
        return None
    return timezone.localtime(check_run.touched_at).date() + datetime.timedelta(days=draft_retention_days())


def may_delete(check_run: PlanCheck, user: User) -> bool:
    """Whether the person brought the draft."""
    return check_run.created_by_id == user.pk
