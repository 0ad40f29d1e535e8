"""The two questions people ask: does this lower plan agree with that upper one, and can this draft be signed."""

from __future__ import annotations

import datetime as dt

from honglam.engines.plans.alignment.annexes import missing_annexes
from honglam.engines.plans.alignment.bodies import unknown_units
from honglam.engines.plans.alignment.citing import citation_conflicts
from honglam.engines.plans.alignment.drafts import with_draft_checks
from honglam.engines.plans.alignment.findings import Comparison, Finding
from honglam.engines.plans.alignment.likeness import Likeness
from honglam.engines.plans.alignment.periods import outside_period
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.repeating import repeated
from honglam.engines.plans.alignment.scope import field_of, scope_of
from honglam.engines.plans.alignment.targets import missing_targets, pair_targets, weaker_targets
from honglam.engines.plans.alignment.tasks import compare_work

_OTHER_PROVINCE = (
    "Hai kế hoạch thuộc hai tỉnh khác nhau ({upper} và {lower}): không đối chiếu chỉ tiêu và nhiệm vụ với nhau, "
    "chỉ xét từng kế hoạch."
)
_OLDER = (
    "Kế hoạch cấp dưới ban hành trước kế hoạch cấp trên: các phát hiện là chỗ cần điều chỉnh sau khi cấp trên ban hành."
)
_NARROWER = "Kế hoạch cấp dưới chỉ về “{field}”: chỉ tiêu và nhiệm vụ cấp trên ngoài lĩnh vực đó không tính là thiếu."


def compare_plans(upper: PlanText, lower: PlanText) -> Comparison:
    """What does not agree between an upper and a lower plan, and within each of them, the weightiest first.

    Plans of different provinces are never held against each other: each is looked at by itself, and a message says so.
    """
    likeness = Likeness(passage.text for plan in (upper, lower) for passage in plan.passages)
    findings: list[Finding] = []
    review: list[Finding] = []
    messages: list[str] = []
    if upper.province and lower.province and upper.province != lower.province:
        messages.append(_OTHER_PROVINCE.format(upper=upper.province.title(), lower=lower.province.title()))
        findings += [*citation_conflicts([(upper, True)]), *citation_conflicts([(lower, False)])]
    else:
        scope = scope_of(upper, lower)
        if lower.is_older_than(upper):
            messages.append(_OLDER)
        if scope.extra:
            messages.append(_NARROWER.format(field=field_of(lower)))
        pairs = pair_targets(upper, lower, likeness)
        found, doubtful = weaker_targets(upper, lower, pairs)
        findings += found
        review += doubtful
        for found, doubtful in (
            missing_targets(upper, lower, pairs, likeness, scope),
            compare_work(upper, lower, likeness, scope),
        ):
            findings += found
            review += doubtful
        findings += citation_conflicts([(upper, True), (lower, False)])
    findings += [*_within(upper, likeness, is_upper=True), *_within(lower, likeness, is_upper=False)]
    return _ordered(findings, review, messages)


def check_plan(draft: PlanText, today: dt.date | None = None) -> Comparison:
    """What should be mended in one draft before it is signed; every finding fills the lower side.

    `today` is the day of checking, the machine's where it is not given.
    """
    likeness = Likeness(passage.text for passage in draft.passages)
    known = [*_within(draft, likeness, is_upper=False), *citation_conflicts([(draft, False)])]
    return _ordered(with_draft_checks(known, draft, likeness, today), [], [])


def _within(plan: PlanText, likeness: Likeness, *, is_upper: bool) -> list[Finding]:
    """Conflicts inside one plan, on that plan's side."""
    return [
        *repeated(plan, likeness, is_upper=is_upper),
        *outside_period(plan, is_upper=is_upper),
        *unknown_units(plan, is_upper=is_upper),
        *missing_annexes(plan, is_upper=is_upper),
    ]


def _ordered(findings: list[Finding], review: list[Finding], messages: list[str]) -> Comparison:
    return Comparison(
        sorted(findings, key=lambda finding: finding.order),
        sorted(review, key=lambda finding: finding.order),
        messages,
    )
