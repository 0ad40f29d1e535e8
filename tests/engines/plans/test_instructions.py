"""An instruction written on any row becomes a task with owner and date."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.notices.models import Notice
from honglam.engines.plans.actions.instructions import instruct
from honglam.engines.plans.errors import ItemInvalid
from honglam.engines.plans.models import Task
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, Mandate, TaskOrigin, WorkState
from tests.engines.plans.stories import make_plan, make_task
from tests.people import People

pytestmark = pytest.mark.django_db
LATER = datetime.date(2999, 1, 1)


def test_a_leaders_note_is_work_at_once(people: People) -> None:
    task = instruct(
        issuer=people.province, leads=[people.north, people.police], coordinating=[people.south, people.north],
        name=" Báo cáo tiến độ số hóa ", due_on=LATER, by=people.leader,
    )  # fmt: skip
    assert (task.origin, task.state, task.plan, task.approver) == (
        TaskOrigin.INSTRUCTION, WorkState.NOT_STARTED, None, people.province,
    )  # fmt: skip
    assert (task.name, task.due_on) == ("Báo cáo tiến độ số hóa", LATER)
    shares = {(share.unit, share.role): share for share in task.assignments.all()}
    assert set(shares) == {
        (people.north, AssignmentRole.LEAD), (people.police, AssignmentRole.LEAD),
        (people.south, AssignmentRole.COORDINATING),
    }  # fmt: skip
    assert shares[people.police, AssignmentRole.LEAD].mandate == Mandate.REQUESTED
    assert Notice.objects.filter(recipient=people.officer).count() == 1


def test_a_note_on_a_row_belongs_to_it_and_to_its_plan(people: People) -> None:
    row = make_task(make_plan(people.province))
    task = instruct(
        issuer=people.province, leads=[people.north], name="Làm rõ nguyên nhân", on_task=row, by=people.leader
    )
    assert (task.parent, task.plan, task.deadline_kind) == (row, row.plan, DeadlineKind.NONE)


def test_a_note_due_today_is_not_counted_against_the_unit(people: People) -> None:
    task = instruct(
        issuer=people.province, leads=[people.north], name="Gửi số liệu", due_on=timezone.localdate(), by=people.leader
    )
    assert task.assignments.get().is_overdue_at_birth


def test_work_without_words_or_without_a_leader_is_refused(people: People) -> None:
    for name, leads, column in (("  ", [people.north], "name"), ("Gửi số liệu", [], "leads")):
        with pytest.raises(ItemInvalid) as refused:
            instruct(issuer=people.province, leads=leads, name=name, by=people.leader)
        assert refused.value.column == column
    assert not Task.objects.exists()


def test_a_commune_does_not_instruct_in_the_name_of_the_province(people: People) -> None:
    with pytest.raises(NotAllowed):
        instruct(issuer=people.province, leads=[people.south], name="Gửi số liệu", by=people.head)
