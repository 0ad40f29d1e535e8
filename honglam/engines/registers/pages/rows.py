"""The list of a register: filters, columns, order, day; on the page, on paper, as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import Listing, features, table_of, views_for, written_totals
from honglam.engines.registers.listing.files import MOST_AT_ONCE
from honglam.engines.registers.listing.sight import kind_of
from honglam.engines.registers.listing.tables import columns_of, line_of_totals
from honglam.engines.registers.listing.views import units_to_share_with
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.terms import FileForm
from honglam.toolkit.sheets import Kind, as_text, csv_response
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.templatetags.ui import url_or_empty

_SIDES = {Kind.NUMBER: "number", Kind.DATE: "date", Kind.MOMENT: "date"}
_LONG, _SHORT = 200, 60
FILES = {FileForm.XLSX, FileForm.CSV, FileForm.GEOJSON}


@dataclass(frozen=True)
class Cell:
    """One cell: its text, on which side it stands, the heading of its column."""

    text: str
    side: str
    label: str


@dataclass(frozen=True)
class Line:
    """One row of the page. `url` is empty where no page of it is installed."""

    uid: str
    url: str
    cells: list[Cell]
    ended: bool


@of_register("view")
def rows(request: PersonRequest, register: Register) -> HttpResponseBase:
    """The list, or the form of it that the address asks for."""
    form = request.GET.get("format", "")
    if form in FILES:
        return _file(request, register, FileForm(form))
    listing = Listing(register, request.user, request.GET)
    if form == lists.PRINT:
        sums = line_of_totals(listing)
        paper = lists.sheet_of(request, table_of(listing, notes=(sums,) if sums else ()))
        assert paper is not None
        return paper
    return render(request, "registers/rows.html", _context(request, register, listing))


def download(listing: Listing, form: FileForm) -> HttpResponseBase:
    """A list as a file that is written while it is sent."""
    table = table_of(listing)
    if form == FileForm.XLSX:
        return lists.sheet(table)
    if form == FileForm.CSV:
        return csv_response(table.title, table)
    response = StreamingHttpResponse(features(listing), content_type="application/geo+json")
    response["Content-Disposition"] = content_disposition_header(True, f"{table.title}.geojson") or "attachment"
    return response


def _file(request: PersonRequest, register: Register, form: FileForm) -> HttpResponseBase:
    """The file at once; a large one, one of people, and one that cannot be made, lead to the page that asks."""
    is_place = form == FileForm.GEOJSON
    listing = Listing(register, request.user, request.GET, with_geometry=is_place)
    if (
        register.names_people
        or (is_place and not register.is_located)
        or listing.count_upto(MOST_AT_ONCE + 1) > MOST_AT_ONCE
    ):
        asked = request.GET.copy()
        asked["format"] = str(form)
        return redirect(f"{reverse('registers:export', args=[register.code])}?{asked.urlencode()}")
    return download(listing, form)


def _context(request: PersonRequest, register: Register, listing: Listing) -> dict[str, Any]:
    page = listing.page(request.GET.get("page"))
    lines = [_line(register, listing, row) for row in page.object_list]
    is_whole = not listing.is_long or "whole" in request.GET
    views = list(views_for(register, request.user))
    first, rest = listing.form.bars()
    offers = [(name, register.label_of(name), name in listing.columns) for name in listing.offered]
    return {
        "register": register, "label": _capital(str(register.label)), "listing": listing, "page": page,
        "lines": lines, "form": listing.form, "first_filters": first, "more_filters": rest,
        "heads": [(name, register.label_of(name), _side(register, name), name in listing.sortable)
                  for name in listing.columns],
        "said": [(label, text, _without(request, names)) for label, text, names in listing.form.said()],
        "totals": _totals(listing, is_whole), "is_whole": is_whole,
        "full_count": listing.count() if is_whole and listing.is_long else None,
        "next_window": _next_window(request, listing, page),
        "offers": offers, "kept": _kept(request, "col"), "kept_by_filters": _kept_by_filters(request, listing),
        "views": views, "view": next((one for one in views if str(one.uid) == request.GET.get("view")), None),
        "units": units_to_share_with(request.user), "query": _query(request),
        "may_edit": bool(request.user.has_perm(register.permission("edit"))) and listing.day is None,
        "may_unmask": bool(register.personal) and request.user.has_perm(register.permission("unmask")),
        "new_url": url_or_empty("registers:new_row", register.code),
        "import_url": url_or_empty("registers:imports", register.code),
        "map_url": url_or_empty("registers:map", register.code) if register.is_located else "",
    }  # fmt: skip


def _line(register: Register, listing: Listing, row: Any) -> Line:
    cells = [
        Cell(as_text(column, column.value(row)), _side(register, name), column.heading)
        for name, column in zip(listing.columns, columns_of(listing), strict=True)
    ]
    url = url_or_empty("registers:row", register.code, row.uid)
    if url and listing.day:
        url += f"?on={listing.day.isoformat()}"
    return Line(str(row.uid), url, cells, row.ended_on is not None and listing.day is None)


def _side(register: Register, name: str) -> str:
    """How a column is set: figures and days on their side, long texts wide, codes in one line."""
    kind = kind_of(register, name)
    if name in register.computed:
        return _SIDES.get(kind, "")
    field: Any = register.model._meta.get_field(name)
    if kind in _SIDES or getattr(field, "choices", None):
        return _SIDES.get(kind, "")
    most = getattr(field, "max_length", None)
    if isinstance(field, models.TextField) or (most or 0) >= _LONG:
        return "wide"
    return "code" if isinstance(field, models.CharField) and most is not None and most <= _SHORT else ""


def _totals(listing: Listing, is_whole: bool) -> list[tuple[str, str]] | None:
    """Sums below the columns that are shown, with the heading of each; nothing where they are not worked out."""
    if not is_whole or not listing.counted:
        return None
    sums = written_totals(listing)
    if not any(name in sums for name in listing.columns):
        return None
    return [(sums.get(name, ""), listing.register.label_of(name)) for name in listing.columns]


def _next_window(request: PersonRequest, listing: Listing, page: Any) -> str:
    """The address of the rows behind the last page that has a number; only the present can be followed that far."""
    if listing.day or page.has_next() or not listing.is_cut:
        return ""
    asked = request.GET.copy()
    asked.pop("page", None)
    asked["after"] = str(page.object_list[-1].uid)
    return f"?{asked.urlencode()}"


def _without(request: PersonRequest, names: list[str]) -> str:
    asked = request.GET.copy()
    for name in (*names, "page", "after", "whole"):
        asked.pop(name, None)
    return f"?{asked.urlencode()}"


def _kept(request: PersonRequest, *left_out: str) -> list[tuple[str, str]]:
    """The parameters of the address that a small form carries along."""
    gone = {"page", "after", "whole", "format", *left_out}
    return [(name, value) for name, values in request.GET.lists() if name not in gone for value in values if value]


def _kept_by_filters(request: PersonRequest, listing: Listing) -> list[tuple[str, str]]:
    """What the filter bar does not hold itself: order, columns, the saved filter."""
    return [(name, value) for name, value in _kept(request) if name in ("sort", "col", "view")]


def _query(request: PersonRequest) -> str:
    asked = request.GET.copy()
    for name in ("page", "after", "whole", "format"):
        asked.pop(name, None)
    return asked.urlencode()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
