"""Pure decisions of access: no database, tested as truth tables."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from honglam.core.access.terms import AttemptKind
from honglam.toolkit.collation import KEY_LENGTH, sort_key

LOCK_MINUTES = 15
"""A failure counts for so long; the door opens again when enough of them are older."""


@dataclass(frozen=True)
class Limits:
    """How many failures lock the door: of one name from one address, of one name, of one address."""

    login_and_origin: int
    login: int
    origin: int


# An office shares one network address, so an address may fail far more often than one person from one address; a name
# may fail more often from everywhere than from one place, so that a stranger cannot easily lock somebody out.
LIMITS = {
    AttemptKind.SIGN_IN: Limits(login_and_origin=5, login=20, origin=100),
    AttemptKind.RESET: Limits(login_and_origin=3, login=5, origin=30),
}


def name_sort_key(full_name: str) -> str:
    """Sort key of a person: the given name, which stands last, then the rest, by the Vietnamese alphabet."""
    family, _, given = full_name.rpartition(" ")
    return sort_key(f"{given} {family}")[:KEY_LENGTH]


def path_covers(scope: str, path: str, second_path: str) -> bool:
    """Whether the subtree of `scope` holds the unit with these paths, through its first or its second superior."""
    return path.startswith(scope) or second_path.startswith(scope)


def paths_above(*paths: str) -> list[str]:
    """Every path whose subtree holds a unit with one of these paths, the unit's own included.

    >>> paths_above("/ht/so-khcn/")
    ['/ht/', '/ht/so-khcn/']
    """
    above: set[str] = set()
    for path in filter(None, paths):
        codes = path.strip("/").split("/")
        above.update("/" + "/".join(codes[: depth + 1]) + "/" for depth in range(len(codes)))
    return sorted(above)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths without those that lie inside another one: the same reach in fewer conditions.

    >>> outermost(["/ht/a/b/", "/ht/a/", "/ht/c/"])
    ('/ht/a/', '/ht/c/')
    """
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def overlaps(
    start: datetime.date, end: datetime.date | None, other_start: datetime.date, other_end: datetime.date | None
) -> bool:
    """Whether two spans of days (inclusive, open where the end is None) share a day."""
    return (other_end is None or start <= other_end) and (end is None or other_start <= end)


def is_locked(*, kind: str, login_and_origin: int, login: int, origin: int) -> bool:
    """Whether the door is shut, from the attempts of the last `LOCK_MINUTES` minutes before this one."""
    limits = LIMITS[AttemptKind(kind)]
    return login_and_origin >= limits.login_and_origin or login >= limits.login or origin >= limits.origin
