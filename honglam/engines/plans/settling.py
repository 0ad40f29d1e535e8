"""Keeps what tasks say of themselves true: derived from their leading shares, inside the writer's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from honglam.engines.plans import rules
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.terms import AssignmentRole, WorkState


def settle_tasks(task_ids: Iterable[int]) -> None:
    """Derive state, progress and day of completion of tasks from their leading shares (one read, one write).

    Where a task is a part of a unit's share, the share follows: its progress is the mean of its parts, never 100 %.
    """
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
    if parents := {task.parent_share_id for task in changed if task.parent_share_id}:
        _settle_shares(parents)


def _settle_shares(share_ids: set[int]) -> None:
    """Bring shares that were divided to the mean of their parts, and then the tasks they belong to."""
    parts: dict[int, list[int]] = {pk: [] for pk in share_ids}
    found = Task.objects.current().filter(parent_share__in=share_ids).exclude(state=WorkState.WITHDRAWN)
    for share_id, of_part in found.values_list("parent_share", "progress"):
        parts[share_id].append(of_part)
    moved = []
    for share in Assignment.objects.filter(pk__in=share_ids).open():
        progress = rules.progress_of_parts(parts[share.pk])
        if progress is not None and progress > share.progress:
            share.progress = progress
            share.state = WorkState.IN_PROGRESS if share.state == WorkState.NOT_STARTED else share.state
            moved.append(share)
    if moved:
        Assignment.objects.bulk_update(moved, ["progress", "state"])
        settle_tasks({share.task_id for share in moved})
