"""Writes of sub-tasks: a unit divides its share among its own offices and people, and sees them add up.

Who uses this: the chairman of a commune whom the province gave one line divides it into three pieces with an office, a
person and an earlier date each. The pieces report as any work does; the share shows how far they are. Reporting the
share done stays the commune's own step.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_code
from honglam.core.search.queries import searchable_text
from honglam.engines.plans import rules
from honglam.engines.plans.errors import PartInvalid
from honglam.engines.plans.indexing import index_new_task
from honglam.engines.plans.measures import measured
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.recipients import sits_in
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.share_steps import DIRECT, REPORT, locked_share
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, TaskOrigin, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def divide(
    *,
    assignment: Assignment,
    name: str,
    unit: Unit,
    by: User,
    due_on: datetime.date | None = None,
    person: User | None = None,
    product: str = "",
    content: str = "",
) -> Task:
    """Give one piece of a unit's open share to the unit itself or to one of its own bodies; returns the piece.

    Raises:
        NotAllowed: the giver does not direct work for the unit; PartInvalid: no name, a body that is not the unit's
        own, a person from elsewhere, a date after the share's, a share that is not open.
    """
    require(by, DIRECT, assignment.unit)
    share = locked_share(assignment)
    due = due_on or share.due_on
    _check(share, name, unit, person, due)
    today = timezone.localdate()
    task = Task.objects.create(
        code=next_code("NV", today.year), plan=share.task.plan, parent=share.task, parent_share=share,
        origin=TaskOrigin.PART, name=name.strip(), content=content.strip(), product=product.strip(), issuer=share.unit,
        approver=share.unit, deadline_kind=DeadlineKind.DATE if due else DeadlineKind.NONE, due_on=due,
        original_due_on=due, assigned_on=today, created_by=by, state=WorkState.NOT_STARTED,
        has_measure=measured(name, content, product), search_text=searchable_text(name, content, product, str(unit)),
    )  # fmt: skip
    Assignment.objects.create(
        task=task, unit=unit, role=AssignmentRole.LEAD, named_as=str(unit), person=person, due_on=due,
        original_due_on=due, assigned_on=today, state=WorkState.NOT_STARTED,
        is_overdue_at_birth=rules.is_overdue_at_birth(due, today),
        mandate=rules.mandate_over(
            issuer_bloc=share.unit.bloc, unit_bloc=unit.bloc, unit_is_below=unit.path.startswith(share.unit.path)
        ),
    )  # fmt: skip
    record(
        by=by,
        action="plans.share_divided",
        target=share.task,
        unit=share.unit,
        summary=f"{task.code}: {task.name[:150]}",
    )
    settle_tasks([task.pk])
    send(
        event=f"plans.work_given:{task.uid}", recipients=[person] if person else people_who_may(REPORT, [unit.pk]),
        title=_("%s chia việc cho anh/chị") % share.unit, body=task.name, url=task.get_absolute_url(), by=by,
        unit=share.unit,
    )  # fmt: skip
    index_new_task(task, {unit.pk, share.unit_id})
    return task


def _check(share: Assignment, name: str, unit: Unit, person: User | None, due: datetime.date | None) -> None:
    if not rules.is_open(share.state):
        raise PartInvalid(_("Phần việc này không còn mở nên không chia được nữa."))
    if not name.strip():
        raise PartInvalid(_("Hãy ghi việc cần làm."), "name")
    if not unit.path.startswith(share.unit.path):
        raise PartInvalid(_("%(unit)s không thuộc %(owner)s.") % {"unit": unit, "owner": share.unit}, "unit")
    if person is not None and not sits_in(person, unit):
        raise PartInvalid(_("%(person)s không công tác tại %(unit)s.") % {"person": person, "unit": unit}, "person")
    if due is not None and share.due_on is not None and due > share.due_on:
        raise PartInvalid(
            _("Hạn của phần việc không được sau hạn của đơn vị (%s).") % f"{share.due_on:%d/%m/%Y}", "due_on"
        )
