"""The work of one plan, seen by group, by unit and by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _

from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.shown.rows import TaskRow, deadline_words, task_rows
from honglam.engines.plans.standings import late_on
from honglam.engines.plans.terms import AssignmentRole, Mandate, TaskOrigin, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User

BY_GROUP, BY_UNIT, BY_MONTH = "group", "unit", "month"
MOST_TASKS = 500
"""More tasks than any plan lists; beyond it the tab points to the paged list of tasks."""


@dataclass
class TaskGroup:
    """Tasks under one heading, with how far they are."""

    heading: str
    rows: list[TaskRow] = field(default_factory=list)

    @property
    def progress(self) -> int:
        """Mean progress of the group in percent."""
        return sum(row.task.progress for row in self.rows) // len(self.rows) if self.rows else 0

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(row.status == "overdue" for row in self.rows)


def grouped_tasks(plan: Plan, user: User, today: datetime.date, *, by: str) -> list[TaskGroup]:
    """The plan's tasks that the user sees, under the plan's own groups or under months; two queries.

    Work of other documents that the plan asks for as well stands under a heading of its own, or in its month.
    """
    tasks = Task.objects.ordered_by(plan).visible_to(user).current().whole().exclude(origin=TaskOrigin.DUTY, plan=plan)
    rows = task_rows(list(tasks.standing(today).select_related("plan").order_by("position", "pk")[:MOST_TASKS]))
    if by == BY_MONTH:
        rows.sort(key=lambda row: (row.task.due_on is None, row.task.due_on or today, row.task.position))
    else:  # what came later stands last
        rows.sort(key=lambda row: (row.task.plan_id != plan.pk, not (row.task.group_title or row.task.section)))
    return _grouped((_month(row) if by == BY_MONTH else _group(row, plan), row) for row in rows)


def duties_by_unit(plan: Plan, user: User, today: datetime.date) -> list[TaskGroup]:
    """What the part on implementation gives to whom, in the words of the plan; two queries."""
    tasks = plan.tasks.visible_to(user).current().filter(origin=TaskOrigin.DUTY).standing(today)
    rows = task_rows(list(tasks.order_by("position", "pk")))
    return _grouped((row.leads.named_as or row.leads.text or _("Chưa rõ đơn vị"), row) for row in rows)


def _grouped(rows: Iterable[tuple[str, TaskRow]]) -> list[TaskGroup]:
    groups: dict[str, TaskGroup] = {}
    for heading, row in rows:
        groups.setdefault(heading, TaskGroup(heading)).rows.append(row)
    return list(groups.values())


def _group(row: TaskRow, plan: Plan) -> str:
    if row.task.plan_id != plan.pk:
        return _("Việc của văn bản khác mà văn bản này cùng yêu cầu")
    return row.task.group_title or row.task.section or _("Ý kiến chỉ đạo, việc phát sinh")


def _month(row: TaskRow) -> str:
    due = row.task.due_on
    return _("Tháng %(month)d/%(year)d") % {"month": due.month, "year": due.year} if due else deadline_words(row.task)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """What one unit has of a plan."""

    code: str
    name: str
    lead: int
    coordinating: int
    monitoring: int
    requested: int
    done: int
    overdue: int
    waiting: int
    progress: int


def units_of_plan(plan: Plan, user: User, today: datetime.date) -> list[UnitLine]:
    """The units of a plan whose shares the user sees, by the Vietnamese alphabet; one query."""
    shares = Assignment.objects.visible_to(user).ordered_by(plan).whole().filter(task__is_withdrawn=False)
    late = late_on(today)
    found = (
        shares.exclude(state=WorkState.WITHDRAWN)
        .order_by()
        .values("unit__code", "unit__name", "unit__sort_key", "unit__position")
        .annotate(
            lead=Count("pk", filter=Q(role=AssignmentRole.LEAD)),
            coordinating=Count("pk", filter=Q(role=AssignmentRole.COORDINATING)),
            monitoring=Count("pk", filter=Q(role=AssignmentRole.MONITORING)),
            requested=Count("pk", filter=Q(mandate=Mandate.REQUESTED)),
            done=Count("pk", filter=Q(state=WorkState.DONE)),
            waiting=Count("pk", filter=Q(state=WorkState.CLAIMED)),
            overdue=Count("pk", filter=late),
            progress=Avg("progress", filter=Q(role=AssignmentRole.LEAD)),
        )
        .order_by("unit__position", "unit__sort_key")
    )
    return [
        UnitLine(
            code=row["unit__code"], name=row["unit__name"], lead=row["lead"], coordinating=row["coordinating"],
            monitoring=row["monitoring"], requested=row["requested"], done=row["done"], overdue=row["overdue"],
            waiting=row["waiting"], progress=int(row["progress"] or 0),
        )
        for row in found
    ]  # fmt: skip
