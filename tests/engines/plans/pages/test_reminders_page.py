"""The ladder on its page: everybody reads it, who looks after the platform sets it."""

from __future__ import annotations

import pytest
from django.test import Client

from honglam.engines.plans.models import ReminderLadder
from tests.people import People

PAGE, SET = "/plans/reminders/", "/plans/reminders/set/"
LADDER = {"doer": "-3; 0", "head": "2", "issuer": "", "call_days": "4"}


@pytest.fixture
def browser(client: Client, people: People) -> Client:
    client.force_login(people.administrator)
    return client


@pytest.mark.django_db
def test_the_administrator_sets_it_and_the_officer_reads_it(browser: Client, people: People) -> None:
    assert browser.post(SET, LADDER).status_code == 302
    assert ReminderLadder.objects.get().rungs == [[-3, "doer"], [0, "doer"], [2, "head"]]
    browser.force_login(people.officer)
    page = browser.get(PAGE)
    assert "trước hạn 3 ngày làm việc, đúng hạn" in page.content.decode()
    assert "không nhắc" in page.content.decode()
    assert (page.context["call_days"], page.context["may_set"]) == (4, False)
    assert browser.get(SET).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"doer": "năm ngày"}, {"doer": "", "head": ""}, {"head": "90"}, {"call_days": "0"}])
def test_what_cannot_be_is_refused(browser: Client, wrong: dict[str, str]) -> None:
    answer = browser.post(SET, LADDER | wrong)
    assert (answer.status_code, ReminderLadder.objects.exists()) == (422, False)
