"""Collections: what each is called, what its features hold, and a page of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from honglam.engines.registers.public import (
    MapLayer,
    Wanted,
    codes_of,
    map_layer,
    map_layers,
    one_feature,
    page_of_features,
    register_of,
)
from honglam.surfaces.ogc import boundaries
from honglam.surfaces.ogc.asking import Asked, BadQuery, NotThere
from honglam.toolkit.identifiers import uuid_of

BOUNDARIES = "boundaries"


@dataclass(frozen=True, slots=True)
class Page:
    """Features as JSON texts, the cursor of the next page, how many match where that is known."""

    texts: list[str]
    cursor: int | None
    matched: int | None = None


@dataclass(frozen=True)
class Collection:
    """A collection as one reader sees it. `is_public`: everybody gets the same answer."""

    id: str
    title: str
    description: str
    properties: dict[str, dict[str, Any]]
    queryable: tuple[str, ...]
    is_public: bool
    items: Callable[[Asked], Page]
    item: Callable[[str], str | None]
    attribution: str = ""


def collections_for(user: Any) -> list[Collection]:
    """Every collection that a reader sees."""
    return [_boundaries(), *(_of_register(layer) for layer in map_layers(user))]


def collection_for(user: Any, wanted: str) -> Collection:
    """One collection. Raises NotThere."""
    if wanted == BOUNDARIES:
        return _boundaries()
    try:
        layer = map_layer(register_of(wanted), user)
    except KeyError as error:
        raise NotThere() from error
    if layer is None:
        raise NotThere()
    return _of_register(layer)


def extent() -> tuple[float, float, float, float]:
    """The box of the province, or the world before its boundaries are loaded."""
    return boundaries.ground().extent or (-180.0, -90.0, 180.0, 90.0)


def _boundaries() -> Collection:
    text = {"type": "string"}
    properties: dict[str, dict[str, Any]] = {
        "code": {**text, "title": _("Mã đơn vị")}, "name": {**text, "title": _("Tên")},
        "kind": {**text, "title": _("Loại")},
        "parent": {**text, "title": _("Mã cấp trên"), "nullable": True},
        "area_km2": {"type": "number", "title": _("Diện tích (km²)"), "nullable": True},
        "population": {"type": "integer", "title": _("Dân số (người)"), "nullable": True},
        "starts_on": {**text, "format": "date", "title": _("Có từ ngày"), "nullable": True},
        "ends_on": {**text, "format": "date", "title": _("Đến hết ngày"), "nullable": True},
    }  # fmt: skip
    return Collection(
        BOUNDARIES, _("Ranh giới đơn vị hành chính"),
        _("Ranh giới đang có hiệu lực; thêm datetime để lấy ranh giới của một ngày khác."),
        properties, boundaries.QUERYABLE, True, page_of_boundaries, _boundary,
        "; ".join(boundaries.ground().credits),
    )  # fmt: skip


def page_of_boundaries(asked: Asked) -> Page:
    """A page of boundaries: of today where no day is asked for."""
    since, until = (asked.since, asked.until) if asked.has_day else (boundaries.today(), boundaries.today())
    found = [
        piece for piece in boundaries.ground().meeting(asked.box)
        if piece.holds(since, until)
        and all(str(piece.properties[name]) == value for name, value in asked.values.items())
    ]  # fmt: skip
    behind = [piece for piece in found if piece.pk > asked.cursor]
    shown = behind[: asked.limit]
    cursor = shown[-1].pk if len(behind) > len(shown) else None
    return Page([piece.text.decode() for piece in shown], cursor, len(found))


def _boundary(uid: str) -> str | None:
    return next((piece.text.decode() for piece in boundaries.ground().pieces if piece.uid == uid), None)


def _of_register(layer: MapLayer) -> Collection:
    register = layer.register

    def items(asked: Asked) -> Page:
        wanted = Wanted(limit=asked.limit, box=asked.box, after=asked.cursor, since=asked.since, until=asked.until,
                        values=asked.values)  # fmt: skip
        try:
            found = page_of_features(layer, wanted)
        except ValidationError as error:
            name = next(iter(asked.values), "")
            raise BadQuery(name, " ".join(error.messages)) from error
        return Page(found.texts, found.after)

    label = str(register.label)
    columns = [name for name in layer.plain.columns if name not in ("uid", "geometry")]
    return Collection(
        register.code, label[:1].upper() + label[1:], str(register.purpose),
        {name: _schema(layer, name) for name in columns}, tuple(layer.queryable), layer.is_public, items,
        lambda uid: one_feature(layer, uuid_of(uid)),
    )  # fmt: skip


def _schema(layer: MapLayer, name: str) -> dict[str, Any]:
    """What a property holds, as a JSON schema of OpenAPI 3.0."""
    register = layer.register
    one: Any = register.model._meta.get_field(name)
    told: dict[str, Any] = {"title": register.label_of(name), "type": "string"}
    if register.masks.get(name):
        return told | {"nullable": True}
    if codes := codes_of(register, name):
        told["enum"] = [code for code, _label in codes]
        told["x-labels"] = {code: str(label) for code, label in codes}
    elif isinstance(one, models.BooleanField):
        told["type"] = "boolean"
    elif isinstance(one, models.IntegerField):
        told["type"] = "integer"
    elif isinstance(one, models.DecimalField | models.FloatField):
        told["type"] = "number"
    elif isinstance(one, models.DateTimeField):
        told["format"] = "date-time"
    elif isinstance(one, models.DateField):
        told["format"] = "date"
    return told if not one.null and not one.blank else told | {"nullable": True}
