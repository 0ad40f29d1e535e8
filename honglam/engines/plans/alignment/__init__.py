"""Says where plans contradict each other or themselves, before somebody signs: rules, offline, without a database.

Who uses it: the officer who drafts a commune's plan with the province's plan beside it, and the office that checks a
draft in the ten minutes before it goes up for signature. They want every finding with both quotations, why it matters
and what to write instead; they stop reading when three findings in a row are noise. So a doubt is not a finding: what
only looks alike (another denominator, another year) is listed apart as “cần người xem”.

`compare_plans(upper, lower)` looks from an upper plan down to a lower one and within both; `check_plan(draft)` looks at
one. Both take plans as `read_for_alignment` reads them. No rule names a document or a place.
"""

from honglam.engines.plans.alignment.comparing import check_plan, compare_plans
from honglam.engines.plans.alignment.findings import Comparison, Finding, Kind, Quote, Severity
from honglam.engines.plans.alignment.plan_text import PlanText, read_for_alignment

__all__ = [
    "Comparison",
    "Finding",
    "Kind",
    "PlanText",
    "Quote",
    "Severity",
    "check_plan",
    "compare_plans",
    "read_for_alignment",
]
