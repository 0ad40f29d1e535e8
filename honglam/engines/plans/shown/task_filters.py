"""The filters of the list of tasks: what the address bar says, and the rows that it means."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import QueryDict

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.queries import AssignmentQuerySet, TaskQuerySet
from honglam.engines.plans.shown.rows import month_bounds
from honglam.engines.plans.terms import (
    OPEN_STATES,
    AssignmentRole,
    Clear,
    DeadlineKind,
    Mandate,
    TaskOrigin,
    WorkState,
    WorkStatus,
)
from honglam.toolkit.identifiers import uuid_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

OPEN, DONE, NO_OWNER, NO_DATE = "open", "done", "no_owner", "no_date"
SPECIAL_STATUSES = (OPEN, DONE, NO_OWNER, NO_DATE)
NO_GROUP = "-"
"""Asks for the tasks that stand in no group."""
OPEN_STATUSES = (
    WorkStatus.NOT_STARTED,
    WorkStatus.IN_PROGRESS,
    WorkStatus.DUE_SOON,
    WorkStatus.OVERDUE,
    WorkStatus.OVERDUE_WHEN_ASSIGNED,
    WorkStatus.RETURNED,
    WorkStatus.REQUESTED,
)
_CODE = re.compile(r"(?=.*\d)[0-9a-z.\-]+")


@dataclass(frozen=True)
class TaskFilters:
    """What a list of tasks is narrowed to; every field is as it stands in the address, empty where it does not."""

    q: str = ""
    plan: str = ""
    unit: str = ""
    role: str = ""
    status: str = ""
    group: str = ""
    month: str = ""
    lacks: str = ""
    origin: str = ""
    mandate: str = ""
    deadline: str = ""
    mine: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> TaskFilters:
        """The filters of an address; values that mean nothing are left out."""
        known = {
            "role": AssignmentRole.values, "status": [*WorkStatus.values, *SPECIAL_STATUSES], "lacks": Clear.values,
            "origin": TaskOrigin.values, "mandate": Mandate.values, "deadline": DeadlineKind.values,
            "mine": ["1"],
        }  # fmt: skip
        values = {name: query.get(name, "").strip() for name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in values.items() if value in known.get(name, [value])})

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == TaskFilters()

    @property
    def plan_uid(self) -> UUID | None:
        """The plan's identifier, where one is named."""
        return uuid_of(self.plan)

    @property
    def unit_code(self) -> str:
        """The code of one unit, where the text is a code and not words."""
        return self.unit if _CODE.fullmatch(self.unit) else ""

    def without_status(self, user: User, today: datetime.date) -> TaskQuerySet:
        """The user's tasks that match everything but the status, with their status on the day."""
        tasks: TaskQuerySet = Task.objects.visible_to(user).current()
        if self.plan:
            tasks = tasks.filter(plan__uid=self.plan_uid) if self.plan_uid else tasks.none()
        if self.unit or self.role or self.mandate:
            tasks = tasks.filter(Exists(self._shares()))
        if self.group:
            tasks = tasks.filter(group_title="" if self.group == NO_GROUP else self.group)
        if bounds := month_bounds(self.month):
            tasks = tasks.filter(due_on__gte=bounds[0], due_on__lte=bounds[1])
        if self.origin:
            tasks = tasks.filter(origin=self.origin)
        if self.deadline:
            tasks = tasks.filter(deadline_kind=self.deadline)
        if self.mine:
            tasks = tasks.filter(reach_of(user, "plans.direct_work").q("issuer"))
        if self.lacks:
            tasks = tasks.lacking(Clear(self.lacks))
        return tasks.saying(self.q).standing(today)

    def with_status(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """Only tasks of the status asked for."""
        if self.status == OPEN:
            return tasks.filter(state__in=OPEN_STATES)
        if self.status == DONE:
            return tasks.filter(state=WorkState.DONE)
        if self.status == NO_OWNER:
            return tasks.without_owner()
        if self.status == NO_DATE:
            return tasks.without_deadline()
        return tasks.filter(status=self.status) if self.status else tasks

    def _shares(self) -> AssignmentQuerySet:
        shares = Assignment.objects.filter(task=OuterRef("pk")).exclude(state=WorkState.WITHDRAWN)
        if self.unit_code:
            shares = shares.filter(unit__code=self.unit_code)
        elif self.unit:
            shares = shares.filter(unit__in=Unit.objects.containing(self.unit))
        if self.role:
            shares = shares.filter(role=self.role)
        if self.mandate:
            shares = shares.filter(mandate=self.mandate)
        return shares
