"""Writes the draft of a lower plan from the plan of a superior body: rules on plain values, no database.

Who uses it: an officer of a commune or a department who today retypes the province's plan. The draft says what the
upper plan says (targets as a floor, the rows addressed to the unit, dates a few working days earlier, reports with
their days), each with its place there, and leaves everything else open: a yellow hole with a comment on what to
decide. Nothing is made up. `choosing` says what is proposed and why, `own_plan` writes the paper.
"""

from honglam.engines.plans.drafting.choosing import TargetChoice, Why, WorkChoice, target_choices, work_choices
from honglam.engines.plans.drafting.facts import Basis, OwnBody, OwnUnit, Report, UpperPlan, UpperTarget, UpperWork
from honglam.engines.plans.drafting.own_plan import OwnPlan, write_own_plan

__all__ = [
    "Basis",
    "OwnBody",
    "OwnPlan",
    "OwnUnit",
    "Report",
    "TargetChoice",
    "UpperPlan",
    "UpperTarget",
    "UpperWork",
    "Why",
    "WorkChoice",
    "target_choices",
    "work_choices",
    "write_own_plan",
]
