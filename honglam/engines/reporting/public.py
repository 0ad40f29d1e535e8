"""The public door of reports: what flows and surfaces may use."""

from honglam.engines.reporting.actions.gatherings import add_copies, drop_gathering, leave_out, start_gathering
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
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.making import change_pieces, compared, figure_of
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.sections import SectionRequest, declare_section
from honglam.engines.reporting.suggestions import Suggestion, SuggestionRequest, declare_suggestions
from honglam.engines.reporting.terms import CopyOutcome, GatheringState

__all__ = [
    "Block",
    "ChartBlock",
    "Column",
    "Content",
    "CopyOutcome",
    "Figure",
    "GatheringState",
    "Item",
    "ListBlock",
    "ReportingError",
    "Row",
    "Section",
    "SectionRequest",
    "Sentence",
    "Series",
    "Suggestion",
    "SuggestionRequest",
    "TableBlock",
    "WorkbookCopy",
    "WorkbookGathering",
    "WrittenBlock",
    "add_copies",
    "change_pieces",
    "compared",
    "declare_section",
    "declare_suggestions",
    "drop_gathering",
    "figure_of",
    "leave_out",
    "start_gathering",
]
