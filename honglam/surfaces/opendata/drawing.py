"""A map of places as lines and dots, drawn here: no tiles, no script, readable on any machine and on paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

WIDTH = 800.0
Box = tuple[float, float, float, float]
Around = Callable[[Box], tuple[Sequence[dict[str, Any]], Sequence[str]]]
Place = Callable[[float, float], tuple[float, float]]
_EDGE = 12.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Height of a picture 800 wide, its outlines as SVG path data, its points as x, y.

    `behind` are outlines of units around them, whoever is credited for these.
    """

    height: int
    paths: list[str]
    points: list[tuple[float, float]]
    is_cut: bool
    behind: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


def drawn(
    geometries: Sequence[dict[str, Any]], *, is_cut: bool = False, around: Around | None = None
) -> Drawing | None:  # fmt: skip
    """The picture of GeoJSON geometries in WGS84 degrees, north up, true to shape; None without any.

    `around` finds the outlines (and their credits) to draw behind: it is asked with the box that is shown.
    """
    shapes = [one for one in (_read(geometry) for geometry in geometries) if one is not None]
    if not shapes:
        return None
    west = min(one.bounds[0] for one in shapes)
    south = min(one.bounds[1] for one in shapes)
    east = max(one.bounds[2] for one in shapes)
    north = max(one.bounds[3] for one in shapes)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * _EDGE) / max((east - west) * squeeze, 1e-4)
    scale = min(scale, 900.0 / max(north - south, 1e-4))

    def place(lon: float, lat: float) -> tuple[float, float]:
        return round(_EDGE + (lon - west) * squeeze * scale, 1), round(_EDGE + (north - lat) * scale, 1)

    paths, points = _paths(shapes, place)
    borders, credits = around((west, south, east, north)) if around is not None else ([], ())
    outlines = [one for one in (_read(border) for border in borders) if one is not None]
    behind, _points = _paths(outlines, place)
    height = math.ceil((north - south) * scale + 2 * _EDGE)
    return Drawing(height, paths, points, is_cut, tuple(behind), tuple(dict.fromkeys(credits)))


def _paths(shapes: Sequence[BaseGeometry], place: Place) -> tuple[list[str], list[tuple[float, float]]]:
    """Lines and areas as SVG path data, points as x, y."""
    paths, points = [], []
    for one in shapes:
        for part in _parts(one):
            if part.geom_type == "Point":
                points.append(place(part.x, part.y))
            else:
                rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
                closed = "Z" if part.geom_type == "Polygon" else ""
                lines = (" L".join(f"{x} {y}" for x, y in (place(*pair[:2]) for pair in ring.coords)) for ring in rings)
                paths.append(" ".join(f"M{line}{closed}" for line in lines))
    return paths, points


def _read(geometry: Any) -> BaseGeometry | None:
    try:
        found = shape(geometry)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError):
        return None
    return None if found.is_empty else found


def _parts(one: BaseGeometry) -> Iterator[Any]:
    if hasattr(one, "geoms"):
        for part in one.geoms:
            yield from _parts(part)
    else:
        yield one
