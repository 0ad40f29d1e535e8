"""What others may use of the hub: rules, columns, supplies; datasets and their figures."""

from honglam.engines.datahub.actions.releases import make_wish
from honglam.engines.datahub.actions.webhooks import tell_of_version
from honglam.engines.datahub.errors import ReleaseInvalid
from honglam.engines.datahub.events import DatasetPublished
from honglam.engines.datahub.models import OpenRelease
from honglam.engines.datahub.opening import LICENCES, THEMES, OpenWishShown, refresh_open_data, shown_wishes
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule, Word
from honglam.engines.datahub.reading import current_version, rows_of, version_on
from honglam.engines.datahub.releases import (
    columns_of_release,
    count_use,
    paths_of_release,
    public_releases,
    rows_of_release,
    saying,
    uses_of,
)
from honglam.engines.datahub.sharing.figures import SharingFigures, sharing_figures, sharing_figures_of
from honglam.engines.datahub.sharing.waiting import WaitingRequest, WaitingRequests, sharing_waiting_for
from honglam.engines.datahub.supply import Supply, declare_supply, supply_of
from honglam.engines.datahub.terms import Layer, Sensitivity

__all__ = [
    "LICENCES", "THEMES", "Column", "ColumnType", "DatasetPublished", "Effect", "Kind", "Layer", "OpenRelease",
    "OpenWishShown", "ReleaseInvalid", "Rule", "Sensitivity", "SharingFigures", "Supply", "WaitingRequest",
    "WaitingRequests", "Word", "columns_of_release", "count_use", "current_version", "declare_supply", "make_wish",
    "paths_of_release", "public_releases", "refresh_open_data", "rows_of", "rows_of_release", "saying",
    "sharing_figures", "sharing_figures_of", "sharing_waiting_for", "shown_wishes", "supply_of", "tell_of_version",
    "uses_of", "version_on",
]  # fmt: skip
