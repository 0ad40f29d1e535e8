"""What search knows of plans and tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import override

from honglam.core.search.indexing import IndexRow, index_many
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.terms import WorkState

PLAN_KIND = "plan"
TASK_KIND = "task"


def index_plan(plan: Plan) -> None:
    """Bring a plan and its tasks up to date in the index, inside the writer's transaction."""
    index_many(list(rows_of_plans([plan])))


def index_new_task(task: Task, unit_ids: set[int]) -> None:
    """Put a task into the index that was just given to these units."""
    index_many([_task_row(task, unit_ids)])


def rows_of_plans(plans: Iterable[Plan]) -> Iterator[IndexRow]:
    """The index rows of plans and of their current tasks: issuers find drafts, units find what was given to them."""
    for plan in plans:
        tasks = list(plan.tasks.current())
        units = _units_by_task([task.pk for task in tasks])
        yield IndexRow(
            obj_kind=PLAN_KIND, object_id=plan.pk, title=plan.title, code=plan.number or plan.code,
            url=plan.get_absolute_url(), date=plan.issued_on,
            body=" ".join(filter(None, [_said_number(plan), plan.outside_issuer, plan.document_text[:20_000]])),
            unit_ids=tuple({plan.issuer_id, *(pk for members in units.values() for pk in members)}),
        )  # fmt: skip
        for task in tasks:
            task.plan = plan
            yield _task_row(task, units[task.pk])


def _task_row(task: Task, unit_ids: set[int]) -> IndexRow:
    return IndexRow(
        obj_kind=TASK_KIND, object_id=task.pk, title=task.name, code=task.code,
        url=reverse("plans:task", args=[task.uid]), date=task.due_on,
        body=" ".join(filter(None, [task.content, task.product, task.group_title, _said_number(task.plan)])),
        unit_ids=tuple({task.issuer_id, *unit_ids}),
    )  # fmt: skip


def _said_number(plan: Plan | None) -> str:
    """How people ask for a document: “công văn số 1204/UBND-KGVX” finds it and its tasks, and so does each part."""
    if plan is None or not plan.number:
        return ""
    with override("vi"):  # the index speaks the language of the documents, whoever writes
        return plan.citation


def _units_by_task(task_ids: list[int]) -> dict[int, set[int]]:
    units: dict[int, set[int]] = defaultdict(set)
    shares = Assignment.objects.filter(task__in=task_ids).exclude(state=WorkState.PREPARED)
    for task_id, unit_id in shares.values_list("task", "unit"):
        units[task_id].add(unit_id)
    return units
