"""Keeps what tasks say of themselves true: derived from their leading shares, inside the writer's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from honglam.engines.plans import rules
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.terms import AssignmentRole


def settle_tasks(task_ids: Iterable[int]) -> None:
    """Derive state, progress and day of completion of tasks from their leading shares (one read, one write)."""
    ids = list(task_ids)
    shares: dict[int, list[rules.Share]] = {pk: [] for pk in ids}
    leading = Assignment.objects.filter(task__in=ids, role=AssignmentRole.LEAD)
    for task_id, state, progress, completed_on in leading.values_list("task", "state", "progress", "completed_on"):
        shares[task_id].append(rules.Share(state, progress, completed_on))
    changed = []
    for task in Task.objects.filter(pk__in=ids):
        summary = rules.summary_of(shares[task.pk])
        task.state, task.progress, task.completed_on = summary.state, summary.progress, summary.completed_on
        task.updated_at = timezone.now()
        changed.append(task)
    Task.objects.bulk_update(changed, ["state", "progress", "completed_on", "updated_at"], batch_size=500)
