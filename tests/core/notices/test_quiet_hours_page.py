"""The hours without e-mail: chosen on the page, in the way people write hours."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from honglam.core.notices.models import NoticePreference
from honglam.core.notices.terms import EVERY_KIND
from tests.people import People, people

__all__ = ["people"]
pytestmark = pytest.mark.django_db
ADDRESS = "/notices/preferences/"


@pytest.fixture
def officer(people: People, client: Client) -> Client:
    client.force_login(people.officer)
    return client


def test_the_hours_of_the_house_stand_until_others_are_chosen(officer: Client, people: People, settings: Any) -> None:
    settings.NOTICES_QUIET_HOURS = None
    assert 'value="21:00"' in officer.get(ADDRESS).content.decode()
    assert officer.post(ADDRESS, {"quiet": "1", "begins": "22h30", "ends": "5:45"}).status_code == 302
    own = NoticePreference.objects.get(user=people.officer, kind=EVERY_KIND)
    assert (own.quiet_from, own.quiet_until) == (datetime.time(22, 30), datetime.time(5, 45))
    page = officer.get(ADDRESS).content.decode()
    assert 'value="22:30"' in page
    assert 'value="05:45"' in page


@pytest.mark.parametrize("hours", [{"begins": "", "ends": "06:00"}, {"begins": "tối", "ends": "06:00"}])
def test_hours_that_are_none_are_refused_in_place(officer: Client, people: People, hours: dict[str, str]) -> None:
    answer = officer.post(ADDRESS, {"quiet": "1", **hours})
    assert answer.status_code == 422
    assert "begins" in answer.context["quiet"].errors
    assert not NoticePreference.objects.filter(user=people.officer, kind=EVERY_KIND).exists()


def test_choosing_kinds_leaves_the_hours_alone(officer: Client, people: People) -> None:
    officer.post(ADDRESS, {"quiet": "1", "begins": "23:00", "ends": "05:00"})
    officer.post(ADDRESS, {"plans.mentioned": "off"})
    own = NoticePreference.objects.get(user=people.officer, kind=EVERY_KIND)
    assert own.quiet_from == datetime.time(23)
