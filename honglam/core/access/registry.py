"""What the rest of the platform declares to access: permissions, and work that stays behind when a person moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


class DeclarationError(ValueError):
    """A code is badly formed or declared twice."""


@dataclass(frozen=True)
class Permission:
    """One thing that a role may allow: `plans.import_plan`, “Nhập kế hoạch”.

    `roles` are codes of built-in roles that it is offered to once, when the software first brings it; the
    administrator's role is offered everything. What a province then adds or takes away stays.
    """

    code: str
    label: str | Promise
    description: str | Promise = ""
    roles: tuple[str, ...] = ()

    @property
    def app(self) -> str:
        """The app that declares it: the part before the dot."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class OpenWork:
    """A kind of work that hangs on a person at a unit and is handed over when the person leaves the post.

    `count(user=, unit=)` gives the number of open pieces; `hand_over(user=, unit=, to=, by=, reason=)` passes them to
    `to`, or back to the unit where `to` is None, inside the caller's transaction, and returns how many.
    """

    code: str
    label: str | Promise
    count: Callable[..., int]
    hand_over: Callable[..., int]


_permissions: dict[str, Permission] = {}
_areas: dict[str, str | Promise] = {}
_open_work: dict[str, OpenWork] = {}


def declare_permission(
    code: str, label: str | Promise, description: str | Promise = "", roles: Iterable[str] = ()
) -> Permission:
    """Declare a permission once, under the stable code `app.verb`; `roles` as in `Permission`.

    Raises:
        DeclarationError: the code is badly formed or taken.
    """
    if not _CODE.fullmatch(code):
        raise DeclarationError(f"{code!r} is no code of the form 'app.verb_noun'")
    if code in _permissions:
        raise DeclarationError(f"the permission {code!r} is declared twice")
    _permissions[code] = Permission(code, label, description, tuple(roles))
    return _permissions[code]


def name_area(app: str, label: str | Promise) -> None:
    """Name a group of permissions, the part before the dot of their codes, for the pages of roles.

    Raises:
        DeclarationError: the group has a name already.
    """
    if app in _areas:
        raise DeclarationError(f"the permissions of {app!r} are named twice")
    _areas[app] = label


def area_name(app: str) -> str:
    """The name of a group of permissions, or its bare code while nobody names it."""
    return str(_areas.get(app, app))


def permissions() -> list[Permission]:
    """All declared permissions, by code."""
    return [_permissions[code] for code in sorted(_permissions)]


def permission(code: str) -> Permission | None:
    """The permission of a code, or None where nobody declares it (any more)."""
    return _permissions.get(code)


def declare_open_work(
    code: str, label: str | Promise, *, count: Callable[..., int], hand_over: Callable[..., int]
) -> OpenWork:
    """Declare a kind of work that is handed over when a post ends.

    Raises:
        DeclarationError: the code is taken.
    """
    if code in _open_work:
        raise DeclarationError(f"the open work {code!r} is declared twice")
    _open_work[code] = OpenWork(code, label, count, hand_over)
    return _open_work[code]


def open_work() -> list[OpenWork]:
    """All declared kinds, by code."""
    return [_open_work[code] for code in sorted(_open_work)]


def count_open_work(user: Any, unit: Any) -> dict[str, int]:
    """What would be handed over if the person left the unit: pieces by code of the kind of work, no empty kinds."""
    counted = {kind.code: kind.count(user=user, unit=unit) for kind in open_work()}
    return {code: count for code, count in counted.items() if count}


def forget(code: str) -> Any:
    """Take one declaration back (tests only: a process never forgets what it declared)."""
    return _permissions.pop(code, None) or _open_work.pop(code, None)
