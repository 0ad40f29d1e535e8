"""What phones send when the line is back: files one by one, then the report, each once and in the right name."""

from __future__ import annotations

import base64
import datetime
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from honglam.core.files.models import StoredFile
from honglam.engines.plans.actions import work
from honglam.engines.plans.models import Assignment, Evidence, ProgressEntry
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, people

__all__ = ["people"]

PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAJ0lEQVR42m3CAREAIACEsI9jHOMQxzjEsgC7bdgP5l3MA/Me5on5A95i"
    "TsFfu9UfAAAAAElFTkSuQmCC"
)


@pytest.fixture
def officer(people: People, client: Client) -> Client:
    client.force_login(people.officer)
    return client


@pytest.fixture
def share(people: People) -> Assignment:
    task = make_task(make_plan(people.province), due_on=datetime.date(2026, 12, 31))
    return make_share(task, people.north)


def send_photo(client: Client, share: Assignment, content: bytes = PHOTO, name: str = "dap.png", **query: Any) -> Any:
    upload = SimpleUploadedFile(name, content, "image/png")
    return client.post(f"/api/plans/shares/{share.uid}/evidence", {"file": upload}, query_params=query)


def send_report(client: Client, share: Assignment, key: str = "", **given: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    body = json.dumps({"progress": 40, **given}, default=str)
    address = f"/api/plans/shares/{share.uid}/reports"
    return client.post(address, body, content_type="application/json", headers=headers)


def test_the_session_says_who_it_is_and_is_never_kept(people: People, officer: Client) -> None:
    answer = officer.get("/api/session")
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["owner"] == str(people.officer.uid)
    assert answer.json()["name"] == people.officer.full_name
    assert Client().get("/api/session").status_code == 401


def test_the_token_of_the_session_opens_a_write(people: People, share: Assignment) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.officer)
    token = strict.get("/api/session").json()["csrf_token"]
    address = f"/api/plans/shares/{share.uid}/reports"
    answer = strict.post(
        address, '{"progress": 5}', content_type="application/json", headers={"X-CSRFToken": token}
    )  # fmt: skip
    assert answer.status_code == 201
    assert strict.post(address, '{"progress": 6}', content_type="application/json").status_code in (401, 403)


def test_files_come_one_by_one_and_the_report_names_them(people: People, officer: Client, share: Assignment) -> None:
    sent = [send_photo(officer, share, PHOTO + bytes([extra]), f"anh-{extra}.png").json() for extra in (1, 2)]
    answer = send_report(officer, share, "k-1", evidence=[one["uid"] for one in sent], link="https://tinh.example/a")
    assert answer.status_code == 201, answer.content
    proofs = Evidence.objects.filter(entry__uid=answer.json()["uid"])
    assert [proof.file.name if proof.file else proof.link for proof in proofs] == [
        "anh-1.png", "anh-2.png", "https://tinh.example/a",
    ]  # fmt: skip
    share.refresh_from_db()
    assert share.has_evidence


def test_a_file_whose_answer_was_lost_is_sent_again_and_kept_once(officer: Client, share: Assignment) -> None:
    first, again = send_photo(officer, share), send_photo(officer, share)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert StoredFile.objects.count() == 1


def test_a_report_whose_answer_was_lost_is_stored_once_with_its_evidence(officer: Client, share: Assignment) -> None:
    photo = send_photo(officer, share).json()["uid"]
    answers = [send_report(officer, share, "k-1", evidence=[photo], done=True, text="Xong") for _attempt in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert (ProgressEntry.objects.count(), Evidence.objects.count()) == (1, 1)


def test_what_a_file_is_is_found_in_its_content(officer: Client, share: Assignment) -> None:
    answer = send_photo(officer, share, b"<html><script>alert(1)</script></html>", "anh.png")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["code"] == "plans.evidence_refused"
    assert not StoredFile.objects.exists()


def test_a_report_that_names_a_missing_file_says_so(officer: Client, share: Assignment) -> None:
    answer = send_report(officer, share, evidence=[uuid4()])
    assert (answer.status_code, answer.json()["code"]) == (422, "plans.evidence_gone")
    assert not ProgressEntry.objects.exists()


def test_nobody_proves_work_with_the_file_of_somebody_else(people: People, officer: Client, share: Assignment) -> None:
    other = Client()
    other.force_login(people.head)
    photo = send_photo(other, share).json()["uid"]
    assert send_report(officer, share, evidence=[photo]).json()["code"] == "plans.evidence_gone"


def test_what_another_person_wrote_on_this_machine_is_not_sent_in_this_name(
    people: People, officer: Client, share: Assignment
) -> None:
    answer = send_report(officer, share, owner=people.head.uid)
    assert (answer.status_code, answer.json()["code"]) == (409, "plans.another_person")
    assert send_photo(officer, share, owner=people.head.uid).status_code == 409
    assert not ProgressEntry.objects.exists()
    assert send_report(officer, share, owner=people.officer.uid).status_code == 201


def test_work_that_was_taken_back_meanwhile_refuses_with_a_reason(
    people: People, officer: Client, share: Assignment
) -> None:
    work.withdraw(assignment=share, reason="Giao nhầm", by=people.coordinator)
    answer = send_report(officer, share, "k-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "plans.step_not_allowed")
    assert answer.json()["detail"]


def test_strangers_bring_no_evidence(people: People, share: Assignment) -> None:
    client = Client()
    assert send_photo(client, share).status_code == 401
    client.force_login(people.stranger)
    assert send_photo(client, share).status_code == 404


def test_the_time_of_entry_is_kept_beside_the_time_of_arrival(officer: Client, share: Assignment) -> None:
    written = timezone.now() - datetime.timedelta(hours=20)
    answer = send_report(officer, share, "k-1", text="Đã đo", entered_at=written.isoformat())
    assert answer.status_code == 201
    page = officer.get(share.task.get_absolute_url()).content.decode()
    assert f"nhập lúc {timezone.localtime(written):%H:%M %d/%m/%Y} (ngoại tuyến), nhận lúc" in page


def test_a_moment_without_its_zone_is_refused(officer: Client, share: Assignment) -> None:
    answer = send_report(officer, share, entered_at="2026-11-22T08:00:00")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].endswith("entered_at")
