"""Plans, tasks and shares for the stories that tests tell; everything here is fictional."""

from __future__ import annotations

import datetime
from itertools import count
from typing import Any

from honglam.core.access.models import User
from honglam.core.files.models import StoredFile
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import searchable_text
from honglam.engines.plans import rules
from honglam.engines.plans.models import Assignment, Plan, Reading, ReadItem, Task
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.terms import (
    AssignmentRole,
    DeadlineKind,
    ItemDecision,
    ItemKind,
    Mandate,
    PlanState,
    ReadingState,
    TaskOrigin,
    WorkState,
)

_numbers = count(1)


def make_plan(issuer: Unit, title: str = "Kế hoạch chuyển đổi số năm 2026", **columns: Any) -> Plan:
    """An issued plan of 2026, or a draft where `state` says so."""
    number = next(_numbers)
    if columns.get("state") != PlanState.DRAFT:
        columns = {
            "number": f"{number}/KH-UBND",
            "issued_on": datetime.date(2026, 1, 15),
            "state": PlanState.ISSUED,
        } | columns
    years = {"first_year": 2026, "last_year": 2026}
    return Plan.objects.create(code=f"KH-T-{number}", title=title, issuer=issuer, **(years | columns))


def make_task(plan: Plan, name: str = "Ban hành quy chế quản lý dữ liệu", **columns: Any) -> Task:
    """A task of a plan; `due_on` makes it a dated one."""
    due = columns.get("due_on")
    defaults: dict[str, Any] = {
        "code": f"NV-T-{next(_numbers)}",
        "plan": plan,
        "issuer": plan.issuer,
        "approver": plan.issuer,
        "origin": TaskOrigin.TABLE,
        "deadline_kind": DeadlineKind.DATE if due else DeadlineKind.NONE,
        "original_due_on": due,
        "product": "Quy chế được ban hành",
        "search_text": searchable_text(name),
        "name": name,
    }
    return Task.objects.create(**(defaults | columns))


def make_share(task: Task, unit: Unit, role: str = AssignmentRole.LEAD, **columns: Any) -> Assignment:
    """A unit's share of a task, given on 15/01/2026 and not started, unless columns say otherwise."""
    defaults: dict[str, Any] = {
        "state": WorkState.NOT_STARTED,
        "due_on": task.due_on,
        "original_due_on": task.due_on,
        "assigned_on": datetime.date(2026, 1, 15),
        "mandate": Mandate.ASSIGNED,
        "named_as": str(unit),
    }
    values = defaults | columns
    if values["state"] in (WorkState.DONE, WorkState.CLAIMED):
        values = {"progress": 100, "completed_on": datetime.date(2026, 3, 1)} | values
    if values["state"] == WorkState.DONE and role == AssignmentRole.LEAD:
        values = {"has_evidence": True} | values
    if values["state"] == WorkState.PREPARED:
        values["assigned_on"] = None
    values.setdefault("is_overdue_at_birth", rules.is_overdue_at_birth(values["due_on"], values["assigned_on"]))
    share = Assignment.objects.create(task=task, unit=unit, role=role, **values)
    if role == AssignmentRole.LEAD:
        settle_tasks_of(share.task)
    return share


def settle_tasks_of(task: Task) -> None:
    """Derive the task's state again and read it."""
    settle_tasks([task.pk])
    task.refresh_from_db()


def make_reading(issuer: Unit, by: User, *, amends: Plan | None = None, **head: Any) -> Reading:
    """A document that has been read and waits for review; `head` changes what its head says."""
    file = StoredFile.objects.create(
        name="ke-hoach.docx", kind="docx", media_type="application/octet-stream", size=1, sha256="0" * 64,
        purpose="plans.document", by=by,
    )  # fmt: skip
    said = {"title": "Kế hoạch chuyển đổi số năm 2026", "year": 2026, "kind": "plan", "number": None, "date": None}
    return Reading.objects.create(
        file=file, issuer=issuer, created_by=by, amends=amends, head=said | head, state=ReadingState.REVIEW,
        document_text="Xã Bắc Sơn ban hành quy chế quản lý dữ liệu trước ngày 30/6/2026.",
    )  # fmt: skip


def make_task_item(reading: Reading, name: str, units: dict[str, list[Unit]], **data: Any) -> ReadItem:
    """An accepted task of a reading; `units` maps roles to the units that its names are tied to."""
    said = {"name": name, "deadline": data.pop("deadline", None), "group": "Dữ liệu", "product": "Quy chế"}
    tied = [{"role": role, "text": str(unit), "units": [unit.pk]} for role, named in units.items() for unit in named]
    return ReadItem.objects.create(
        reading=reading, kind=data.pop("kind", ItemKind.TASK), position=reading.items.count(),
        data=said | {"units": tied} | data, decision=ItemDecision.ACCEPTED, source_start=0, source_end=38,
    )  # fmt: skip
