"""Search over everything a person may find, from the box at the top of every page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from honglam.core.access.decorators import signed_in
from honglam.core.access.requests import PersonRequest
from honglam.core.search.queries import search
from honglam.core.search.registry import all_kinds

PAGE_SIZE = 20
DEEPEST_PAGE = 50


@signed_in
def search_page(request: PersonRequest) -> HttpResponse:
    """Hits for `q`, of one kind or all, best first; marks are not needed, exact marks rank first."""
    text = request.GET.get("q", "").strip()
    kinds = all_kinds()
    kind = request.GET.get("kind", "")
    wanted = [kind] if kind in {one.code for one in kinds} else None
    number = _page_number(request.GET.get("page", ""))
    results = search(text, user=request.user, kinds=wanted, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE)
    return render(
        request,
        "desk/search.html",
        {"text": text, "results": results, "kinds": kinds, "kind": kind if wanted else "", "number": number},
    )


def _page_number(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) < 4 else 1
    return min(max(number, 1), DEEPEST_PAGE)
