"""The page of a task: what it shows to whom, and what people do there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from honglam.engines.plans.actions import work
from honglam.engines.plans.models import Assignment, ProgressEntry, Task
from honglam.engines.plans.terms import AssignmentRole, WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, make_unit

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def task(people: People) -> Task:
    """A task of the province for both communes, read from code points 10 to 60 of its plan."""
    plan = make_plan(
        people.province, document_text="x" * 10 + "Ban hành quy chế quản lý dữ liệu của các xã, phường." + "y" * 90
    )
    task = make_task(
        plan, due_on=timezone.localdate() + datetime.timedelta(days=20), content="Nội dung mật thiết", source_start=10,
        source_end=60, source_page=2, source_quote="Ban hành quy chế", assigned_on=datetime.date(2026, 1, 15),
    )  # fmt: skip
    make_share(task, people.north)
    make_share(task, people.south)
    return task


def share_of(task: Task, unit: Any) -> Assignment:
    return task.assignments.get(unit=unit)


def test_a_commune_sees_its_own_reports_and_only_the_names_of_the_others(
    people: People, task: Task, browser: Browser
) -> None:
    work.report(
        assignment=share_of(task, people.south), progress=35, by=people.stranger, text="Chuyện riêng của Nam Hà"
    )
    page = browser(people.officer).get(task.get_absolute_url())
    assert [line.share.unit for line in page.context["page"].lines] == [people.north]
    assert [share.unit for share in page.context["page"].others] == [people.south]
    assert "Chuyện riêng của Nam Hà" not in page.content.decode()
    assert "Chuyện riêng của Nam Hà" in browser(people.coordinator).get(task.get_absolute_url()).content.decode()


def test_a_commune_without_a_share_finds_no_such_page(people: People, browser: Browser) -> None:
    task = make_task(make_plan(people.province))
    make_share(task, people.south)
    assert browser(people.officer).get(task.get_absolute_url()).status_code == 404


def test_the_copied_line_names_the_task_and_never_its_content(people: People, task: Task, browser: Browser) -> None:
    copied = browser(people.officer).get(task.get_absolute_url()).context["copied"]
    assert task.code in copied
    assert f"{task.due_on:%d/%m/%Y}" in copied
    assert f"http://testserver{task.get_absolute_url()}" in copied
    assert task.content not in copied


def test_the_quotation_opens_its_place_highlighted_in_the_full_text(
    people: People, task: Task, browser: Browser
) -> None:
    client = browser(people.officer)
    place = client.get(task.get_absolute_url()).context["page"].source_url
    text = client.get(place.partition("#")[0]).content.decode()
    assert f'<mark id="quote">{task.plan.document_text[10:60]}</mark>' in text


def test_the_six_clears_say_what_is_missing(people: People, task: Task, browser: Browser) -> None:
    page = browser(people.officer).get(task.get_absolute_url())
    assert len(page.context["page"].clears) == 6
    assert "chưa rõ ai phối hợp, ai theo dõi" in page.content.decode()


def test_an_officer_reports_with_a_file_and_a_link(
    people: People, task: Task, browser: Browser, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    share = share_of(task, people.north)
    client = browser(people.officer)
    assert client.get(task.get_absolute_url()).context["report_form"] is not None
    answer = client.post(
        f"/plans/shares/{share.uid}/report/",
        {
            "progress": 60, "text": "Đã họp", "difficulty": "Thiếu máy", "link": "a.example/bien-ban", "key": "k1",
            "files": [SimpleUploadedFile("ghi-chu.txt", "Biên bản họp thôn".encode())],
        },
    )  # fmt: skip
    assert answer.status_code == 302
    entry = ProgressEntry.objects.get()
    assert (entry.progress, entry.text, entry.idempotency_key) == (60, "Đã họp", "k1")
    assert {bool(proof.file) for proof in entry.evidence.all()} == {True, False}
    page = client.get(answer.url).content.decode()
    assert "ghi-chu.txt" in page
    assert 'data-draft-sent="report-k1"' in page


def test_the_same_report_sent_twice_is_one(people: People, task: Task, browser: Browser) -> None:
    share = share_of(task, people.north)
    for _time in range(2):
        browser(people.officer).post(f"/plans/shares/{share.uid}/report/", {"progress": 20, "key": "k2"})
    assert share.entries.count() == 1


@pytest.mark.parametrize(
    ("sent", "column"),
    [
        ({"progress": 120}, "progress"),
        ({"progress": ""}, "progress"),
        ({"progress": 100, "claims_done": "on"}, "text"),
        ({"progress": 100, "claims_done": "on", "text": "Xong", "completed_on": "31/12/2999"}, "completed_on"),
        ({"progress": 10, "link": "javascript:alert(1)"}, "link"),
    ],
)
def test_a_refused_report_comes_back_with_what_was_typed(
    people: People, task: Task, browser: Browser, sent: dict[str, Any], column: str
) -> None:
    share = share_of(task, people.north)
    answer = browser(people.officer).post(f"/plans/shares/{share.uid}/report/", {"difficulty": "Câu đã gõ", **sent})
    assert answer.status_code == 422
    assert column in answer.context["report_form"].errors
    assert "Câu đã gõ" in answer.content.decode()
    assert not share.entries.exists()


def test_a_stranger_cannot_even_name_the_share_of_another_commune(people: People, task: Task, browser: Browser) -> None:
    share = share_of(task, people.north)
    client = browser(people.stranger)
    for verb in ("report", "take-on", "confirm"):
        assert client.post(f"/plans/shares/{share.uid}/{verb}/", {"progress": 10}).status_code == 404


def test_a_claim_is_confirmed_returned_and_withdrawn_from_the_page(
    people: People, task: Task, browser: Browser
) -> None:
    share = share_of(task, people.north)
    issuer, unit = browser(people.coordinator), browser(people.officer)
    unit.post(f"/plans/shares/{share.uid}/report/", {"progress": 100, "claims_done": "on", "text": "Xong"})
    assert issuer.post(f"/plans/shares/{share.uid}/return/", {"reason": ""}).status_code == 422
    issuer.post(f"/plans/shares/{share.uid}/return/", {"reason": "Thiếu minh chứng"})
    share.refresh_from_db()
    assert share.state == WorkState.RETURNED
    assert "Thiếu minh chứng" in unit.get(task.get_absolute_url()).content.decode()
    unit.post(f"/plans/shares/{share.uid}/report/", {"progress": 100, "claims_done": "on", "text": "Đã bổ sung"})
    issuer.post(f"/plans/shares/{share.uid}/confirm/")
    share.refresh_from_db()
    assert share.state == WorkState.DONE
    other = share_of(task, people.south)
    issuer.post(f"/plans/shares/{other.uid}/withdraw/", {"reason": "Giao nhầm"})
    other.refresh_from_db()
    assert other.state == WorkState.WITHDRAWN


def test_the_unit_itself_sees_no_button_to_confirm_or_withdraw(people: People, task: Task, browser: Browser) -> None:
    work.report(assignment=share_of(task, people.north), progress=100, claims_done=True, by=people.officer, text="Xong")
    (line,) = browser(people.head).get(task.get_absolute_url()).context["page"].lines
    assert not (line.may_confirm or line.may_return or line.may_withdraw)
    assert browser(people.head).post(f"/plans/shares/{line.share.uid}/confirm/").status_code == 403


def test_all_claims_of_a_task_are_confirmed_at_once(people: People, task: Task, browser: Browser) -> None:
    for unit, person in ((people.north, people.officer), (people.south, people.stranger)):
        work.report(assignment=share_of(task, unit), progress=100, claims_done=True, by=person, text="Xong")
    client = browser(people.coordinator)
    assert "Xác nhận cả 2" in client.get(task.get_absolute_url()).content.decode()
    client.post(f"/plans/tasks/{task.uid}/confirm/")
    task.refresh_from_db()
    assert task.state == WorkState.DONE


def test_an_officer_takes_the_work_on(people: People, task: Task, browser: Browser) -> None:
    share = share_of(task, people.north)
    browser(people.officer).post(f"/plans/shares/{share.uid}/take-on/", {"mine": "1"})
    share.refresh_from_db()
    assert share.person == people.officer
    browser(people.head).post(f"/plans/shares/{share.uid}/take-on/", {"person": people.stranger.pk})
    share.refresh_from_db()
    assert share.person == people.officer


def test_units_and_whole_groups_are_added(people: People, task: Task, browser: Browser) -> None:
    client = browser(people.coordinator)
    address = f"/plans/tasks/{task.uid}/units/"
    assert client.post(address, {"role": AssignmentRole.MONITORING}).status_code == 422
    answer = client.post(address, {"role": AssignmentRole.MONITORING, "units": [str(people.science.uid), "nonsense"]})
    assert answer.status_code == 302
    assert task.assignments.get(unit=people.science).role == AssignmentRole.MONITORING
    again = client.post(address, {"role": AssignmentRole.MONITORING, "units": [str(people.science.uid)]})
    assert again.status_code == 422


def test_the_page_of_a_collective_costs_no_query_per_unit(people: People, browser: Browser) -> None:
    def cost(units: int) -> int:
        task = make_task(make_plan(people.province))
        for number in range(units):
            unit = make_unit(f"u{task.pk}-{number}", f"Xã số {number}", "commune", people.province, level="commune")
            share = make_share(task, unit)
            work.report(assignment=share, progress=30, by=people.coordinator, text="Đã làm")
        client = browser(people.coordinator)
        client.get(task.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            page = client.get(task.get_absolute_url())
        assert len(page.context["page"].lines) == units
        return len(queries)

    assert cost(3) == cost(20) <= 14


def test_units_are_added_together_or_not_at_all(people: People, task: Task, browser: Browser) -> None:
    client, address = browser(people.coordinator), reverse("plans:add_unit", args=[task.uid])
    sent = {"role": AssignmentRole.LEAD, "units": [str(people.police.uid), str(people.south.uid)]}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "đã có vai trò này" in answer.content.decode()
    assert not task.assignments.filter(unit=people.police).exists()
    assert client.post(address, sent | {"units": [str(people.police.uid)]}).status_code == 302
    assert task.assignments.filter(unit=people.police).exists()
