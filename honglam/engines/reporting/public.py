"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.actions.proposals import (
    Proposed,
    address_of,
    end_regimes_of_plan,
    propose_regimes,
)
from honglam.engines.reporting.duties import ProposedDuty
from honglam.engines.reporting.errors import ReportingError
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
    "address_of",
    "drop_gathering",
    "end_regimes_of_plan",
    "leave_out",
    "propose_regimes",
    "start_gathering",
]
