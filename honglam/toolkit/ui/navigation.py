"""The navigation of the desk: each app declares its entries, the layout shows the ones a user may open.

An app declares in its `declarations.py`:

    navigation.declare_item("desk", _("Việc của tôi"), url_name="plans:my_work", icon="checklist", order=10)
    navigation.declare_item("admin", _("Người dùng"), url_name="access:users", icon="users",
                            permission="access.manage_users", order=10)
    navigation.declare_item("data", _("Đất đai"), url_name="registers:pack", args=("land",), icon="map", order=20)

Whether a user holds a permission is asked through `User.has_perm`, so this module knows nothing of roles and scopes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Holder(Protocol):
    """Whoever may hold a permission: a signed-in user, or an anonymous one."""

    def has_perm(self, perm: str) -> bool:
        """Whether the permission is held in any scope."""
        ...


AREAS: dict[str, Promise] = {
    "desk": _("Bàn làm việc"),
    "ioc": _("Điều hành"),
    "data": _("Dữ liệu"),
    "admin": _("Quản trị"),
}


class NavigationError(ValueError):
    """An entry cannot be declared: its area is unknown, or the same entry was declared differently before."""


@dataclass(frozen=True)
class Item:
    """One entry: where it stands, what it says, where it leads, who sees it."""

    area: str
    label: str | Promise
    url_name: str
    icon: str
    permission: str = ""
    order: int = 100
    args: tuple[str, ...] = ()

    def url(self) -> str:
        """The address, or an empty text while no URL of that name is wired."""
        try:
            return reverse(self.url_name, args=self.args)
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class ShownItem:
    """An entry as one user sees it on one page."""

    label: str
    url: str
    icon: str
    active: bool


@dataclass(frozen=True)
class ShownArea:
    """A group of entries with its heading."""

    code: str
    label: str
    items: tuple[ShownItem, ...]


_items: dict[tuple[str, str, tuple[str, ...]], Item] = {}
_apart: set[str] = set()


def declare_item(
    area: str, label: str | Promise, url_name: str, icon: str, permission: str = "", order: int = 100,
    args: tuple[str, ...] = (),
) -> Item:  # fmt: skip
    """Add an entry to an area of `AREAS`; lower orders come first; `args` belong to the address.

    Raises NavigationError on a clash.
    """
    if area not in AREAS:
        raise NavigationError(f"Không có khu vực điều hướng “{area}”; các khu vực: {', '.join(AREAS)}.")
    item = Item(area, label, url_name, icon, permission, order, args)
    known = _items.get((area, url_name, args))
    if known is not None and (known.icon, known.permission, known.order) != (icon, permission, order):
        raise NavigationError(f"Mục điều hướng “{url_name}” đã được khai báo khác trong khu vực “{area}”.")
    _items[area, url_name, args] = item
    return item


def declare_apart(url_name: str) -> None:
    """Name a page whose address lies below that of an entry to which it does not belong, as one's own profile does."""
    _apart.add(url_name)


def declared_items() -> list[Item]:
    """Every declared entry, in the order of areas and entries."""
    areas = list(AREAS)
    return sorted(_items.values(), key=lambda item: (areas.index(item.area), item.order, item.url_name, item.args))


def shown_to(user: Holder, path: str) -> list[ShownArea]:
    """The areas and entries that the user may open; the entry with the longest matching address is the active one."""
    allowed = [(item, item.url()) for item in declared_items() if not item.permission or user.has_perm(item.permission)]
    reachable = [(item, url) for item, url in allowed if url]
    apart = [reverse(name) for name in sorted(_apart)]
    active = _active_url([*(url for _item, url in reachable), *apart], path)
    areas = []
    for code, label in AREAS.items():
        items = tuple(
            ShownItem(str(item.label), url, item.icon, url == active) for item, url in reachable if item.area == code
        )
        if items:
            areas.append(ShownArea(code, str(label), items))
    return areas


def shown_on(request: HttpRequest) -> list[ShownArea]:
    """`shown_to` for the user and the address of a request; nothing for an anonymous visitor."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return shown_to(user, request.path)


def _active_url(urls: Iterable[str], path: str) -> str:
    """The longest address that the path equals or lies below."""
    matching = [url for url in urls if path == url or (url.endswith("/") and url != "/" and path.startswith(url))]
    return max(matching, key=len, default="")
