"""Work that several documents order: updated once, seen and counted under each of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from honglam.engines.plans.actions.mandates import add_mandate
from honglam.engines.plans.actions.parts import divide
from honglam.engines.plans.models import Plan, Task
from honglam.engines.plans.terms import WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(people: People) -> Plan:
    """A notice with one task of its own and one of the plan that it asks for as well."""
    plan, notice = make_plan(people.province), make_plan(people.province, "Kết luận phiên họp tháng Sáu")
    late = timezone.localdate() - datetime.timedelta(days=3)
    both = make_task(plan, "Số hóa hồ sơ hộ tịch", due_on=late)
    make_share(both, people.north, assigned_on=late - datetime.timedelta(days=30))
    own = make_task(notice, "Sắp xếp lại bộ phận một cửa")
    make_share(own, people.north, state=WorkState.DONE)
    add_mandate(task=both, plan=notice, by=people.coordinator, clause="điểm 3")
    return notice


def test_the_document_lists_both_and_marks_what_another_one_gave(
    people: People, notice: Plan, browser: Browser
) -> None:
    page = browser(people.coordinator).get(f"{notice.get_absolute_url()}tasks/").content.decode()
    assert "Số hóa hồ sơ hộ tịch" in page
    assert "Việc của văn bản khác mà văn bản này cùng yêu cầu" in page
    other = Plan.objects.exclude(pk=notice.pk).get()
    assert f"do {other.number} giao" in page


def test_the_figures_of_the_document_count_what_its_lists_show(people: People, notice: Plan, browser: Browser) -> None:
    found = Plan.objects.with_figures(timezone.localdate()).get(pk=notice.pk)
    assert (found.task_count, found.done_count, found.overdue_count, found.mean_progress) == (2, 1, 1, 50)
    client = browser(people.coordinator)
    assert len(client.get(f"/plans/tasks/?plan={notice.uid}").context["page"].object_list) == 2
    assert len(client.get(f"/plans/tasks/?plan={notice.uid}&status=overdue").context["page"].object_list) == 1
    assert client.get(f"/plans/shares/?plan={notice.uid}").context["page"].paginator.count == 2
    own = Plan.objects.with_figures(timezone.localdate()).exclude(pk=notice.pk).get()
    assert (own.task_count, own.done_count, own.overdue_count, own.mean_progress) == (1, 0, 1, 0)


def test_a_document_without_work_has_figures_of_nothing(people: People) -> None:
    empty = make_plan(people.province)
    found = Plan.objects.with_figures(timezone.localdate()).get(pk=empty.pk)
    assert (found.task_count, found.mean_progress) == (0, 0.0)


def test_the_chips_of_open_work_count_extensions_too(people: People, browser: Browser) -> None:
    later = timezone.localdate() + datetime.timedelta(days=30)
    task = make_task(make_plan(people.province), due_on=later)
    make_share(task, people.north, extension="asked")
    page = browser(people.coordinator).get("/plans/tasks/")
    assert page.context["open_count"] == Task.objects.count() == 1


def test_parts_of_a_share_are_found_but_never_counted_twice(people: People, notice: Plan, browser: Browser) -> None:
    share = Task.objects.get(name="Số hóa hồ sơ hộ tịch").assignments.get()
    share.due_on = None
    share.save()
    divide(assignment=share, name="Quét sổ khai sinh", unit=people.north, by=people.head)
    client, plan = browser(people.coordinator), share.task.plan
    assert Plan.objects.with_figures(timezone.localdate()).get(pk=plan.pk).task_count == 1
    for address, count in (
        (f"/plans/tasks/?plan={plan.uid}", 1),
        (f"/plans/shares/?plan={plan.uid}", 1),
        (f"/plans/tasks/?plan={plan.uid}&origin=part", 1),
        (f"/plans/tasks/?plan={plan.uid}&q=khai+sinh", 1),
        (f"/plans/shares/?plan={plan.uid}&q=khai+sinh", 1),
    ):
        assert client.get(address).context["page"].paginator.count == count, address
    assert "Quét sổ khai sinh" not in client.get(f"{plan.get_absolute_url()}tasks/").content.decode()
    assert browser(people.officer).get("/desk/").context["work"].unclaimed, "who does it sees it"
