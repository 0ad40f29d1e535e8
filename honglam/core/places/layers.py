"""Map layers of boundaries, as GeoJSON text that carries its credit."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone

from honglam.core.places.models import Boundary

_SECONDS_KEPT = 600


def boundaries_geojson(*, lite: bool = True, on: dt.date | None = None) -> tuple[str, str]:
    """All boundaries in force on a day as a FeatureCollection, and an ETag for it.

    Each feature has id (the unit's code) and properties code, name, kind, uid, label (lon, lat); the collection names
    everybody to credit under `attribution`. Kept in the cache for ten minutes or until a boundary changes; one small
    query then.
    """
    day = on or timezone.localdate()
    state = Boundary.objects.valid_on(day).aggregate(count=Count("pk"), changed=Max("changed_at"))
    stamp = hashlib.sha256(f"{state['count']} {state['changed']} {lite} {day}".encode()).hexdigest()[:32]
    key = f"places.boundaries.{stamp}"
    text = cache.get(key)
    if text is None:
        text = _write(lite=lite, on=day)
        cache.set(key, text, _SECONDS_KEPT)
    return text, f'"{stamp}"'


def attributions(on: dt.date | None = None) -> list[str]:
    """Everybody to credit below a map of boundaries."""
    credits = Boundary.objects.valid_on(on or timezone.localdate()).order_by().values_list("attribution", flat=True)
    return sorted(set(credits.distinct()))


def _write(*, lite: bool, on: dt.date) -> str:
    column = "lite" if lite else "geometry"
    boundaries = (
        Boundary.objects.valid_on(on)
        .select_related("unit")
        .defer("geometry" if lite else "lite")
        .order_by("unit__sort_key", "pk")
    )
    features = [
        {
            "type": "Feature",
            "id": boundary.unit.code,
            "properties": {
                "code": boundary.unit.code,
                "uid": str(boundary.unit.uid),
                "name": boundary.unit.name,
                "kind": boundary.unit.kind,
                "label": [boundary.label_lon, boundary.label_lat],
            },
            "geometry": getattr(boundary, column),
        }
        for boundary in boundaries
    ]
    collection = {"type": "FeatureCollection", "attribution": attributions(on), "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
