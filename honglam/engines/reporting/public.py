"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.desk import WaitingReport, WaitingReports, reports_waiting_for
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.public_reading import PublicReport, PublicVersion, normal_code, published_report
from honglam.engines.reporting.terms import CopyOutcome, GatheringState

__all__ = [
    "CopyOutcome",
    "GatheringState",
    "PublicReport",
    "PublicVersion",
    "ReportingError",
    "WaitingReport",
    "WaitingReports",
    "WorkbookCopy",
    "WorkbookGathering",
    "add_copies",
    "drop_gathering",
    "leave_out",
    "normal_code",
    "published_report",
    "reports_waiting_for",
    "start_gathering",
]
