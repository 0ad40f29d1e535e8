"""What alignment says: findings with both quotations, and what only a person can tell."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from honglam.engines.plans.extraction.items import Source


class Kind(StrEnum):
    """What is wrong. The first nine come from comparing two plans, the others from checking one draft."""

    WEAKER_TARGET = "weaker_target"
    MISSING_TARGET = "missing_target"
    LATER_DEADLINE = "later_deadline"
    MISSING_TASK = "missing_task"
    DUPLICATE = "duplicate"
    CITATION_CONFLICT = "citation_conflict"
    OUTSIDE_PERIOD = "outside_period"
    UNKNOWN_UNIT = "unknown_unit"
    MISSING_ANNEX = "missing_annex"
    PAST_DEADLINE = "past_deadline"
    INTERNAL_CONFLICT = "internal_conflict"
    TARGET_BELOW_RESULT = "target_below_result"
    REPORT_MISMATCH = "report_mismatch"
    WRONG_LEVEL = "wrong_level"
    EXPIRED_BASIS = "expired_basis"
    NUMBERING = "numbering"
    MISPLACED_CELL = "misplaced_cell"
    NO_OWNER = "no_owner"
    NO_DATE = "no_date"
    NO_MEASURE = "no_measure"
    TARGET_WITHOUT_TASK = "target_without_task"
    OVERLOAD = "overload"


class Severity(StrEnum):
    """HIGH: the plan should not be signed like this. MEDIUM: mend it. LOW: look at it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_ORDER = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of one plan: as printed, spaces squeezed. `value` is a figure, a pair of figures or an ISO date."""

    text: str
    value: float | list[float] | str | None
    unit: str | None
    section: str
    source: Source


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction or gap. A finding within one plan fills that plan's side only.

    `explanation` says why in one or two sentences, `suggestion` what to write instead (empty where only people can
    decide). `upper` is never filled when a single draft is checked.
    """

    kind: Kind
    severity: Severity
    upper: Quote | None
    lower: Quote | None
    explanation: str
    suggestion: str = ""

    def to_json(self) -> dict[str, Any]:
        """The published shape of a finding, with the suggested wording beside it."""
        return asdict(self) | {"kind": self.kind.value, "severity": self.severity.value}

    @property
    def order(self) -> tuple[int, int, int]:
        """The weightiest first, then as they stand in the lower plan, then as in the upper."""
        lower, upper = self.lower, self.upper
        return (
            _ORDER[self.severity],
            lower.source.start if lower else 1_000_000_000,
            upper.source.start if upper else 0,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings in order of weight, and near matches that a person has to judge (“cần người xem”)."""

    findings: list[Finding] = field(default_factory=list)
    to_review: list[Finding] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """What the commands print."""
        return {
            "findings": [finding.to_json() for finding in self.findings],
            "to_review": [finding.to_json() for finding in self.to_review],
        }
