"""What others may use of the hub: rules, columns, supplies; datasets and their figures."""

from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.actions.versions import publish, publish_rows
from honglam.engines.datahub.events import DatasetPublished
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule, Word
from honglam.engines.datahub.reading import (
    batches_of,
    columns_of,
    count_of,
    current_version,
    frame_of,
    rows_of,
    values_of,
    version_on,
)
from honglam.engines.datahub.supply import Supply, declare_supply, supply_of
from honglam.engines.datahub.terms import Layer, Sensitivity
from honglam.engines.datahub.to_mend import ToMend, rows_to_mend

__all__ = [
    "Column", "ColumnType", "DatasetPublished", "Effect", "Kind", "Layer", "Rule", "Sensitivity", "Supply", "ToMend",
    "Word", "batches_of", "columns_of", "count_of", "current_version", "declare_supply", "frame_of", "publish",
    "publish_rows", "rows_of", "rows_to_mend", "run_checks", "supply_of", "sync_supplies", "values_of", "version_on",
]  # fmt: skip
