"""GeoJSON outlines on plain values: reading, checking, boxes, label points, thinning. WGS84, longitude first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from honglam.core.places.errors import BadGeometry

LITE_TOLERANCE = 0.0015
"""Degrees (about 160 m) by which an overview outline may leave the full one."""
DECIMALS = 5
"""Digits kept behind the point: 0.00001° is about 1 m."""


@dataclass(frozen=True)
class Outline:
    """One checked feature of a file: its properties, its shape, its GeoJSON geometry."""

    properties: Mapping[str, Any]
    shape: BaseGeometry

    @cached_property
    def geometry(self) -> dict[str, Any]:
        """GeoJSON with coordinates rounded to about a metre."""
        return rounded(mapping(self.shape))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        west, south, east, north = self.shape.bounds
        return west, south, east, north

    @property
    def label_point(self) -> tuple[float, float]:
        """A point inside the outline, for its name."""
        point = self.shape.representative_point()
        return round(point.x, DECIMALS), round(point.y, DECIMALS)


def read_outlines(content: bytes) -> list[Outline]:
    """The polygons of a GeoJSON FeatureCollection. Raises `BadGeometry` naming the first feature that is wrong."""
    try:
        collection = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadGeometry(f"Tệp không phải GeoJSON đọc được: {error}") from error
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise BadGeometry("Tệp phải là một GeoJSON “FeatureCollection”.")
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise BadGeometry("Tệp không có ranh giới nào.")
    return [_outline(feature, number) for number, feature in enumerate(features, start=1)]


def _outline(feature: Any, number: int) -> Outline:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        raise BadGeometry(f"Đối tượng thứ {number} không phải “Feature”.")
    geometry = feature.get("geometry") or {}
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadGeometry(f"Đối tượng thứ {number}: ranh giới phải là Polygon hoặc MultiPolygon.")
    try:
        outline = shape(geometry)
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise BadGeometry(f"Đối tượng thứ {number}: tọa độ hỏng ({error}).") from error
    if outline.is_empty:
        raise BadGeometry(f"Đối tượng thứ {number}: ranh giới rỗng.")
    west, south, east, north = outline.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadGeometry(f"Đối tượng thứ {number}: tọa độ phải là kinh độ, vĩ độ WGS84 (độ), không phải hệ VN-2000.")
    if not outline.is_valid:
        raise BadGeometry(f"Đối tượng thứ {number}: ranh giới tự cắt ({shapely.is_valid_reason(outline)}).")
    return Outline(feature.get("properties") or {}, outline)


def thinned(outlines: Sequence[Outline], tolerance: float = LITE_TOLERANCE) -> list[dict[str, Any]]:
    """The same outlines with fewer points, neighbours still sharing their borders, as GeoJSON geometries."""
    shapes = shapely.coverage_simplify([outline.shape for outline in outlines], tolerance)
    return [
        rounded(mapping(thin if not thin.is_empty else outline.shape))
        for thin, outline in zip(shapes, outlines, strict=True)
    ]


def rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON geometry with coordinates of five decimals."""

    def step(value: Any) -> Any:
        if isinstance(value[0], int | float):
            return [round(number, DECIMALS) for number in value]
        return [step(part) for part in value]

    return {"type": geometry["type"], "coordinates": step(geometry["coordinates"])}


def digest_of(geometry: Mapping[str, Any]) -> str:
    """SHA-256 of a geometry in one spelling."""
    return hashlib.sha256(json.dumps(geometry, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def shape_of(geometry: Mapping[str, Any]) -> BaseGeometry:
    """A shape ready for many exact tests."""
    outline = shape(geometry)
    shapely.prepare(outline)
    return outline
