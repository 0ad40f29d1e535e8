"""What a row is called, and where its page is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from honglam.core.personal.masks import mask
from honglam.engines.registers.declaration import Register

_SHORTEST = 3  # shorter values stand in other words by chance


def named(register: Register, row: Any) -> str:
    """The row's own name, with personal and guarded values masked: for headings, links, pickers and the search."""
    text = str(row)
    for column in sorted(register.withheld):
        value = getattr(row, column, None)
        if isinstance(value, str) and len(value) >= _SHORTEST and value in text:
            text = text.replace(value, mask(value, register.masks.get(column, "full")))
    return text


def address_of(register: Register, row: Any) -> str:
    """The page of a row."""
    return reverse("registers:row", args=[register.code, row.uid])
