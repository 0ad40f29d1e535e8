"""A small province on the map: two communes with boundaries, projects of which some are public."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from honglam.core.organisations.models import Unit
from honglam.core.places.models import Boundary
from honglam.engines.registers import spatial
from honglam.engines.registers.public import change, move
from honglam.surfaces.ogc import boundaries
from tests.engines.registers.conftest import Office, office

__all__ = ["office"]


def square(west: float, south: float, size: float = 0.2) -> dict[str, Any]:
    """A square as GeoJSON."""
    east, north = west + size, south + size
    return {"type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north],
                                               [west, south]]]}  # fmt: skip


def make_boundary(unit: Unit, west: float, south: float, **days: datetime.date) -> Boundary:
    """The boundary of a unit: a square."""
    return Boundary.objects.create(
        unit=unit, geometry=square(west, south), lite=square(west, south), west=west, south=south, east=west + 0.2,
        north=south + 0.2, label_lon=west + 0.1, label_lat=south + 0.1, attribution="© Tỉnh Sông Lam", digest="x",
        **days,
    )  # fmt: skip


@dataclass
class Ground:
    """The office, its map, and two clients: one that nobody signed in, one of the department's officer."""

    office: Office
    anybody: Client
    officer: Client
    public: Any
    proposed: Any

    def get(self, path: str, who: Client | None = None, **asked: Any) -> Any:
        """An answer of the service."""
        return (who or self.anybody).get(f"/ogc{path}", asked)

    def features(self, path: str, who: Client | None = None, **asked: Any) -> list[dict[str, Any]]:
        """The features of an answer."""
        answer = self.get(path, who, f="json", **asked)
        assert answer.status_code == 200, answer.content
        found: list[dict[str, Any]] = answer.json()["features"]
        return found

    def approve(self, project: Any) -> Any:
        """Approve a project, so that it goes public."""
        change(register=self.office.projects, row=project, by=self.office.officer,
               values={"approval": "QĐ 5/QĐ-UBND", "approved_on": datetime.date(2026, 1, 5)})  # fmt: skip
        return move(register=self.office.projects, row=project, move="approve", by=self.office.head)


def point(lon: float, lat: float) -> str:
    """A point as GeoJSON text."""
    return json.dumps({"type": "Point", "coordinates": [lon, lat]})


@pytest.fixture
def ground(office: Office) -> Iterator[Ground]:
    """The map."""
    boundaries.forget()
    spatial._has_index.cache_clear()
    make_boundary(office.commune, 105.8, 18.2)
    make_boundary(office.other, 106.0, 18.2)
    made = Ground(office, Client(), Client(), None, None)
    made.officer.force_login(office.officer)
    made.public = made.approve(office.project(geometry=point(105.9, 18.3), note="không công khai"))
    made.proposed = office.project(code="DA-2", name="Khu nghỉ dưỡng", geometry=point(105.91, 18.31), sector="tourism")
    yield made
    boundaries.forget()
