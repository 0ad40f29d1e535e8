"""An event is a frozen dataclass of plain values under a code of its own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.events.errors import BadEvent, UnknownEvent
from honglam.core.events.registry import event, event_of, kind_of_class, payload_of, subscribe, subscribers_of
from tests.core.events.conftest import Listeners, RoadClosed, RoadOpened, opened


@dataclass
class NotFrozen:
    """May be changed."""

    name: str


@dataclass(frozen=True)
class HoldsAList:
    """Holds what is not plain."""

    names: list[str]


@dataclass(frozen=True)
class HoldsAMoment:
    """A moment is no day."""

    at: datetime.datetime


class NoDataclass:
    """Is none."""


@pytest.mark.parametrize("made", [NotFrozen, HoldsAList, HoldsAMoment, NoDataclass])
def test_what_is_not_frozen_and_plain_is_no_event(listeners: Listeners, made: type) -> None:
    with pytest.raises(BadEvent):
        event("tests.bad")(made)


def test_a_code_is_declared_once_and_a_subject_is_a_field(listeners: Listeners) -> None:
    with pytest.raises(BadEvent, match="twice"):
        event("tests.road_opened")(RoadClosed)
    with pytest.raises(BadEvent, match="no field"):
        event("tests.other", subject="street")(RoadClosed)


def test_a_flow_listens_once_to_a_kind_and_only_to_declared_ones(listeners: Listeners) -> None:
    subscribe(RoadOpened, name="print", handle=print)
    subscribe(RoadOpened, name="print", handle=print)  # the same function, imported again
    with pytest.raises(BadEvent, match="twice"):
        subscribe(RoadOpened, name="print", handle=repr)
    with pytest.raises(BadEvent, match="no event"):
        subscribe(NoDataclass, name="map", handle=print)
    assert subscribers_of(kind_of_class(RoadOpened)) == ["map", "news", "print"]


@given(
    st.builds(
        RoadOpened, road_uid=st.uuids(), name=st.text(), lanes=st.integers(-(2**53), 2**53), is_toll=st.booleans(),
        on=st.dates(),
    )
)  # fmt: skip
def test_what_goes_in_comes_out(told: RoadOpened) -> None:
    event("tests.road_opened_again")(RoadOpened)
    assert event_of(kind_of_class(RoadOpened), payload_of(told)) == told


def test_a_value_of_another_type_is_refused_on_the_way_in_and_out(listeners: Listeners) -> None:
    with pytest.raises(BadEvent, match="lanes is bool"):
        payload_of(RoadOpened(opened().road_uid, "", True, False, datetime.date(2026, 1, 1)))
    kind = kind_of_class(RoadClosed)
    for payload in ({"road_uid": 1}, {"road_uid": "none"}, {}, {"road_uid": None}):
        with pytest.raises(UnknownEvent):
            event_of(kind, payload)


@dataclass(frozen=True)
class Grown:
    """Got a field later."""

    road_uid: UUID
    note: str = "chưa ghi"


def test_an_event_stored_before_a_field_came_takes_its_default(listeners: Listeners) -> None:
    kind = event("tests.grown")(Grown) and kind_of_class(Grown)
    told = event_of(kind, {"road_uid": str(opened().road_uid), "left": "gone"})
    assert told.note == "chưa ghi"
