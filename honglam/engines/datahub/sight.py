"""What a person may see of a dataset: its rows, and which of its failing rows.

The catalogue (names, dictionary, scores, counts) is open to all who may view it. Rows are another matter: those of
public and shared datasets are read by everybody inside, others by whoever keeps them. Failing rows are seen by whoever
keeps the dataset, and each unit sees its own, so that it can mend them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.models import Dataset, FailingRow
from honglam.engines.datahub.queries import ASK, MANAGE, RELEASE, STEWARD

if TYPE_CHECKING:
    from honglam.core.access.models import User


def home_of(unit: Unit | None) -> Unit | None:
    """Where rights over a thing count that a unit answers for; what nobody answers for yet is the province's."""
    return unit if unit is not None else Unit.objects.province()


def keeps(user: User, dataset: Dataset) -> bool:
    """Whether the person keeps the quality of the dataset: by a post over its owner, or as its steward."""
    return dataset.steward_id == user.pk or reach_of(user, STEWARD).covers(dataset.owner)


def manages(user: User, dataset: Dataset) -> bool:
    """Whether the person may change the dataset and its rules."""
    return reach_of(user, MANAGE).covers(dataset.owner)


def may_release(user: User, dataset: Dataset) -> bool:
    """Whether the person may open columns of the dataset to everybody."""
    return reach_of(user, RELEASE).covers(dataset.owner)


def may_read_rows(user: User, dataset: Dataset) -> bool:
    """Whether the person may look at rows without a grant."""
    return Dataset.objects.readable_by(user).filter(pk=dataset.pk).exists()


def failing_rows_for(user: User, dataset: Dataset) -> Q:
    """Which failing rows of a dataset the person may see: all, or those of the units that they act for."""
    return Q() if keeps(user, dataset) else reach_of(user, ASK).q("unit")


def require_row(dataset: Dataset, key: str, user: User) -> None:
    """Raises NotAllowed where the person keeps neither the dataset nor the failing row."""
    if keeps(user, dataset):
        return
    if not FailingRow.objects.filter(failing_rows_for(user, dataset), dataset=dataset, key=key).exists():
        raise NotAllowed(STEWARD, str(dataset.owner))


def require_keeper(user: User | None, dataset: Dataset) -> None:
    """Raises NotAllowed unless the person keeps the quality of the dataset; nobody (the system) may."""
    if user is not None and not keeps(user, dataset):
        raise NotAllowed(STEWARD, str(dataset.owner))
