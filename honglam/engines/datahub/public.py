"""What others may use of the hub: rules, columns, supplies; datasets and their figures."""

from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.actions.releases import make_wish
from honglam.engines.datahub.actions.versions import publish, publish_rows
from honglam.engines.datahub.actions.webhooks import tell_of_version
from honglam.engines.datahub.errors import ReleaseInvalid
from honglam.engines.datahub.events import DatasetPublished
from honglam.engines.datahub.models import OpenRelease
from honglam.engines.datahub.opening import LICENCES, THEMES, OpenWishShown, refresh_open_data, shown_wishes
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
from honglam.engines.datahub.releases import (
    columns_of_release,
    count_use,
    issued_at,
    paths_of_release,
    public_releases,
    rows_of_release,
    saying,
    uses_of,
)
from honglam.engines.datahub.sharing.waiting import WaitingRequest, WaitingRequests, sharing_waiting_for
from honglam.engines.datahub.supply import Supply, declare_supply, supply_of
from honglam.engines.datahub.terms import Layer, Sensitivity
from honglam.engines.datahub.to_mend import ToMend, rows_to_mend
from honglam.engines.datahub.unit_words import unit_words

__all__ = [
    "LICENCES", "THEMES", "Column", "ColumnType", "DatasetPublished", "Effect", "Kind", "Layer", "OpenRelease",
    "OpenWishShown", "ReleaseInvalid", "Rule", "Sensitivity", "Supply", "ToMend", "WaitingRequest",
    "WaitingRequests", "Word", "batches_of", "columns_of", "columns_of_release", "count_of", "count_use",
    "current_version", "declare_supply", "frame_of", "issued_at", "make_wish", "paths_of_release",
    "public_releases", "publish", "publish_rows", "refresh_open_data", "rows_of", "rows_of_release", "rows_to_mend",
    "run_checks", "saying", "sharing_waiting_for", "shown_wishes", "supply_of", "sync_supplies", "tell_of_version",
    "unit_words", "uses_of", "values_of", "version_on",
]  # fmt: skip
