"""Located rows as GeoJSON features: for everybody the live part of a register, for officials what they may see.

Pages are cut by primary key, so that what is written meanwhile neither repeats nor drops a feature. A row is in a box
where its shape meets it, not only the shape's own box.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import shapely
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of
from honglam.engines.registers.declaration import Register, registers
from honglam.engines.registers.plain_rows import PlainRows, plain_rows
from honglam.engines.registers.spatial import Box, within
from honglam.engines.registers.values import as_json, from_text

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which features are asked for: in a box, behind a key, holding since a day or before, with values of columns."""

    limit: int = 100
    box: Box | None = None
    after: int = 0
    since: datetime.date | None = None
    until: datetime.date | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeaturePage:
    """Features as JSON texts, and the key behind which the next page begins; None at the end."""

    texts: list[str]
    after: int | None


@dataclass(frozen=True)
class MapLayer:
    """One register as one reader sees it on a map: its columns, its rows; `is_public` where everybody sees the same."""

    register: Register
    plain: PlainRows
    rows: Any
    is_public: bool

    @property
    def queryable(self) -> list[str]:
        """Columns by which features may be asked for."""
        return [name for name in self.plain.columns if self.plain.judges(name) and name != "uid"]

    @property
    def shows_places(self) -> bool:
        """Whether the reader may know where rows are."""
        return "geometry" in self.plain.columns and not self.register.masks.get("geometry")


def live_registers() -> list[Register]:
    """The registers of which everybody sees the live part."""
    return [one for one in registers() if one.is_located and one.open_data is not None and one.open_data.live]


def live_layer(register: Register) -> MapLayer | None:
    """The live part of a register, or None where nothing of it is live."""
    opened = register.open_data
    if opened is None or not opened.live or not register.is_located:
        return None
    rows: Any = register.model._default_manager.filter(ended_on__isnull=True, west__isnull=False)
    if opened.live_states:
        rows = rows.filter(state__in=opened.live_states)
    return MapLayer(register, PlainRows(register, (*opened.columns, "geometry")), rows, True)


def map_layer(register: Register, user: Any) -> MapLayer | None:
    """What a reader sees: officials the standing rows within reach, everybody else the live part; None: nothing."""
    reach = reach_of(user, register.permission("view"))
    if not reach or not register.is_located:
        return live_layer(register)
    placed = reach_of(user, guard).q("unit") if (guard := register.guarded.get("geometry")) else Q()
    every: Any = register.model._default_manager
    rows = every.filter(reach.q("unit"), placed, ended_on__isnull=True, west__isnull=False)
    layer = MapLayer(register, plain_rows(register, user, geometry=True), rows, False)
    return layer if layer.shows_places else None


def map_layers(user: Any) -> list[MapLayer]:
    """Every located register that a reader sees anything of."""
    found = (map_layer(register, user) for register in registers() if register.is_located)
    return [layer for layer in found if layer is not None]


def page_of_features(layer: MapLayer, wanted: Wanted) -> FeaturePage:
    """One page of features.

    Raises:
        ValidationError: a value cannot be one of its column, or the column may not be asked for.
    """
    rows = layer.rows.filter(**_conditions(layer, wanted))
    if wanted.box is not None:
        rows = within(layer.register, rows, wanted.box)
    texts: list[str] = []
    last = wanted.after
    for pk, text in _features(layer, rows, wanted):
        if len(texts) == wanted.limit:
            return FeaturePage(texts, last)
        texts.append(text)
        last = pk
    return FeaturePage(texts, None)


def one_feature(layer: MapLayer, uid: UUID | None) -> str | None:
    """The feature of a row, or None where the reader sees no such row."""
    found = layer.rows.filter(uid=uid).values_list("uid", *layer.plain.lookups).first() if uid else None
    return _text(layer, found[0], found[1:]) if found is not None else None


def _conditions(layer: MapLayer, wanted: Wanted) -> dict[str, Any]:
    conditions: dict[str, Any] = {}
    if wanted.until is not None:
        conditions["valid_from__lte"] = wanted.until
    for name, text in wanted.values.items():
        if name not in layer.queryable:
            raise ValidationError(_("Không lọc được theo “%(column)s”.") % {"column": name})
        conditions[name] = from_text(layer.register, name, text)
    return conditions


def _features(layer: MapLayer, rows: Any, wanted: Wanted) -> Iterator[tuple[int, str]]:
    box = wanted.box
    after, chunk = wanted.after, min(wanted.limit + 1, CHUNK)
    lookups = ("pk", "uid", "west", "south", "east", "north", "geometry", *layer.plain.lookups)
    while batch := list(rows.filter(pk__gt=after).order_by("pk").values_list(*lookups)[:chunk]):
        for pk, uid, west, south, east, north, geometry, *values in batch:
            if box is None or meets(box, west, south, east, north, geometry):
                yield pk, _text(layer, uid, values)
        if len(batch) < chunk:
            return
        after = batch[-1][0]


def meets(box: Box, west: float, south: float, east: float, north: float, geometry: str) -> bool:
    """Whether a shape, whose own box is given, meets a box; only shapes across its border are looked at."""
    for half in box.halves():
        if west > half.east or east < half.west or south > half.north or north < half.south:
            continue
        if (west == east and south == north) or (
            half.west <= west and east <= half.east and half.south <= south and north <= half.north
        ):
            return True
        if shapely.from_geojson(geometry).intersects(shapely.box(half.west, half.south, half.east, half.north)):
            return True
    return False


def _text(layer: MapLayer, uid: UUID, values: Any) -> str:
    row = layer.plain.read(values)
    geometry = row.pop("geometry", "") or "null"
    row.pop("uid", None)
    properties = {name: as_json(value) for name, value in row.items()}
    told = json.dumps(properties, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"Feature","id":"{uid}","geometry":{geometry},"properties":{told}}}'
