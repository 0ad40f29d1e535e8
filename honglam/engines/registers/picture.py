"""The place of a row as a small drawing that needs no script and no tiles: its shape among the borders around it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from shapely.geometry import box, shape
from shapely.geometry.base import BaseGeometry

from honglam.core.places.models import Boundary

WIDTH, HEIGHT = 640, 400
AROUND_A_POINT, SMALLEST = 0.03, 0.002
"""Degrees that a drawing shows at least: about 3 km around a point, about 200 m around a shape."""
MARGIN = 0.35
INSIDE = 84
"""How far from the left and right edge the middle of a name stays, so that nothing of it is cut off."""
KM_A_DEGREE = 111.32
MOST_BORDERS = 24


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the drawing."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Paths in the coordinates of a box of `WIDTH` × `HEIGHT`; `points` are (x, y); the bar is `bar_km` long."""

    areas: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    borders: list[str] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    bar: float = 0
    bar_text: str = ""
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class _Window:
    """From degrees to the drawing; a degree of longitude is shorter the further from the equator."""

    west: float
    north: float
    scale: float
    squeeze: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return round((longitude - self.west) * self.scale * self.squeeze, 1), round(
            (self.north - latitude) * self.scale, 1
        )

    def path(self, ring: Iterable[Any]) -> str:
        return "M" + "L".join("{},{}".format(*self.at(point[0], point[1])) for point in ring)


def picture_of(row: Any) -> Picture | None:
    """The drawing of a located row; None where its place is unknown. One query for the borders around it."""
    text = getattr(row, "geometry", "")
    try:
        place = shape(json.loads(text)) if text else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if place is None or place.is_empty:
        return None
    window, seen = _window(place)
    picture = Picture()
    _draw(place, window, picture)
    _draw_borders(window, seen, picture)
    bar_km = _bar(window)
    return Picture(
        picture.areas, picture.lines, picture.points, picture.borders, picture.labels, picture.credits,
        bar=round(bar_km / KM_A_DEGREE * window.scale, 1),
        bar_text=f"{bar_km:g} km".replace(".", ",") if bar_km >= 1 else f"{bar_km * 1000:g} m",
    )  # fmt: skip


def _window(place: BaseGeometry) -> tuple[_Window, BaseGeometry]:
    west, south, east, north = place.bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    squeeze = max(math.cos(math.radians(middle_y)), 0.05)
    tall, wide_as_tall = (north - south) * (1 + 2 * MARGIN), (east - west) * (1 + 2 * MARGIN) * squeeze * HEIGHT / WIDTH
    high = max(tall, wide_as_tall, SMALLEST if max(tall, wide_as_tall) else AROUND_A_POINT)
    scale = HEIGHT / high
    wide = WIDTH / scale / squeeze
    seen = box(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)
    return _Window(middle_x - wide / 2, middle_y + high / 2, scale, squeeze), seen


def _draw(place: BaseGeometry, window: _Window, picture: Picture) -> None:
    for part in getattr(place, "geoms", [place]):
        if part.geom_type == "Point":
            picture.points.append(window.at(part.x, part.y))
        elif part.geom_type == "Polygon":
            picture.areas.append(_area(part, window))
        elif part.geom_type in ("LineString", "LinearRing"):
            picture.lines.append(window.path(part.coords))
        elif hasattr(part, "geoms"):
            _draw(part, window, picture)


def _draw_borders(window: _Window, seen: BaseGeometry, picture: Picture) -> None:
    west, south, east, north = seen.bounds
    around = (
        Boundary.objects.valid_on(timezone.localdate())
        .filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
        .select_related("unit").defer("lite").order_by("unit__code")[:MOST_BORDERS]
    )  # fmt: skip
    for boundary in around:
        visible = shape(boundary.geometry).simplify(1 / window.scale).intersection(seen)
        if visible.is_empty:
            continue
        for part in getattr(visible, "geoms", [visible]):
            if part.geom_type == "Polygon":
                picture.borders.append(_area(part, window))
        point = visible.representative_point()
        x, y = window.at(point.x, point.y)
        picture.labels.append(
            Label(min(max(x, INSIDE), WIDTH - INSIDE), min(max(y, 24), HEIGHT - 12), boundary.unit.label)
        )
        if boundary.attribution not in picture.credits:
            picture.credits.append(boundary.attribution)


def _area(part: Any, window: _Window) -> str:
    return " ".join(f"{window.path(ring.coords)}Z" for ring in (part.exterior, *part.interiors))


def _bar(window: _Window) -> float:
    """A round length in kilometres that takes up to a quarter of the drawing."""
    most = WIDTH / 4 / window.scale * KM_A_DEGREE
    power = 10 ** math.floor(math.log10(most))
    return next(step * power for step in (5, 2, 1) if step * power <= most)
