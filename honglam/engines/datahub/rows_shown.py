"""Failing rows as pages and sheets show them: what they are called, where they stand, what their cells say now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from honglam.core.personal.masks import mask
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.models import Dataset, FailingRow
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import day, is_of_type
from honglam.engines.datahub.supply import Supply, supply_of
from honglam.toolkit.numbers import format_date
from honglam.toolkit.text import fold, strip_marks

MOST_CELLS = 6
MOST_NAMED = 5000


def shown_rows(
    dataset: Dataset, rows: Sequence[FailingRow], rule: Mapping[str, Any] | None, *, with_values: bool
) -> list[dict[str, Any]]:  # fmt: skip
    """One mapping a row: key, shown, url, unit, rules, found_at, and (where asked) cells of the rule's columns.

    What a row is called, where it stands and what it says come from the supply, for all rows at once.
    """
    supply = supply_of(dataset.supply) if dataset.supply else None
    keys = [row.key for row in rows if row.key]
    called: Mapping[str, str] = supply.shown(keys) if supply is not None and keys else {}
    places: Mapping[str, str] = supply.addresses(keys) if supply is not None and keys else {}
    cells = _cells(dataset, supply, keys, rule) if with_values else {}
    return [
        {
            "key": row.key, "shown": called.get(row.key, row.key), "url": places.get(row.key, ""), "unit": row.unit,
            "rules": row.rule_codes, "found_at": row.found_at, "cells": cells.get(row.key, []),
        }
        for row in rows
    ]  # fmt: skip


def name_of_row(dataset: Dataset, key: str) -> str:
    """What people call the row of a key; the key itself where the rows have no names."""
    supply = supply_of(dataset.supply) if dataset.supply else None
    return supply.shown([key]).get(key, key) if supply is not None else key


def said(dataset: Dataset, rows: QuerySet[Any], text: str) -> Q:
    """Of rows with a `key`, those whose key or name holds a text, marks and case aside; `MOST_NAMED` names are read."""
    by_key = Q(key__icontains=text)
    supply = supply_of(dataset.supply) if dataset.supply else None
    if supply is None:
        return by_key
    wanted = strip_marks(fold(text))
    names = supply.shown(list(rows.exclude(key="").order_by("key").values_list("key", flat=True)[:MOST_NAMED]))
    return by_key | Q(key__in=[key for key, name in names.items() if wanted in strip_marks(fold(name))])


def _cell(column: Column, value: str) -> dict[str, Any]:
    """A cell as it is shown; a personal value is masked, and mended where it stands, which asks and writes it down."""
    is_masked = column.personal and bool(value)
    shown = mask(value, "full") if is_masked else as_typed(column, value)
    return {"column": column, "value": shown, "is_masked": column.personal}


def as_typed(column: Column, value: str) -> str:
    """A value as people type it here: days as 31/12/2026, figures with a comma; `rules.corrections.typed` reads it."""
    if column.type == ColumnType.DATE and (date := day(value)) is not None:
        return format_date(date)
    if column.type == ColumnType.DECIMAL and is_of_type(column, value):
        return value.replace(".", ",")
    return value


def _cells(
    dataset: Dataset, supply: Supply | None, keys: Sequence[str], rule: Mapping[str, Any] | None
) -> dict[str, list[dict[str, Any]]]:
    """By key, the cells of the columns that the rule names, as they are now; rows that ended have none."""
    if supply is None or rule is None or not keys:
        return {}
    columns = {column.name: column for column in columns_of(dataset)}
    named = [columns[name] for name in rule["columns"][:MOST_CELLS] if name in columns]
    found: dict[str, list[dict[str, Any]]] = {}
    for batch in supply.rows(list(keys)):
        for row in batch:
            found.setdefault(
                str(row.get(supply.key)),
                [_cell(column, row.get(column.name) or "") for column in named],
            )
    return found
