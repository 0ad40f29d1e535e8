"""Administrators see which events are stuck, why, and try again."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from honglam.core.events.actions import announce
from honglam.core.events.delivering import deliver_due
from honglam.core.events.models import Delivery
from honglam.core.events.terms import DeliveryState
from tests.core.events.conftest import Listeners, opened
from tests.people import People


def signed_in(user: Any) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def stuck_one() -> Delivery:
    """A delivery to the map that was given up."""
    announce(event=opened(), by=None)
    Delivery.objects.filter(subscriber="map").update(
        state=DeliveryState.GIVEN_UP, next_try_at=None, error="RuntimeError: bản đồ hỏng", tries=8
    )
    return Delivery.objects.stuck().get()


def test_only_who_looks_after_the_platform_sees_events(listeners: Listeners, people: People) -> None:
    stuck = stuck_one()
    for name in ("delivery", "send_again", "set_aside"):
        assert signed_in(people.head).post(reverse(f"events:{name}", args=[stuck.uid])).status_code == 403
    page = signed_in(people.administrator).get(reverse("events:deliveries")).content.decode()
    assert "bản đồ hỏng" in page and "Có sự kiện không chuyển được" in page


def test_a_stuck_event_is_sent_again_from_its_page(listeners: Listeners, people: People) -> None:
    stuck = stuck_one()
    client = signed_in(people.administrator)
    page = client.get(stuck.get_absolute_url()).content.decode()
    assert "Chuyển lại" in page and "Đường Bắc Sơn" in page
    client.post(reverse("events:send_again", args=[stuck.uid]))
    assert deliver_due() == (2, 0)
    answer = client.post(reverse("events:send_again", args=[stuck.uid]), follow=True)
    assert "Chỉ chuyển lại hoặc bỏ qua" in answer.content.decode()


def test_setting_aside_without_a_reason_says_so(listeners: Listeners, people: People) -> None:
    stuck = stuck_one()
    client = signed_in(people.administrator)
    answer = client.post(reverse("events:set_aside", args=[stuck.uid]), {"reason": ""}, follow=True)
    assert "Hãy ghi lý do bỏ qua" in answer.content.decode()
    client.post(reverse("events:set_aside", args=[stuck.uid]), {"reason": "Đã làm tay"})
    assert Delivery.objects.get(pk=stuck.pk).state == DeliveryState.SET_ASIDE


def test_filters_and_a_constant_number_of_queries(
    listeners: Listeners, people: People, django_assert_max_num_queries: Any
) -> None:
    for _turn in range(12):
        announce(event=opened(), by=people.officer)
    client = signed_in(people.administrator)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("events:deliveries")).content.decode()
    assert page.count("tests.road_opened") >= 24
    assert "Không có sự kiện nào" in client.get(reverse("events:deliveries"), {"state": "given_up"}).content.decode()


def test_the_watchman_hears_that_something_is_stuck(listeners: Listeners, db: None) -> None:
    assert json.loads(Client().get("/healthz").content)["events"] == "ok"
    stuck_one()
    answer = Client().get("/healthz")
    assert answer.status_code == 200 and json.loads(answer.content)["events"] == "stuck"
