"""Events and subscribers that the tests use, forgotten afterwards."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from honglam.core.events import registry
from honglam.core.events.registry import Announced, event, subscribe
from honglam.toolkit.identifiers import uuid7


@dataclass(frozen=True, slots=True)
class RoadOpened:
    """A road was opened."""

    road_uid: UUID
    name: str
    lanes: int
    is_toll: bool
    on: datetime.date


@dataclass(frozen=True, slots=True)
class RoadClosed:
    """A road was closed."""

    road_uid: UUID


def opened(name: str = "Đường Bắc Sơn", road: UUID | None = None) -> RoadOpened:
    """A road with two lanes."""
    return RoadOpened(road or uuid7(), name, 2, False, datetime.date(2026, 9, 2))


class Listener:
    """A subscriber that remembers what it got, and fails where it is told to."""

    def __init__(self) -> None:
        self.got: list[Announced] = []
        self.fails_with: BaseException | None = None

    def __call__(self, announced: Announced) -> None:
        """Take an event."""
        self.got.append(announced)
        if self.fails_with is not None:
            raise self.fails_with

    @property
    def names(self) -> list[str]:
        """The names of the roads that were opened, in the order in which they came."""
        return [one.event.name for one in self.got]


@dataclass
class Listeners:
    """Two flows that listen to roads: the map, and the news."""

    map: Listener
    news: Listener


@pytest.fixture
def listeners(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listeners]:
    """The map listens to both kinds, the news to openings."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    monkeypatch.setattr(registry, "_subscribers", dict(registry._subscribers))
    event("tests.road_opened", subject="road_uid")(RoadOpened)
    event("tests.road_closed", subject="road_uid")(RoadClosed)
    found = Listeners(Listener(), Listener())
    subscribe(RoadOpened, name="map", handle=found.map)
    subscribe(RoadClosed, name="map", handle=found.map)
    subscribe(RoadOpened, name="news", handle=found.news)
    yield found
