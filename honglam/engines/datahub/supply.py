"""Supplies: what other engines offer to the hub, declared at start; the hub knows them, they know only this module.

    declare_supply(Supply(code="registers.projects", name=…, columns=…, rows=…, …))

Values are given in one spelling: text as it is, figures with a point, dates as 2026-11-22, true and false; nothing is
None.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.terms import Layer, Sensitivity

Text = str | Promise
Row = Mapping[str, str | None]


def _nothing_changed(since: datetime.datetime) -> list[str]:
    return []


def _no_addresses(keys: Sequence[str]) -> dict[str, str]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Supply:
    """Where the rows of a dataset come from.

    rows(keys=None): batches of rows, all that stand, or those of some keys. changed_since(moment): the keys of rows
    that were written or ended since. addresses(keys): the page of each row. mend(key=, column=, value=, by=, reason=):
    write one cell through the owner's own verbs, which ask who may; None where rows cannot be mended from here.
    owner(): the unit whose dataset it is. expected(): counts by the name of a COMPLETE rule's list. shown(keys): what
    people call each row. What REFERENCE and EQUAL rules compare with ("dataset.column") the hub reads by itself.
    """

    code: str
    name: Text
    description: Text
    columns: tuple[Column, ...]
    key: str
    owner: Callable[[], Any]
    rows: Callable[[Sequence[str] | None], Iterator[list[Row]]]
    changed_since: Callable[[datetime.datetime], Sequence[str]] = _nothing_changed
    addresses: Callable[[Sequence[str]], Mapping[str, str]] = _no_addresses
    shown: Callable[[Sequence[str]], Mapping[str, str]] = _no_addresses
    mend: Callable[..., None] | None = None
    unit_column: str = ""
    rules: tuple[Rule, ...] = ()
    legal_basis: Text = ""
    layer: Layer = Layer.SOURCE
    sensitivity: Sensitivity = Sensitivity.SHARED
    update_days: int = 30
    retention_days: int | None = None
    open_columns: tuple[str, ...] = ()
    quasi: tuple[str, ...] = ()
    expected: Callable[[], Mapping[str, Mapping[str, int]]] | None = None
    field_of_work: Text = ""
    keywords: tuple[str, ...] = ()


_supplies: dict[str, Supply] = {}


class SupplyError(ValueError):
    """A supply is declared twice, or names columns that it does not have."""


def declare_supply(supply: Supply) -> Supply:
    """Declare one supply. Raises SupplyError."""
    names = [column.name for column in supply.columns]
    lost = {supply.key, *supply.open_columns, *supply.quasi, *([supply.unit_column] if supply.unit_column else [])} - {
        *names
    }
    lost |= {name for rule in supply.rules for name in rule.columns} - {*names}
    if lost:
        raise SupplyError(f"{supply.code}: no column is called {', '.join(sorted(lost))}")
    if supply.code in _supplies:
        raise SupplyError(f"{supply.code} is declared twice")
    _supplies[supply.code] = supply
    return supply


def supply_of(code: str) -> Supply | None:
    """The supply of a code, or None where nobody declares it (any more)."""
    return _supplies.get(code)


def supplies() -> list[Supply]:
    """All declared supplies, by code."""
    return [_supplies[code] for code in sorted(_supplies)]


def forget(code: str) -> None:
    """Take a declaration back (tests only)."""
    _supplies.pop(code, None)
