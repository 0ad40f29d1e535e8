"""The hub of the demonstration province: every register as a dataset, published and checked once."""

from __future__ import annotations

from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.actions.versions import publish
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.supply import supply_of


def load() -> tuple[int, int]:
    """Make the datasets of all supplies and publish those that never were; how many were published, and refused."""
    sync_supplies()
    published = refused = 0
    waiting = Dataset.objects.filter(is_active=True, versions__isnull=True).exclude(supply="")
    for dataset in waiting.select_related("owner", "steward"):
        if supply_of(dataset.supply) is not None:
            done = publish(dataset=dataset, by=None)
            published += 1
            refused += done.is_refused
    return published, refused
