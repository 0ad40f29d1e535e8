"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.terms import CopyOutcome, GatheringState

__all__ = [
    "CopyOutcome",
    "GatheringState",
    "ReportingError",
    "WorkbookCopy",
    "WorkbookGathering",
    "add_copies",
    "drop_gathering",
    "leave_out",
    "start_gathering",
]
