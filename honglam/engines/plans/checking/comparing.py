"""One answer for one draft: what is wrong in it, and where it departs from the upper plan."""

from __future__ import annotations

import datetime

from honglam.engines.plans.alignment import Comparison, PlanText, check_plan, compare_plans
from honglam.engines.plans.checking.keys import stable_keys


def checked(draft: PlanText, upper: PlanText | None = None, *, today: datetime.date | None = None) -> Comparison:
    """The findings of the draft by itself on a day and, where an upper plan is given, against it; nothing twice."""
    own = check_plan(draft, today)
    if upper is None:
        return own
    compared = compare_plans(upper, draft)
    known = {*stable_keys(compared.findings), *stable_keys(compared.to_review)}
    findings = [one for key, one in zip(stable_keys(own.findings), own.findings, strict=True) if key not in known]
    doubtful = [one for key, one in zip(stable_keys(own.to_review), own.to_review, strict=True) if key not in known]
    return Comparison(
        sorted([*compared.findings, *findings], key=lambda finding: finding.order),
        sorted([*compared.to_review, *doubtful], key=lambda finding: finding.order),
        list(dict.fromkeys([*compared.messages, *own.messages])),
    )
