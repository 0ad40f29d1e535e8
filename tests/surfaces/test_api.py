"""The API: the same rights and actions as the pages, problems instead of error pages, described by OpenAPI."""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client

from honglam.engines.plans.models import ProgressEntry
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, people

__all__ = ["people"]

LAST = datetime.date(2026, 12, 31)


@pytest.fixture
def officer(people: People, client: Client) -> Client:
    client.force_login(people.officer)
    return client


def test_the_description_is_open_and_names_every_operation(client: Client, db: None) -> None:
    description = client.get("/api/openapi.json")
    assert description.status_code == 200
    assert {"/api/plans", "/api/plans/tasks", "/api/units"} <= set(description.json()["paths"])


def test_a_stranger_gets_a_problem_not_a_login_page(client: Client, db: None) -> None:
    answer = client.get("/api/plans")
    assert answer.status_code == 401
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == "access.not_signed_in"


def test_an_officer_finds_the_tasks_of_the_own_commune_only(people: People, officer: Client) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan, "Việc của Bắc Sơn"), people.north)
    make_share(make_task(plan, "Việc của Nam Hà"), people.south)
    found = officer.get("/api/plans/tasks").json()
    assert [task["name"] for task in found["items"]] == ["Việc của Bắc Sơn"]
    assert found["count"] == 1


def test_tasks_are_found_without_marks(people: People, officer: Client) -> None:
    make_share(make_task(make_plan(people.province), "Số hóa hồ sơ đất đai"), people.north)
    assert officer.get("/api/plans/tasks?text=so hoa").json()["count"] == 1
    assert officer.get("/api/plans/tasks?text=khong co").json()["count"] == 0


def test_a_task_shows_its_shares_with_the_word_of_today(people: People, officer: Client) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=datetime.date(2026, 2, 1)), people.north)
    shown = officer.get(f"/api/plans/tasks/{share.task.uid}").json()
    assert [(one["unit_code"], one["status"]) for one in shown["shares"]] == [("90001", "overdue")]


def test_a_report_sent_twice_with_one_key_is_stored_once(people: People, officer: Client) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    for _attempt in range(2):
        answer = officer.post(
            f"/api/plans/shares/{share.uid}/reports", json.dumps({"progress": 40, "text": "Đã họp triển khai"}),
            content_type="application/json", headers={"Idempotency-Key": "phone-1-17"},
        )  # fmt: skip
        assert answer.status_code == 201, answer.content
    assert ProgressEntry.objects.count() == 1
    share.refresh_from_db()
    assert share.progress == 40


@pytest.mark.parametrize("body", [{"progress": 101}, {"progress": 10, "unknown": 1}, {}])
def test_a_malformed_report_names_its_field_and_changes_nothing(
    people: People, officer: Client, body: dict[str, int]
) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    answer = officer.post(f"/api/plans/shares/{share.uid}/reports", json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"]
    assert not ProgressEntry.objects.exists()


def test_somebody_elses_share_is_not_found(people: People, officer: Client) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.south)
    answer = officer.post(f"/api/plans/shares/{share.uid}/reports", '{"progress": 5}', content_type="application/json")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_a_refusal_of_the_domain_keeps_its_code(people: People, officer: Client) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north, state="done")
    answer = officer.post(f"/api/plans/shares/{share.uid}/reports", '{"progress": 5}', content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] == "plans.step_not_allowed"


def test_writing_needs_the_forgery_token(people: People) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.officer)
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    answer = strict.post(f"/api/plans/shares/{share.uid}/reports", '{"progress": 5}', content_type="application/json")
    assert answer.status_code in (401, 403)
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=1001", "limit=" + "9" * 30, "offset=-1", "offset=" + "9" * 19, "limit=x"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/api/plans", "/api/plans/tasks", "/api/units", "/api/indicators/definitions", "/api/indicators/values",
        "/api/indicators/submissions",
    ],
)  # fmt: skip
def test_pages_of_no_size_or_beyond_every_end_are_refused(officer: Client, path: str, asked: str) -> None:
    assert officer.get(f"{path}?{asked}").status_code == 422
    assert officer.get(f"{path}?limit=1000&offset=1000000").json()["items"] == []


@pytest.mark.parametrize("column", ["text", "difficulty"])
@pytest.mark.parametrize("words", ["a\x00b", "\ud800"])
def test_words_that_no_database_stores_are_refused(people: People, officer: Client, column: str, words: str) -> None:
    share = make_share(make_task(make_plan(people.province)), people.north)
    body = json.dumps({"progress": 10, column: words})
    answer = officer.post(f"/api/plans/shares/{share.uid}/reports", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].endswith(column)
    assert not ProgressEntry.objects.exists()
