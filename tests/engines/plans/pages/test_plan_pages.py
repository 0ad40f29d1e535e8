"""The pages of plans: the list, the tabs, issuing, the preview before giving, ending."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honglam.engines.plans.actions import plans as actions
from honglam.engines.plans.models import Assignment, CitedDocument, Plan, PlanSection, ReportingDuty, Task
from honglam.engines.plans.terms import PlanState, TaskOrigin, WorkState
from tests.engines.plans.stories import make_plan, make_reading, make_share, make_task, make_task_item
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
TABS = ("overview", "targets", "tasks", "duties", "legal", "reporting", "text", "history")


@pytest.fixture
def draft(people: People) -> Plan:
    """A draft with two tasks, one of them with a name that is tied to nobody."""
    reading = make_reading(people.province, people.coordinator)
    make_task_item(
        reading, "Ban hành quy chế quản lý dữ liệu", {"lead": [people.north, people.south]}, deadline="2026-01-31"
    )
    loose = make_task_item(reading, "Kiểm tra an toàn thông tin mạng", {"lead": []})
    loose.data["units"] = [{"role": "lead", "text": "Tổ công nghệ số cộng đồng", "units": []}]
    loose.save()
    return actions.accept_reading(reading=reading, by=people.coordinator)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("who", ["coordinator", "officer"])
def test_every_tab_opens_for_issuer_and_unit(people: People, browser: Browser, tab: str, who: str) -> None:
    plan = make_plan(people.province, document_text="Điều 1. Phạm vi\nĐiều 2. Trách nhiệm")
    make_share(make_task(plan, source_start=0, source_end=15), people.north)
    make_share(make_task(plan, "Đôn đốc các xã", origin=TaskOrigin.DUTY), people.north)
    PlanSection.objects.create(plan=plan, position=0, path="I", heading="Phạm vi", source_start=0, source_end=15)
    ReportingDuty.objects.create(
        plan=plan, position=0, who="Các xã", to="Sở", frequency="quarterly", source_start=0, source_end=6
    )
    CitedDocument.objects.create(
        plan=plan, position=0, kind="Nghị quyết", number="57-NQ/TW",
        mentions=[{"date": "2024-12-22"}, {"date": "2024-12-24"}],
    )  # fmt: skip
    address = f"/plans/{plan.uid}/" if tab == "overview" else f"/plans/{plan.uid}/{tab}/"
    page = browser(getattr(people, who)).get(address)
    assert page.status_code == 200
    if tab == "legal":
        assert "22/12/2024, 24/12/2024" in page.content.decode()


@pytest.mark.parametrize("by", ["group", "unit", "month", "nonsense"])
def test_the_work_of_a_plan_is_seen_by_group_unit_and_month(people: People, browser: Browser, by: str) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan, due_on=datetime.date(2026, 5, 3), group_title="Thể chế"), people.north)
    text = browser(people.coordinator).get(f"/plans/{plan.uid}/tasks/", {"by": by}).content.decode()
    assert {"group": "Thể chế", "unit": "Xã Bắc Sơn", "month": "Tháng 5/2026"}.get(by, "Thể chế") in text


def test_an_unknown_tab_is_no_page(people: People, browser: Browser) -> None:
    assert browser(people.coordinator).get(f"/plans/{make_plan(people.province).uid}/nonsense/").status_code == 404


def test_a_draft_is_seen_by_its_issuer_only(people: People, draft: Plan, browser: Browser) -> None:
    assert browser(people.officer).get(draft.get_absolute_url()).status_code == 404
    page = browser(people.coordinator).get(draft.get_absolute_url()).content.decode()
    assert "Nhập số, ngày ban hành" in page
    assert f"/plans/{draft.uid}/give/" not in page


def test_from_draft_through_issue_and_preview_to_given_work(people: People, draft: Plan, browser: Browser) -> None:
    client = browser(people.coordinator)
    refused = client.post(f"/plans/{draft.uid}/issue/", {"number": "12/KH-UBND", "issued_on": "31/02/2026"})
    assert refused.status_code == 422
    issued = client.post(f"/plans/{draft.uid}/issue/", {"number": "12/KH-UBND", "issued_on": "20/01/2026"})
    assert issued.url == f"/plans/{draft.uid}/give/"
    preview = client.get(issued.url).context["giving"]
    assert (preview.shares, preview.tasks, preview.units, preview.without_owner) == (2, 1, 2, 1)
    assert not preview.born_late
    assert [(name.text, name.task.name) for name in preview.loose] == [
        ("Tổ công nghệ số cộng đồng", "Kiểm tra an toàn thông tin mạng")
    ]
    later = client.get(issued.url, {"assigned_on": "31/01/2026"}).context["giving"]
    assert [task.name for task in later.born_late] == ["Ban hành quy chế quản lý dữ liệu"]
    assert not Assignment.objects.filter(state=WorkState.NOT_STARTED).exists()
    given = client.post(issued.url, {"assigned_on": "20/01/2026"})
    assert given.url == draft.get_absolute_url()
    assert Assignment.objects.filter(task__plan=draft, state=WorkState.NOT_STARTED).count() == 2
    assert "Mọi việc của kế hoạch đã được giao" in client.get(issued.url).content.decode()


def test_the_load_of_a_unit_is_seen_before_it_gets_more(people: People, draft: Plan, browser: Browser) -> None:
    today = datetime.date.today()
    other = make_task(make_plan(people.province), due_on=today - datetime.timedelta(days=2))
    make_share(other, people.north, assigned_on=today - datetime.timedelta(days=90))
    loads = browser(people.coordinator).get(f"/plans/{draft.uid}/give/").context["giving"].loads
    by_name = {load.name: load for load in loads}
    assert (by_name["Xã Bắc Sơn"].new, by_name["Xã Bắc Sơn"].open, by_name["Xã Bắc Sơn"].overdue) == (1, 1, 1)
    assert (by_name["Xã Nam Hà"].new, by_name["Xã Nam Hà"].open) == (1, 0)


def test_the_preview_costs_the_same_however_large_the_plan(people: People, browser: Browser) -> None:
    client = browser(people.coordinator)

    def cost(tasks: int) -> int:
        plan = make_plan(people.province)
        for number in range(tasks):
            make_share(make_task(plan, f"Nhiệm vụ {number}"), people.north, state=WorkState.PREPARED)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/plans/{plan.uid}/give/")
        return len(queries)

    assert cost(2) == cost(25)


@pytest.mark.parametrize("verb", ["issue", "give", "end"])
def test_a_commune_does_not_steer_the_plan_of_the_province(people: People, browser: Browser, verb: str) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan), people.north)
    assert browser(people.head).get(f"/plans/{plan.uid}/{verb}/").status_code == 403
    assert browser(people.head).post(f"/plans/{plan.uid}/{verb}/").status_code == 403


def test_a_plan_is_replaced_by_another_that_must_be_named(people: People, browser: Browser) -> None:
    plan, successor = make_plan(people.province), make_plan(people.province)
    client = browser(people.coordinator)
    assert client.post(f"/plans/{plan.uid}/end/", {"how": "replaced"}).status_code == 422
    client.post(f"/plans/{plan.uid}/end/", {"how": "replaced", "successor": successor.pk})
    plan.refresh_from_db()
    assert (plan.state, plan.replaced_by) == (PlanState.REPLACED, successor)
    assert successor.get_absolute_url() in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Chuyển đổi số", "Nông thôn mới"}),
        ({"state": "draft"}, {"Nông thôn mới"}),
        ({"issuer": "90001"}, {"Nông thôn mới"}),
        ({"year": "2029"}, {"Nông thôn mới"}),
        ({"year": "2026"}, {"Chuyển đổi số", "Nông thôn mới"}),
        ({"q": "chuyen doi"}, {"Chuyển đổi số"}),
        ({"q": "77/kh-ubnd"}, {"Chuyển đổi số"}),
        ({"year": "x", "state": "x"}, {"Chuyển đổi số", "Nông thôn mới"}),
    ],
)
def test_the_list_of_plans_is_narrowed_by_its_address(
    people: People, browser: Browser, query: dict[str, str], found: set[str]
) -> None:
    make_plan(people.province, "Chuyển đổi số", number="77/KH-UBND")
    make_plan(people.north, "Nông thôn mới", state=PlanState.DRAFT, last_year=2030)
    client = browser(people.coordinator)
    assert {plan.title for plan in client.get("/plans/", query).context["page"].object_list} == found
    assert client.get("/plans/", query | {"format": "xlsx"}).status_code == 200
    assert client.get("/plans/", query | {"format": "print"}).status_code == 200


def test_the_figures_of_a_plan_open_just_so_many_rows(people: People, browser: Browser) -> None:
    plan = make_plan(people.province)
    today = datetime.date.today()
    make_share(
        make_task(plan, due_on=today - datetime.timedelta(days=2)), people.north, assigned_on=datetime.date(2026, 1, 1)
    )
    make_share(make_task(plan), people.north, state=WorkState.DONE)
    make_task(plan, is_withdrawn=True)
    client = browser(people.coordinator)
    (row,) = client.get("/plans/").context["page"].object_list
    assert (row.task_count, row.done_count, row.overdue_count, row.mean_progress) == (2, 1, 1, 50.0)
    for status, count in client.get(plan.get_absolute_url()).context["counts"].items():
        listed = client.get("/plans/tasks/", {"plan": str(plan.uid), "status": status})
        assert listed.context["page"].paginator.count == count
    for line in client.get(plan.get_absolute_url()).context["clears"]:
        listed = client.get("/plans/tasks/", {"plan": str(plan.uid), "lacks": line.clear})
        assert listed.context["page"].paginator.count == line.lacking


def test_an_instruction_is_written_on_a_task_from_its_page(people: People, browser: Browser) -> None:
    row = make_task(make_plan(people.province))
    make_share(row, people.north)
    client = browser(people.leader)
    page = client.get("/plans/instruct/", {"task": str(row.uid)})
    assert [(unit, load.open) for unit, load in page.context["leads"]] == [(people.north, 1)]
    assert (
        client.post(f"/plans/instruct/?task={row.uid}", {"name": "Báo cáo", "issuer": people.province.pk}).status_code
        == 422
    )
    answer = client.post(
        f"/plans/instruct/?task={row.uid}",
        {
            "name": "Báo cáo nguyên nhân chậm",
            "issuer": people.province.pk,
            "leads": str(people.north.uid),
            "due_on": "31/12/2999",
        },
    )
    task = Task.objects.get(origin=TaskOrigin.INSTRUCTION)
    assert answer.url == task.get_absolute_url()
    assert (task.parent, task.due_on) == (row, datetime.date(2999, 12, 31))
    assert task.name in client.get(row.get_absolute_url()).content.decode()


def test_nobody_instructs_in_the_name_of_a_unit_above(people: People, browser: Browser) -> None:
    answer = browser(people.head).post(
        "/plans/instruct/", {"name": "Gửi số liệu", "issuer": people.province.pk, "leads": str(people.south.uid)}
    )
    assert answer.status_code == 422
    assert not Task.objects.exists()


def test_a_unit_is_found_by_typing_and_what_is_chosen_stays(people: People, browser: Browser) -> None:
    type(people.north).objects.filter(pk=people.north.pk).update(search_text="xa bac son")
    text = browser(people.leader).get(
        "/plans/unit-picker/", {"name": "leads", "leads": str(people.south.uid), "leads_q": "bac son"}
    ).content.decode()  # fmt: skip
    assert f'name="leads" value="{people.south.uid}" checked' in text
    assert f'name="leads" value="{people.north.uid}">' in text
