"""Boundaries as features: few and large, so each process keeps them ready, by the state of the data.

The state is asked of the database at most once a second; a corrected boundary shows within that time.
"""

from __future__ import annotations

import datetime
import json
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone

from honglam.core.places.layers import attributions
from honglam.core.places.models import Boundary
from honglam.engines.registers.public import Box

SECONDS_TRUSTED = 1.0
COLUMNS = ("code", "name", "kind", "parent", "area_km2", "population", "starts_on", "ends_on")
QUERYABLE = ("code", "name", "kind", "parent")


@dataclass(frozen=True)
class Piece:
    """One boundary: its key, its uid, its feature as bytes, what may be asked for, the days it is in force."""

    pk: int
    uid: str
    text: bytes
    properties: dict[str, Any]
    starts_on: datetime.date
    ends_on: datetime.date

    def holds(self, since: datetime.date | None, until: datetime.date | None) -> bool:
        """Whether it is in force on some day between two (inclusive; open where None)."""
        return (until is None or self.starts_on <= until) and (since is None or self.ends_on >= since)


@dataclass(frozen=True)
class Ground:
    """All boundaries in the order of their keys, and a tree over their shapes."""

    state: str
    pieces: tuple[Piece, ...]
    tree: shapely.STRtree
    credits: tuple[str, ...]
    extent: tuple[float, float, float, float] | None

    def meeting(self, box: Box | None) -> list[Piece]:
        """The boundaries whose shape meets a box, in order."""
        if box is None:
            return list(self.pieces)
        found: set[int] = set()
        for half in box.halves():
            asked = shapely.box(half.west, half.south, half.east, half.north)
            found.update(self.tree.query(asked, predicate="intersects").tolist())
        return [self.pieces[place] for place in sorted(found)]


_kept: dict[str, tuple[float, Ground]] = {}


def ground() -> Ground:
    """The boundaries of now."""
    name = str(connection.settings_dict["NAME"])
    known = _kept.get(name)
    now = time.monotonic()
    if known is not None and now - known[0] < SECONDS_TRUSTED:
        return known[1]
    state = Boundary.objects.aggregate(count=Count("pk"), changed=Max("changed_at"), unit=Max("unit__sort_key"))
    stamp = f"{state['count']} {state['changed']} {state['unit']}"
    found = known[1] if known is not None and known[1].state == stamp else _read(stamp)
    _kept[name] = (now, found)
    return found


def forget() -> None:
    """Forget what is kept (tests)."""
    _kept.clear()


def _read(state: str) -> Ground:
    pieces, shapes = [], []
    for one in Boundary.objects.select_related("unit__parent").defer("lite").order_by("pk"):
        unit = one.unit
        properties = {
            "code": unit.code, "name": unit.name, "kind": unit.kind,
            "parent": unit.parent.code if unit.parent else None,
            "area_km2": float(unit.area_km2) if unit.area_km2 is not None else None, "population": unit.population,
            "starts_on": one.starts_on.isoformat() if one.starts_on else None,
            "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        }  # fmt: skip
        feature = {"type": "Feature", "id": str(one.uid), "properties": properties, "geometry": one.geometry}
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()
        pieces.append(Piece(one.pk, str(one.uid), text, properties, one.starts_on or datetime.date.min,
                            one.ends_on or datetime.date.max))  # fmt: skip
        shapes.append(shapely.geometry.shape(one.geometry))
    extent = tuple(float(one) for one in shapely.total_bounds(np.asarray(shapes))) if shapes else None
    return Ground(state, tuple(pieces), shapely.STRtree(shapes), tuple(attributions()), extent)  # type: ignore[arg-type]


def today() -> datetime.date:
    """The day on which boundaries are in force where no day is asked for."""
    return timezone.localdate()
