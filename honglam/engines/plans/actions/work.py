"""Writes of work: give, take on, report, confirm, return, withdraw, hand over.

Progress is written on assignments only; after each write the task's summary is derived anew (`_settle`).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send, send_bundled
from honglam.engines.plans import rules
from honglam.engines.plans.errors import DuplicateShare, ReasonMissing, ReportInvalid, StepNotAllowed
from honglam.engines.plans.models import Assignment, Evidence, ProgressEntry, Task
from honglam.engines.plans.recipients import people_who_may, sits_in
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.share_filters import ShareFilters
from honglam.engines.plans.terms import AssignmentRole, ShareDay, WorkState, WorkStatus

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit

REPORT = "plans.report_work"
DIRECT = "plans.direct_work"


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence on its way in: a stored file or a link, and what it shows."""

    file: StoredFile | None = None
    link: str = ""
    caption: str = ""


@transaction.atomic
def take_on(*, assignment: Assignment, person: User | None, by: User) -> Assignment:
    """Name the person who does a unit's share (or nobody); anyone who may report for the unit may do it.

    Raises:
        ReportInvalid: the person sits neither in the unit nor in one of its own bodies.
    """
    require(by, REPORT, assignment.unit)
    if person is not None and not sits_in(person, assignment.unit):
        raise ReportInvalid(
            _("%(person)s không công tác tại %(unit)s.") % {"person": person, "unit": assignment.unit}, "person"
        )
    assignment = _locked(assignment)
    before = assignment.person
    assignment.person = person
    assignment.save(update_fields=["person"])
    entry = record(
        by=by,
        action="plans.work_taken_on",
        target=assignment.task,
        unit=assignment.unit,
        changes={"person": (str(before or ""), str(person or ""))},
    )
    if person is not None and person != by:
        send(
            event=f"plans.work_given:{assignment.uid}:{entry.uid}",
            recipients=[person],
            title=_("Anh/chị được phân công một việc"),
            body=assignment.task.name,
            url=assignment.get_absolute_url(),
            by=by,
            unit=assignment.unit,
        )
    return assignment


@transaction.atomic
def report(
    *,
    assignment: Assignment,
    progress: int,
    by: User,
    text: str = "",
    difficulty: str = "",
    proofs: Sequence[Proof] = (),
    claims_done: bool = False,
    completed_on: datetime.date | None = None,
    idempotency_key: str | None = None,
) -> ProgressEntry:
    """Report how far a unit's share is, with evidence; `claims_done` reports it done, to be confirmed.

    The same `idempotency_key` is stored once: a second delivery returns the first entry.

    Raises:
        ReportInvalid: progress outside 0–100, less than 100 for work said to be done, a day in the future.
        StepNotAllowed: the share is not open.
    """
    require(by, REPORT, assignment.unit)
    assignment = _locked(assignment)
    if idempotency_key and (known := ProgressEntry.objects.filter(idempotency_key=idempotency_key).first()):
        if known.assignment_id != assignment.pk:
            raise ReportInvalid(_("Mã gửi này đã dùng cho một việc khác. Hãy tải lại trang rồi gửi lại."))
        return known
    today = timezone.localdate()
    progress = _checked_progress(progress, claims_done, completed_on, today)
    then = rules.state_after_report(progress, claims_done=claims_done)
    if not rules.is_open(assignment.state):
        raise StepNotAllowed(assignment.get_state_display(), WorkState(then).label)
    before = (assignment.state, assignment.progress)
    assignment.state = then
    assignment.progress = progress
    assignment.completed_on = (completed_on or today) if claims_done else None
    assignment.last_report_at = timezone.now()
    assignment.has_evidence = assignment.has_evidence or bool(proofs)
    assignment.save(update_fields=["state", "progress", "completed_on", "last_report_at", "has_evidence"])
    entry = ProgressEntry.objects.create(
        assignment=assignment,
        reported_by=by,
        reported_at=assignment.last_report_at,
        progress=progress,
        state=then,
        text=text.strip(),
        difficulty=difficulty.strip(),
        idempotency_key=idempotency_key or None,
    )
    Evidence.objects.bulk_create(
        Evidence(entry=entry, file=proof.file, link=proof.link, caption=proof.caption) for proof in proofs
    )
    record(
        by=by,
        action="plans.work_claimed" if claims_done else "plans.work_reported",
        target=assignment.task,
        unit=assignment.unit,
        changes={"state": (before[0], then), "progress": (before[1], progress)},
        summary=text.strip()[:200],
    )
    _settle(assignment.task)
    if claims_done:
        _tell_who_confirms(assignment, by)
    return entry


@transaction.atomic
def confirm(*, assignment: Assignment, by: User) -> Assignment:
    """Confirm that reported work is done; for those who direct the task's issuer or monitor the task."""
    _require_confirming(by, assignment)
    assignment = _step(assignment, WorkState.DONE)
    assignment.save(update_fields=["state"])
    record(by=by, action="plans.work_confirmed", target=assignment.task, unit=assignment.unit)
    _settle(assignment.task)
    _tell_the_unit(assignment, by, "plans.work_confirmed", _("Việc đã được xác nhận hoàn thành"))
    return assignment


@transaction.atomic
def return_work(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Give reported work back with a reason; the unit works on, and the due date stands."""
    if not reason.strip():
        raise ReasonMissing()
    _require_confirming(by, assignment)
    assignment = _step(assignment, WorkState.RETURNED)
    assignment.completed_on = None
    assignment.progress = min(assignment.progress, 99)
    assignment.save(update_fields=["state", "completed_on", "progress"])
    ProgressEntry.objects.create(
        assignment=assignment,
        reported_by=by,
        reported_at=timezone.now(),
        progress=assignment.progress,
        state=WorkState.RETURNED,
        text=reason.strip(),
    )
    record(by=by, action="plans.work_returned", target=assignment.task, unit=assignment.unit, reason=reason)
    _settle(assignment.task)
    _tell_the_unit(assignment, by, "plans.work_returned", _("Việc bị trả lại: %s") % reason.strip())
    return assignment


@transaction.atomic
def withdraw(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Take a unit's share back; what was reported stays readable."""
    if not reason.strip():
        raise ReasonMissing()
    require(by, DIRECT, assignment.task.issuer)
    assignment = _step(assignment, WorkState.WITHDRAWN)
    assignment.completed_on = None
    assignment.save(update_fields=["state", "completed_on"])
    record(by=by, action="plans.work_withdrawn", target=assignment.task, unit=assignment.unit, reason=reason)
    _settle(assignment.task)
    return assignment


@transaction.atomic
def add_share(
    *, task: Task, unit: Unit, role: AssignmentRole, by: User, due_on: datetime.date | None = None
) -> Assignment:
    """Give one more unit a role in a task; it is given at once where the task has been given.

    Raises:
        NotAllowed.
        DuplicateShare: the unit has this role already, or got it from somebody else at the same moment.
    """
    require(by, DIRECT, task.issuer)
    if Assignment.objects.filter(task=task, unit=unit, role=role, period_code="").exists():
        raise DuplicateShare(str(unit))
    due = due_on or task.due_on
    share = Assignment(
        task=task, unit=unit, role=role, named_as=str(unit), due_on=due, original_due_on=due,
        mandate=rules.mandate_over(
            issuer_bloc=task.issuer.bloc, unit_bloc=unit.bloc, unit_is_below=unit.path.startswith(task.issuer.path),
            role=role,
        ),
    )  # fmt: skip
    if task.assigned_on is not None:
        share.assigned_on = timezone.localdate()
        share.state = WorkState.NOT_STARTED
        share.is_overdue_at_birth = rules.is_overdue_at_birth(due, share.assigned_on)
    try:
        with transaction.atomic():
            share.save()
    except IntegrityError as error:
        raise DuplicateShare(str(unit)) from error
    record(by=by, action="plans.share_added", target=task, unit=unit, summary=share.get_role_display())
    _settle(task)
    if share.state != WorkState.PREPARED:
        _tell_the_unit(share, by, "plans.work_given", _("Đơn vị được giao việc mới"))
    return share


@transaction.atomic
def hand_over(*, person: User, unit: Unit, to: User | None, by: User, reason: str = "") -> int:
    """Pass a person's open shares at a unit to somebody else (or back to the unit); the number of shares."""
    shares = Assignment.objects.select_for_update(of=("self",)).filter(person=person, unit=unit).open()
    held = list(shares.select_related("task"))
    rows = [(str(share.uid), share.task.code) for share in held]
    moved = Assignment.objects.filter(uid__in=[uid for uid, _code in rows]).update(person=to)
    record(
        by=by, action="plans.work_handed_over", target=person, unit=unit, rows=rows, reason=reason,
        changes={"person": (str(person), str(to or ""))}, about={share.task for share in held},
    )  # fmt: skip
    if to is not None and moved:
        send(
            event=f"plans.work_given:handover:{unit.pk}:{person.pk}:{to.pk}:{timezone.localdate()}",
            recipients=[to],
            title=_("Anh/chị nhận bàn giao %d việc") % moved,
            body=_("Từ %s") % person,
            url="/",
            by=by,
            unit=unit,
        )
    return moved


def _checked_progress(
    progress: int, claims_done: bool, completed_on: datetime.date | None, today: datetime.date
) -> int:
    if claims_done:
        progress = 100
    if not 0 <= progress <= 100:
        raise ReportInvalid(_("Tiến độ từ 0 đến 100 %."), "progress")
    if completed_on is not None and completed_on > today:
        raise ReportInvalid(_("Ngày hoàn thành không được sau hôm nay."), "completed_on")
    return progress


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("task", "task__issuer", "task__plan", "unit")
        .get(pk=assignment.pk)
    )


def _step(assignment: Assignment, then: WorkState) -> Assignment:
    assignment = _locked(assignment)
    if not rules.may_become(rules.WORK_STEPS, assignment.state, then):
        raise StepNotAllowed(assignment.get_state_display(), then.label)
    assignment.state = then
    return assignment


def _require_confirming(by: User, assignment: Assignment) -> None:
    """Those who direct the issuer may confirm, and so may those who report for a monitoring unit."""
    shares = Assignment.objects.filter(task=assignment.task_id, role=AssignmentRole.MONITORING)
    monitors = shares.given().select_related("unit")
    reach = reach_of(by, REPORT)
    if any(share.unit_id != assignment.unit_id and reach.covers(share.unit) for share in monitors):
        return
    require(by, DIRECT, assignment.task.issuer)


def _settle(task: Task) -> None:
    settle_tasks([task.pk])


def _tell_who_confirms(assignment: Assignment, by: User) -> None:
    """One notice for all that is reported done in a plan within an hour; it opens the list of what waits."""
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    task = assignment.task
    claims = ProgressEntry.objects.filter(
        state=WorkState.CLAIMED, reported_at__gte=hour, assignment__task__plan=task.plan,
        assignment__task__issuer=task.issuer,
    )  # fmt: skip
    count = claims.order_by().values("assignment").distinct().count()
    words = {"unit": assignment.unit, "count": count, "task": task.name}
    several = ShareFilters(
        plan=str(task.plan.uid) if task.plan else "", status=WorkStatus.REPORTED, mine="1",
        day=ShareDay.REPORTED, since=f"{hour:%Y-%m-%d}",
    )  # fmt: skip
    send_bundled(
        event=f"plans.work_claimed:{(task.plan or task.issuer).uid}:{hour:%Y%m%d%H}",
        recipients=people_who_may(DIRECT, [task.issuer_id]),
        title=_("%(count)d việc đã báo hoàn thành, chờ xác nhận") % words
        if count > 1 else _("%(unit)s báo hoàn thành, chờ xác nhận") % words,
        body=_("Mới nhất: %(unit)s, %(task)s") % words if count > 1 else task.name,
        url=several.url if count > 1 else assignment.get_absolute_url(),
        by=by,
        unit=assignment.unit,
    )  # fmt: skip


def _tell_the_unit(assignment: Assignment, by: User, kind: str, title: str) -> None:
    people = [assignment.person] if assignment.person else people_who_may(REPORT, [assignment.unit_id])
    send(
        event=f"{kind}:{assignment.uid}:{timezone.now():%Y%m%d%H%M}",
        recipients=people,
        title=title,
        body=assignment.task.name,
        url=assignment.get_absolute_url(),
        by=by,
        unit=assignment.unit,
    )
