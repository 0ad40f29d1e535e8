"""What others may use of the hub: rules, columns, supplies; datasets and their figures."""

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule, Word
from honglam.engines.datahub.reading import current_version, rows_of, version_on
from honglam.engines.datahub.supply import Supply, declare_supply, supply_of
from honglam.engines.datahub.terms import Layer, Sensitivity

__all__ = [
    "Column", "ColumnType", "Effect", "Kind", "Layer", "Rule", "Sensitivity", "Supply", "Word",
    "current_version", "declare_supply", "rows_of", "supply_of", "version_on",
]  # fmt: skip
