"""What a row is called where it is only mentioned, and where its page is."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from honglam.core.personal.masks import mask
from honglam.engines.registers.declaration import Register, register_of_model

_SHORTEST = 2  # shorter values stand in other words by chance


def named(register: Register, row: Any) -> str:
    """The row's own name, with personal and guarded values masked: for headings, links, pickers and the search.

    Values of rows that it points at are masked too, where those are loaded beside it (a name speaks of no others).
    """
    text = str(row)
    for one, told in _told(register, row):
        for column in sorted(one.withheld):
            for written in _spellings(getattr(told, column, None)):
                text = text.replace(written, mask(written, one.masks.get(column, "full")))
    return text


def called(one: Any) -> str:
    """The text of any object that a column points at: of a register's row its masked name, of nothing an empty text."""
    if one is None:
        return ""
    register = register_of_model(type(one))
    return str(one) if register is None else named(register, one)


def address_of(register: Register, row: Any) -> str:
    """The page of a row."""
    return reverse("registers:row", args=[register.code, row.uid])


def _told(register: Register, row: Any) -> Iterator[tuple[Register, Any]]:
    yield register, row
    for name, one in register.fields.items():
        pointed = row._state.fields_cache.get(name) if one.is_relation else None
        other = register_of_model(type(pointed)) if pointed is not None else None
        if other is not None:
            yield from _told(other, pointed)


def _spellings(value: Any) -> tuple[str, ...]:
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}", value.isoformat()
    text = "" if value is None else str(value)
    return (text,) if len(text) >= _SHORTEST else ()
