"""The questions that maps ask all day, answered before sessions and posts are looked up.

Boundaries and live rows by box are the same for everybody, so the middleware stands right behind those that set the
headers of security and asks for nothing of the person. Whatever is not exactly such a question goes its usual way,
which also says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from honglam.engines.registers.public import can_be_fast, live_page, register_of
from honglam.surfaces.ogc.answers import GEOJSON, feature_collection, finished, items_links, root_of
from honglam.surfaces.ogc.asking import MOST, USUAL, Asked, BadQuery, box_of, whole
from honglam.surfaces.ogc.collections import BOUNDARIES, page_of_boundaries

Answer = Callable[[HttpRequest], HttpResponse]
_ITEMS = re.compile(r"/ogc/collections/([a-z][a-z0-9_]*)/items")
_KNOWN = frozenset({"bbox", "limit", "cursor", "f"})


class LiveFeaturesFirst:
    """Answers GET /ogc/collections/…/items with a box for everybody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer at once where the question is a plain one, else pass it on."""
        if request.method == "GET" and request.path_info.startswith("/ogc/collections/"):
            answer = _answer(request)
            if answer is not None:
                answer["X-Frame-Options"] = settings.X_FRAME_OPTIONS
                return answer
        return self.get_response(request)


def _answer(request: HttpRequest) -> HttpResponse | None:
    match = _ITEMS.fullmatch(request.path_info)
    if match is None:
        return None
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    given = dict(pairs)
    if len(given) != len(pairs) or not given.keys() <= _KNOWN or not _wants_json(request, given):
        return None
    try:
        asked = Asked(
            limit=min(whole("limit", given["limit"], 1), MOST) if "limit" in given else USUAL,
            box=box_of(given["bbox"]) if "bbox" in given else None,
            cursor=whole("cursor", given["cursor"], 0) if "cursor" in given else 0,
        )  # fmt: skip
    except BadQuery:
        return None
    wanted = match.group(1)
    if wanted == BOUNDARIES:
        page = page_of_boundaries(asked)
        texts, cursor, matched = page.texts, page.cursor, page.matched
    else:
        found = _live(request, wanted, asked)
        if found is None:
            return None
        (texts, cursor), matched = found, None
    links = items_links(root_of(request), wanted, given, cursor)
    body = feature_collection(texts, links, len(texts), matched)
    return finished(body, GEOJSON, if_none_match=request.META.get("HTTP_IF_NONE_MATCH", ""))


def _live(request: HttpRequest, wanted: str, asked: Asked) -> tuple[list[str], int | None] | None:
    """Live rows for somebody who is not signed in; None for everybody else, who may see more."""
    if asked.box is None or settings.SESSION_COOKIE_NAME in request.META.get("HTTP_COOKIE", ""):
        return None
    try:
        register = register_of(wanted)
    except KeyError:
        return None
    if register.open_data is None or not register.open_data.live or not can_be_fast(register, asked.box):
        return None
    page = live_page(register, asked.box, limit=asked.limit, after=asked.cursor)
    return page.texts, page.after


def _wants_json(request: HttpRequest, given: dict[str, str]) -> bool:
    if "f" in given:
        return given["f"] == "json"
    accepted = request.META.get("HTTP_ACCEPT", "")
    return not accepted or accepted.startswith(("*/*", GEOJSON, "application/json"))
