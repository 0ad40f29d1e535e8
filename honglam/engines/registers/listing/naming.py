"""What a row is called where it is only mentioned: personal and guarded values in it are masked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from honglam.core.personal.masks import mask
from honglam.engines.registers.declaration import Register, register_of_model


def called(one: Any) -> str:
    """The text of an object that a column points at; of a register's row without its personal and guarded values."""
    if one is None:
        return ""
    text = str(one)
    for register, row in _told(one):
        for column in (*register.masks, *register.guarded):
            for written in _spellings(getattr(row, column)):
                text = text.replace(written, mask(written, register.masks.get(column, "full")))
    return text


def _told(one: Any) -> Iterator[tuple[Register, Any]]:
    """The row and the rows that its name may speak of: those that are loaded beside it."""
    register = register_of_model(type(one))
    if register is None:
        return
    yield register, one
    for name, field in register.fields.items():
        if field.is_relation and (pointed := one._state.fields_cache.get(name)) is not None:
            yield from _told(pointed)


def _spellings(value: Any) -> tuple[str, ...]:
    if value in (None, ""):
        return ()
    if isinstance(value, datetime.date):
        return (f"{value:%d/%m/%Y}", value.isoformat())
    return (str(value),) if len(str(value)) > 1 else ()
