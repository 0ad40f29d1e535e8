"""The OpenAPI 3.0 document of the service: self-contained, each collection with its own schema and filters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from honglam import __version__
from honglam.surfaces.ogc.asking import CRS84, MOST, USUAL
from honglam.surfaces.ogc.collections import Collection

_JSON, _GEOJSON, _PROBLEM, _PAGE = "application/json", "application/geo+json", "application/problem+json", "text/html"


def description_of(root: str, collections: Iterable[Collection]) -> dict[str, Any]:
    """The whole document, for the collections that a reader sees."""
    paths: dict[str, Any] = {
        "/": _get("landing", "Trang đầu của dịch vụ", "landingPage"),
        "/conformance": _get("conformance", "Các phần của chuẩn được đáp ứng", "confClasses"),
        "/collections": _get("collections", "Các lớp bản đồ", "collections"),
    }
    schemas = dict(_SCHEMAS)
    for one in collections:
        name = "".join(part.capitalize() for part in one.id.split("_"))
        schemas[f"{name}Feature"] = _feature(one)
        schemas[f"{name}Features"] = _features(f"{name}Feature")
        paths[f"/collections/{one.id}"] = _get(f"describe{name}", one.title, "collection")
        paths[f"/collections/{one.id}/items"] = _items(one, name)
        paths[f"/collections/{one.id}/items/{{featureId}}"] = _item(one, name)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Hồng Lam · OGC API – Features", "version": __version__,
            "description": "Ranh giới và các sổ dữ liệu có vị trí.", "license": {"name": "Theo từng lớp bản đồ"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": "core"}, {"name": "data"}],
        "paths": paths,
        "components": {"parameters": _PARAMETERS, "schemas": schemas},
    }  # fmt: skip


def _get(operation: str, summary: str, schema: str) -> dict[str, Any]:
    return {"get": {
        "tags": ["core"], "operationId": operation, "summary": summary, "parameters": [_ref("parameters", "f")],
        "responses": _responses(_JSON, schema, not_found=operation.startswith("describe")),
    }}  # fmt: skip


def _items(one: Collection, name: str) -> dict[str, Any]:
    filters = [
        {"name": column, "in": "query", "required": False, "style": "form", "explode": False,
         "description": told["title"], "schema": _value(told)}
        for column, told in one.properties.items() if column in one.queryable
    ]  # fmt: skip
    shared = [_ref("parameters", parameter) for parameter in ("f", "bbox", "datetime", "limit", "cursor")]
    return {"get": {
        "tags": ["data"], "operationId": f"get{name}", "summary": one.title, "description": one.description,
        "parameters": [*shared, *filters], "responses": _responses(_GEOJSON, f"{name}Features"),
    }}  # fmt: skip


def _item(one: Collection, name: str) -> dict[str, Any]:
    return {"get": {
        "tags": ["data"], "operationId": f"get{name}One", "summary": one.title,
        "parameters": [_ref("parameters", "f"), _ref("parameters", "featureId")],
        "responses": _responses(_GEOJSON, f"{name}Feature", not_found=True),
    }}  # fmt: skip


def _responses(kind: str, schema: str, *, not_found: bool = False) -> dict[str, Any]:
    refused = {"description": "Không đọc được yêu cầu", "content": {_PROBLEM: {"schema": _ref("schemas", "problem")}}}
    found: dict[str, Any] = {
        "200": {"description": "Tìm thấy", "content": {
            kind: {"schema": _ref("schemas", schema)}, _PAGE: {"schema": {"type": "string"}}}},
        "400": refused, "406": {**refused, "description": "Không có dạng được yêu cầu"},
    }  # fmt: skip
    return found | {"404": {**refused, "description": "Không tìm thấy"}} if not_found else found


def _value(told: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in told.items() if name in ("type", "format", "enum")}


def _feature(one: Collection) -> dict[str, Any]:
    properties = {
        name: {key: part for key, part in told.items() if key != "x-labels"} for name, told in one.properties.items()
    }
    for told in properties.values():
        if told.get("nullable") and "enum" in told:
            told["enum"] = [*told["enum"], None]
    return {
        "type": "object", "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]}, "id": {"type": "string", "format": "uuid"},
            "geometry": {**_ref_all("geometry"), "nullable": True},
            "properties": {"type": "object", "nullable": True, "properties": properties},
            "links": {"type": "array", "items": _ref("schemas", "link")},
        },
    }  # fmt: skip


def _features(feature: str) -> dict[str, Any]:
    return {
        "type": "object", "required": ["type", "features", "links", "numberReturned"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": _ref("schemas", feature)},
            "links": {"type": "array", "items": _ref("schemas", "link")},
            "numberReturned": {"type": "integer", "minimum": 0}, "numberMatched": {"type": "integer", "minimum": 0},
        },
    }  # fmt: skip


def _ref(part: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{part}/{name}"}


def _ref_all(name: str) -> dict[str, Any]:
    return {"allOf": [_ref("schemas", name)]}


_TEXT: dict[str, Any] = {"type": "string"}
_PARAMETERS: dict[str, Any] = {
    "f": {"name": "f", "in": "query", "required": False, "description": "Dạng trả lời",
          "schema": {"type": "string", "enum": ["json", "html"]}, "style": "form", "explode": False},
    "bbox": {"name": "bbox", "in": "query", "required": False, "style": "form", "explode": False,
             "description": "Khung: tây, nam, đông, bắc (độ WGS84)",
             "schema": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"},
                        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}]}},
    "datetime": {"name": "datetime", "in": "query", "required": False, "style": "form", "explode": False,
                 "description": "Ngày hoặc khoảng ngày (RFC 3339), ví dụ 2026-01-01/..", "schema": _TEXT},
    "limit": {"name": "limit", "in": "query", "required": False, "style": "form", "explode": False,
              "description": "Số đối tượng nhiều nhất của một trang",
              "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}},
    "cursor": {"name": "cursor", "in": "query", "required": False, "style": "form", "explode": False,
               "description": "Lấy từ liên kết next của trang trước", "schema": {"type": "integer", "minimum": 0}},
    "featureId": {"name": "featureId", "in": "path", "required": True, "description": "Mã của đối tượng",
                  "schema": _TEXT},
}  # fmt: skip
_SCHEMAS: dict[str, Any] = {
    "link": {"type": "object", "required": ["href", "rel"],
             "properties": {"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT}},
    "landingPage": {"type": "object", "required": ["links"], "properties": {
        "title": _TEXT, "description": _TEXT, "links": {"type": "array", "items": _ref("schemas", "link")}}},
    "confClasses": {"type": "object", "required": ["conformsTo"],
                    "properties": {"conformsTo": {"type": "array", "items": _TEXT}}},
    "extent": {"type": "object", "properties": {
        "spatial": {"type": "object", "properties": {
            "bbox": {"type": "array", "minItems": 1,
                     "items": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}},
            "crs": {"type": "string", "enum": [CRS84]}}},
        "temporal": {"type": "object", "properties": {"interval": {"type": "array", "minItems": 1, "items": {
            "type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string", "nullable": True}}}}}}},
    "collection": {"type": "object", "required": ["id", "links"], "properties": {
        "id": _TEXT, "title": _TEXT, "description": _TEXT, "attribution": _TEXT, "itemType": _TEXT,
        "storageCrs": _TEXT, "links": {"type": "array", "items": _ref("schemas", "link")},
        "extent": _ref("schemas", "extent"), "crs": {"type": "array", "items": _TEXT}}},
    "collections": {"type": "object", "required": ["links", "collections"], "properties": {
        "links": {"type": "array", "items": _ref("schemas", "link")},
        "collections": {"type": "array", "items": _ref("schemas", "collection")}}},
    "geometry": {"type": "object", "required": ["type"], "properties": {
        "type": {"type": "string", "enum": ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon",
                                            "MultiPolygon", "GeometryCollection"]},
        "coordinates": {"type": "array", "items": {}},
        "geometries": {"type": "array", "items": {"type": "object"}}}},
    "problem": {"type": "object", "properties": {
        "type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT, "code": _TEXT,
        "errors": {"type": "array", "items": {"type": "object"}}}},
}  # fmt: skip
