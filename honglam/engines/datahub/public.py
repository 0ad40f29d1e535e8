"""What others may use of the hub: rules, columns, supplies; datasets and their figures."""

from honglam.engines.datahub.actions.webhooks import tell_of_version
from honglam.engines.datahub.events import DatasetPublished
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule, Word
from honglam.engines.datahub.reading import current_version, rows_of, version_on
from honglam.engines.datahub.sharing.figures import SharingFigures, sharing_figures, sharing_figures_of
from honglam.engines.datahub.sharing.waiting import WaitingRequest, WaitingRequests, sharing_waiting_for
from honglam.engines.datahub.supply import Supply, declare_supply, supply_of
from honglam.engines.datahub.terms import Layer, Sensitivity

__all__ = [
    "Column", "ColumnType", "DatasetPublished", "Effect", "Kind", "Layer", "Rule", "Sensitivity", "SharingFigures",
    "Supply", "WaitingRequest", "WaitingRequests", "Word", "current_version", "declare_supply", "rows_of",
    "sharing_figures", "sharing_figures_of", "sharing_waiting_for", "supply_of", "tell_of_version", "version_on",
]  # fmt: skip
