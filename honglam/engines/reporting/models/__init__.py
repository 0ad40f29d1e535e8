"""Records of reports."""

from honglam.engines.reporting.models.regime import ReportArrangement, ReportRegime
from honglam.engines.reporting.models.remark import RegimeRemark
from honglam.engines.reporting.models.report import Report, ReportEntry, ReportMove
from honglam.engines.reporting.models.upper_form import FilledForm, MappedCell, UpperForm, UpperFormVersion
from honglam.engines.reporting.models.workbook_gathering import WorkbookCopy, WorkbookGathering

__all__ = [
    "FilledForm",
    "MappedCell",
    "RegimeRemark",
    "Report",
    "ReportArrangement",
    "ReportEntry",
    "ReportMove",
    "ReportRegime",
    "UpperForm",
    "UpperFormVersion",
    "WorkbookCopy",
    "WorkbookGathering",
]
