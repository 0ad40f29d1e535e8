"""What a dataset looks like to somebody who asks for it: its present columns, and rows limited in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from honglam.engines.datahub import reading
from honglam.engines.datahub.models import Dataset, SchemaVersion
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.sharing.scope import RowFilter

MOST_SAID = 12


def schema_of(dataset: Dataset) -> list[Column]:
    """The columns of the version in use, or of the latest schema before there is one; else none."""
    version = reading.current_version(dataset)
    if version is not None:
        return reading.columns_of(version)
    schema = dataset.schemas.first()
    return schema.read_columns() if schema is not None else []


def labels_of(columns: Sequence[Column]) -> dict[str, str]:
    """By name, what people call each column."""
    return {column.name: str(column.label) for column in columns}


class ColumnWords:
    """What people call the columns of some datasets; one query, made when the first is asked for.

    `of(dataset_id, names)` gives the words in their order; a column that a dataset no longer has keeps its name.
    """

    def __init__(self, datasets: Iterable[int] | QuerySet[Any]) -> None:
        self._datasets = datasets

    @cached_property
    def _labels(self) -> dict[int, dict[str, str]]:
        schemas = SchemaVersion.objects.filter(dataset__in=self._datasets).order_by("dataset", "number")
        found: dict[int, dict[str, str]] = {}
        for dataset, columns in schemas.values_list("dataset", "columns"):
            found.setdefault(dataset, {}).update({one["name"]: str(one["label"]) for one in columns})
        return found

    def of(self, dataset: int, names: Iterable[str]) -> str:
        """The words of some columns of a dataset, between commas."""
        labels = self._labels.get(dataset, {})
        return ", ".join(labels.get(name, name) for name in names)


def words_of_rows(
    row_filter: RowFilter, columns: Sequence[Column], units: Mapping[str, str] | None = None
) -> list[str]:
    """A row filter as people read it, one line a column; `units` are names for codes of units.

    >>> words_of_rows({}, [])
    []
    """
    known = {column.name: column for column in columns}
    lines = []
    for name, values in row_filter.items():
        column = known.get(name)
        names = dict(column.codes) if column is not None else {}
        said = [str(names.get(value) or (units or {}).get(value) or value or _("(để trống)")) for value in values]
        more = _(" và %(n)d giá trị khác") % {"n": len(said) - MOST_SAID} if len(said) > MOST_SAID else ""
        lines.append(f"{column.label if column is not None else name}: {', '.join(said[:MOST_SAID])}{more}")
    return lines
