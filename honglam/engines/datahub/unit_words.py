"""Names of units in place of their codes, where people read rows: “Xã Đồng Lộc”, not 18484.

Which columns hold codes of units is not declared for all of them (rows are also delivered from elsewhere), so it is
seen: a column without a code list of its own, all of whose values are codes of units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from honglam.core.organisations.models import Unit
from honglam.engines.datahub.quality.columns import Column, ColumnType

MOST = 2000


def unit_words(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Names by code of each column of some rows that holds codes of units only; one query."""
    held: dict[str, set[str]] = {
        column.name: set() for column in columns
        if not column.codes and not column.personal and column.type in (ColumnType.CODE, ColumnType.TEXT)
    }  # fmt: skip
    for row in rows:
        for name, values in held.items():
            if isinstance(value := row.get(name), str) and value:
                values.add(value)
    codes = {value for values in held.values() if 0 < len(values) <= MOST for value in values}
    if not codes:
        return {}
    names = {code: str(name) for code, name in Unit.objects.filter(code__in=codes).values_list("code", "name")}
    return {
        column: {code: names[code] for code in values}
        for column, values in held.items() if values and values <= names.keys()
    }  # fmt: skip


def unit_words_of_filter(columns: Sequence[Column], row_filter: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Names for codes of units in a row filter."""
    rows = [{name: value} for name, values in row_filter.items() for value in values]
    return {code: name for words in unit_words(columns, rows).values() for code, name in words.items()}
