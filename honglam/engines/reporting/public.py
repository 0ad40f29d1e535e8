"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.actions.proposals import (
    Proposed,
    end_regimes_of_plan,
    propose_regimes,
)
from honglam.engines.reporting.duties import ProposedDuty
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.links import regimes_of_plan
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.terms import CopyOutcome, GatheringState

__all__ = [
    "CopyOutcome",
    "GatheringState",
    "Proposed",
    "ProposedDuty",
    "ReportingError",
    "WorkbookCopy",
    "WorkbookGathering",
    "add_copies",
    "drop_gathering",
    "end_regimes_of_plan",
    "leave_out",
    "propose_regimes",
    "regimes_of_plan",
    "start_gathering",
]
