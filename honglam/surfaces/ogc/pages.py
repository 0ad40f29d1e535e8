"""The resources of OGC API – Features Part 1."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from honglam.surfaces.ogc.answers import (
    GEOJSON,
    OPENAPI,
    document,
    feature_collection,
    finished,
    items_links,
    link,
    open_door,
    own_links,
    root_of,
)
from honglam.surfaces.ogc.asking import CRS84, HTML, NotThere, form_of, items_asked, only
from honglam.surfaces.ogc.collections import Collection, collection_for, collections_for, extent
from honglam.surfaces.ogc.openapi import description_of
from honglam.toolkit.numbers import format_date

CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}" for part in ("core", "oas30", "html", "geojson")
)


@open_door
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, and where everything else is."""
    only(request.GET, {"f"})
    root = root_of(request)
    told = {
        "title": _("Bản đồ của tỉnh cho phần mềm khác"),
        "description": _("Ranh giới và các sổ dữ liệu có vị trí, theo chuẩn OGC API – Features; dùng được trong QGIS."),
        "links": [
            *own_links(request, "/"),
            link(f"{root}/api?f=json", "service-desc", OPENAPI, _("Mô tả dịch vụ (OpenAPI 3.0)")),
            link(f"{root}/api?f=html", "service-doc", "text/html", _("Tài liệu dịch vụ")),
            link(f"{root}/conformance", "conformance", "application/json", _("Các phần của chuẩn được đáp ứng")),
            link(f"{root}/collections", "data", "application/json", _("Các lớp bản đồ")),
        ],
    }
    return document(request, form_of(request), "ogc/landing.html", told)


@open_door
def conformance(request: HttpRequest) -> HttpResponse:
    """Which parts of the standard are met."""
    only(request.GET, {"f"})
    told = {"conformsTo": list(CONFORMANCE), "links": own_links(request, "/conformance")}
    return document(request, form_of(request), "ogc/conformance.html", told)


@open_door
def api(request: HttpRequest) -> HttpResponse:
    """The description of the service, self-contained; as a page, a table of what may be asked."""
    only(request.GET, {"f"})
    form = form_of(request)
    collections = collections_for(request.user)
    told = description_of(root_of(request), collections)
    return document(request, form, "ogc/api.html", told, kind=OPENAPI, is_public=_all_public(request),
                    shown={"collections": collections})  # fmt: skip


@open_door
def collections(request: HttpRequest) -> HttpResponse:
    """All collections that the reader sees."""
    only(request.GET, {"f"})
    told = {
        "links": own_links(request, "/collections"),
        "collections": [_told(request, one) for one in collections_for(request.user)],
    }
    return document(request, form_of(request), "ogc/collections.html", told, is_public=_all_public(request))


@open_door
def collection(request: HttpRequest, wanted: str) -> HttpResponse:
    """One collection."""
    only(request.GET, {"f"})
    found = collection_for(request.user, wanted)
    return document(request, form_of(request), "ogc/collection.html", _told(request, found),
                    is_public=found.is_public and _all_public(request), shown={"collection": found})  # fmt: skip


@open_door
def items(request: HttpRequest, wanted: str) -> HttpResponse:
    """A page of features."""
    found = collection_for(request.user, wanted)
    form = form_of(request)
    asked = items_asked(request.GET, found.queryable)
    page = found.items(asked)
    given = {name: value for name, value in request.GET.items() if name != "cursor"}
    links = items_links(root_of(request), found.id, request.GET.dict(), page.cursor)
    if form == HTML:
        features = [json.loads(text) for text in page.texts]
        rows = [(one["id"], [(told["title"], _cell(found, name, one["properties"].get(name)))
                             for name, told in found.properties.items()]) for one in features]  # fmt: skip
        following = urlencode(given | {"cursor": str(page.cursor)}) if page.cursor is not None else ""
        return document(request, form, "ogc/items.html", {"links": links}, shown={
            "collection": found, "rows": rows, "following": following, "matched": page.matched})  # fmt: skip
    body = feature_collection(page.texts, links, len(page.texts), page.matched)
    return finished(body, GEOJSON, if_none_match=request.headers.get("If-None-Match", ""),
                    is_public=found.is_public and _all_public(request))  # fmt: skip


@open_door
def item(request: HttpRequest, wanted: str, uid: str) -> HttpResponse:
    """One feature."""
    only(request.GET, {"f", "crs"})
    found = collection_for(request.user, wanted)
    form = form_of(request)
    text = found.item(uid)
    if text is None:
        raise NotThere()
    feature = json.loads(text)
    path = f"/collections/{found.id}/items/{uid}"
    links = [*own_links(request, path, GEOJSON),
             link(f"{root_of(request)}/collections/{found.id}", "collection", "application/json")]  # fmt: skip
    shown = {"collection": found, "uid": uid, "geometry": json.dumps(feature["geometry"])[:2000], "pairs": [
        (told["title"], _cell(found, name, feature["properties"].get(name))) for name, told in found.properties.items()
    ]}  # fmt: skip
    return document(request, form, "ogc/item.html", {**feature, "links": links}, kind=GEOJSON,
                    is_public=found.is_public and _all_public(request), shown=shown)  # fmt: skip


def _told(request: HttpRequest, found: Collection) -> dict[str, Any]:
    """A collection as the standard describes it."""
    root = root_of(request)
    here = f"{root}/collections/{found.id}"
    told: dict[str, Any] = {
        "id": found.id, "title": found.title, "description": found.description, "itemType": "feature",
        "extent": {"spatial": {"bbox": [list(extent())], "crs": CRS84}, "temporal": {"interval": [[None, None]]}},
        "crs": [CRS84], "storageCrs": CRS84,
        "links": [
            link(f"{here}?f=json", "self", "application/json"), link(f"{here}?f=html", "alternate", "text/html"),
            link(f"{here}/items?f=json", "items", GEOJSON, found.title),
            link(f"{here}/items?f=html", "items", "text/html", found.title),
        ],
    }  # fmt: skip
    return told | {"attribution": found.attribution} if found.attribution else told


def _cell(found: Collection, name: str, value: Any) -> Any:
    """A value in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if found.properties[name].get("format") == "date" and (day := parse_date(str(value))) is not None:
        return format_date(day)
    return found.properties[name].get("x-labels", {}).get(value, value)


def _all_public(request: HttpRequest) -> bool:
    """Whether nobody is signed in, so that the answer is the same for everybody."""
    return not request.user.is_authenticated
