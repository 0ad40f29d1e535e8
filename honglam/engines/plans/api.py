"""Plans for programs: what the pages show, and the one write that phones make: a progress report."""
# No postponed annotations here: pagination wraps the views, and their parameters could not be resolved.

import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Header, Query, Router, Schema, Status
from ninja.pagination import paginate

from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.actions import work
from honglam.engines.plans.models import Assignment, Plan, ProgressEntry, Task
from honglam.engines.plans.rules import status_of
from honglam.toolkit.paging import BoundedPaging

router = Router()
NO_NUL = r"^[^\x00]*$"
"""PostgreSQL stores no NUL in text."""


class PlanOut(Schema):
    """A plan."""

    uid: UUID
    code: str
    kind: str
    title: str
    number: str
    issued_on: datetime.date | None
    issuer: str = Field(alias="issuer.name")
    first_year: int
    last_year: int
    state: str


class ShareOut(Schema):
    """One unit's share of a task; `status` is the word that people see today."""

    uid: UUID
    unit_code: str = Field(alias="unit.code")
    unit: str = Field(alias="unit.name")
    role: str
    mandate: str
    state: str
    status: str
    progress: int
    due_on: datetime.date | None
    completed_on: datetime.date | None

    @staticmethod
    def resolve_status(share: Assignment) -> str:
        """The status of today."""
        return status_of(
            state=share.state, due_on=share.due_on, completed_on=share.completed_on, today=timezone.localdate(),
            mandate=share.mandate, overdue_at_birth=share.is_overdue_at_birth,
        ).value  # fmt: skip


class TaskOut(Schema):
    """A task in a list."""

    uid: UUID
    code: str
    name: str
    plan_code: str | None = Field(None, alias="plan.code")
    deadline_kind: str
    due_on: datetime.date | None
    state: str
    progress: int


class TaskDetail(TaskOut):
    """A task with its words, its source and the shares that the reader may see."""

    content: str
    product: str
    deadline_text: str
    source_quote: str
    source_page: int | None
    shares: list[ShareOut]


class TaskFilter(Schema):
    """What tasks are asked for; `text` needs no marks."""

    plan: str = ""
    text: str = ""
    overdue: bool = False


class ReportIn(Schema):
    """A progress report. `done` claims the work done, to be confirmed."""

    model_config = {"extra": "forbid"}

    progress: int = Field(ge=0, le=100)
    text: str = Field("", max_length=5000, pattern=NO_NUL)
    difficulty: str = Field("", max_length=5000, pattern=NO_NUL)
    done: bool = False


class EntryOut(Schema):
    """A stored progress report."""

    uid: UUID
    progress: int
    state: str
    reported_at: datetime.datetime


@router.get("", response=list[PlanOut], summary="Kế hoạch")
@paginate(BoundedPaging)
def plans(request: PersonRequest) -> QuerySet[Plan]:
    """Plans that the reader may see."""
    return Plan.objects.visible_to(request.user).select_related("issuer").defer("document_text")


@router.get("/tasks", response=list[TaskOut], summary="Nhiệm vụ")
@paginate(BoundedPaging)
def tasks(request: PersonRequest, wanted: TaskFilter = Query(...)) -> QuerySet[Task]:
    """Tasks that the reader may see."""
    found = Task.objects.visible_to(request.user).current().saying(wanted.text).select_related("plan")
    if wanted.plan:
        found = found.filter(plan__code=wanted.plan)
    return found.overdue(timezone.localdate()) if wanted.overdue else found


@router.get("/tasks/{uid}", response=TaskDetail, summary="Một nhiệm vụ")
def task(request: PersonRequest, uid: UUID) -> Task:
    """A task with its shares."""
    found = get_object_or_404(Task.objects.visible_to(request.user).select_related("plan"), uid=uid)
    found.shares = list(  # type: ignore[attr-defined]
        Assignment.objects.visible_to(request.user).filter(task=found).select_related("unit")
    )
    return found


@router.post("/shares/{uid}/reports", response={201: EntryOut}, summary="Báo cáo tiến độ")
def report(
    request: PersonRequest,
    uid: UUID,
    given: ReportIn,
    idempotency_key: Annotated[str | None, Header(max_length=64)] = None,
) -> Status[ProgressEntry]:
    """Report progress on a share; sent twice with the same Idempotency-Key header it is stored once."""
    share = get_object_or_404(Assignment.objects.visible_to(request.user).with_task(), uid=uid)
    entry = work.report(
        assignment=share, progress=given.progress, text=given.text, difficulty=given.difficulty,
        claims_done=given.done, by=request.user, idempotency_key=idempotency_key,
    )  # fmt: skip
    return Status(201, entry)
