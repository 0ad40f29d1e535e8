"""Rows of other registers that belong to a row: counted, summed, the first of them shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register, Related, register_of
from honglam.engines.registers.naming import address_of
from honglam.engines.registers.showing import cell, figure, headings, kind_of_field
from honglam.engines.registers.sight import Sight

FIRST = 10


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """One row of a table of relations: its page, and its cells as (text, side, label)."""

    address: str
    cells: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class RelatedTable:
    """The rows of one register that point at a row, as far as the reader sees them."""

    register: Register
    headings: list[tuple[str, str]]
    rows: list[RelatedRow]
    count: int
    totals: list[tuple[str, str]]
    list_address: str
    add_address: str


def related_tables(register: Register, row: Any, user: Any) -> list[RelatedTable]:
    """One table for each declared relation that the reader may see; two queries each, however many rows."""
    tables = []
    for one in register.related:
        try:
            pointing = register_of(one.register)
        except KeyError:
            continue  # its pack was taken out
        sight = Sight(pointing, user)
        if sight.reach("view"):
            tables.append(_table(pointing, one, row, sight))
    return tables


def list_address(register: Register, **filters: str) -> str:
    """The list of a register, filtered; an empty text where no list is wired."""
    try:
        address = reverse("registers:rows", args=[register.code])
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(filters)}" if filters else address


def _table(register: Register, related: Related, row: Any, sight: Sight) -> RelatedTable:
    rows: Any = register.model._default_manager
    found = rows.visible_to(sight.user, register.permission("view")).standing().filter(**{related.via: row.pk})
    totals = {
        f"total_{name}": Sum(name, filter=sight.column_q(name) or None)
        for name in register.totals
        if name not in register.masks
    }
    sums = found.aggregate(count=Count("pk"), **totals)
    names = [name for name in register.columns if name != related.via]
    if register.lifecycle is not None and "state" not in names:
        names.append("state")
    order = [register.order] if register.order else []
    shown = writing.with_what_is_shown(register, found).order_by(*order, "-pk")[:FIRST]
    return RelatedTable(
        register=register, headings=headings(register, names),
        rows=[_row(register, one, names, sight) for one in shown], count=sums["count"],
        totals=[
            (str(register.fields[name].verbose_name), figure(sums[f"total_{name}"]))
            for name in register.totals
            if sums.get(f"total_{name}") is not None
        ],
        list_address=list_address(register, **{related.via: str(row.uid)}),
        add_address=_add_address(register, related, row) if sight.reach("edit") and row.ended_on is None else "",
    )  # fmt: skip


def _row(register: Register, row: Any, names: list[str], sight: Sight) -> RelatedRow:
    hidden = sight.hidden(row.unit)
    return RelatedRow(
        address_of(register, row),
        [
            ("" if name in hidden else cell(register, row, name),
             kind_of_field(register.model._meta.get_field(name)), register.label_of(name))
            for name in names
        ],
    )  # fmt: skip


def _add_address(register: Register, related: Related, row: Any) -> str:
    return f"{reverse('registers:new_row', args=[register.code])}?{urlencode({related.via: str(row.uid)})}"
