"""Rows in the search of every page: what is found of a row, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from honglam.core.search.actions import IndexRow, index_many
from honglam.core.search.models import SearchEntry
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.naming import address_of, named

_LONGEST_CODE = 60


def kind_of(register: Register) -> str:
    """The kind under which the search knows the rows of a register."""
    return f"registers.{register.code}"


def entry_of(register: Register, row: Any) -> IndexRow:
    """A row as the search keeps it: its name and the columns of `search`, without what is personal or guarded."""
    shown = {name: writing.shown(row, name) for name in register.search if name not in register.withheld}
    code = next((shown[name] for name in register.identity if name in shown and _is_code(register, name)), "")
    return IndexRow(
        obj_kind=kind_of(register), object_id=row.pk, title=named(register, row), url=address_of(register, row),
        body=" · ".join(text for text in shown.values() if text), code=code, unit_ids=(row.unit_id,),
        date=row.valid_from,
    )  # fmt: skip


def index_rows(register: Register, rows: Iterable[Any]) -> None:
    """Bring the entries of standing rows up to date; a constant number of queries per 500.

    Rows that come from outside `writing.with_what_is_shown` cost a query for each reference that they show.
    """
    if register.in_search:
        index_many(entry_of(register, row) for row in rows)


def forget_rows(register: Register, rows: Iterable[Any]) -> None:
    """Take rows that ended out of the search; one query."""
    if register.in_search:
        keys = [row.pk for row in rows]
        SearchEntry.objects.filter(kind=kind_of(register), object_id__in=keys).delete()


def every_entry(register: Register) -> Iterator[IndexRow]:
    """The entries of all standing rows, to build the search anew."""
    standing = register.model._default_manager.filter(ended_on__isnull=True)
    for row in writing.with_what_is_shown(register, standing).order_by("pk").iterator(chunk_size=500):
        yield entry_of(register, row)


def _is_code(register: Register, name: str) -> bool:
    one = register.model._meta.get_field(name)
    return isinstance(one, models.CharField) and not one.choices and (one.max_length or 0) <= _LONGEST_CODE
