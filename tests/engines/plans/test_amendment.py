"""Reading an amended version shows what changed and keeps progress."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.audit.models import AuditEntry
from honglam.engines.plans.actions import plans as actions
from honglam.engines.plans.actions import work
from honglam.engines.plans.amendment import pair_tasks
from honglam.engines.plans.models import Plan
from honglam.engines.plans.terms import PlanState, WorkState
from tests.engines.plans.stories import make_reading, make_task_item
from tests.people import People


def test_the_same_work_keeps_its_partner_though_words_and_places_change() -> None:
    old = ["Ban hành quy chế quản lý dữ liệu", "Tập huấn kỹ năng số cho cán bộ xã", "Mua sắm máy quét"]
    new = ["Tập huấn kỹ năng số cho cán bộ cấp xã", "Ban hành Quy chế quản lý dữ liệu số", "Kiểm tra an toàn thông tin"]
    pairing = pair_tasks(old, new)
    assert (pairing.same, pairing.added, pairing.gone) == (((0, 1), (1, 0)), (2,), (2,))


def test_repeated_names_keep_their_order() -> None:
    assert pair_tasks(["Báo cáo quý"] * 3, ["Báo cáo quý"] * 2).same == ((0, 0), (1, 1))


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_every_task_is_paired_once_or_named_as_added_or_gone(old: list[str], new: list[str]) -> None:
    pairing = pair_tasks(old, new)
    assert sorted([i for i, _j in pairing.same] + list(pairing.gone)) == list(range(len(old)))
    assert sorted([j for _i, j in pairing.same] + list(pairing.added)) == list(range(len(new)))


@given(st.lists(st.text(min_size=1, max_size=12), max_size=6))
def test_an_unchanged_list_pairs_with_itself(names: list[str]) -> None:
    pairing = pair_tasks(names, names)
    assert not pairing.added
    assert not pairing.gone


@pytest.fixture
def plan(people: People) -> Plan:
    """A plan that was issued and given; the northern commune reported 60 % of its first task."""
    reading = make_reading(people.province, people.coordinator, number="12/KH-UBND", date="2026-01-20")
    make_task_item(
        reading, "Ban hành quy chế quản lý dữ liệu", {"lead": [people.north, people.south]}, deadline="2026-06-30"
    )
    make_task_item(reading, "Mua sắm máy quét tốc độ cao", {"lead": [people.north]}, deadline="2026-05-30")
    plan = actions.accept_reading(reading=reading, by=people.coordinator)
    actions.give(plan=plan, by=people.coordinator)
    share = plan.tasks.first().assignments.get(unit=people.north)
    work.report(assignment=share, progress=60, by=people.officer)
    return plan


@pytest.mark.django_db
def test_an_amendment_changes_adds_and_withdraws_and_keeps_progress(people: People, plan: Plan) -> None:
    new = make_reading(people.province, people.coordinator, amends=plan, number="20/KH-UBND", date="2026-04-01")
    make_task_item(new, "Ban hành quy chế quản lý dữ liệu số", {"lead": [people.north]}, deadline="2026-09-30")
    make_task_item(new, "Kiểm tra an toàn thông tin mạng", {"lead": [people.south]}, deadline="2026-10-30")
    amended = actions.accept_reading(reading=new, by=people.coordinator)
    assert (amended.pk, amended.state, amended.version, amended.number) == (plan.pk, PlanState.AMENDED, 2, "20/KH-UBND")
    kept = amended.tasks.get(name="Ban hành quy chế quản lý dữ liệu số")
    assert (kept.due_on, kept.original_due_on) == (datetime.date(2026, 9, 30), datetime.date(2026, 6, 30))
    north, south = kept.assignments.get(unit=people.north), kept.assignments.get(unit=people.south)
    assert (north.state, north.progress, north.due_on) == (WorkState.IN_PROGRESS, 60, datetime.date(2026, 9, 30))
    assert south.state == WorkState.WITHDRAWN
    assert (kept.state, kept.progress) == (WorkState.IN_PROGRESS, 60)
    gone = amended.tasks.get(name="Mua sắm máy quét tốc độ cao")
    assert gone.is_withdrawn
    assert gone.assignments.get().state == WorkState.WITHDRAWN
    added = amended.tasks.get(name="Kiểm tra an toàn thông tin mạng")
    assert added.assignments.get().state == WorkState.PREPARED
    assert actions.give(plan=amended, by=people.coordinator, assigned_on=datetime.date(2026, 4, 2)) == 1


@pytest.mark.django_db
def test_what_changed_stands_in_the_history_of_the_task(people: People, plan: Plan) -> None:
    new = make_reading(people.province, people.coordinator, amends=plan)
    make_task_item(
        new, "Ban hành quy chế quản lý dữ liệu", {"lead": [people.north, people.south]}, deadline="2026-09-30"
    )
    make_task_item(new, "Mua sắm máy quét tốc độ cao", {"lead": [people.north]}, deadline="2026-05-30")
    amended = actions.accept_reading(reading=new, by=people.coordinator)
    assert amended.number == "12/KH-UBND"
    moved, same = amended.tasks.order_by("position")
    entry = AuditEntry.objects.for_target(moved).readable().filter(action="plans.task_changed").get()
    assert entry.values.changes["due_on"] == ("2026-06-30", "2026-09-30")
    assert not AuditEntry.objects.for_target(same).filter(action="plans.task_changed").exists()


@pytest.mark.django_db
def test_a_share_that_an_amendment_takes_away_and_brings_back_is_open_again(people: People, plan: Plan) -> None:
    for leads in ([people.south], [people.north, people.south]):
        new = make_reading(people.province, people.coordinator, amends=plan)
        make_task_item(new, "Ban hành quy chế quản lý dữ liệu", {"lead": leads}, deadline="2026-06-30")
        actions.accept_reading(reading=new, by=people.coordinator)
    share = plan.tasks.current().get().assignments.get(unit=people.north)
    assert share.state != WorkState.WITHDRAWN
    assert share.progress == 60
