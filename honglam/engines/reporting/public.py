"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.arrangements import Arrangement, arrange, forget_arrangement
from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
from honglam.engines.reporting.actions.proposals import Proposed, end_regimes_of_plan, propose_regimes
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
from honglam.engines.reporting.actions.upper_forms import (
    CellDraft,
    add_upper_form,
    drop_form,
    fill_form,
    map_cells,
    propose_mapping,
    replace_blank,
)
from honglam.engines.reporting.addresses import regimes_of_plan
from honglam.engines.reporting.arrangements import arranged, arranged_many
from honglam.engines.reporting.content import (
    Block,
    ChartBlock,
    Column,
    Content,
    Figure,
    Item,
    ListBlock,
    Row,
    Section,
    Sentence,
    Series,
    TableBlock,
    WrittenBlock,
)
from honglam.engines.reporting.definition import RegimeDefinition
from honglam.engines.reporting.desk import WaitingReport, WaitingReports, reports_waiting_for
from honglam.engines.reporting.duties import ProposedDuty
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.making import change_pieces, compared, figure_of
from honglam.engines.reporting.matrix import Matrix, matrix_of
from honglam.engines.reporting.models import FilledForm, ReportRegime, UpperForm, WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.outline import OutlinePart, default_outline
from honglam.engines.reporting.public_reading import PublicReport, PublicVersion, normal_code, published_report
from honglam.engines.reporting.rules.timeliness import timeliness_of
from honglam.engines.reporting.schedule import DueDate, due_of, next_due_dates, reporters_on
from honglam.engines.reporting.sections import SectionRequest, declare_section
from honglam.engines.reporting.standings import LateAndMissing, RegimeStanding, late_and_missing
from honglam.engines.reporting.suggestions import Suggestion, SuggestionRequest, declare_suggestions
from honglam.engines.reporting.terms import CopyOutcome, GatheringState, ReportTimeliness
from honglam.engines.reporting.wording import rule_in_words

__all__ = [
    "Arrangement",
    "Block",
    "CellDraft",
    "ChartBlock",
    "Column",
    "Content",
    "CopyOutcome",
    "DueDate",
    "Figure",
    "FilledForm",
    "GatheringState",
    "Item",
    "LateAndMissing",
    "ListBlock",
    "Matrix",
    "OutlinePart",
    "Proposed",
    "ProposedDuty",
    "PublicReport",
    "PublicVersion",
    "RegimeDefinition",
    "RegimeStanding",
    "ReportRegime",
    "ReportTimeliness",
    "ReportingError",
    "Row",
    "Section",
    "SectionRequest",
    "Sentence",
    "Series",
    "Suggestion",
    "SuggestionRequest",
    "TableBlock",
    "UpperForm",
    "WaitingReport",
    "WaitingReports",
    "WorkbookCopy",
    "WorkbookGathering",
    "WrittenBlock",
    "add_copies",
    "add_upper_form",
    "adopt_regime",
    "arrange",
    "arranged",
    "arranged_many",
    "change_pieces",
    "compared",
    "declare_section",
    "declare_suggestions",
    "decline_regime",
    "default_outline",
    "define_regime",
    "drop_form",
    "drop_gathering",
    "due_of",
    "end_regime",
    "end_regimes_of_plan",
    "figure_of",
    "fill_form",
    "forget_arrangement",
    "late_and_missing",
    "leave_out",
    "map_cells",
    "matrix_of",
    "next_due_dates",
    "normal_code",
    "open_rounds",
    "propose_mapping",
    "propose_regimes",
    "published_report",
    "redefine_regime",
    "regimes_of_plan",
    "remind_missing",
    "replace_blank",
    "reporters_on",
    "reports_waiting_for",
    "rule_in_words",
    "send_reminders",
    "set_outline",
    "start_gathering",
    "timeliness_of",
]
