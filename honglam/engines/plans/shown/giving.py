"""What giving a plan's work would do, before it is done: shares, units, late dates, loose names, everyone's load."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Q

from honglam.engines.plans.models import Assignment, Plan, Reading, Task
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.standings import late_on
from honglam.engines.plans.terms import (
    OPEN_STATES,
    AssignmentRole,
    ItemDecision,
    ItemKind,
    Mandate,
    ReadingState,
    WorkState,
)


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What a unit would get, and what it already has open."""

    code: str
    name: str
    new: int
    new_lead: int
    is_requested: bool
    open: int
    overdue: int

    @property
    def total(self) -> int:
        """Open work after the giving."""
        return self.new + self.open


@dataclass(frozen=True, slots=True)
class LooseName:
    """A name in the document that is tied to no unit, and the task it stands in."""

    text: str
    task: Task | None
    task_name: str


@dataclass
class Giving:
    """The preview of handing out a plan's prepared work on a day."""

    plan: Plan
    day: datetime.date
    loads: list[UnitLoad] = field(default_factory=list)
    shares: int = 0
    tasks: int = 0
    born_late: list[Task] = field(default_factory=list)
    loose: list[LooseName] = field(default_factory=list)
    without_owner: int = 0

    @property
    def units(self) -> int:
        """How many units get work."""
        return len(self.loads)

    @property
    def requested_units(self) -> int:
        """How many of them can only be asked."""
        return sum(load.is_requested for load in self.loads)

    @property
    def most(self) -> int:
        """The largest load, for drawing the others against it."""
        return max((load.total for load in self.loads), default=0)


def giving_of(plan: Plan, day: datetime.date, today: datetime.date) -> Giving:
    """The preview; six queries, however many units."""
    prepared = Assignment.objects.filter(task__plan=plan, task__is_withdrawn=False, state=WorkState.PREPARED)
    giving = Giving(plan, day)
    giving.loads = _loads(prepared, today)
    giving.shares = sum(load.new for load in giving.loads)
    late = prepared.filter(due_on__lte=day, mandate=Mandate.ASSIGNED).values("task")
    giving.born_late = list(Task.objects.filter(pk__in=late).order_by("due_on", "position"))
    giving.tasks = prepared.aggregate(n=Count("task", distinct=True))["n"]
    giving.without_owner = plan.tasks.current().without_owner().count()
    giving.loose = loose_names(plan)
    return giving


def _loads(prepared: AssignmentQuerySet, today: datetime.date) -> list[UnitLoad]:
    new = (
        prepared.order_by()
        .values("unit", "unit__code", "unit__name")
        .annotate(
            n=Count("pk"),
            lead=Count("pk", filter=Q(role=AssignmentRole.LEAD)),
            ordered=Count("pk", filter=Q(mandate=Mandate.ASSIGNED)),
        )
        .order_by("unit__position", "unit__sort_key")
    )
    late = late_on(today)
    standing = (
        Assignment.objects.filter(state__in=OPEN_STATES, unit__in=prepared.values("unit"))
        .order_by()
        .values("unit")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
    )
    has = {row["unit"]: (row["n"], row["late"]) for row in standing}
    return [
        UnitLoad(
            code=row["unit__code"], name=row["unit__name"], new=row["n"], new_lead=row["lead"],
            is_requested=not row["ordered"], open=has.get(row["unit"], (0, 0))[0],
            overdue=has.get(row["unit"], (0, 0))[1],
        )
        for row in new
    ]  # fmt: skip


def loose_names(plan: Plan) -> list[LooseName]:
    """Names that the plan's newest reading left without a unit; three queries."""
    reading = Reading.objects.filter(plan=plan, state=ReadingState.ACCEPTED).only("pk").order_by("-pk").first()
    if reading is None:
        return []
    items = reading.items.filter(
        kind__in=[ItemKind.TASK, ItemKind.DUTY], decision=ItemDecision.ACCEPTED
    ).only("data", "source_start", "reading", "kind")  # fmt: skip
    tasks = {
        (task.source_start, task.name): task
        for task in plan.tasks.current().only("uid", "name", "source_start", "plan")
    }
    return [
        LooseName(text, tasks.get((item.source_start, item.data["name"])), item.data["name"])
        for item in items
        for text in dict.fromkeys(item.loose_names)
    ]
