"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.actions.upper_forms import (
    CellDraft,
    add_upper_form,
    drop_form,
    fill_form,
    map_cells,
    propose_mapping,
    replace_blank,
)
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import FilledForm, UpperForm, WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.terms import CopyOutcome, GatheringState

__all__ = [
    "CellDraft",
    "CopyOutcome",
    "FilledForm",
    "GatheringState",
    "ReportingError",
    "UpperForm",
    "WorkbookCopy",
    "WorkbookGathering",
    "add_copies",
    "add_upper_form",
    "drop_form",
    "drop_gathering",
    "fill_form",
    "leave_out",
    "map_cells",
    "propose_mapping",
    "replace_blank",
    "start_gathering",
]
