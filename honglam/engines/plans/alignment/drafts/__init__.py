"""What can be told of one draft before it is signed, besides what comparing plans tells.

One module for each concern; every check takes the plan as read (`PlanText`) and gives findings on its lower side,
each with why in a sentence or two, the place, and what to write instead. Checks abstain where the reading may be at
fault: an officer stops reading after three findings that are none.

`clears_of_plan` is a report, not a finding: every task with which of the six clears it lacks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from honglam.engines.plans.alignment.drafts.amounts import counted_lists, different_counts, wrong_sums
from honglam.engines.plans.alignment.drafts.bases import expired_bases
from honglam.engines.plans.alignment.drafts.cells import misplaced_cells
from honglam.engines.plans.alignment.drafts.disagreeing import two_dates, two_leads
from honglam.engines.plans.alignment.drafts.gaps import gaps
from honglam.engines.plans.alignment.drafts.levels import wrong_levels
from honglam.engines.plans.alignment.drafts.load import overloads
from honglam.engines.plans.alignment.drafts.numbers import wrong_numbers
from honglam.engines.plans.alignment.drafts.past import past_deadlines
from honglam.engines.plans.alignment.drafts.printed import printed_tables
from honglam.engines.plans.alignment.drafts.reports import report_mismatches
from honglam.engines.plans.alignment.drafts.results import targets_below_results
from honglam.engines.plans.alignment.drafts.served import targets_without_tasks
from honglam.engines.plans.alignment.drafts.six_clears import ClearsReport, TaskClears, clears_of_plan
from honglam.engines.plans.alignment.findings import Finding, Kind
from honglam.engines.plans.alignment.likeness import Likeness
from honglam.engines.plans.alignment.plan_text import PlanText

__all__ = ["ClearsReport", "TaskClears", "clears_of_plan", "with_draft_checks"]


def with_draft_checks(
    known: Sequence[Finding], plan: PlanText, likeness: Likeness, today: dt.date | None = None
) -> list[Finding]:
    """The findings already known and those that only one draft by itself gives, each fault told once.

    `today` is the day of checking (the machine's where it is not given).
    """
    tables = printed_tables(plan)
    ended = [finding.lower.source for finding in known if finding.kind is Kind.UNKNOWN_UNIT and finding.lower]
    checked = [
        *past_deadlines(plan, today or dt.date.today()),
        *two_dates(plan, likeness),
        *two_leads(plan, likeness),
        *different_counts(plan, likeness),
        *counted_lists(plan, tables),
        *wrong_sums(plan, tables),
        *targets_below_results(plan, likeness),
        *report_mismatches(plan),
        *wrong_levels(plan, ended),
        *expired_bases(plan),
        *wrong_numbers(plan, tables),
        *misplaced_cells(plan, tables),
        *gaps(plan, tables),
        *targets_without_tasks(plan, likeness),
        *overloads(plan),
    ]
    return _once([*known, *checked])


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Without what another finding at the same place says better."""
    conflicts = _starts(findings, Kind.INTERNAL_CONFLICT) | _starts(findings, Kind.REPORT_MISMATCH)
    outside = _starts(findings, Kind.OUTSIDE_PERIOD)
    misplaced = _starts(findings, Kind.MISPLACED_CELL)
    foreign = _starts(findings, Kind.WRONG_LEVEL)
    kept: list[Finding] = []
    seen: set[tuple[Kind, int]] = set()
    for finding in findings:
        start = finding.lower.source.start if finding.lower else -1
        repeats = finding.kind is Kind.DUPLICATE and start in conflicts
        untimely = finding.kind is Kind.PAST_DEADLINE and start in outside
        emptied = finding.kind in (Kind.NO_DATE, Kind.NO_OWNER) and start in misplaced
        again = finding.kind is Kind.INTERNAL_CONFLICT and (finding.kind, start) in seen
        unserved = finding.kind is Kind.TARGET_WITHOUT_TASK and start in foreign
        if repeats or untimely or emptied or again or unserved:
            continue
        seen.add((finding.kind, start))
        kept.append(finding)
    return kept


def _starts(findings: Sequence[Finding], kind: Kind) -> set[int]:
    return {finding.lower.source.start for finding in findings if finding.kind is kind and finding.lower}
