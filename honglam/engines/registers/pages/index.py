"""Which books there are: every register that the reader may open, by pack, with how many rows and when it moved."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.decorators import signed_in
from honglam.core.access.reach import reach_of
from honglam.core.access.registry import area_name
from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.declaration import Register, registers
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui import lists

MOST_COUNTED = 100_000


@dataclass(frozen=True)
class Book:
    """A register as the index shows it; `count` stops at `MOST_COUNTED` + 1."""

    register: Register
    count: int
    changed_at: datetime.datetime | None

    @property
    def url(self) -> str:
        """Its list."""
        return reverse("registers:rows", args=[self.register.code])

    @property
    def name(self) -> str:
        """Its label as a heading."""
        label = str(self.register.label)
        return label[:1].upper() + label[1:]

    @property
    def area(self) -> str:
        """The name of its pack."""
        return area_name(self.register.pack)

    @property
    def is_long(self) -> bool:
        """Whether it has more rows than were counted."""
        return self.count > MOST_COUNTED


@signed_in
def index(request: PersonRequest) -> HttpResponseBase:
    """All registers that the reader may open."""
    return _shown(request, _openable(request.user), "")


@signed_in
def of_pack(request: PersonRequest, pack: str) -> HttpResponseBase:
    """The registers of one pack. Raises Http404 where the reader may open none of it."""
    found = [register for register in _openable(request.user) if register.pack == pack]
    if not found:
        raise Http404(pack)
    return _shown(request, found, pack)


def _openable(user: Any) -> list[Register]:
    return [register for register in registers() if reach_of(user, register.permission("view"))]


def _shown(request: PersonRequest, found: list[Register], pack: str) -> HttpResponseBase:
    query = request.GET.get("q", "").strip()[:200]
    words = strip_marks(query).split()
    books = [_book(register, request.user) for register in found if _says(register, words)]
    if (sheet := lists.sheet_of(request, _table(books))) is not None:
        return sheet
    groups: dict[str, list[Book]] = {}
    for book in books:
        groups.setdefault(book.area, []).append(book)
    context = {"groups": groups, "query": query, "pack": area_name(pack) if pack else "", "any": bool(found)}
    return render(request, "registers/index.html", context)


def _says(register: Register, words: list[str]) -> bool:
    text = strip_marks(f"{register.label} {register.purpose} {area_name(register.pack)}")
    return all(word in text for word in words)


def _book(register: Register, user: Any) -> Book:
    rows: Any = register.model._default_manager
    standing = rows.visible_to(user, register.permission("view")).standing().order_by()
    return Book(register, standing.values("pk")[: MOST_COUNTED + 1].count(), _changed_at(register))


def _changed_at(register: Register) -> datetime.datetime | None:
    """When a row was last added or changed: the newest row and the newest former state tell, each by its key."""
    rows, states = register.model._default_manager, register.versions._default_manager
    moments = [
        rows.order_by("-pk").values_list("recorded_at", flat=True).first(),
        states.order_by("-pk").values_list("replaced_at", flat=True).first(),
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def _table(books: list[Book]) -> Table:
    columns = [
        Column(_("Lĩnh vực"), lambda book: book.area, width=24),
        Column(_("Sổ"), lambda book: book.name, width=36),
        Column(_("Dùng để"), lambda book: str(book.register.purpose), width=60),
        Column(_("Số dòng đang dùng"), lambda book: min(book.count, MOST_COUNTED), Kind.NUMBER),
        Column(_("Thêm, sửa gần nhất"), lambda book: book.changed_at, Kind.MOMENT),
        Column(_("Căn cứ"), lambda book: str(book.register.legal_basis), width=44),
    ]
    notes = [_("Sổ có hơn %(most)d dòng ghi là %(most)d.") % {"most": MOST_COUNTED}] if any(
        book.is_long for book in books
    ) else []  # fmt: skip
    return Table(_("Sổ dữ liệu"), columns, books, notes)
