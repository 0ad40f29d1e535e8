"""The six clears over a whole plan: which tasks say who, what, with whom, by when, what comes of it, who decides.

The definition is the one of work in the system (`rules.six_clears`), asked of what is printed. A person is named
only once a unit has accepted the work, so of a plan one responsible unit is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.authorities import names_authority
from honglam.engines.plans.extraction.items import Source, TaskRow
from honglam.engines.plans.extraction.quantities import find_quantities
from honglam.engines.plans.rules.clears import ClearFacts, six_clears
from honglam.engines.plans.terms import SIX_CLEARS, Clear, DeadlineKind


@dataclass(frozen=True, slots=True)
class TaskClears:
    """One task and the clears that it lacks."""

    name: str
    number: str | None
    section: str
    source: Source
    missing: tuple[Clear, ...]


@dataclass(frozen=True, slots=True)
class ClearsReport:
    """All tasks of a plan with what they lack; `lacking` counts the tasks without each clear."""

    tasks: Sequence[TaskClears]
    lacking: dict[Clear, int]

    @property
    def total(self) -> int:
        """How many tasks were looked at."""
        return len(self.tasks)

    @property
    def whole(self) -> int:
        """How many of them have all six."""
        return sum(not task.missing for task in self.tasks)


def clears_of_plan(plan: PlanText) -> ClearsReport:
    """The six clears of every row of the plan's task tables, in order. A plan without such tables gives no rows."""
    tasks = [_clears(task) for task in plan.reading.tasks]
    lacking = {clear: sum(clear in task.missing for task in tasks) for clear in SIX_CLEARS}
    return ClearsReport(tasks, lacking)


def _clears(task: TaskRow) -> TaskClears:
    facts = ClearFacts(
        name=task.name,
        lead_units=len(task.lead),
        has_person=False,
        has_monitoring=bool(task.monitoring),
        has_coordinating=bool(task.coordinating),
        deadline_kind=_kind(task.deadline),
        product=task.product or "",
        has_target=bool(find_quantities(f"{task.name} {task.content or ''}")),
        has_approver=names_authority(task.name, task.content, task.product),
        resources="",
    )
    missing = tuple(verdict.clear for verdict in six_clears(facts, wanted=SIX_CLEARS) if not verdict.met)
    return TaskClears(task.name, task.no, task.section_or_appendix, task.source, missing)


def _kind(deadline: str | None) -> str:
    """The kind of deadline that a reading stands for."""
    if not deadline:
        return DeadlineKind.NONE
    if deadline[0].isdigit():
        return DeadlineKind.DATE
    return DeadlineKind.RECURRING if deadline == "recurring" else DeadlineKind.ON_DEMAND
