"""What programs may do about work that moves: accept it, ask for a later date, talk about it."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.engines.plans.actions.comments import comment
from honglam.engines.plans.models import Assignment, Comment, Extension
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, people

__all__ = ["people"]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def officer(people: People, client: Client) -> Client:
    client.force_login(people.officer)
    return client


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share, due in ten days."""
    due = timezone.localdate() + 10 * DAY
    return make_share(make_task(make_plan(people.province), due_on=due), people.north)


def send(client: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers)


def test_work_is_accepted_once(people: People, officer: Client, share: Assignment) -> None:
    first = send(officer, f"/api/plans/shares/{share.uid}/acceptance", {}).json()
    assert first["accepted_at"]
    assert send(officer, f"/api/plans/shares/{share.uid}/acceptance", {}).json() == first


def test_a_later_date_is_asked_for_and_read(people: People, officer: Client, share: Assignment) -> None:
    address = f"/api/plans/shares/{share.uid}/extensions"
    later = (share.due_on + 20 * DAY).isoformat()
    answer = send(officer, address, {"new_due_on": later, "reason": "Chờ hướng dẫn"})
    assert (answer.status_code, answer.json()["state"], answer.json()["new_due_on"]) == (201, "asked", later)
    assert [one["uid"] for one in officer.get(address).json()] == [str(Extension.objects.get().uid)]
    (shown,) = officer.get(f"/api/plans/tasks/{share.task.uid}").json()["shares"]
    assert (shown["extension"], shown["due_on"]) == ("asked", share.due_on.isoformat())


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"new_due_on": "2020-01-01", "reason": "Chờ"}, "plans.extension_invalid"),
        ({"new_due_on": "2999-01-01", "reason": " "}, "plans.reason_missing"),
        ({"new_due_on": "mai", "reason": "Chờ"}, "validation"),
        ({"reason": "Chờ"}, "validation"),
    ],
)
def test_a_refused_wish_is_a_problem_with_a_code(
    people: People, officer: Client, share: Assignment, body: dict[str, str], code: str
) -> None:
    answer = send(officer, f"/api/plans/shares/{share.uid}/extensions", body)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == code
    assert not Extension.objects.exists()


def test_a_remark_sent_twice_is_one(people: People, officer: Client, share: Assignment) -> None:
    address = f"/api/plans/tasks/{share.task.uid}/comments"
    for _attempt in range(2):
        answer = send(officer, address, {"text": "Đã gửi dự thảo"}, **{"Idempotency-Key": "phone-7"})
        assert answer.status_code == 201
    assert Comment.objects.count() == 1
    (read,) = officer.get(address).json()["items"]
    assert (read["text"], read["author"]) == ("Đã gửi dự thảo", str(people.officer))
    assert send(officer, address, {"text": " "}).json()["code"] == "plans.comment_invalid"


def test_a_remark_is_not_sent_in_the_name_of_another(people: People, officer: Client, share: Assignment) -> None:
    address = f"/api/plans/tasks/{share.task.uid}/comments"
    refused = send(officer, address, {"text": "Đã gửi dự thảo", "owner": str(people.head.uid)})
    assert (refused.status_code, refused.json()["code"]) == (409, "plans.another_person")
    assert send(officer, address, {"text": "Đã gửi dự thảo", "owner": str(people.officer.uid)}).status_code == 201
    assert Comment.objects.get().author == people.officer


def test_what_is_not_seen_is_not_written_to(people: People, share: Assignment) -> None:
    stranger = Client()
    stranger.force_login(people.stranger)
    for address, body in (
        (f"/api/plans/shares/{share.uid}/acceptance", {}),
        (f"/api/plans/shares/{share.uid}/extensions", {"new_due_on": "2999-01-01", "reason": "x"}),
        (f"/api/plans/tasks/{share.task.uid}/comments", {"text": "x"}),
    ):
        assert send(stranger, address, body).status_code == 404
    assert stranger.get(f"/api/plans/tasks/{share.task.uid}/comments").status_code == 404


def test_remarks_cost_no_query_each(people: People, officer: Client, share: Assignment) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            officer.get(f"/api/plans/tasks/{share.task.uid}/comments")
        return len(queries)

    comment(task=share.task, text="một", by=people.officer)
    cost()
    before = cost()
    for number in range(5):
        comment(task=share.task, text=f"lời {number}", by=people.head)
    assert cost() == before
