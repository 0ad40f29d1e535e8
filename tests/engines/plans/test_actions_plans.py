"""The life of a plan: a reviewed document becomes a draft, is issued, given, replaced or ended."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.core.search.queries import search
from honglam.engines.plans.actions import plans as actions
from honglam.engines.plans.actions.readings import bring_in
from honglam.engines.plans.errors import (
    HeadIncomplete,
    ItemsUndecided,
    NothingToGive,
    NumberMissing,
    NumberTaken,
    ReadingClosed,
    StepNotAllowed,
)
from honglam.engines.plans.models import Assignment, Plan, ReadItem
from honglam.engines.plans.terms import (
    AssignmentRole,
    DeadlineKind,
    ItemDecision,
    ItemKind,
    Mandate,
    PlanState,
    WorkState,
)
from tests.engines.plans.stories import make_plan, make_reading, make_share, make_task, make_task_item
from tests.people import People

pytestmark = pytest.mark.django_db
JANUARY = datetime.date(2026, 1, 20)


def a_draft(people: People, **head: Any) -> Plan:
    """The province's plan: one task for two communes and the police, one recurring task."""
    reading = make_reading(people.province, people.coordinator, **head)
    both = {"lead": [people.north, people.south], "coordinating": [people.police, people.north]}
    make_task_item(reading, "Ban hành quy chế quản lý dữ liệu", both, deadline="2026-06-30")
    make_task_item(reading, "Cập nhật dữ liệu dùng chung", {"lead": [people.science]}, deadline="recurring")
    return actions.accept_reading(reading=reading, by=people.coordinator)


def test_a_document_without_number_becomes_a_draft_whose_work_is_only_prepared(people: People) -> None:
    plan = a_draft(people)
    assert plan.state == PlanState.DRAFT
    shares = Assignment.objects.filter(task__plan=plan)
    assert {share.state for share in shares} == {WorkState.PREPARED}
    first, second = plan.tasks.order_by("position")
    assert {(share.unit.name, share.role, share.mandate) for share in first.assignments.all()} == {
        ("Xã Bắc Sơn", AssignmentRole.LEAD, Mandate.ASSIGNED),
        ("Xã Nam Hà", AssignmentRole.LEAD, Mandate.ASSIGNED),
        ("Công an tỉnh", AssignmentRole.COORDINATING, Mandate.REQUESTED),
    }
    assert (first.deadline_kind, first.due_on) == (DeadlineKind.DATE, datetime.date(2026, 6, 30))
    assert (second.deadline_kind, second.due_on) == (DeadlineKind.RECURRING, None)
    assert first.source_quote == "Xã Bắc Sơn ban hành quy chế quản lý dữ"
    with pytest.raises(NumberMissing):
        actions.give(plan=plan, by=people.coordinator)


def test_nobody_finds_the_work_of_a_draft_but_its_issuer(people: People) -> None:
    a_draft(people)
    assert not search("quy chế quản lý", user=people.officer).hits
    assert search("quy che quan ly", user=people.coordinator).hits


def test_a_signed_document_becomes_an_issued_plan(people: People) -> None:
    plan = a_draft(people, number="12/KH-UBND", date="2026-01-20")
    assert (plan.state, plan.issued_on) == (PlanState.ISSUED, JANUARY)
    assert plan.citation == "Kế hoạch số 12/KH-UBND ngày 20/01/2026"


def test_a_reading_is_accepted_whole_and_once(people: People) -> None:
    reading = make_reading(people.province, people.coordinator)
    item = make_task_item(reading, "Ban hành quy chế", {"lead": [people.north]})
    ReadItem.objects.filter(pk=item.pk).update(decision=ItemDecision.PENDING)
    with pytest.raises(ItemsUndecided):
        actions.accept_reading(reading=reading, by=people.coordinator)
    ReadItem.objects.filter(pk=item.pk).update(decision=ItemDecision.ACCEPTED)
    actions.accept_reading(reading=reading, by=people.coordinator)
    with pytest.raises(ReadingClosed):
        actions.accept_reading(reading=reading, by=people.coordinator)


@pytest.mark.parametrize("head", [{"title": ""}, {"year": None}])
def test_a_plan_needs_a_title_and_a_year(people: People, head: dict[str, Any]) -> None:
    with pytest.raises(HeadIncomplete):
        actions.accept_reading(reading=make_reading(people.province, people.coordinator, **head), by=people.coordinator)


def test_dropped_items_become_nothing(people: People) -> None:
    reading = make_reading(people.province, people.coordinator)
    item = make_task_item(reading, "Ban hành quy chế", {"lead": [people.north]})
    ReadItem.objects.filter(pk=item.pk).update(decision=ItemDecision.DROPPED)
    assert not actions.accept_reading(reading=reading, by=people.coordinator).tasks.exists()


def test_duties_and_targets_come_along(people: People) -> None:
    reading = make_reading(people.province, people.coordinator)
    make_task_item(reading, "Chủ trì đôn đốc các xã", {"lead": [people.science]}, kind=ItemKind.DUTY)
    make_task_item(
        reading, "tỷ lệ hồ sơ trực tuyến", {"lead": [people.north]}, kind=ItemKind.INDICATOR, operator=">=", target=85,
        unit="%", target_text="từ 85% trở lên",
    )  # fmt: skip
    plan = actions.accept_reading(reading=reading, by=people.coordinator)
    assert [task.origin for task in plan.tasks.all()] == ["duty"]
    target = plan.targets.get()
    assert (target.indicator.name, target.value, target.due_on) == (
        "Tỷ lệ hồ sơ trực tuyến",
        85,
        datetime.date(2026, 12, 31),
    )
    assert list(target.leads.all()) == [people.north]


def test_issuing_needs_number_and_date_and_happens_once(people: People) -> None:
    plan = a_draft(people)
    with pytest.raises(NumberMissing):
        actions.issue(plan=plan, number="  ", issued_on=JANUARY, by=people.coordinator)
    with pytest.raises(NumberMissing):
        actions.issue(plan=plan, number="12/KH-UBND", issued_on=None, by=people.coordinator)
    issued = actions.issue(plan=plan, number=" 12/KH-UBND ", issued_on=JANUARY, by=people.coordinator)
    assert (issued.state, issued.number) == (PlanState.ISSUED, "12/KH-UBND")
    with pytest.raises(StepNotAllowed):
        actions.issue(plan=plan, number="13/KH-UBND", issued_on=JANUARY, by=people.coordinator)


def test_an_issuer_uses_a_number_once(people: People) -> None:
    make_plan(people.province, number="12/KH-UBND", issued_on=JANUARY)
    with pytest.raises(NumberTaken):
        actions.issue(plan=a_draft(people), number="12/KH-UBND", issued_on=JANUARY, by=people.coordinator)
    own = make_plan(people.north, state=PlanState.DRAFT)
    assert actions.issue(plan=own, number="12/KH-UBND", issued_on=JANUARY, by=people.head).number == "12/KH-UBND"


def test_giving_hands_out_every_prepared_share_on_the_plans_day_and_tells_everyone_once(people: People) -> None:
    plan = a_draft(people, number="12/KH-UBND", date="2026-01-20")
    assert actions.give(plan=plan, by=people.coordinator) == 4
    shares = Assignment.objects.filter(task__plan=plan)
    assert {(share.state, share.assigned_on) for share in shares} == {(WorkState.NOT_STARTED, JANUARY)}
    assert Notice.objects.filter(recipient=people.officer, kind="plans.work_given").count() == 1
    assert AuditEntry.objects.for_target(plan).filter(action="plans.work_given").get().row_count == 4
    assert search("quy che quan ly", user=people.officer).hits
    with pytest.raises(NothingToGive):
        actions.give(plan=plan, by=people.coordinator)


def test_a_date_on_the_day_of_assignment_is_marked_and_never_counts_against_the_unit(people: People) -> None:
    plan = a_draft(people, number="12/KH-UBND", date="2026-01-20")
    actions.give(plan=plan, by=people.coordinator, assigned_on=datetime.date(2026, 6, 30))
    shares = Assignment.objects.filter(task__plan=plan, due_on__isnull=False)
    assert all(share.is_overdue_at_birth for share in shares)
    assert not Assignment.objects.late(datetime.date(2026, 9, 1)).exists()
    assert Assignment.objects.born_late().count() == 3


def test_only_those_who_direct_the_issuer_give_its_work(people: People) -> None:
    plan = a_draft(people, number="12/KH-UBND", date="2026-01-20")
    with pytest.raises(NotAllowed):
        actions.give(plan=plan, by=people.head)


def test_the_open_work_of_an_ended_plan_is_carried_over_and_not_late(people: People) -> None:
    plan = make_plan(people.province)
    successor = make_plan(people.province)
    task = make_task(plan, due_on=datetime.date(2026, 3, 1))
    make_share(task, people.north)
    finished = make_share(make_task(plan), people.south, state=WorkState.DONE)
    ended = actions.replace(plan=plan, successor=successor, by=people.coordinator, reason="Kế hoạch mới")
    assert (ended.state, ended.replaced_by) == (PlanState.REPLACED, successor)
    task.refresh_from_db()
    finished.refresh_from_db()
    assert (task.state, finished.state) == (WorkState.CARRIED_OVER, WorkState.DONE)
    assert not Assignment.objects.late(datetime.date(2026, 6, 1)).exists()
    with pytest.raises(StepNotAllowed):
        actions.expire(plan=plan, by=people.coordinator)


def test_an_ended_plan_gives_no_more_work(people: People) -> None:
    plan = make_plan(people.province)
    share = make_share(make_task(plan), people.north, state=WorkState.PREPARED)
    actions.expire(plan=plan, by=people.coordinator)
    with pytest.raises(StepNotAllowed):
        actions.give(plan=plan, by=people.coordinator)
    share.refresh_from_db()
    assert share.state == WorkState.PREPARED


def test_work_given_later_on_the_same_day_is_told_too(people: People) -> None:
    plan = make_plan(people.province)
    for name in ("Lập danh mục dữ liệu", "Tập huấn kỹ năng số"):
        make_share(make_task(plan, name), people.north, state=WorkState.PREPARED)
        assert actions.give(plan=plan, by=people.coordinator) == 1
    assert Notice.objects.filter(recipient=people.officer, kind="plans.work_given").count() == 2


def test_nobody_amends_the_plan_of_an_issuer_that_they_do_not_import_for(people: People) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan), people.north)
    assert plan in Plan.objects.visible_to(people.head)
    upload = SimpleUploadedFile("ke-hoach.txt", "Kế hoạch sửa đổi".encode())
    with pytest.raises(NotAllowed):
        bring_in(upload=upload, issuer=people.north, amends=plan, by=people.head)
    reading = make_reading(people.north, people.head, amends=plan)
    with pytest.raises(NotAllowed):
        actions.accept_reading(reading=reading, by=people.head)
    plan.refresh_from_db()
    assert (plan.version, plan.state) == (1, PlanState.ISSUED)


def test_the_queries_of_making_and_giving_a_plan_do_not_grow_with_it(people: People) -> None:
    def cost(tasks: int) -> tuple[int, int]:
        reading = make_reading(people.province, people.coordinator, number=f"{tasks}/KH-UBND", date="2026-01-20")
        for number in range(tasks):
            make_task_item(reading, f"Nhiệm vụ số {number} của kế hoạch", {"lead": [people.north, people.south]})
        with CaptureQueriesContext(connection) as making:
            plan = actions.accept_reading(reading=reading, by=people.coordinator)
        with CaptureQueriesContext(connection) as giving:
            actions.give(plan=plan, by=people.coordinator)
        return len(making), len(giving)

    cost(1)
    few, many = cost(3), cost(60)
    assert many[1] == few[1]
    assert many[0] - few[0] <= 3  # rows are written in batches; a batch is one query
