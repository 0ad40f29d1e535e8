"""What a round found, held against what earlier rounds found: new, found again, mended."""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone

from honglam.engines.plans.alignment import Comparison, Finding
from honglam.engines.plans.checking.keys import is_about_upper, stable_keys
from honglam.engines.plans.models import CheckRound, PlanCheck, PlanFinding

_TOLD = ["severity", "is_doubtful", "is_about_upper", "position", "explanation", "suggestion", "upper", "lower",
         "last_round"]  # fmt: skip


def keep_findings(check_run: PlanCheck, number: int, comparison: Comparison, text_length: int) -> CheckRound:
    """Store the findings of a round and end it; the caller has locked the check.

    A finding that was known keeps its identity and what people decided about it; one that is not found any more keeps
    the number of its last round and so counts as mended.
    """
    given = [*comparison.findings, *comparison.to_review]
    doubtful_from = len(comparison.findings)
    known = {finding.key: finding for finding in check_run.findings.all()}
    standing = {key for key, one in known.items() if one.last_round == check_run.finished_round}
    found: list[PlanFinding] = []
    for position, (key, finding) in enumerate(zip(stable_keys(given), given, strict=True)):
        row = known.get(key) or PlanFinding(
            check_run=check_run, key=key, kind=finding.kind.value, first_round=number, last_round=number
        )
        _tell(row, finding, position, is_doubtful=position >= doubtful_from)
        row.last_round = number
        found.append(row)
    PlanFinding.objects.bulk_create([row for row in found if row.pk is None], batch_size=500)
    PlanFinding.objects.bulk_update([row for row in found if row.key in known], _TOLD, batch_size=500)
    own = [row for row in found if not row.is_doubtful and not row.is_about_upper]
    current = {row.key for row in found}
    gone = [key for key in standing - current if not known[key].is_doubtful and not known[key].is_about_upper]
    ended = check_run.rounds.get(number=number)
    ended.finished_at, ended.found, ended.mended = timezone.now(), len(own), len(gone)
    ended.new, ended.text_length = sum(row.key not in known for row in own), text_length
    ended.save(update_fields=["finished_at", "found", "new", "mended", "text_length"])
    return ended


def _tell(row: PlanFinding, finding: Finding, position: int, *, is_doubtful: bool) -> None:
    row.severity, row.position = finding.severity.value, position
    row.is_doubtful, row.is_about_upper = is_doubtful, not is_doubtful and is_about_upper(finding)
    row.explanation, row.suggestion = finding.explanation, finding.suggestion
    row.upper = asdict(finding.upper) if finding.upper else None
    row.lower = asdict(finding.lower) if finding.lower else None
