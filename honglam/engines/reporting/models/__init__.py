"""Records of reports."""

from honglam.engines.reporting.models.workbook_gathering import WorkbookCopy, WorkbookGathering

__all__ = ["WorkbookCopy", "WorkbookGathering"]
