"""How datasets are found: by their own list, and by the search of the platform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from honglam.core.access.reach import reach_of
from honglam.core.search.actions import index
from honglam.core.search.queries import searchable_text
from honglam.core.search.registry import IndexRow
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.queries import VIEW

if TYPE_CHECKING:
    from honglam.core.access.models import User

KIND = "dataset"


def words_of(dataset: Dataset) -> str:
    """What the catalogue's own search finds a dataset by."""
    return searchable_text(
        dataset.code, dataset.name, dataset.description, dataset.field, dataset.owner.name, *dataset.keywords
    )


def row_of(dataset: Dataset) -> IndexRow:
    """A dataset as the search of the platform knows it."""
    body = " ".join([dataset.description, dataset.field, dataset.legal_basis, *dataset.keywords])
    return IndexRow(
        obj_kind=KIND, object_id=dataset.pk, title=dataset.name, url=reverse("datahub:dataset", args=[dataset.code]),
        body=body, code=dataset.code, unit_ids=(dataset.owner_id,), date=None,
    )  # fmt: skip


def index_dataset(dataset: Dataset) -> None:
    """Put a dataset into the search, in the transaction that writes it."""
    row = row_of(dataset)
    index(obj_kind=KIND, object_id=row.object_id, title=row.title, url=row.url, body=row.body, code=row.code,
          unit_ids=row.unit_ids)  # fmt: skip


def all_rows() -> Iterator[IndexRow]:
    """Every active dataset, for building the index anew."""
    for dataset in Dataset.objects.filter(is_active=True).select_related("owner").iterator():
        yield row_of(dataset)


def may_find(user: User) -> Q | None:
    """The catalogue is open to all who may view it anywhere; rows are another matter."""
    return Q() if reach_of(user, VIEW) else None
