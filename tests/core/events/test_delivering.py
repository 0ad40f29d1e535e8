"""Events travel at least once, in order, and one that fails holds up nobody else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from honglam.core.audit.models import AuditEntry
from honglam.core.events import registry
from honglam.core.events.actions import announce, send_again, set_aside
from honglam.core.events.delivering import _begin, _try, deliver_due, forget_old
from honglam.core.events.errors import DeliveryRefused, NotInTransaction
from honglam.core.events.models import Delivery, StoredEvent
from honglam.core.events.registry import subscribe
from honglam.core.events.rules import wait_after
from honglam.core.events.terms import MOST_TRIES, DeliveryState
from honglam.core.jobs.models import JobRun
from honglam.core.organisations.models import UnitGroup
from honglam.toolkit.identifiers import uuid7
from tests.core.events.conftest import Listener, Listeners, RoadClosed, RoadOpened, opened
from tests.people import People

START = datetime.datetime(2026, 9, 2, 8, 0, tzinfo=datetime.UTC)
BROKEN = RuntimeError("bản đồ hỏng")


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that the test moves."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def state_of(subscriber: str) -> tuple[str, int]:
    """State and tries of the only delivery of a subscriber."""
    found = Delivery.objects.get(subscriber=subscriber)
    return found.state, found.tries


@pytest.mark.django_db(transaction=True)
def test_an_event_stands_and_falls_with_the_write_that_it_tells_of(listeners: Listeners) -> None:
    def undone() -> None:
        with transaction.atomic():
            announce(event=opened(), by=None)
            raise RuntimeError("the write is undone")

    with pytest.raises(RuntimeError):
        undone()
    assert not StoredEvent.objects.exists() and not Delivery.objects.exists() and not JobRun.objects.exists()
    with pytest.raises(NotInTransaction):
        announce(event=opened(), by=None)
    with transaction.atomic():
        announce(event=opened(), by=None)
        assert not JobRun.objects.exists()  # nobody is told before the commit
    assert Delivery.objects.count() == 2 and JobRun.objects.get().code == "events.deliver"


def test_each_subscriber_gets_the_event_with_its_id_and_its_actor(listeners: Listeners, people: People) -> None:
    told = opened()
    stored = announce(event=told, by=people.officer)
    assert deliver_due() == (2, 0)
    for listener in (listeners.map, listeners.news):
        (got,) = listener.got
        assert (got.uid, got.event, got.by, got.at) == (stored.uid, told, people.officer, stored.at)
    assert deliver_due() == (0, 0) and len(listeners.map.got) == 1


def test_a_worker_takes_what_was_announced(listeners: Listeners, db: None, settings: Any,
                                           django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        announce(event=opened("Một"), by=None)
        announce(event=opened("Hai"), by=None)
    assert sorted(listeners.news.names) == ["Hai", "Một"]
    assert JobRun.objects.first().result is not None


def test_one_that_fails_does_not_stop_the_others_and_is_tried_again(listeners: Listeners, db: None, clock: Any) -> None:
    listeners.map.fails_with = BROKEN
    announce(event=opened(), by=None)
    assert deliver_due() == (1, 1)
    assert state_of("news") == (DeliveryState.DELIVERED, 1) and state_of("map") == (DeliveryState.WAITING, 1)
    assert "bản đồ hỏng" in Delivery.objects.get(subscriber="map").error
    assert deliver_due() == (0, 0)  # not yet
    listeners.map.fails_with = None
    clock.shift(wait_after(1))
    assert deliver_due() == (1, 0)
    assert state_of("map") == (DeliveryState.DELIVERED, 2) and Delivery.objects.get(subscriber="map").error == ""


def test_what_a_subscriber_wrote_before_it_failed_is_undone(listeners: Listeners, db: None) -> None:
    def writes_and_fails(_announced: Any) -> None:
        UnitGroup.objects.create(code="half", name="Nửa chừng")
        raise BROKEN

    subscribe(RoadOpened, name="half", handle=writes_and_fails)
    announce(event=opened(), by=None)
    deliver_due()
    assert not UnitGroup.objects.filter(code="half").exists()
    assert state_of("half") == (DeliveryState.WAITING, 1)


def test_events_about_one_thing_arrive_in_their_order_whatever_their_kind(
    listeners: Listeners, db: None, clock: Any
) -> None:
    road, other = uuid7(), uuid7()
    listeners.map.fails_with = BROKEN
    announce(event=opened("Thứ nhất", road), by=None)
    deliver_due()
    announce(event=RoadClosed(road), by=None)
    announce(event=opened("Thứ hai", road), by=None)
    listeners.map.fails_with, listeners.map.got = None, []
    announce(event=opened("Đường khác", other), by=None)
    deliver_due()
    assert listeners.map.names == ["Đường khác"]  # the others wait behind the one that failed
    assert listeners.news.names == ["Thứ nhất", "Thứ hai", "Đường khác"]
    clock.shift(wait_after(1))
    listeners.map.got = []
    deliver_due()
    assert [type(one.event) for one in listeners.map.got] == [RoadOpened, RoadClosed, RoadOpened]


def test_a_process_that_dies_in_the_middle_loses_nothing(listeners: Listeners, db: None, clock: Any) -> None:
    listeners.map.fails_with = SystemExit(1)
    announce(event=opened(), by=None)
    with pytest.raises(SystemExit):
        deliver_due()
    assert state_of("map") == (DeliveryState.WAITING, 1)
    listeners.map.fails_with = None
    assert deliver_due() == (1, 0)  # the news; what the dead one held is free again only after a while
    clock.shift(wait_after(1))
    assert deliver_due() == (1, 0) and len(listeners.map.got) == 2


def test_an_event_that_kills_its_worker_each_time_is_given_up(listeners: Listeners, db: None, clock: Any) -> None:
    listeners.map.fails_with = SystemExit(1)
    announce(event=opened(), by=None)
    for _turn in range(MOST_TRIES):
        with pytest.raises(SystemExit):
            deliver_due()
        clock.shift(datetime.timedelta(days=1))
    deliver_due()
    assert state_of("map") == (DeliveryState.GIVEN_UP, MOST_TRIES)
    assert "dừng giữa chừng" in Delivery.objects.get(subscriber="map").error


def test_after_the_last_try_a_person_decides(listeners: Listeners, people: People, clock: Any) -> None:
    road = uuid7()
    listeners.map.fails_with = BROKEN
    announce(event=opened("Hỏng", road), by=None)
    with pytest.raises(DeliveryRefused):
        send_again(delivery=Delivery.objects.get(subscriber="map"), by=people.administrator)
    for _turn in range(MOST_TRIES):
        deliver_due()
        clock.shift(datetime.timedelta(days=1))
    assert state_of("map") == (DeliveryState.GIVEN_UP, MOST_TRIES)
    listeners.map.fails_with, listeners.map.got = None, []
    announce(event=opened("Sau", road), by=None)
    deliver_due()
    assert listeners.map.names == ["Sau"]  # what was given up holds nobody up
    stuck = Delivery.objects.stuck().get()
    send_again(delivery=stuck, by=people.administrator)
    deliver_due()
    assert listeners.map.names == ["Sau", "Hỏng"] and not Delivery.objects.stuck().exists()
    assert AuditEntry.objects.filter(action="events.sent_again", by=people.administrator).exists()


def test_setting_aside_wants_a_reason(listeners: Listeners, people: People) -> None:
    announce(event=opened(), by=None)
    Delivery.objects.update(state=DeliveryState.GIVEN_UP, next_try_at=None)
    stuck = Delivery.objects.first()
    with pytest.raises(DeliveryRefused, match="lý do"):
        set_aside(delivery=stuck, by=people.administrator, reason=" ")
    set_aside(delivery=stuck, by=people.administrator, reason="Đã làm tay")
    assert deliver_due() == (0, 0)
    assert AuditEntry.objects.get(action="events.set_aside").target_key


def test_a_flow_that_comes_later_hears_what_comes_later(listeners: Listeners, db: None) -> None:
    announce(event=opened("Trước"), by=None)
    late = Listener()
    registry._subscribers.pop("tests.road_opened news")
    subscribe(RoadOpened, name="late", handle=late)
    announce(event=opened("Sau"), by=None)
    deliver_due()
    assert late.names == ["Sau"]
    assert Delivery.objects.get(subscriber="news").error.startswith("UnknownSubscriber")  # its flow is gone


def test_old_events_are_forgotten_unless_somebody_still_waits(listeners: Listeners, db: None) -> None:
    for name in ("Đã chuyển", "Còn chờ"):
        announce(event=opened(name), by=None)
        if name == "Đã chuyển":
            deliver_due()
    later = timezone.now() + datetime.timedelta(days=91)
    assert forget_old(now=timezone.now() + datetime.timedelta(days=89)) == 0
    assert forget_old(now=later) == 1
    assert [stored.payload["name"] for stored in StoredEvent.objects.all()] == ["Còn chờ"]


def test_announcing_costs_the_same_however_many_listen(
    listeners: Listeners, db: None, django_assert_num_queries: Any
) -> None:
    for number in range(10):
        subscribe(RoadClosed, name=f"flow {number}", handle=Listener())
    with django_assert_num_queries(2):
        announce(event=RoadClosed(uuid7()), by=None)


def test_of_two_workers_one_begins_a_try(listeners: Listeners, db: None, clock: Any) -> None:
    announce(event=opened(), by=None)
    first = Delivery.objects.due(timezone.now()).first()
    assert first is not None
    other = Delivery.objects.get(pk=first.pk)
    assert _begin(first) and not _begin(other)
    clock.shift(wait_after(1))  # the first is very slow, or dead: another may try
    again = Delivery.objects.get(pk=first.pk)
    assert _begin(again) and _try(again)
    assert _try(first)  # it wakes up, sees that the event got through, and leaves it
    assert len(listeners.map.got) + len(listeners.news.got) == 1
