"""Plans for programs: what the pages show, and what phones write: reports with evidence, wishes, remarks."""
# No postponed annotations here: pagination wraps the views, and their parameters could not be resolved.

import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, File, Header, Query, Router, Schema, Status, UploadedFile
from ninja.pagination import paginate
from pydantic import AwareDatetime, HttpUrl

from honglam.core.access.requests import PersonRequest
from honglam.core.files.models import StoredFile
from honglam.engines.plans.actions import comments as remarks
from honglam.engines.plans.actions import evidence, work
from honglam.engines.plans.actions import extensions as moves
from honglam.engines.plans.errors import AnotherPerson
from honglam.engines.plans.models import Assignment, Comment, Extension, Plan, ProgressEntry, Task
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
    original_due_on: datetime.date | None
    completed_on: datetime.date | None
    period: str = Field(alias="period_code")
    has_evidence: bool
    extension: str
    grace_until: datetime.date | None
    accepted_at: datetime.datetime | None

    @staticmethod
    def resolve_status(share: Assignment) -> str:
        """The status of today."""
        return status_of(
            state=share.state, due_on=share.due_on, completed_on=share.completed_on, today=timezone.localdate(),
            mandate=share.mandate, overdue_at_birth=share.is_overdue_at_birth, extension=share.extension,
            grace_until=share.grace_until,
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
    """A progress report. `done` claims the work done, to be confirmed.

    `evidence` names files sent before; `entered_at` is when it was written, where it waited for a line; `owner` is who
    wrote it (`uid` of /api/session), so that nobody's words are sent in the name of another.
    """

    model_config = {"extra": "forbid"}

    progress: int = Field(ge=0, le=100)
    text: str = Field("", max_length=5000, pattern=NO_NUL)
    difficulty: str = Field("", max_length=5000, pattern=NO_NUL)
    done: bool = False
    completed_on: datetime.date | None = None
    evidence: list[UUID] = Field([], max_length=10)
    link: HttpUrl | None = Field(None, max_length=500)
    entered_at: AwareDatetime | None = None
    owner: UUID | None = None


class ExtensionIn(Schema):
    """A wish for a later date."""

    model_config = {"extra": "forbid"}

    new_due_on: datetime.date
    reason: str = Field(max_length=2000, pattern=NO_NUL)


class ExtensionOut(Schema):
    """A wish for a later date and what became of it; `authority` cites the document that moved the date."""

    uid: UUID
    state: str
    old_due_on: datetime.date | None
    new_due_on: datetime.date
    reason: str
    asked_at: datetime.datetime
    grace_until: datetime.date | None
    decided_at: datetime.datetime | None
    answer: str
    authority: str


class CommentIn(Schema):
    """A remark; “@account” mentions somebody who sees the task. `owner` is who wrote it, as in `ReportIn`."""

    model_config = {"extra": "forbid"}

    text: str = Field(max_length=4000, pattern=NO_NUL)
    owner: UUID | None = None


class CommentOut(Schema):
    """A remark on a task; without words where its author took it back."""

    uid: UUID
    author: str
    text: str
    created_at: datetime.datetime
    taken_back_at: datetime.datetime | None

    @staticmethod
    def resolve_author(remark: Comment) -> str:
        """The author's name."""
        return str(remark.author or "")


class EvidenceOut(Schema):
    """A stored file that a report may name."""

    uid: UUID
    name: str
    size: int


class EntryOut(Schema):
    """A stored progress report."""

    uid: UUID
    progress: int
    state: str
    text: str
    difficulty: str
    reported_at: datetime.datetime
    entered_at: datetime.datetime | None


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


@router.post("/shares/{uid}/evidence", response={201: EvidenceOut}, summary="Gửi một tệp minh chứng")
def take_evidence(
    request: PersonRequest,
    uid: UUID,
    file: UploadedFile = File(...),
    owner: Annotated[UUID | None, Query()] = None,
) -> Status[StoredFile]:
    """Store one file, to be named by a report that follows; the same file sent again is the first one."""
    share = _share(request, uid, owner)
    return Status(201, evidence.take_evidence(assignment=share, upload=file, by=request.user))


@router.post("/shares/{uid}/reports", response={201: EntryOut}, summary="Báo cáo tiến độ")
def report(
    request: PersonRequest,
    uid: UUID,
    given: ReportIn,
    idempotency_key: Annotated[str | None, Header(max_length=64)] = None,
) -> Status[ProgressEntry]:
    """Report progress on a share; sent twice with the same Idempotency-Key header it is stored once."""
    share = _share(request, uid, given.owner)
    proofs = evidence.proofs_of(uids=given.evidence, by=request.user, unit=share.unit)
    if given.link:
        proofs.append(work.Proof(link=str(given.link)))
    entry = work.report(
        assignment=share, progress=given.progress, text=given.text, difficulty=given.difficulty, proofs=proofs,
        claims_done=given.done, completed_on=given.completed_on if given.done else None, by=request.user,
        idempotency_key=idempotency_key, entered_at=given.entered_at,
    )  # fmt: skip
    return Status(201, entry)


@router.post("/shares/{uid}/acceptance", response=ShareOut, summary="Nhận việc")
def accept(request: PersonRequest, uid: UUID) -> Assignment:
    """Say that a share has arrived and is understood; a second time it changes nothing."""
    return work.accept_work(assignment=_share(request, uid, None), by=request.user)


@router.get("/shares/{uid}/extensions", response=list[ExtensionOut], summary="Gia hạn của một phân công")
def extensions(request: PersonRequest, uid: UUID) -> QuerySet[Extension]:
    """The later dates that were asked for and decided for a share, the newest first."""
    return _share(request, uid, None).extensions.select_related("document")


@router.post("/shares/{uid}/extensions", response={201: ExtensionOut}, summary="Xin gia hạn")
def ask_extension(request: PersonRequest, uid: UUID, given: ExtensionIn) -> Status[Extension]:
    """Ask the level that gave a share for a later date; until it answers, the old date stands."""
    share = _share(request, uid, None)
    return Status(
        201,
        moves.ask_extension(assignment=share, new_due_on=given.new_due_on, reason=given.reason, by=request.user),
    )


@router.get("/tasks/{uid}/comments", response=list[CommentOut], summary="Trao đổi")
@paginate(BoundedPaging)
def comments(request: PersonRequest, uid: UUID) -> QuerySet[Comment]:
    """The remarks on a task, the oldest first."""
    found = get_object_or_404(Task.objects.visible_to(request.user), uid=uid)
    return found.comments.select_related("author")


@router.post("/tasks/{uid}/comments", response={201: CommentOut}, summary="Gửi trao đổi")
def comment(
    request: PersonRequest,
    uid: UUID,
    given: CommentIn,
    idempotency_key: Annotated[str | None, Header(max_length=64)] = None,
) -> Status[Comment]:
    """Write a remark on a task; sent twice with the same Idempotency-Key header it is stored once."""
    _check_writer(request, given.owner)
    found = get_object_or_404(Task.objects.visible_to(request.user).select_related("issuer"), uid=uid)
    remark = remarks.comment(task=found, text=given.text, by=request.user, idempotency_key=idempotency_key)
    return Status(201, remark)


def _share(request: PersonRequest, uid: UUID, owner: UUID | None) -> Assignment:
    """The share that is written to, if whoever wrote is whoever sends. AnotherPerson; Http404."""
    _check_writer(request, owner)
    return get_object_or_404(Assignment.objects.visible_to(request.user).with_task(), uid=uid)


def _check_writer(request: PersonRequest, owner: UUID | None) -> None:
    """Whoever wrote is whoever sends. AnotherPerson."""
    if owner is not None and owner != request.user.uid:
        raise AnotherPerson
