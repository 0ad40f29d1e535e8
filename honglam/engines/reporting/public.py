"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.arrangements import Arrangement, arrange, forget_arrangement
from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.actions.regimes import (
    adopt_regime,
    decline_regime,
    define_regime,
    end_regime,
    redefine_regime,
    set_outline,
)
from honglam.engines.reporting.actions.reminding import remind_missing, send_reminders
from honglam.engines.reporting.actions.rounds import open_rounds
from honglam.engines.reporting.arrangements import arranged, arranged_many
from honglam.engines.reporting.definition import RegimeDefinition
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.matrix import Matrix, matrix_of
from honglam.engines.reporting.models import ReportRegime, WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.outline import OutlinePart, default_outline
from honglam.engines.reporting.rules.timeliness import timeliness_of
from honglam.engines.reporting.schedule import DueDate, due_of, next_due_dates, reporters_on
from honglam.engines.reporting.standings import LateAndMissing, RegimeStanding, late_and_missing
from honglam.engines.reporting.terms import CopyOutcome, GatheringState, ReportTimeliness
from honglam.engines.reporting.wording import rule_in_words

__all__ = [
    "Arrangement",
    "CopyOutcome",
    "DueDate",
    "GatheringState",
    "LateAndMissing",
    "Matrix",
    "OutlinePart",
    "RegimeDefinition",
    "RegimeStanding",
    "ReportRegime",
    "ReportTimeliness",
    "ReportingError",
    "WorkbookCopy",
    "WorkbookGathering",
    "add_copies",
    "adopt_regime",
    "arrange",
    "arranged",
    "arranged_many",
    "decline_regime",
    "default_outline",
    "define_regime",
    "drop_gathering",
    "due_of",
    "end_regime",
    "forget_arrangement",
    "late_and_missing",
    "leave_out",
    "matrix_of",
    "next_due_dates",
    "open_rounds",
    "redefine_regime",
    "remind_missing",
    "reporters_on",
    "rule_in_words",
    "send_reminders",
    "set_outline",
    "start_gathering",
    "timeliness_of",
]
