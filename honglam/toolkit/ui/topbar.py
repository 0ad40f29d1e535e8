"""What the top bar shows of other apps: the bell with its count, the posts of the user. Declared, never imported.

topbar.declare_bell(url_name="notices:inbox", count=unread_count)     # in core.notices.declarations
topbar.declare_posts(posts_of)                                        # in core.access.declarations
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from honglam.toolkit.ui.navigation import NavigationError

Count = Callable[[Any], int]
Posts = Callable[[Any], Iterable[str]]


@dataclass(frozen=True)
class Bell:
    """Where the bell leads and how the unread notices of a user are counted (one cheap query)."""

    url_name: str
    count: Count


_declared: dict[str, Bell | Posts] = {}


def declare_bell(url_name: str, count: Count) -> None:
    """Name the inbox page and the count of unread notices. Raises NavigationError when declared twice."""
    _declare("bell", Bell(url_name, count))


def declare_posts(posts: Posts) -> None:
    """Name the function that lists the posts of a user as texts (“Chuyên viên, Sở …”)."""
    _declare("posts", posts)


def bell() -> Bell | None:
    """The declared bell, if an app declared one."""
    found = _declared.get("bell")
    return found if isinstance(found, Bell) else None


def posts_of(user: Any) -> list[str]:
    """The posts of a user, in the order the declaring app gives; empty where none declares them."""
    found = _declared.get("posts")
    return list(found(user)) if callable(found) else []


def _declare(what: str, value: Bell | Posts) -> None:
    if what in _declared and _declared[what] != value:
        raise NavigationError(f"Thanh trên đã có khai báo “{what}”.")
    _declared[what] = value
