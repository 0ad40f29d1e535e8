"""Later dates at the desk: asked for, noted from a telephone call, granted with a document, refused, listed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.engines.plans.actions import extensions as verbs
from honglam.engines.plans.actions.mandates import add_mandate
from honglam.engines.plans.models import Assignment, Extension, Plan
from honglam.engines.plans.terms import ExtensionState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def ahead(days: int) -> datetime.date:
    return timezone.localdate() + days * DAY


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share of the province's task, due in ten days."""
    return make_share(make_task(make_plan(people.province), "Số hóa sổ hộ tịch", due_on=ahead(10)), people.north)


def wish(share: Assignment, by: Any, days: int = 40) -> Extension:
    return verbs.ask_extension(assignment=share, new_due_on=ahead(days), reason="Chờ máy quét", by=by)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_officer_asks_and_takes_back(people: People, share: Assignment, browser: Browser) -> None:
    client = browser(people.officer)
    address = f"/plans/shares/{share.uid}/extend/"
    assert address in text_of(client.get(share.task.get_absolute_url()))
    refused = client.post(address, {"new_due_on": f"{ahead(5):%d/%m/%Y}", "reason": "Chờ máy quét"})
    assert refused.status_code == 422
    assert "new_due_on" in refused.context["form"].errors
    client.post(address, {"new_due_on": f"{ahead(40):%d/%m/%Y}", "reason": "Chờ máy quét"})
    extension = Extension.objects.get()
    page = text_of(client.get(share.task.get_absolute_url()))
    assert "Chờ máy quét" in page
    assert address not in page, "one wish at a time"
    client.post(f"/plans/extensions/{extension.uid}/take-back/")
    extension.refresh_from_db()
    assert extension.state == ExtensionState.TAKEN_BACK


def test_the_issuing_level_grants_with_a_document_known_here(
    people: People, share: Assignment, browser: Browser
) -> None:
    extension, letter = wish(share, people.officer), make_plan(people.province, "Công văn về tiến độ")
    client, address = browser(people.coordinator), f"/plans/extensions/{extension.uid}/"
    assert address in text_of(client.get(share.task.get_absolute_url()))
    client.post(
        address,
        {"decision": "grant", "new_due_on": f"{ahead(30):%d/%m/%Y}", "document": letter.number, "answer": "Lần cuối"},
    )
    extension.refresh_from_db()
    share.refresh_from_db()
    assert (extension.state, extension.document, share.due_on) == (ExtensionState.GRANTED, letter, ahead(30))
    page = text_of(browser(people.officer).get(share.task.get_absolute_url()))
    assert letter.citation in page
    assert f"Hạn ban đầu {ahead(10):%d/%m/%Y}" in page
    assert "Lần cuối" in page


def test_a_document_from_elsewhere_is_typed_with_its_file(
    people: People, share: Assignment, browser: Browser, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    extension = wish(share, people.officer)
    client, address = browser(people.coordinator), f"/plans/extensions/{extension.uid}/"
    grant = {"decision": "grant", "new_due_on": f"{ahead(40):%d/%m/%Y}", "issued_on": f"{ahead(0):%d/%m/%Y}"}
    assert client.post(address, grant).status_code == 422, "a date of a document without its number"
    assert client.post(address, grant | {"document": "không có"}).status_code == 422
    file = SimpleUploadedFile("cong-van.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    assert client.post(address, grant | {"number": "95/UBND-TH", "file": file}).status_code == 302
    extension.refresh_from_db()
    assert extension.authority == f"95/UBND-TH ({ahead(0):%d/%m/%Y})"
    download = f"/files/{extension.file.uid}/"
    page = text_of(browser(people.officer).get(share.task.get_absolute_url()))
    assert str(extension.file.uid) in page
    opened = {who: browser(user).get(download).status_code for who, user in (
        ("unit", people.officer), ("stranger", people.stranger),
    )}  # fmt: skip
    assert opened["stranger"] in (403, 404)
    assert opened["unit"] == 200


def test_no_needs_its_reason(people: People, share: Assignment, browser: Browser) -> None:
    extension = wish(share, people.officer)
    client, address = browser(people.coordinator), f"/plans/extensions/{extension.uid}/"
    assert client.post(address, {"decision": "refuse"}).status_code == 422
    client.post(address, {"decision": "refuse", "answer": "Đã hỗ trợ máy từ tháng trước"})
    extension.refresh_from_db()
    assert extension.state == ExtensionState.REFUSED
    again = client.post(address, {"decision": "grant", "new_due_on": f"{ahead(40):%d/%m/%Y}"})
    assert again.status_code == 422, "what was decided stays decided"
    assert "đã được xử lý" in text_of(client.get(address))


def test_the_unit_itself_decides_nothing(people: People, share: Assignment, browser: Browser) -> None:
    extension = wish(share, people.officer)
    address = f"/plans/extensions/{extension.uid}/"
    grant = {"decision": "grant", "new_due_on": f"{ahead(40):%d/%m/%Y}"}
    assert browser(people.head).post(address, grant).status_code == 403
    assert browser(people.officer).get(address).status_code == 403
    assert browser(people.stranger).get(address).status_code in (403, 404)
    assert browser(people.head).get(address).status_code == 403
    assert f'href="{address}"' not in text_of(browser(people.head).get(share.task.get_absolute_url()))


def test_a_call_is_noted_with_who_and_when(people: People, share: Assignment, browser: Browser) -> None:
    client, address = browser(people.officer), f"/plans/shares/{share.uid}/phone/"
    now = timezone.localtime() - datetime.timedelta(minutes=10)
    call = {
        "new_due_on": f"{ahead(40):%d/%m/%Y}", "reason": "Chờ máy quét", "agreed_with": "Phó Chủ tịch phụ trách",
        "agreed_on": f"{now:%d/%m/%Y}", "agreed_time": f"{now:%H:%M}",
    }  # fmt: skip
    assert client.post(address, call | {"agreed_with": ""}).status_code == 422
    assert client.post(address, call | {"agreed_time": "chiều"}).status_code == 422
    assert client.post(address, call).status_code == 302
    page = text_of(client.get(share.task.get_absolute_url()))
    assert "Đã đồng ý qua điện thoại – chờ văn bản" in page
    assert "Phó Chủ tịch phụ trách đồng ý qua điện thoại" in page
    second = client.post(address, call)
    assert second.status_code == 422
    assert "Lần đồng ý qua điện thoại trước chưa có văn bản" in text_of(second)


def test_the_date_of_a_whole_task_is_moved(people: People, share: Assignment, browser: Browser) -> None:
    other = make_share(share.task, people.south)
    client, address = browser(people.coordinator), f"/plans/tasks/{share.task.uid}/due/"
    assert browser(people.officer).get(address).status_code == 403
    client.post(address, {"new_due_on": f"{ahead(60):%d/%m/%Y}", "reason": "Bão lũ", "number": "7/CV"})
    for one in (share, other):
        one.refresh_from_db()
        assert (one.due_on, one.original_due_on) == (ahead(60), ahead(10))
    page = text_of(client.get(share.task.get_absolute_url()))
    assert page.count(f"Hạn ban đầu {ahead(10):%d/%m/%Y}") >= 2
    assert "7/CV" in page


def test_wishes_wait_on_the_desk_of_those_who_answer_for_the_issuer(
    people: People, share: Assignment, browser: Browser
) -> None:
    extension = wish(share, people.officer)
    desk = browser(people.coordinator).get("/desk/")
    assert [line.extension for line in desk.context["work"].to_decide] == [extension]
    assert "Chờ tôi quyết định" in text_of(desk)
    for person in (people.officer, people.head, people.administrator):
        assert browser(person).get("/desk/").context["work"].to_decide_count == 0


def test_the_overview_counts_what_its_list_shows(people: People, share: Assignment, browser: Browser) -> None:
    wish(share, people.officer)
    make_share(make_task(make_plan(people.north), due_on=ahead(9)), people.north)
    client = browser(people.coordinator)
    decisions = client.get("/overview/").context["overview"].decisions
    waiting = next(one for one in decisions if "/plans/extensions/" in one.url)
    page = client.get(waiting.url)
    assert waiting.count == page.context["page"].paginator.count == 1


def test_the_list_is_narrowed_and_shows_only_what_is_in_reach(
    people: People, share: Assignment, browser: Browser
) -> None:
    wish(share, people.officer)
    south = make_share(make_task(make_plan(people.province), "Lập tổ công nghệ số", due_on=ahead(3)), people.south)
    verbs.refuse_extension(extension=wish(south, people.stranger), answer="Không", by=people.coordinator)
    client = browser(people.coordinator)

    def count(query: str, client: Client = client) -> int:
        return client.get(f"/plans/extensions/?{query}").context["page"].paginator.count

    assert (count(""), count("state=open"), count("state=refused"), count("state=nonsense")) == (2, 1, 1, 2)
    assert (count("q=ho+tich"), count(f"plan={south.task.plan.uid}"), count("plan=x")) == (1, 1, 2)
    assert (count(f"unit={people.north.code}"), count("mine=1")) == (1, 1)
    assert count("", browser(people.stranger)) == 1
    other = make_plan(people.province)
    add_mandate(task=south.task, plan=other, by=people.coordinator)
    assert count(f"plan={other.uid}") == 1, "a document that asks for the work as well"


def test_the_list_costs_no_query_per_row(people: People, browser: Browser) -> None:
    client = browser(people.coordinator)

    def cost(rows: int) -> int:
        for number in range(rows):
            wish(make_share(make_task(make_plan(people.province), due_on=ahead(number + 2)), people.north),
                 people.officer)  # fmt: skip
        client.get("/plans/extensions/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/plans/extensions/")
        return len(queries)

    assert cost(2) == cost(10)


def test_documents_are_found_by_number_and_words(people: People, browser: Browser) -> None:
    plan = make_plan(people.province, "Kế hoạch chuyển đổi số", number="311/KH-UBND")
    Plan.objects.filter(pk=plan.pk).update(search_text="ke hoach chuyen doi so 311/kh-ubnd")
    make_plan(people.province, "Bản nháp", state="draft")
    client = browser(people.coordinator)
    for typed in ("311/KH-UBND", "chuyen doi"):
        options = client.get("/plans/documents/", {"q": typed}).json()["options"]
        assert [one["text"] for one in options] == [plan.citation]
    assert client.get("/plans/documents/", {"q": ""}).json() == {"options": []}
    assert browser(people.stranger).get("/plans/documents/", {"q": "311"}).json() == {"options": []}
