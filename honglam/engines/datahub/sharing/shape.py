"""What a dataset looks like to somebody who asks for it: its present columns, and rows limited in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from honglam.engines.datahub import reading
from honglam.engines.datahub.models import Dataset
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
