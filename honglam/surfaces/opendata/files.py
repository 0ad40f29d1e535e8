"""Open data as files: CSV, JSON, Excel, Parquet, GeoJSON, streamed; and rows through the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _

from honglam.core.access.decorators import public_page
from honglam.engines.datahub.public import (
    Column,
    ColumnType,
    OpenRelease,
    columns_of_release,
    count_use,
    paths_of_release,
    public_releases,
    rows_of_release,
)
from honglam.surfaces.opendata.describing import MEDIA_TYPES, geometry_of
from honglam.surfaces.opendata.rows import MOST_ROWS, batches, filtered, pieces, place_of, plain
from honglam.toolkit.sheets import Column as SheetColumn
from honglam.toolkit.sheets import Kind, Table
from honglam.toolkit.ui import lists

SHEET_KINDS = {
    ColumnType.INTEGER: Kind.NUMBER, ColumnType.DECIMAL: Kind.NUMBER, ColumnType.DATE: Kind.DATE,
    ColumnType.MOMENT: Kind.MOMENT,
}  # fmt: skip


@public_page
def file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """A whole release as one file."""
    release = released(slug)
    if form not in MEDIA_TYPES or (form == "geojson" and geometry_of(columns_of_release(release)) is None):
        raise Http404
    etag = quote_etag(f"{release.manifest.get('files', [{}])[0].get('sha256', '')[:32]}-{form}")
    if request.headers.get("If-None-Match") == etag:
        return _open(HttpResponse(status=304), release, etag)
    count_use(release, form)
    return _open(_written(release, form), release, etag)


@public_page
def rows(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Rows through the API: `?column=value`, `q`, `limit` (at most 10,000), `offset`."""
    release = released(slug)
    columns = {column.name for column in columns_of_release(release)}
    filters = {name: request.GET.getlist(name) for name in request.GET if name in columns}
    limit, offset = _number(request, "limit", 100), _number(request, "offset", 0)
    frame = filtered(release, filters, request.GET.get("q", ""))
    page = frame.slice(offset, min(limit, MOST_ROWS) + 1).collect(engine="streaming").to_dicts()
    count_use(release, "api")
    has_more = len(page) > min(limit, MOST_ROWS)
    found = [{name: plain(value) for name, value in row.items()} for row in page[: min(limit, MOST_ROWS)]]
    body: dict[str, Any] = {"rows": found, "limit": min(limit, MOST_ROWS), "offset": offset}
    if has_more:
        query = request.GET.copy()
        query["offset"] = str(offset + len(found))
        body["next"] = request.build_absolute_uri(f"?{query.urlencode()}")
    return allowed(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))


def released(slug: str) -> OpenRelease:
    """The open data of an address. Raises Http404."""
    found: OpenRelease = get_object_or_404(public_releases(), slug=slug)
    return found


def allowed(response: HttpResponseBase) -> Any:
    """A response that pages of others may read."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _written(release: OpenRelease, form: str) -> HttpResponseBase:
    columns = columns_of_release(release)
    match form:
        case "csv":
            return _named(StreamingHttpResponse(_csv(release), content_type="text/csv; charset=utf-8"), release, form)
        case "json":
            return _named(StreamingHttpResponse(_json(release), content_type="application/json"), release, form)
        case "geojson":
            stream = _geojson(release, columns)
            return _named(StreamingHttpResponse(stream, content_type=MEDIA_TYPES[form]), release, form)
        case "parquet":
            path = paths_of_release(release)[0]
            return FileResponse(path.open("rb"), as_attachment=True, filename=f"{release.slug}.parquet",
                                content_type=MEDIA_TYPES[form])  # fmt: skip
    rows = (row for batch in batches(rows_of_release(release)) for row in batch)
    return _named(lists.sheet(Table(release.title, [_sheet_column(one) for one in columns], rows)), release, form)


def _csv(release: OpenRelease) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for number, part in enumerate(pieces(rows_of_release(release))):
        yield part.write_csv(include_header=number == 0).encode()


def _json(release: OpenRelease) -> Iterator[bytes]:
    yield b"["
    first = True
    for batch in filter(None, batches(rows_of_release(release))):
        text = ",\n".join(json.dumps({k: plain(v) for k, v in row.items()}, ensure_ascii=False) for row in batch)
        yield (text if first else f",\n{text}").encode()
        first = False
    yield b"]\n"


def _geojson(release: OpenRelease, columns: list[Column]) -> Iterator[bytes]:
    place = geometry_of(columns)
    assert place is not None
    yield b'{"type":"FeatureCollection","features":['
    first = True
    for batch in filter(None, batches(rows_of_release(release))):
        features = []
        for row in batch:
            geometry = place_of(row.pop(place.name))
            properties = {name: plain(value) for name, value in row.items()}
            feature = {"type": "Feature", "geometry": geometry, "properties": properties}
            features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        text = ",\n".join(features)
        yield (text if first else f",\n{text}").encode()
        first = False
    yield b"]}\n"


def _sheet_column(column: Column) -> SheetColumn:
    names = {code: str(label) for code, label in column.codes}
    return SheetColumn(
        str(column.label), lambda row, name=column.name: names.get(row[name], row[name]),  # type: ignore[misc]
        SHEET_KINDS.get(column.type, Kind.TEXT),
    )  # fmt: skip


def _named(response: Any, release: OpenRelease, form: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{release.slug}.{form}"'
    return response


def _open(response: HttpResponseBase, release: OpenRelease, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    if release.released_at is not None:
        response["Last-Modified"] = http_date(release.released_at.timestamp())
    return allowed(response)


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    if text and not (text.isdecimal() and len(text) < 10):
        raise Http404(_("Tham số %(name)s phải là số không âm.") % {"name": name})
    return int(text) if text else otherwise
