"""The rows of a located register on the map: the list's filters, features of what is in view, a table beside."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Max, Min
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.requests import PersonRequest
from honglam.core.places.layers import attributions
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import Listing
from honglam.engines.registers.listing.tables import columns_of
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.spatial import box_of, within
from honglam.toolkit.sheets import as_text

MOST_FEATURES = 1000
"""Features of one view; where there are more, the page says so and asks to come nearer."""
MOST_BESIDE = 50
MOST_LINES = 4
_NOT_OURS = ("bbox", "on", "page", "format")


@of_register("view")
def row_map(request: PersonRequest, register: Register) -> HttpResponse:
    """The map with its filters; the first rows with a place stand beside, those in view once the map is drawn."""
    listing = _listing(request, register)
    rows = _placed(listing)
    first, rest = listing.form.bars()
    label = str(register.label)
    beside = [_beside(listing, row) for row in _with_shapes(listing, [pk for pk, _u in _keys(rows, MOST_BESIDE)])]
    return render(request, "registers/map.html", {
        "register": register, "label": label[:1].upper() + label[1:], "listing": listing, "first_filters": first,
        "more_filters": rest, "rows": beside, "count": _count(listing), "form": listing.form,
        "features_url": f"{reverse('registers:map_features', args=[register.code])}?{_query(request.GET)}",
        "list_url": f"{reverse('registers:rows', args=[register.code])}?{_query(request.GET)}",
        "extent": _extent(listing), "boundaries_url": reverse("organisations:boundaries"),
        "attribution": "; ".join(attributions()), "most": MOST_FEATURES,
    })  # fmt: skip


@of_register("view")
def features(request: PersonRequest, register: Register) -> HttpResponse:
    """The rows of the list whose shape lies in a box, at most `MOST_FEATURES`, as GeoJSON with what a popup says."""
    listing = _listing(request, register)
    try:
        box = box_of(request.GET.get("bbox", ""))
    except ValueError:
        return JsonResponse({"detail": _("bbox phải là 4 số theo độ WGS84: tây, nam, đông, bắc.")}, status=400)
    keys = _keys(within(register, _placed(listing), box), MOST_FEATURES + 1)
    rows = _with_shapes(listing, [pk for pk, _uid in keys[:MOST_FEATURES]])
    answer = JsonResponse({
        "type": "FeatureCollection", "more": len(keys) > MOST_FEATURES,
        "features": [_feature(listing, row) for row in rows],
    }, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})  # fmt: skip
    answer["Content-Type"] = "application/geo+json"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _listing(request: PersonRequest, register: Register) -> Listing:
    """The list that the map shows, of the present. Raises Http404 for a register without places, or hidden ones."""
    asked = request.GET.copy()
    asked.pop("on", None)
    listing = Listing(register, request.user, asked, with_geometry=True)
    hidden = "geometry" in register.personal_columns or not listing.sight.shows("geometry")
    if not register.is_located or hidden:
        raise Http404(register.code)
    return listing


def _placed(listing: Listing) -> Any:
    """The rows that have a place which the reader may see."""
    guard = listing.sight.guards.get("geometry")
    rows = listing.present().filter(west__isnull=False)
    return rows.filter(guard.q("unit")) if guard is not None else rows


def _keys(rows: Any, most: int) -> list[tuple[int, Any]]:
    return list(rows.order_by("pk").values_list("pk", "uid")[:most])


def _with_shapes(listing: Listing, keys: list[int]) -> list[Any]:
    return listing.fetch([(0, pk) for pk in keys])


def _beside(listing: Listing, row: Any) -> dict[str, Any]:
    return {"uid": row.uid, "name": named(listing.register, row), "url": address_of(listing.register, row),
            "state": _state(listing, row)}  # fmt: skip


def _feature(listing: Listing, row: Any) -> dict[str, Any]:
    name = named(listing.register, row)
    lines = [
        (column.heading, text) for column in columns_of(listing)
        if (text := as_text(column, column.value(row))) and text != name
    ]  # fmt: skip
    return {
        "type": "Feature", "id": str(row.uid), "geometry": json.loads(row.geometry),
        "properties": {
            "uid": str(row.uid), "name": name, "state": _state(listing, row),
            "url": address_of(listing.register, row), "lines": lines[:MOST_LINES],
            "at": [(row.west + row.east) / 2, (row.south + row.north) / 2],
        },
    }  # fmt: skip


def _state(listing: Listing, row: Any) -> str:
    return str(listing.sight.value(row, "state")) if listing.register.lifecycle is not None else ""


def _count(listing: Listing) -> int | None:
    """How many rows have a place; None where counting them would read a large register through."""
    return None if listing.is_long else int(_placed(listing).count())


def _extent(listing: Listing) -> str:
    """The box of the rows, for the first view; empty where there are none, or too many to look at."""
    if listing.is_long:
        return ""
    corners = _placed(listing).aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )  # fmt: skip
    if corners["west"] is None:
        return ""
    return ",".join(f"{corners[name]:.6f}" for name in ("west", "south", "east", "north"))


def _query(asked: QueryDict) -> str:
    """The list's own part of the address."""
    kept = asked.copy()
    for name in _NOT_OURS:
        kept.pop(name, None)
    return kept.urlencode()
