"""Purposes: for what files come in, how large they may be, and who may read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

MayRead = Callable[[Any, Any], bool]


class DeclarationError(ValueError):
    """A purpose is declared twice."""


@dataclass(frozen=True)
class Purpose:
    """One purpose. `may_read(user, file)` decides on every download; `most_bytes` bounds one file.

    A file that no row points at is an upload that was left half-way and is removed after a week; `stands_alone` is for
    purposes whose files nobody points at. `comes_in` is false where the platform itself makes the files: the web server
    in front has no body of that size to let through.
    """

    code: str
    label: str | Promise
    may_read: MayRead
    most_bytes: int = 100_000_000
    stands_alone: bool = False
    comes_in: bool = True


_purposes: dict[str, Purpose] = {}


def declare_purpose(
    code: str,
    label: str | Promise,
    *,
    may_read: MayRead,
    most_bytes: int = 100_000_000,
    stands_alone: bool = False,
    comes_in: bool = True,
) -> Purpose:
    """Declare a purpose once, in the app's `declarations.py`.

    Raises:
        DeclarationError: the code is taken.
    """
    if code in _purposes:
        raise DeclarationError(f"the purpose {code!r} is declared twice")
    _purposes[code] = Purpose(code, label, may_read, most_bytes, stands_alone, comes_in)
    return _purposes[code]


def purpose(code: str) -> Purpose:
    """The declared purpose. Raises KeyError where nobody declares it."""
    return _purposes[code]


def may_read(user: Any, file: Any) -> bool:
    """Whether a person may read a file: as its purpose says; the one who brought it may; nobody else if undeclared."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    declared = _purposes.get(file.purpose)
    return file.by_id == user.pk or (declared is not None and declared.may_read(user, file))


def purposes() -> list[Purpose]:
    """All declared purposes, by code."""
    return [_purposes[code] for code in sorted(_purposes)]


def forget(code: str) -> None:
    """Take a declaration back (tests only)."""
    _purposes.pop(code, None)
