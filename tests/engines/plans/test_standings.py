"""What lists compute in SQL is what the rules say."""

from __future__ import annotations

import datetime
from itertools import product

import pytest

from honglam.engines.plans import rules
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.rules import ClearFacts
from honglam.engines.plans.terms import (
    OPEN_STATES,
    AssignmentRole,
    Clear,
    DeadlineKind,
    ExtensionState,
    Mandate,
    WorkState,
    WorkStatus,
)
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

TODAY = datetime.date(2026, 6, 15)
DAY = datetime.timedelta(days=1)
DUES = (None, TODAY - DAY, TODAY, TODAY + 7 * DAY, TODAY + 8 * DAY)
EXTENSIONS = (
    {"extension": ExtensionState.NONE},
    {"extension": ExtensionState.ASKED},
    {"extension": ExtensionState.BY_PHONE, "grace_until": TODAY},
    {"extension": ExtensionState.BY_PHONE, "grace_until": TODAY - DAY},
)


@pytest.mark.django_db
def test_every_share_stands_in_sql_as_the_rules_say(people: People) -> None:
    plan = make_plan(people.province)
    for due, state, mandate, born_late, completed, extension in product(
        DUES, WorkState, Mandate, (False, True), (TODAY - 2 * DAY, TODAY), EXTENSIONS
    ):
        if extension["extension"] and state not in OPEN_STATES:
            continue
        make_share(
            make_task(plan), people.north, role=AssignmentRole.COORDINATING, due_on=due, state=state, mandate=mandate,
            is_overdue_at_birth=born_late,
            completed_on=completed if state in (WorkState.DONE, WorkState.CLAIMED) else None, **extension,
        )  # fmt: skip
    shares = list(Assignment.objects.standing(TODAY))
    closed = len(WorkState) - len(OPEN_STATES)
    assert len(shares) == len(DUES) * 2 * 2 * 2 * (closed + len(OPEN_STATES) * len(EXTENSIONS))
    late = set(Assignment.objects.late(TODAY).values_list("pk", flat=True))
    for share in shares:
        expected = rules.status_of(
            state=share.state, due_on=share.due_on, completed_on=share.completed_on, today=TODAY,
            mandate=share.mandate, overdue_at_birth=share.is_overdue_at_birth, extension=share.extension,
            grace_until=share.grace_until,
        )  # fmt: skip
        assert share.status == expected, vars(share)
        assert (share.pk in late) == (expected == WorkStatus.OVERDUE), vars(share)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("north", "south", "status"),
    [
        ({}, {}, WorkStatus.OVERDUE),
        ({"state": WorkState.DONE}, {}, WorkStatus.OVERDUE),
        ({"state": WorkState.DONE}, {"mandate": Mandate.REQUESTED}, WorkStatus.REQUESTED),
        ({"mandate": Mandate.REQUESTED}, {"mandate": Mandate.REQUESTED}, WorkStatus.REQUESTED),
        ({"is_overdue_at_birth": True}, {"is_overdue_at_birth": True}, WorkStatus.OVERDUE_WHEN_ASSIGNED),
        ({"is_overdue_at_birth": True}, {"mandate": Mandate.REQUESTED}, WorkStatus.OVERDUE_WHEN_ASSIGNED),
        ({"is_overdue_at_birth": True}, {}, WorkStatus.OVERDUE),
        ({"due_on": TODAY + 30 * DAY}, {"due_on": TODAY + 30 * DAY}, WorkStatus.NOT_STARTED),
        (
            {"extension": ExtensionState.BY_PHONE, "grace_until": TODAY},
            {"state": WorkState.DONE},
            WorkStatus.EXTENSION_BY_PHONE,
        ),
        ({"extension": ExtensionState.BY_PHONE, "grace_until": TODAY}, {}, WorkStatus.OVERDUE),
        ({"extension": ExtensionState.ASKED}, {"state": WorkState.DONE}, WorkStatus.OVERDUE),
        (
            {"extension": ExtensionState.ASKED, "due_on": TODAY + DAY},
            {"due_on": TODAY + DAY},
            WorkStatus.EXTENSION_REQUESTED,
        ),
        ({"state": WorkState.STANDING}, {"state": WorkState.STANDING}, WorkStatus.STANDING),
        ({"state": WorkState.STANDING}, {}, WorkStatus.OVERDUE),
        ({"due_on": TODAY + 30 * DAY}, {"due_on": TODAY + 7 * DAY}, WorkStatus.DUE_SOON),
        ({"due_on": TODAY + 30 * DAY}, {"due_on": TODAY - DAY}, WorkStatus.OVERDUE),
        ({"state": WorkState.CLAIMED}, {"state": WorkState.DONE}, WorkStatus.REPORTED),
        ({"state": WorkState.WITHDRAWN}, {"state": WorkState.PREPARED}, WorkStatus.PREPARED),
        ({"state": WorkState.DONE}, {"state": WorkState.DONE}, WorkStatus.DONE_ON_TIME),
        ({"state": WorkState.DONE}, {"state": WorkState.DONE, "completed_on": TODAY}, WorkStatus.DONE_LATE),
        (
            {"state": WorkState.DONE, "completed_on": TODAY, "mandate": Mandate.REQUESTED},
            {"state": WorkState.DONE},
            WorkStatus.DONE_ON_TIME,
        ),
    ],
)
def test_a_task_stands_as_its_leading_shares_do(
    people: People, north: dict[str, object], south: dict[str, object], status: WorkStatus
) -> None:
    task = make_task(make_plan(people.province), due_on=TODAY - 10 * DAY)
    make_share(task, people.north, **north)
    make_share(task, people.south, **south)
    found = Task.objects.standing(TODAY).get(pk=task.pk)
    assert found.status == status
    assert (found in Task.objects.overdue(TODAY)) == (status == WorkStatus.OVERDUE)
    assert Task.objects.counts_by_status(TODAY) == {status: 1}


@pytest.mark.django_db
@pytest.mark.parametrize("own", [None, TODAY + 30 * DAY])
def test_a_task_is_late_by_its_shares_whatever_date_it_shows(people: People, own: datetime.date | None) -> None:
    task = make_task(make_plan(people.province), due_on=own)
    make_share(task, people.north, due_on=TODAY - DAY)
    assert Task.objects.standing(TODAY).get().status == WorkStatus.OVERDUE
    assert list(Task.objects.overdue(TODAY)) == [task]
    assert list(Assignment.objects.late(TODAY).values_list("task", flat=True)) == [task.pk]


@pytest.mark.django_db
def test_missing_clears_are_counted_and_listed_as_the_rules_judge_them(people: People) -> None:
    plan = make_plan(people.province)
    whole = make_task(plan, due_on=TODAY, resources="Ngân sách tỉnh")
    make_share(whole, people.science)
    make_share(whole, people.north, role=AssignmentRole.MONITORING)
    make_task(plan, name="Họp giao ban", product="", approver=None)
    shared = make_task(plan, name="Rà soát", deadline_kind=DeadlineKind.RECURRING)
    make_share(shared, people.north)
    make_share(shared, people.south)
    named = make_task(plan, name="Tập huấn kỹ năng số")
    make_share(named, people.north, person=people.officer)
    make_share(named, people.south)
    both = make_task(plan, name="Lập danh mục dữ liệu", approver=None, names_authority=True)
    make_share(both, people.north, person=people.officer)
    make_share(both, people.south, person=people.head)
    counts = Task.objects.counts_of_lacks(Clear)
    assert counts["total"] == 5
    for clear in Clear:
        listed = set(Task.objects.lacking(clear))
        judged = {task for task in Task.objects.all() if not _verdict(task, clear)}
        assert listed == judged, clear
        assert counts[clear] == len(judged)
        assert whole not in listed


def _verdict(task: Task, clear: Clear) -> bool:
    shares = list(task.assignments.all())
    facts = ClearFacts(
        name=task.name,
        lead_units=sum(share.role == AssignmentRole.LEAD for share in shares),
        has_person=all(share.person_id for share in shares if share.role == AssignmentRole.LEAD),
        has_monitoring=any(share.role == AssignmentRole.MONITORING for share in shares),
        has_coordinating=any(share.role == AssignmentRole.COORDINATING for share in shares),
        deadline_kind=task.deadline_kind, product=task.product, has_target=task.has_measure,
        has_approver=task.approver_id is not None or task.names_authority, resources=task.resources,
    )  # fmt: skip
    return rules.six_clears(facts, wanted=(clear,))[0].met
