"""Map layers of the directory."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from honglam.core.access.decorators import signed_in
from honglam.core.places.layers import boundaries_geojson


@signed_in
def boundaries(request: HttpRequest) -> HttpResponse:
    """Boundaries of communes as GeoJSON: thinned for overview maps, in full with `?full=1`; answers ETags."""
    text, etag = boundaries_geojson(lite=request.GET.get("full") != "1")
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    response = HttpResponse(text, content_type="application/geo+json")
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=300"
    return response
