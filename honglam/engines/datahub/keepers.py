"""Who hears of a dataset: its steward, or those who keep quality at its owner; and who acts for a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from honglam.core.access.people_for_units import people_by_unit
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.queries import ASK, STEWARD

if TYPE_CHECKING:
    from honglam.core.access.models import User


def keepers_of(dataset: Dataset) -> list[User]:
    """The steward where there is one, else everybody who keeps quality for the owner."""
    if dataset.steward is not None and dataset.steward.is_active:
        return [dataset.steward]
    return people_by_unit(STEWARD, [dataset.owner_id]).get(dataset.owner_id, [])


def people_of_units(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """For each unit the people who act for it in the hub: they ask for data in its name, and mend what is its own."""
    return people_by_unit(ASK, unit_ids)
