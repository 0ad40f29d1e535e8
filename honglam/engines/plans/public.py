"""The public door of plans: what flows and surfaces may use."""

from honglam.engines.plans.actions.instructions import instruct
from honglam.engines.plans.actions.plans import accept_reading, expire, give, issue, replace
from honglam.engines.plans.actions.readings import accept_trusted, bring_in, decide
from honglam.engines.plans.actions.work import Proof, add_share, confirm, report, return_work, take_on, withdraw
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Assignment, Plan, PlanTarget, ProgressEntry, Reading, Task
from honglam.engines.plans.overview import Overview, UnitLine, overview_of
from honglam.engines.plans.rules import ClearFacts, ClearVerdict, six_clears, status_of
from honglam.engines.plans.shown.rows import ShareRow, TaskRow, share_rows, task_rows
from honglam.engines.plans.shown.unit_work import MyWork, UnitPost, WorkGroup, my_work
from honglam.engines.plans.terms import (
    DUE_SOON_DAYS,
    OPEN_STATES,
    AssignmentRole,
    Mandate,
    PlanState,
    ReadingState,
    WorkState,
    WorkStatus,
)

__all__ = [
    "DUE_SOON_DAYS",
    "OPEN_STATES",
    "Assignment",
    "AssignmentRole",
    "ClearFacts",
    "ClearVerdict",
    "Mandate",
    "MyWork",
    "Overview",
    "Plan",
    "PlanError",
    "PlanState",
    "PlanTarget",
    "ProgressEntry",
    "Proof",
    "Reading",
    "ReadingState",
    "ShareRow",
    "Task",
    "TaskRow",
    "UnitLine",
    "UnitPost",
    "WorkGroup",
    "WorkState",
    "WorkStatus",
    "accept_reading",
    "accept_trusted",
    "add_share",
    "bring_in",
    "confirm",
    "decide",
    "expire",
    "give",
    "instruct",
    "issue",
    "my_work",
    "overview_of",
    "replace",
    "report",
    "return_work",
    "share_rows",
    "six_clears",
    "status_of",
    "take_on",
    "task_rows",
    "withdraw",
]
