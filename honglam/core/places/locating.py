"""Which commune holds a point. Boxes choose the few boundaries worth an exact test; prepared shapes stay in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry

from honglam.core.organisations.models import Unit
from honglam.core.places.geometry import shape_of
from honglam.core.places.models import Boundary

_MOST_SHAPES = 512


def find_commune(lon: float, lat: float, on: dt.date | None = None) -> Unit | None:
    """The commune whose boundary holds the point (WGS84 degrees) on a day, or nothing outside the province.

    A point on a shared border belongs to the commune with the lower code. One query; one more for each boundary that
    was not asked about before.
    """
    nearby = (
        Boundary.objects.valid_on(on or timezone.localdate())
        .around(lon, lat)
        .select_related("unit")
        .defer("geometry", "lite")
        .order_by("unit__code")
    )
    point = shapely.Point(lon, lat)
    for boundary in nearby:
        if _prepared(boundary.pk, boundary.digest).covers(point):
            return boundary.unit
    return None


def find_communes(points: Iterable[tuple[float, float]], on: dt.date | None = None) -> list[Unit | None]:
    """The commune of each (lon, lat), in order; two queries however many points."""
    boundaries = list(
        Boundary.objects.valid_on(on or timezone.localdate())
        .select_related("unit")
        .defer("lite")
        .order_by("unit__code")
    )
    asked = list(points)
    found: list[Unit | None] = [None] * len(asked)
    if not boundaries or not asked:
        return found
    tree = shapely.STRtree([shape_of(boundary.geometry) for boundary in boundaries])
    pairs = tree.query(shapely.points(np.asarray(asked, dtype=float)), predicate="intersects")
    for point, boundary in sorted(zip(*pairs.tolist(), strict=True), reverse=True):
        found[point] = boundaries[boundary].unit
    return found


@lru_cache(maxsize=_MOST_SHAPES)
def _prepared(pk: int, digest: str) -> BaseGeometry:
    """The shape of a boundary; the digest renews it when the boundary is corrected."""
    return shape_of(Boundary.objects.values_list("geometry", flat=True).get(pk=pk))
