"""The six clears of one task, and of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.queries import TaskQuerySet
from honglam.engines.plans.rules import ClearFacts, ClearVerdict, six_clears
from honglam.engines.plans.shown.rows import Leads
from honglam.engines.plans.terms import SIX_CLEARS, AssignmentRole, Clear, WorkState


def wanted_clears() -> tuple[Clear, ...]:
    """The clears that this installation asks for (the setting PLANS_CLEARS), in their order."""
    return tuple(Clear(code) for code in getattr(settings, "PLANS_CLEARS", SIX_CLEARS))


def clears_of(task: Task, shares: Iterable[Assignment]) -> list[ClearVerdict]:
    """Which clears a task has, judged by all its shares."""
    standing = [share for share in shares if share.state != WorkState.WITHDRAWN]
    roles = {share.role for share in standing}
    leads = [share for share in standing if share.role == AssignmentRole.LEAD]
    facts = ClearFacts(
        name=task.name,
        lead_units=len({share.unit_id for share in leads}),
        has_person=all(share.person_id for share in leads),
        has_monitoring=AssignmentRole.MONITORING in roles,
        has_coordinating=AssignmentRole.COORDINATING in roles,
        deadline_kind=task.deadline_kind,
        product=task.product,
        has_target=task.has_measure,
        has_approver=task.approver_id is not None or task.names_authority,
        resources=task.resources,
    )
    return six_clears(facts, wanted=wanted_clears())


@dataclass(frozen=True, slots=True)
class ClearCount:
    """How many of a set of tasks lack one clear."""

    clear: Clear
    lacking: int
    total: int

    @property
    def share_met(self) -> int:
        """Percent of the tasks that have it."""
        return round(100 * (self.total - self.lacking) / self.total) if self.total else 100


def clear_counts(tasks: TaskQuerySet, clears: Sequence[Clear] | None = None) -> list[ClearCount]:
    """For each clear how many of the tasks lack it; one query."""
    wanted = clears or wanted_clears()
    counts = tasks.counts_of_lacks(wanted)
    return [ClearCount(clear, counts[clear], counts["total"]) for clear in wanted]


@dataclass(frozen=True, slots=True)
class ClearRow:
    """A task with its verdicts, in the order of `wanted_clears`."""

    task: Task
    leads: str
    verdicts: tuple[ClearVerdict, ...]

    @property
    def met(self) -> int:
        """How many of the clears it has."""
        return sum(verdict.met for verdict in self.verdicts)

    @property
    def missing(self) -> list[str]:
        """What it lacks, in words."""
        return [str(verdict.missing) for verdict in self.verdicts if not verdict.met]


def clear_rows(tasks: Sequence[Task]) -> list[ClearRow]:
    """Which of the clears each of the tasks has; one query for all their shares."""
    shares: dict[int, list[Assignment]] = defaultdict(list)
    found = Assignment.objects.filter(task__in=[task.pk for task in tasks], standing=None)
    for share in found.exclude(state=WorkState.WITHDRAWN).select_related("unit").order_by("pk"):
        shares[share.task_id].append(share)
    return [ClearRow(task, _leads(shares[task.pk]), tuple(clears_of(task, shares[task.pk]))) for task in tasks]


def _leads(shares: Iterable[Assignment]) -> str:
    """Who leads, in one line as everywhere."""
    leading = [share for share in shares if share.role == AssignmentRole.LEAD]
    named = {share.named_as for share in leading}
    return Leads(
        tuple(share.unit.label for share in leading), tuple(share.unit.code for share in leading),
        named.pop() if len(named) == 1 else "",
    ).text  # fmt: skip
