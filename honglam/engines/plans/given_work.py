"""What documents gave already, so that the same work is not given twice."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable

from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.terms import AssignmentRole
from honglam.toolkit.text import fold

WorkKey = tuple[str, datetime.date | None, frozenset[int]]


def work_key(name: str, due_on: datetime.date | None, leads: Iterable[int]) -> WorkKey:
    """What makes two pieces of one document the same: their words, first date and leading units."""
    return fold(name), due_on, frozenset(leads)


def work_given_by(plans: Iterable[Plan]) -> dict[int, set[WorkKey]]:
    """By key of a document what it gave, as it first said it; two queries, however many documents."""
    keys = [plan.pk for plan in plans]
    leads: dict[int, set[int]] = defaultdict(set)
    shares = Assignment.objects.filter(task__plan__in=keys, role=AssignmentRole.LEAD, standing=None)
    for task_id, unit_id in shares.values_list("task", "unit"):
        leads[task_id].add(unit_id)
    given: dict[int, set[WorkKey]] = defaultdict(set)
    said = Task.objects.filter(plan__in=keys, parent=None)
    for pk, plan_id, name, due_on in said.values_list("pk", "plan", "name", "original_due_on"):
        given[plan_id].add(work_key(name, due_on, leads[pk]))
    return given
