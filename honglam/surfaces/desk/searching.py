"""Search over everything a person may find, from the box at the top of every page."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from honglam.core.access.decorators import signed_in
from honglam.core.access.requests import PersonRequest
from honglam.core.search.queries import DEEPEST, Results, search
from honglam.core.search.registry import all_kinds
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

PAGE_SIZE = 20
DEEPEST_PAGE = 50


@signed_in
def search_page(request: PersonRequest) -> HttpResponseBase:
    """Hits for `q`, of one kind or all, best first; marks are not needed, exact marks rank first.

    Excel and print give the best thousand.
    """
    text = request.GET.get("q", "").strip()
    kinds = all_kinds()
    kind = request.GET.get("kind", "")
    wanted = [kind] if kind in {one.code for one in kinds} else None
    if lists.form_of(request):
        found = search(text, user=request.user, kinds=wanted, limit=DEEPEST)
        sheet = lists.sheet_of(request, _hits_table(request, found))
        assert sheet is not None
        return sheet
    number = _page_number(request.GET.get("page", ""))
    results = search(text, user=request.user, kinds=wanted, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    return render(
        request,
        "desk/search.html",
        {"text": text, "results": results, "kinds": kinds, "kind": kind if wanted else "", "number": number},
    )


def _hits_table(request: PersonRequest, found: Results) -> Table:
    columns = [
        Column(_("Loại"), lambda hit: hit.kind_label, width=18),
        Column(_("Mã"), lambda hit: hit.code, width=20),
        Column(_("Tên"), lambda hit: hit.title, width=60),
        Column(_("Trích"), lambda hit: hit.excerpt, width=60),
        Column(_("Ngày"), lambda hit: hit.date, Kind.DATE),
        Column(_("Đường dẫn"), lambda hit: request.build_absolute_uri(hit.url), Kind.LINK),
    ]
    return Table(_("Kết quả tìm kiếm"), columns, found.hits, [_("Tìm: %(text)s") % {"text": found.text}])


def _page_number(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 4 else 1
    return min(max(number, 1), DEEPEST_PAGE)
