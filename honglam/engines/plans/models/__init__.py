"""Records of plans, one aggregate per file."""

from honglam.engines.plans.models.assignment import Assignment
from honglam.engines.plans.models.comment import Comment
from honglam.engines.plans.models.document_import import DocumentImport, DocumentImportRow
from honglam.engines.plans.models.extension import Extension
from honglam.engines.plans.models.feed import CalendarFeed
from honglam.engines.plans.models.former_file import FormerFile
from honglam.engines.plans.models.letter_attachment import LetterAttachment
from honglam.engines.plans.models.mandate import TaskMandate
from honglam.engines.plans.models.plan import CitedDocument, Plan, PlanSection, ReportingDuty
from honglam.engines.plans.models.plan_check import CheckRound, PlanCheck, PlanFinding
from honglam.engines.plans.models.progress import Evidence, ProgressEntry
from honglam.engines.plans.models.reading import Reading, ReadItem
from honglam.engines.plans.models.reminder_ladder import ReminderLadder
from honglam.engines.plans.models.target import PlanTarget
from honglam.engines.plans.models.task import Task

__all__ = [
    "Assignment",
    "CalendarFeed",
    "CheckRound",
    "CitedDocument",
    "Comment",
    "DocumentImport",
    "DocumentImportRow",
    "Evidence",
    "Extension",
    "FormerFile",
    "LetterAttachment",
    "Plan",
    "PlanCheck",
    "PlanFinding",
    "PlanSection",
    "PlanTarget",
    "ProgressEntry",
    "ReadItem",
    "Reading",
    "ReminderLadder",
    "ReportingDuty",
    "Task",
    "TaskMandate",
]
