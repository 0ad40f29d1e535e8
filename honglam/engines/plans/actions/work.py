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

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send, send_bundled
from honglam.engines.plans import rules
from honglam.engines.plans.errors import DuplicateShare, EvidenceMissing, ReasonMissing, ReportInvalid, StepNotAllowed
from honglam.engines.plans.models import Assignment, Evidence, ProgressEntry, Task
from honglam.engines.plans.recipients import sits_in
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.share_filters import ShareFilters
from honglam.engines.plans.share_steps import DIRECT, REPORT, locked_share, stepped, tell_the_unit
from honglam.engines.plans.terms import AssignmentRole, ShareDay, WorkState, WorkStatus

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit


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
    assignment = locked_share(assignment)
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
def accept_work(*, assignment: Assignment, by: User) -> Assignment:
    """Say that the share has arrived and is understood (nhận việc); a second time it changes nothing."""
    require(by, REPORT, assignment.unit)
    assignment = locked_share(assignment)
    if assignment.state == WorkState.PREPARED:
        raise StepNotAllowed(assignment.get_state_display(), _("Đã nhận việc"))
    if assignment.accepted_at is None:
        assignment.accepted_at, assignment.accepted_by = timezone.now(), by
        assignment.save(update_fields=["accepted_at", "accepted_by"])
        record(by=by, action="plans.work_accepted", target=assignment.task, unit=assignment.unit)
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
    entered_at: datetime.datetime | None = None,
) -> ProgressEntry:
    """Report how far a unit's share is, with evidence; `claims_done` reports it done, to be confirmed.

    The same `idempotency_key` is stored once: a second delivery returns the first entry. `entered_at` is when it was
    written, where it waited for a line; work said to be done was done by that day, as far as it can be true.

    Raises:
        ReportInvalid: progress outside 0–100, less than 100 for work said to be done, a day in the future.
        StepNotAllowed: the share is not open.
    """
    require(by, REPORT, assignment.unit)
    assignment = locked_share(assignment)
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
    assignment.state, assignment.progress = then, progress
    assignment.last_report_at = timezone.now()
    entered_at = rules.believed_entry(
        entered_at,
        now=assignment.last_report_at,
        assigned_on=assignment.assigned_on,
        zone=timezone.get_current_timezone(),
    )
    done_on = completed_on or (timezone.localdate(entered_at) if entered_at else today)
    assignment.completed_on = done_on if claims_done else None
    assignment.has_evidence = assignment.has_evidence or bool(proofs)
    if assignment.accepted_at is None:  # whoever reports on work has taken notice of it
        assignment.accepted_at, assignment.accepted_by = assignment.last_report_at, by
    assignment.save(
        update_fields=[
            "state", "progress", "completed_on", "last_report_at", "has_evidence", "accepted_at", "accepted_by",
        ]
    )  # fmt: skip
    entry = ProgressEntry.objects.create(
        assignment=assignment, reported_by=by, reported_at=assignment.last_report_at, entered_at=entered_at,
        progress=progress, state=then, text=text.strip(), difficulty=difficulty.strip(),
        idempotency_key=idempotency_key or None,
    )  # fmt: skip
    _add_evidence(entry, proofs)
    record(
        by=by,
        action="plans.work_claimed" if claims_done else "plans.work_reported",
        target=assignment.task,
        unit=assignment.unit,
        changes={"state": (before[0], then), "progress": (before[1], progress)},
        summary=text.strip()[:200],
    )
    settle_tasks([assignment.task_id])
    if claims_done:
        _tell_who_confirms(assignment, by)
    return entry


def _add_evidence(entry: ProgressEntry, proofs: Sequence[Proof]) -> None:
    """Put files and links beside a report; one write."""
    Evidence.objects.bulk_create(
        Evidence(entry=entry, file=proof.file, link=proof.link, caption=proof.caption) for proof in proofs
    )


@transaction.atomic
def confirm(*, assignment: Assignment, by: User, proofs: Sequence[Proof] = ()) -> Assignment:
    """Confirm that reported work is done; for those who direct the task's issuer or report for a monitoring unit.

    Work that somebody leads is done only when something proves it; whoever confirms may add the proof. Where a unit
    confirms for itself (it leads and monitors), that is shown.

    Raises:
        NotAllowed; StepNotAllowed: nothing was reported done; EvidenceMissing.
    """
    confirming = _confirming_units(by, assignment)
    assignment = stepped(assignment, WorkState.DONE)
    if proofs:
        entry = ProgressEntry.objects.create(
            assignment=assignment, reported_by=by, reported_at=timezone.now(), progress=assignment.progress,
            state=WorkState.DONE, text=_("Minh chứng do người xác nhận bổ sung"),
        )  # fmt: skip
        _add_evidence(entry, proofs)
        assignment.has_evidence = True
    if not assignment.has_evidence and assignment.role == AssignmentRole.LEAD:
        raise EvidenceMissing
    assignment.is_self_confirmed = rules.is_self_confirmed(doer=assignment.unit_id, confirming=confirming)
    assignment.confirmed_by, assignment.confirmed_at = by, timezone.now()
    assignment.save(update_fields=["state", "has_evidence", "is_self_confirmed", "confirmed_by", "confirmed_at"])
    record(
        by=by, action="plans.work_confirmed", target=assignment.task, unit=assignment.unit,
        summary=_("tự xác nhận") if assignment.is_self_confirmed else "",
    )  # fmt: skip
    settle_tasks([assignment.task_id])
    tell_the_unit(assignment, by, "plans.work_confirmed", _("Việc đã được xác nhận hoàn thành"))
    return assignment


@transaction.atomic
def return_work(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Give reported work back with a reason; the unit works on, and the due date stands."""
    if not reason.strip():
        raise ReasonMissing()
    _confirming_units(by, assignment)
    assignment = stepped(assignment, WorkState.RETURNED)
    assignment.completed_on = assignment.confirmed_at = assignment.confirmed_by = None
    assignment.progress, assignment.is_self_confirmed = min(assignment.progress, 99), False
    assignment.save(
        update_fields=["state", "completed_on", "progress", "confirmed_at", "confirmed_by", "is_self_confirmed"]
    )
    ProgressEntry.objects.create(
        assignment=assignment,
        reported_by=by,
        reported_at=timezone.now(),
        progress=assignment.progress,
        state=WorkState.RETURNED,
        text=reason.strip(),
    )
    record(by=by, action="plans.work_returned", target=assignment.task, unit=assignment.unit, reason=reason)
    settle_tasks([assignment.task_id])
    tell_the_unit(assignment, by, "plans.work_returned", _("Việc bị trả lại: %s") % reason.strip())
    return assignment


@transaction.atomic
def withdraw(*, assignment: Assignment, reason: str, by: User) -> Assignment:
    """Take a unit's share back; what was reported stays readable."""
    if not reason.strip():
        raise ReasonMissing()
    require(by, DIRECT, assignment.task.issuer)
    assignment = stepped(assignment, WorkState.WITHDRAWN)
    assignment.completed_on = None
    assignment.save(update_fields=["state", "completed_on"])
    assignment.occurrences.open().update(state=WorkState.WITHDRAWN, completed_on=None)
    record(by=by, action="plans.work_withdrawn", target=assignment.task, unit=assignment.unit, reason=reason)
    settle_tasks([assignment.task_id])
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
    settle_tasks([task.pk])
    if share.state != WorkState.PREPARED:
        tell_the_unit(share, by, "plans.work_given", _("Đơn vị được giao việc mới"))
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


def _confirming_units(by: User, assignment: Assignment) -> set[int]:
    """The units in whose name a person confirms a share; NotAllowed where there is none.

    Those who direct the issuer confirm in its name, those who report for a monitoring unit in that unit's.
    """
    reach = reach_of(by, REPORT)
    monitors = Assignment.objects.filter(task=assignment.task_id, role=AssignmentRole.MONITORING).given()
    units = {share.unit_id for share in monitors.select_related("unit") if reach.covers(share.unit)}
    issuer = assignment.task.issuer
    if reach_of(by, DIRECT).covers(issuer):
        units.add(issuer.pk)
    if not units:
        require(by, DIRECT, issuer)
    return units


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
        if count > 1
        else _("%(unit)s báo hoàn thành, chờ xác nhận") % words,
        body=_("Mới nhất: %(unit)s, %(task)s") % words if count > 1 else task.name,
        url=several.url if count > 1 else assignment.get_absolute_url(),
        by=by,
        unit=assignment.unit,
    )
