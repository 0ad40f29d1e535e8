"""Writes of instructions: a leader's note (bút phê) on any row becomes a task with owner and date."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
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
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.errors import ItemInvalid
from honglam.engines.plans.indexing import index_new_task
from honglam.engines.plans.measures import measured
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, TaskOrigin, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def instruct(
    *,
    issuer: Unit,
    leads: Sequence[Unit],
    name: str,
    by: User,
    due_on: datetime.date | None = None,
    coordinating: Sequence[Unit] = (),
    content: str = "",
    product: str = "",
    on_task: Task | None = None,
    plan: Plan | None = None,
    origin: TaskOrigin = TaskOrigin.INSTRUCTION,
) -> Task:
    """Give one piece of work at once: who, what, by when; `on_task` is the row the note was written on.

    Raises:
        NotAllowed: the person may not direct work for the issuer.
        ItemInvalid: no name, or nobody to lead.
    """
    require(by, DIRECT, issuer)
    if not name.strip():
        raise ItemInvalid(_("Hãy ghi việc cần làm."), "name")
    if not leads:
        raise ItemInvalid(_("Hãy chọn đơn vị chủ trì."), "leads")
    today = timezone.localdate()
    task = Task.objects.create(
        code=next_code("NV", today.year), plan=plan or (on_task.plan if on_task else None), parent=on_task,
        origin=origin, name=name.strip(), content=content.strip(), product=product.strip(), issuer=issuer,
        deadline_kind=DeadlineKind.DATE if due_on else DeadlineKind.NONE, due_on=due_on, original_due_on=due_on,
        approver=issuer, assigned_on=today, created_by=by, state=WorkState.NOT_STARTED,
        has_measure=measured(name, content, product),
        search_text=searchable_text(name, content, product, *map(str, leads)),
    )  # fmt: skip
    shares = Assignment.objects.bulk_create(
        Assignment(
            task=task, unit=unit, role=role, named_as=str(unit), due_on=due_on, original_due_on=due_on,
            assigned_on=today, state=WorkState.NOT_STARTED,
            is_overdue_at_birth=rules.is_overdue_at_birth(due_on, today),
            mandate=rules.mandate_over(
                issuer_bloc=issuer.bloc, unit_bloc=unit.bloc, unit_is_below=unit.path.startswith(issuer.path), role=role
            ),
        )
        for role, units in ((AssignmentRole.LEAD, leads), (AssignmentRole.COORDINATING, coordinating))
        for unit in dict.fromkeys(units)
        if role == AssignmentRole.LEAD or unit not in leads
    )  # fmt: skip
    record(by=by, action="plans.instructed", target=task, unit=issuer, rows=[(unit.code, str(unit)) for unit in leads])
    send(
        event=f"plans.work_given:{task.uid}",
        recipients=people_who_may(REPORT, [unit.pk for unit in [*leads, *coordinating]]),
        title=_("Ý kiến chỉ đạo mới của %s") % issuer,
        body=task.name,
        url=task.get_absolute_url(),
        by=by,
        unit=issuer,
    )
    index_new_task(task, {share.unit_id for share in shares})
    return task
