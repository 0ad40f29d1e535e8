"""What can be searched for, and who may find it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import Promise

from honglam.core.search.errors import DuplicateKind, UnknownKind

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One object as it goes into the index: what can be found of it, where it leads, whose people may find it."""

    obj_kind: str
    object_id: int
    title: str
    url: str
    body: str = ""
    code: str = ""
    unit_ids: tuple[int, ...] = ()
    for_everyone: bool = False
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SearchableKind:
    """A kind of object that can be found.

    label: what people read. rebuild: yields every object of the kind as an `IndexRow`. permission: the code whose reach
    decides which units' entries a person finds. visible: for kinds that need another rule, a function `user -> Q` over
    SearchEntry (Q() is everything, None is nothing).
    """

    code: str
    label: str | Promise
    rebuild: Callable[[], Iterable[IndexRow]]
    permission: str = ""
    visible: Callable[[User], Q | None] | None = None


_kinds: dict[str, SearchableKind] = {}


def declare_searchable(
    kind: str,
    label: str | Promise,
    *,
    rebuild: Callable[[], Iterable[IndexRow]],
    permission: str = "",
    visible: Callable[[User], Q | None] | None = None,
) -> SearchableKind:
    """Declare a kind in an app's declarations.py; DuplicateKind on a code that is taken.

    With neither permission nor visible only entries marked `for_everyone` are found.
    """
    if kind in _kinds:
        raise DuplicateKind(f"searchable kind {kind} is declared twice")
    _kinds[kind] = SearchableKind(code=kind, label=label, rebuild=rebuild, permission=permission, visible=visible)
    return _kinds[kind]


def kind_of(code: str) -> SearchableKind:
    """The declared kind; UnknownKind where there is none."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(f"searchable kind {code} is not declared (declare_searchable)") from None


def all_kinds() -> list[SearchableKind]:
    """Every declared kind, in the order of declaration."""
    return list(_kinds.values())
