"""The list of tasks: who sees what, what the address narrows, what it costs."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, Mandate, TaskOrigin, WorkState, WorkStatus
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui.statuses import status
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
TASKS = "/plans/tasks/"


def names(response: Any) -> list[str]:
    return [row.task.name for row in response.context["page"].object_list]


@pytest.fixture
def plan(people: People) -> Plan:
    """A plan with one task of every colour for the two communes."""
    today = timezone.localdate()
    for unit in (people.south, people.police):
        Unit.objects.filter(pk=unit.pk).update(search_text=strip_marks(unit.name))
    plan = make_plan(people.province)
    late = make_task(
        plan, "Ban hành quy chế hoạt động", due_on=today - datetime.timedelta(days=3), group_title="Thể chế"
    )
    make_share(late, people.north, assigned_on=today - datetime.timedelta(days=60))
    soon = make_task(plan, "Tập huấn kỹ năng số", due_on=today + datetime.timedelta(days=3), product="")
    make_share(soon, people.south)
    asked = make_task(plan, "Phối hợp bảo đảm an ninh mạng", due_on=today - datetime.timedelta(days=3))
    make_share(asked, people.police, mandate=Mandate.REQUESTED)
    make_task(plan, "Làm rõ đơn vị chủ trì")
    done = make_task(plan, "Họp sơ kết quý một")
    make_share(done, people.north, state=WorkState.DONE)
    make_share(done, people.south, role=AssignmentRole.COORDINATING)
    return plan


def test_an_officer_sees_the_tasks_of_the_own_unit_only(people: People, plan: Plan, browser: Browser) -> None:
    assert set(names(browser(people.officer).get(TASKS))) == {"Ban hành quy chế hoạt động", "Họp sơ kết quý một"}
    assert set(names(browser(people.stranger).get(TASKS))) == {"Tập huấn kỹ năng số", "Họp sơ kết quý một"}
    assert len(names(browser(people.coordinator).get(TASKS))) == 5


def test_the_work_of_a_draft_is_seen_by_its_issuer_only(people: People, browser: Browser) -> None:
    draft = make_task(make_plan(people.province, state="draft"))
    make_share(draft, people.north, state=WorkState.PREPARED)
    assert not names(browser(people.officer).get(TASKS))
    assert len(names(browser(people.coordinator).get(TASKS))) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "overdue"}, ["Ban hành quy chế hoạt động"]),
        ({"status": "due_soon"}, ["Tập huấn kỹ năng số"]),
        ({"status": "requested"}, ["Phối hợp bảo đảm an ninh mạng"]),
        ({"status": "no_owner"}, ["Làm rõ đơn vị chủ trì"]),
        ({"status": "no_date"}, ["Làm rõ đơn vị chủ trì", "Họp sơ kết quý một"]),
        ({"status": "done_on_time"}, ["Họp sơ kết quý một"]),
        ({"q": "tap huan ky nang"}, ["Tập huấn kỹ năng số"]),
        ({"q": "tập huấn"}, ["Tập huấn kỹ năng số"]),
        ({"unit": "90002"}, ["Tập huấn kỹ năng số", "Họp sơ kết quý một"]),
        ({"unit": "90002", "role": "lead"}, ["Tập huấn kỹ năng số"]),
        ({"unit": "nam ha"}, ["Tập huấn kỹ năng số", "Họp sơ kết quý một"]),
        ({"unit": "cong an tinh"}, ["Phối hợp bảo đảm an ninh mạng"]),
        ({"group": "Thể chế"}, ["Ban hành quy chế hoạt động"]),
        ({"lacks": "result"}, ["Tập huấn kỹ năng số"]),
        ({"mandate": "requested"}, ["Phối hợp bảo đảm an ninh mạng"]),
        ({"plan": "not-a-plan"}, []),
        ({"q": "khong co viec nao nhu the"}, []),
    ],
)
def test_the_address_narrows_the_list(
    people: People, plan: Plan, browser: Browser, query: dict[str, str], found: list[str]
) -> None:
    assert set(names(browser(people.coordinator).get(TASKS, query))) == set(found)


def test_a_code_finds_its_task_and_a_month_its_due_dates(people: People, plan: Plan, browser: Browser) -> None:
    task = Task.objects.get(name="Tập huấn kỹ năng số")
    client = browser(people.coordinator)
    assert names(client.get(TASKS, {"q": task.code.lower()})) == [task.name]
    assert task.name in names(client.get(TASKS, {"month": f"{task.due_on:%Y-%m}"}))
    assert not names(client.get(TASKS, {"month": "1999-01"}))


def test_values_that_mean_nothing_are_ignored(people: People, plan: Plan, browser: Browser) -> None:
    query = {"status": "nonsense", "role": "x", "lacks": "x", "month": "x", "sort": "x", "page": "x", "format": "x"}
    assert len(names(browser(people.coordinator).get(TASKS, query))) == 5


def test_every_count_of_the_tabs_opens_just_so_many_rows(people: People, plan: Plan, browser: Browser) -> None:
    client = browser(people.coordinator)
    page = client.get(TASKS)
    assert page.context["tabs"]
    for code, count in page.context["tabs"]:
        assert client.get(TASKS, {"status": code}).context["page"].paginator.count == count
    opened = client.get(TASKS, {"status": "open"})
    assert opened.context["page"].paginator.count == page.context["open_count"] == len(names(opened))


def test_what_was_asked_for_is_nowhere_red(people: People, browser: Browser) -> None:
    task = make_task(make_plan(people.province), due_on=timezone.localdate() - datetime.timedelta(days=30))
    make_share(task, people.police, mandate=Mandate.REQUESTED)
    for address in (
        TASKS,
        task.get_absolute_url(),
        f"/plans/units/{people.police.code}/",
        f"/plans/{task.plan.uid}/tasks/",
    ):
        text = browser(people.coordinator).get(address).content.decode()
        red = ("status-danger", "tone-danger", "stat-danger", "text-danger", 'class="overdue', ' overdue"')
        assert not [mark for mark in red if mark in text], address


@pytest.mark.parametrize("sort", ["due", "-due", "name", "-progress", "status", "code", "plan"])
def test_pages_of_a_sorted_list_never_overlap(people: People, browser: Browser, sort: str) -> None:
    plan = make_plan(people.province)
    for number in range(60):
        make_task(plan, f"Nhiệm vụ số {number}")
    client = browser(people.coordinator)
    first = names(client.get(TASKS, {"sort": sort}))
    second = names(client.get(TASKS, {"sort": sort, "page": 2}))
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)


def test_the_sheet_holds_every_row_of_the_filtered_list(people: People, plan: Plan, browser: Browser) -> None:
    make_task(plan, "=1+1 không phải công thức", deadline_kind=DeadlineKind.RECURRING)
    answer = browser(people.coordinator).get(TASKS, {"format": "xlsx", "plan": str(plan.uid)})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heading = next(index for index, row in enumerate(cells) if row[0] == "Mã")
    assert {row[3] for row in cells[heading + 1 :]} == {task.name for task in plan.tasks.all()}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_print_view_holds_every_row(people: People, plan: Plan, browser: Browser) -> None:
    text = browser(people.coordinator).get(TASKS, {"format": "print"}).content.decode()
    assert all(task.name in text for task in plan.tasks.all())


def test_the_part_that_filters_replace_is_the_same_in_the_full_page(
    people: People, plan: Plan, browser: Browser
) -> None:
    client = browser(people.coordinator)
    query = {"q": "tap huan"}
    full = client.get(TASKS, query).content.decode()
    part = client.get(TASKS, query, headers={"HX-Request": "true", "HX-Target": "task-list"}).content.decode()
    cut = '<div id="task-list">'
    assert full.split(cut)[1] == part.split(cut)[1]


def test_an_empty_list_says_what_to_do_first(people: People, browser: Browser) -> None:
    assert "Nhập kế hoạch" in browser(people.coordinator).get(TASKS).content.decode()
    assert "Khi đơn vị của anh/chị được giao việc" in browser(people.officer).get(TASKS).content.decode()


def _fill(people: People, tasks: int) -> None:
    plan = make_plan(people.province)
    made = Task.objects.bulk_create(
        Task(
            code=f"NV-M-{plan.pk}-{n}", plan=plan, issuer=people.province, origin=TaskOrigin.TABLE,
            name=f"Nhiệm vụ {n}", due_on=timezone.localdate() + datetime.timedelta(days=n % 60 - 20),
            state=WorkState.NOT_STARTED,
        )
        for n in range(tasks)
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(
            task=task, unit=unit, due_on=task.due_on, assigned_on=datetime.date(2026, 1, 1), state=WorkState.NOT_STARTED
        )
        for task in made
        for unit in (people.north, people.south)
    )


@pytest.mark.parametrize("who", ["coordinator", "officer"])
def test_a_page_of_fifty_costs_at_most_eight_queries_however_many_there_are(
    people: People, browser: Browser, who: str
) -> None:
    client = browser(getattr(people, who))
    costs = []
    for tasks in (2, 30, 200):
        _fill(people, tasks)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(TASKS, {"sort": "due"})
        assert page.status_code == 200
        costs.append(len(queries))
    assert len(names(page)) == 50
    assert costs[0] == costs[1] == costs[2] <= 8


def test_every_status_of_work_has_its_word_and_colour() -> None:
    for code in WorkStatus.values:
        assert status(code).label == WorkStatus(code).label
