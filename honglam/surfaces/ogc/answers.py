"""Answers of OGC API – Features: documents with links, feature collections, pages, problems."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.shortcuts import render

from honglam.surfaces.api.problems import problem
from honglam.surfaces.ogc.asking import CRS84, HTML
from honglam.toolkit.errors import DomainError

GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SECONDS_FRESH = 60
Link = dict[str, str]
View = Callable[..., HttpResponse]


def open_door(view: View) -> View:
    """A view for everybody that carries its own rights, answers GET and HEAD, and says refusals as problems."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            errors = [{"field": error.column, "message": str(error)}] if error.column else []
            return problem(error.status, error.code, str(error), errors)

    guarded.access = "api"  # type: ignore[attr-defined]
    return login_not_required(guarded)


def root_of(request: HttpRequest) -> str:
    """The address of the landing page, without the slash at its end. Raises DisallowedHost."""
    return f"{request.scheme}://{request.get_host()}/ogc"


def link(href: str, rel: str, kind: str, title: str = "") -> Link:
    """A link of a document."""
    found = {"href": href, "rel": rel, "type": kind}
    return found | {"title": title} if title else found


def own_links(request: HttpRequest, path: str, kind: str = "application/json") -> list[Link]:
    """The document itself and the same as a page."""
    here = f"{root_of(request)}{path}"
    return [link(f"{here}?f=json", "self", kind), link(f"{here}?f=html", "alternate", "text/html")]


def document(request: HttpRequest, form: str, template: str, told: dict[str, Any], *, kind: str = "application/json",
             is_public: bool = True, shown: dict[str, Any] | None = None) -> HttpResponse:  # fmt: skip
    """A document as JSON, or as the page of its template (given the document and `shown`)."""
    if form == HTML:
        answer = render(request, template, {**told, **(shown or {}), "told": told})
        answer["Cache-Control"] = "private, no-cache"
        return answer
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return finished(body, kind, if_none_match=request.headers.get("If-None-Match", ""), is_public=is_public)


def finished(body: bytes, kind: str, *, if_none_match: str = "", is_public: bool = True) -> HttpResponse:
    """An answer with an ETag: kept by caches for a minute where everybody gets the same, by nobody else's else."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    answer: HttpResponse
    if if_none_match and etag in if_none_match:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(body, content_type=kind)
    answer["ETag"] = etag
    answer["Vary"] = "Accept, Cookie"
    if is_public:
        answer["Cache-Control"] = f"public, max-age={SECONDS_FRESH}"
        answer["Access-Control-Allow-Origin"] = "*"
    else:
        answer["Cache-Control"] = "private, no-cache"
    if kind == GEOJSON:
        answer["Content-Crs"] = f"<{CRS84}>"
    return answer


def feature_collection(texts: Iterable[str], links: Sequence[Link], returned: int, matched: int | None) -> bytes:
    """A GeoJSON feature collection around features that are text already."""
    of_all = f'"numberMatched":{matched},' if matched is not None else ""
    told = json.dumps(links, ensure_ascii=False, separators=(",", ":"))
    return (
        f'{{"type":"FeatureCollection","numberReturned":{returned},{of_all}"links":{told},'
        f'"features":[{",".join(texts)}]}}'
    ).encode()


def items_links(root: str, wanted: str, asked: dict[str, str], cursor: int | None) -> list[Link]:
    """The links of a page of features: itself, as a page, its collection, the next page."""
    here = f"{root}/collections/{wanted}/items?"
    same = {name: value for name, value in asked.items() if name not in ("f", "cursor")}
    said = urlencode(same, safe=",") + "&" if same else ""
    now = f"&cursor={asked['cursor']}" if asked.get("cursor", "").isdigit() else ""
    links = [
        link(f"{here}{said}f=json{now}", "self", GEOJSON),
        link(f"{here}{said}f=html{now}", "alternate", "text/html"),
        link(f"{root}/collections/{wanted}", "collection", "application/json"),
    ]
    if cursor is not None:
        links.append(link(f"{here}{said}f=json&cursor={cursor}", "next", GEOJSON))
    return links
