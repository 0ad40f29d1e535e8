"""What is left of a personal value when it is shown to somebody who does not need all of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

_DOT = "•"


def _full(value: str) -> str:
    return _DOT * 6


def _phone(value: str) -> str:
    """0912 345 678 → 09•••••678."""
    digits = re.sub(r"\D", "", value)
    if len(digits) < 8:
        return _DOT * 6
    return digits[:2] + _DOT * (len(digits) - 5) + digits[-3:]


def _identity(value: str) -> str:
    """042090001234 → ••••••••1234."""
    return _DOT * 6 if len(value) < 8 else _DOT * (len(value) - 4) + value[-4:]


def _name(value: str) -> str:
    """Nguyễn Văn An → N. V. An: the given name, which comes last in Vietnamese, stays."""
    *before, given = value.split() or [""]
    return " ".join([*(f"{word[0]}." for word in before), given]).strip()


def _email(value: str) -> str:
    """an.nguyen@hatinh.example → a•••@hatinh.example."""
    local, at, host = value.partition("@")
    return f"{local[:1]}{_DOT * 3}@{host}" if at else _DOT * 6


def _year(value: str) -> str:
    """12/03/1980 and 1980-03-12 → 1980."""
    found = re.search(r"\d{4}", value)
    return found.group() if found else _DOT * 6


MASKS: dict[str, Callable[[str], str]] = {
    "full": _full,
    "phone": _phone,
    "identity": _identity,
    "name": _name,
    "email": _email,
    "year": _year,
}


def mask(value: object, kind: str) -> str:
    """The value with the mask `kind`; nothing stays nothing.

    Raises:
        KeyError: no mask has that name.
    """
    rule = MASKS[kind]
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.date):
        value = value.isoformat()
    return rule(str(value).strip())
