"""What reports say of work is counted from dates, never calls late what is not, and opens as many rows as it says."""

from __future__ import annotations

import datetime
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from honglam.engines.plans import rules
from honglam.engines.plans.actions import parts, work
from honglam.engines.plans.models import Assignment, ProgressEntry, Task, TaskMandate
from honglam.engines.plans.report_facts import (
    OPEN_KEYS,
    PARTS,
    Counted,
    WorkScope,
    difficulties_of,
    finished_shares,
    late_shares,
    work_by_unit,
    work_facts,
)
from honglam.engines.plans.share_filters import ShareFilters
from honglam.engines.plans.terms import (
    OPEN_STATES,
    AssignmentRole,
    ExtensionState,
    Mandate,
    PlanState,
    TaskOrigin,
    WorkState,
    WorkStatus,
)
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

FIRST, LAST = datetime.date(2026, 4, 1), datetime.date(2026, 6, 30)
DAY = datetime.timedelta(days=1)


def scope_of(people: People, unit: Any = None, **more: Any) -> WorkScope:
    return WorkScope(unit or people.north, FIRST, LAST, **more)


def counts_of(counts: Any) -> dict[str, int]:
    return {key: one.count for key, one in counts.items() if one.count}


@pytest.mark.django_db
def test_the_state_of_a_past_day_is_the_state_of_that_day_as_the_rules_say(people: People) -> None:
    plan = make_plan(people.province)
    dues = (None, LAST - DAY, LAST, LAST + 7 * DAY, LAST + 8 * DAY)
    graces: tuple[dict[str, Any], ...] = (
        {}, {"extension": ExtensionState.ASKED}, {"extension": ExtensionState.BY_PHONE, "grace_until": LAST},
    )  # fmt: skip
    for due, state, mandate, born_late, completed, grace in product(
        dues, WorkState, Mandate, (False, True), (LAST, LAST + DAY), graces
    ):
        finished = state in (WorkState.DONE, WorkState.CLAIMED)
        if (grace and state not in OPEN_STATES) or (not finished and completed > LAST) or state == WorkState.PREPARED:
            continue
        make_share(
            make_task(plan), people.north, role=AssignmentRole.COORDINATING, due_on=due, state=state, mandate=mandate,
            is_overdue_at_birth=born_late, completed_on=completed if finished else None, **grace,
        )  # fmt: skip
    for share in Assignment.objects.all().standing_as_of(LAST):
        is_later = share.completed_on is not None and share.completed_on > LAST
        expected = rules.status_of(
            state=WorkState.IN_PROGRESS if is_later else share.state, due_on=share.due_on,
            completed_on=share.completed_on, today=LAST, mandate=share.mandate,
            overdue_at_birth=share.is_overdue_at_birth, extension=share.extension, grace_until=share.grace_until,
        )  # fmt: skip
        assert share.status == expected, vars(share)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "key"),
    [
        ({"state": WorkState.DONE, "due_on": LAST, "completed_on": LAST}, "done_on_time"),
        ({"state": WorkState.DONE, "due_on": FIRST, "completed_on": FIRST + DAY}, "done_late"),
        ({"state": WorkState.DONE, "due_on": FIRST, "completed_on": FIRST - DAY}, "done_before"),
        ({"state": WorkState.DONE, "due_on": LAST - DAY, "completed_on": LAST + DAY}, "overdue"),
        ({"state": WorkState.DONE, "due_on": LAST + 20 * DAY, "completed_on": LAST + DAY}, "in_progress"),
        ({"state": WorkState.DONE, "due_on": FIRST, "completed_on": LAST, "mandate": Mandate.REQUESTED},
         "done_on_time"),
        ({"state": WorkState.DONE, "due_on": FIRST, "completed_on": LAST, "is_overdue_at_birth": True},
         "done_on_time"),
        ({"state": WorkState.CLAIMED, "due_on": FIRST, "completed_on": LAST}, "claimed"),
        ({"state": WorkState.CLAIMED, "due_on": LAST + 30 * DAY, "completed_on": LAST + DAY}, "in_progress"),
        ({"due_on": LAST - DAY}, "overdue"),
        ({"due_on": LAST}, "due_soon"),
        ({"due_on": LAST + 7 * DAY}, "due_soon"),
        ({"due_on": LAST + 8 * DAY}, "not_started"),
        ({"due_on": LAST + 8 * DAY, "state": WorkState.IN_PROGRESS}, "in_progress"),
        ({"due_on": None}, "not_started"),
        ({"due_on": FIRST, "mandate": Mandate.REQUESTED}, "requested"),
        ({"due_on": FIRST, "is_overdue_at_birth": True}, "born_late"),
        ({"due_on": FIRST, "extension": ExtensionState.BY_PHONE, "grace_until": LAST}, "by_phone"),
        ({"due_on": FIRST, "extension": ExtensionState.BY_PHONE, "grace_until": LAST - DAY}, "overdue"),
        ({"due_on": FIRST, "extension": ExtensionState.ASKED}, "overdue"),
        ({"due_on": LAST + DAY, "extension": ExtensionState.ASKED}, "extension_asked"),
        ({"due_on": LAST + 30 * DAY, "state": WorkState.RETURNED}, "returned"),
        ({"due_on": FIRST, "state": WorkState.RETURNED}, "overdue"),
        ({"state": WorkState.CARRIED_OVER}, "carried_over"),
        ({"state": WorkState.WITHDRAWN}, None),
        ({"state": WorkState.PREPARED}, None),
        ({"state": WorkState.STANDING}, None),
        ({"assigned_on": LAST + DAY}, None),
    ],
)  # fmt: skip
def test_every_share_is_counted_under_one_heading(people: People, columns: dict[str, Any], key: str | None) -> None:
    make_share(make_task(make_plan(people.province)), people.north, **columns)
    counts = work_facts(scope_of(people)).counts
    assert [name for name in PARTS if counts[name].count] == ([key] if key else [])
    assert counts["in_force"].count == (1 if key else 0)
    assert counts["done"].count == (1 if key in ("done_on_time", "done_late") else 0)
    assert counts["open"].count == (1 if key in OPEN_KEYS else 0)


def two_communes(people: People) -> Any:
    """Two plans and work without one: north with an office below it, south beside it."""
    plan, other = make_plan(people.province), make_plan(people.province, "Kế hoạch cải cách hành chính năm 2026")
    done: dict[str, Any] = {"state": WorkState.DONE, "completed_on": LAST - DAY}
    make_share(make_task(plan, due_on=LAST), people.north, **done)
    make_share(make_task(plan, due_on=FIRST), people.north_culture, **done)
    make_share(make_task(plan, due_on=FIRST), people.south)
    shared = make_task(plan, due_on=LAST - 9 * DAY, assigned_on=LAST - 10 * DAY)
    make_share(shared, people.north, assigned_on=LAST - 10 * DAY)
    make_share(shared, people.south, assigned_on=LAST - 10 * DAY)
    make_share(shared, people.science, role=AssignmentRole.COORDINATING)
    TaskMandate.objects.create(task=shared, plan=other)
    make_share(make_task(other, due_on=FIRST), people.north, state=WorkState.CLAIMED, completed_on=LAST)
    alone = make_task(plan, "Báo cáo nhanh", origin=TaskOrigin.INSTRUCTION)
    Task.objects.filter(pk=alone.pk).update(plan=None)
    make_share(alone, people.north)
    ended = make_plan(people.province, state=PlanState.EXPIRED)
    make_share(make_task(ended, due_on=FIRST), people.north)
    return plan, other


def every_count(facts: Any, units: Any) -> list[Counted]:
    lines = [facts.counts, *(line.counts for line in facts.plans), *(line.counts for line in units)]
    return [facts.helping, *(one for counts in lines for one in counts.values())]


@pytest.mark.django_db
@pytest.mark.parametrize("whose", ["north", "province"])
def test_every_count_opens_as_many_rows(people: People, whose: str) -> None:
    two_communes(people)
    scope = scope_of(people, getattr(people, whose))
    counted = every_count(work_facts(scope), work_by_unit(scope))
    assert len({one.link for one in counted}) > 60
    for one in counted:
        path, query = urlsplit(one.link).path, urlsplit(one.link).query
        assert path == "/plans/shares/"
        rows = ShareFilters.of(QueryDict(query)).shares(people.leader, LAST + 90 * DAY)
        assert rows.count() == one.count, one.link


@pytest.mark.django_db
def test_the_list_shows_the_state_of_the_day_and_says_so(people: People) -> None:
    two_communes(people)
    browser = Client()
    browser.force_login(people.leader)
    overdue = work_facts(scope_of(people)).counts["overdue"]
    page = browser.get(overdue.link)
    assert page.context["page"].paginator.count == overdue.count == 1
    assert [row.status for row in page.context["page"]] == [WorkStatus.OVERDUE]
    text = page.content.decode()
    assert "Tình trạng ngày 30/06/2026" in text and "Xã Bắc Sơn và các đơn vị trực thuộc" in text
    assert dict(parse_qsl(urlsplit(overdue.link).query))["on"] == "2026-06-30"
    alone = next(line for line in work_facts(scope_of(people)).plans if not line.link)
    assert "không thuộc" in alone.title and alone.counts["in_force"].count == 1
    assert "Không thuộc kế hoạch nào" in browser.get(alone.counts["in_force"].link).content.decode()


@pytest.mark.django_db
def test_a_unit_reports_what_stands_below_it_and_the_province_all(people: People) -> None:
    plan, other = two_communes(people)
    north, province = work_facts(scope_of(people)), work_facts(scope_of(people, people.province))
    assert counts_of(north.counts) == {
        "in_force": 5, "given": 1, "done": 2, "done_on_time": 1, "done_late": 1, "claimed": 1, "open": 2,
        "overdue": 1, "not_started": 1,
    }  # fmt: skip
    assert (province.counts["in_force"].count, province.tasks, province.helping.count) == (7, 6, 1)
    by_plan = {line.key: line.counts["in_force"].count for line in province.plans}
    assert by_plan == {str(plan.uid): 5, str(other.uid): 3, "none": 1}
    one = work_facts(scope_of(people, people.province, plan_uid=other.uid))
    assert one.counts["in_force"].count == 3
    assert [line.key for line in one.plans] == [str(other.uid)]
    units = {line.title: line.counts["in_force"].count for line in work_by_unit(scope_of(people, people.province))}
    assert units == {"Xã Bắc Sơn": 4, "Phòng Văn hóa – Xã hội": 1, "Xã Nam Hà": 2}


@pytest.mark.django_db
def test_divided_work_counts_once_in_the_commune_and_once_in_the_office(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), due_on=LAST), people.north)
    parts.divide(assignment=share, name="Khảo sát hiện trạng", unit=people.north_culture, by=people.head)
    Assignment.objects.update(assigned_on=FIRST)
    assert work_facts(scope_of(people)).counts["in_force"].count == 1
    office = work_facts(scope_of(people, people.north_culture)).counts["in_force"]
    assert office.count == 1
    assert ShareFilters.of(QueryDict(urlsplit(office.link).query)).shares(people.head, LAST).count() == 1


@pytest.mark.django_db
def test_late_work_says_by_how_many_days_and_is_bounded(people: People) -> None:
    plan = make_plan(people.province)
    for days in (1, 9, 3):
        make_share(make_task(plan, f"Chậm {days} ngày", due_on=LAST - days * DAY), people.north)
    rows = late_shares(scope_of(people), most=2)
    assert [(row.task, row.late_days, row.unit) for row in rows] == [
        ("Chậm 9 ngày", 9, "Xã Bắc Sơn"), ("Chậm 3 ngày", 3, "Xã Bắc Sơn"),
    ]  # fmt: skip
    assert rows[0].plan == f"{plan.number} · chuyển đổi số năm 2026" or plan.number in rows[0].plan


@pytest.mark.django_db
def test_results_come_with_their_words_and_evidence(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = timezone.make_aware(datetime.datetime.combine(LAST - DAY, datetime.time(9)))
    monkeypatch.setattr(timezone, "now", lambda: moment)
    share = make_share(make_task(make_plan(people.province), due_on=LAST - 5 * DAY), people.north)
    work.report(
        assignment=share, progress=100, by=people.officer, text="Đã ban hành quy chế", claims_done=True,
        difficulty="  ", proofs=[work.Proof(link="https://xa.example/quy-che")], completed_on=LAST - DAY,
    )  # fmt: skip
    work.confirm(assignment=share, by=people.leader)
    (row,) = finished_shares(scope_of(people), most=10)
    assert (row.result, row.is_late, row.completed_on) == ("Đã ban hành quy chế", True, LAST - DAY)
    assert row.evidence == ("https://xa.example/quy-che",)
    assert row.product == "Quy chế được ban hành"
    assert not difficulties_of(scope_of(people), most=10)


@pytest.mark.django_db
def test_difficulties_of_the_period_are_offered_with_unit_and_task(people: People) -> None:
    plan = make_plan(people.province)
    share = make_share(make_task(plan, "Số hóa hồ sơ"), people.north_culture)
    helping = make_share(make_task(plan), people.north, role=AssignmentRole.COORDINATING)
    south = make_share(make_task(plan), people.south)
    for number, (about, day) in enumerate(((share, LAST), (helping, FIRST), (south, LAST), (share, FIRST - DAY))):
        ProgressEntry.objects.create(
            assignment=about, progress=5, state=WorkState.IN_PROGRESS, difficulty=f"Khó khăn {number}",
            reported_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(23, 30))),
        )  # fmt: skip
    found = difficulties_of(scope_of(people), most=10)
    assert [(one.text, str(one.unit), one.day) for one in found] == [
        ("Khó khăn 0", "Phòng Văn hóa – Xã hội", LAST), ("Khó khăn 1", "Xã Bắc Sơn", FIRST),
    ]  # fmt: skip
    assert found[0].task == "Số hóa hồ sơ" and found[0].link == share.get_absolute_url()


@pytest.mark.django_db
def test_the_number_of_queries_depends_neither_on_tasks_nor_on_units(
    people: People, django_assert_num_queries: Any
) -> None:
    def read() -> None:
        scope = scope_of(people, people.province)
        work_facts(scope), work_by_unit(scope), late_shares(scope, 50), finished_shares(scope, 50)
        difficulties_of(scope, 50)

    two_communes(people)
    with django_assert_num_queries(12):
        read()
    for _again in range(3):
        two_communes(people)
    with django_assert_num_queries(12):
        read()
