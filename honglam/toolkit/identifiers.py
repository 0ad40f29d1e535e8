"""Identifiers that leave the database: sortable UUIDs, and codes with a check character that people cite."""

from __future__ import annotations

import uuid

import uuid6

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def uuid7() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): unique, and sortable by the moment it was made."""
    return uuid.UUID(int=uuid6.uuid7().int)


def uuid_of(text: str | None) -> uuid.UUID | None:
    """The identifier that an address or a form names, or nothing where the text is none.

    >>> uuid_of("0190A3D2-7C00-7000-8000-000000000001"), uuid_of("x"), uuid_of(None)
    (UUID('0190a3d2-7c00-7000-8000-000000000001'), None, None)
    """
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def check_character(code: str) -> str:
    """The check character of a code's letters and digits: ISO 7064 hybrid system MOD 37,36.

    It catches every single wrong sign and nearly every swap of two neighbours.
    """
    product = 36
    for sign in code.upper():
        if sign in _SIGNS:
            total = (product + _SIGNS.index(sign)) % 36 or 36
            product = total * 2 % 37
    return _SIGNS[(37 - product) % 36]


def has_right_check(code: str) -> bool:
    """Whether a code ends with its check character: a code that does not was mistyped.

    >>> has_right_check(with_check("KH-2026-0012")), has_right_check("KH-2026-0013-X")
    (True, False)
    """
    body, dash, sign = code.strip().rpartition("-")
    return bool(dash and body) and sign.upper() == check_character(body)


def with_check(code: str) -> str:
    """`KH-2026-0012` becomes `KH-2026-0012-X`, X being its check character."""
    return f"{code}-{check_character(code)}"
