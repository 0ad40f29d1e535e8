"""The dates of one's work in the calendar of one's phone, read back by a calendar program's own parser."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from honglam.core.access.errors import NotAllowed
from honglam.engines.plans.actions.feeds import close_feed, open_feed
from honglam.engines.plans.models import CalendarFeed
from honglam.engines.plans.terms import WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + datetime.timedelta(days=20)


def read(secret: str) -> list[dict[str, str]]:
    answer = Client().get(reverse("work_calendar", args=[secret]))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return [{name.lower(): str(value) for name, value in event.items()} | {"on": event.start} for event in events]


def test_a_calendar_program_reads_open_dates_without_signing_in(people: People) -> None:
    plan = make_plan(people.province)
    mine = make_share(make_task(plan, "Rà soát, cập nhật; hồ sơ", due_on=SOON), people.north, person=people.officer)
    make_share(make_task(plan, "Việc của người khác", due_on=SOON), people.north)
    make_share(make_task(plan, "Đã xong", due_on=SOON), people.north, person=people.officer, state=WorkState.DONE)
    make_share(make_task(plan, "Không có hạn"), people.north, person=people.officer)
    _feed, secret = open_feed(by=people.officer)
    (event,) = read(secret)
    assert event["on"] == SOON
    assert event["summary"] == "Hạn: Rà soát, cập nhật; hồ sơ"
    assert event["uid"].startswith(str(mine.uid))
    assert event["url"].endswith(mine.get_absolute_url())


def test_a_unit_has_a_calendar_too_for_those_who_see_its_work(people: People) -> None:
    make_share(make_task(make_plan(people.province), "Việc của xã", due_on=SOON), people.north)
    _feed, secret = open_feed(by=people.officer, unit=people.north)
    assert [event["summary"] for event in read(secret)] == ["Hạn: Việc của xã"]
    with pytest.raises(NotAllowed):
        open_feed(by=people.stranger, unit=people.north)


def test_an_address_that_was_closed_or_renewed_or_guessed_answers_nothing(people: People) -> None:
    feed, first = open_feed(by=people.officer)
    second_feed, second = open_feed(by=people.officer)
    assert CalendarFeed.objects.filter(closed_at__isnull=True).get() == second_feed
    close_feed(feed=second_feed, by=people.head)
    read(second)
    close_feed(feed=second_feed, by=people.officer)
    for secret in (first, second, "abc", feed.digest):
        assert Client().get(reverse("work_calendar", args=[secret])).status_code == 404


def test_who_leaves_takes_the_calendar_along(people: People) -> None:
    _feed, secret = open_feed(by=people.officer)
    people.officer.is_active = False
    people.officer.save()
    assert Client().get(reverse("work_calendar", args=[secret])).status_code == 404


def test_people_open_and_close_their_calendars_on_a_page(people: People, client: Client) -> None:
    client.force_login(people.officer)
    page = client.post(reverse("plans:feeds"), {"unit": people.north.code})
    address = page.context["address"]
    assert address.encode() in page.content
    assert Client().get(address).status_code == 200
    feed = CalendarFeed.objects.get()
    client.post(reverse("plans:close_feed", args=[feed.uid]))
    assert Client().get(address).status_code == 404
    assert client.post(reverse("plans:feeds"), {"unit": people.south.code}).status_code == 404
