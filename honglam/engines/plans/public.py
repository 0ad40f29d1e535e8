"""The public door of plans: what flows and surfaces may use."""

from honglam.engines.plans.actions.comments import comment, take_comment_back
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document, prepare_by_document
from honglam.engines.plans.actions.document_imports import (
    accept_import,
    bring_in_documents,
    choose_columns,
    drop_import,
)
from honglam.engines.plans.actions.extensions import (
    Authority,
    agree_by_phone,
    ask_extension,
    grant_extension,
    lapse_phone_extensions,
    move_due_date,
    refuse_extension,
    take_extension_back,
)
from honglam.engines.plans.actions.instructions import instruct
from honglam.engines.plans.actions.mandates import add_mandate, remove_mandate
from honglam.engines.plans.actions.parts import divide
from honglam.engines.plans.actions.plans import accept_reading, expire, give, issue, replace
from honglam.engines.plans.actions.readings import accept_trusted, bring_in, decide
from honglam.engines.plans.actions.recurrence import open_periods, set_recurrence
from honglam.engines.plans.actions.signed_files import attach_signed
from honglam.engines.plans.actions.transfers import transfer
from honglam.engines.plans.actions.work import (
    Proof,
    accept_work,
    add_share,
    confirm,
    report,
    return_work,
    take_on,
    withdraw,
)
from honglam.engines.plans.duties import PlanDuty, reporting_duties
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.events import PlanAmended, PlanEnded, PlanIssued
from honglam.engines.plans.models import Assignment, Plan, PlanTarget, ProgressEntry, Reading, Task
from honglam.engines.plans.overview import Overview, UnitLine, overview_of
from honglam.engines.plans.report_facts import (
    Counted,
    Difficulty,
    FinishedShare,
    LateShare,
    WorkFacts,
    WorkLine,
    WorkScope,
    difficulties_of,
    finished_shares,
    late_shares,
    work_by_unit,
    work_facts,
)
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
    "Authority",
    "ClearFacts",
    "ClearVerdict",
    "Counted",
    "Difficulty",
    "DocumentHead",
    "FinishedShare",
    "LateShare",
    "Mandate",
    "MyWork",
    "Overview",
    "PieceOfWork",
    "Plan",
    "PlanAmended",
    "PlanDuty",
    "PlanEnded",
    "PlanError",
    "PlanIssued",
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
    "WorkFacts",
    "WorkGroup",
    "WorkLine",
    "WorkScope",
    "WorkState",
    "WorkStatus",
    "accept_import",
    "accept_reading",
    "accept_trusted",
    "accept_work",
    "add_mandate",
    "add_share",
    "agree_by_phone",
    "ask_extension",
    "attach_signed",
    "bring_in",
    "bring_in_documents",
    "choose_columns",
    "comment",
    "confirm",
    "decide",
    "difficulties_of",
    "divide",
    "drop_import",
    "expire",
    "finished_shares",
    "give",
    "give_by_document",
    "grant_extension",
    "instruct",
    "issue",
    "lapse_phone_extensions",
    "late_shares",
    "move_due_date",
    "my_work",
    "open_periods",
    "overview_of",
    "prepare_by_document",
    "refuse_extension",
    "remove_mandate",
    "replace",
    "report",
    "reporting_duties",
    "return_work",
    "set_recurrence",
    "share_rows",
    "six_clears",
    "status_of",
    "take_comment_back",
    "take_extension_back",
    "take_on",
    "task_rows",
    "transfer",
    "withdraw",
    "work_by_unit",
    "work_facts",
]
