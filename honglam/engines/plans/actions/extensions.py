"""Writes of due dates: ask for a later one, agree by telephone, grant, refuse, take back, let lapse.

Who uses this: an officer who sees on Tuesday that Friday cannot be kept asks the level that gave the work, with a
reason; the deputy chairman says yes on the telephone, and the officer (or the office of the People's Committee) notes
who agreed and when; the letter follows, and the office enters its number, or after some working days the date counts
again. Nobody moves a date of their own accord, and the first date stays beside the new one.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.plans import rules
from honglam.engines.plans.errors import ExtensionClosed, ExtensionInvalid, ReasonMissing
from honglam.engines.plans.models import Assignment, Extension, Plan, Task
from honglam.engines.plans.province import phone_extension_days
from honglam.engines.plans.share_steps import DIRECT, REPORT, locked_share, tell_the_issuer, tell_the_unit
from honglam.engines.plans.terms import (
    OPEN_STATES,
    AssignmentRole,
    DeadlineKind,
    ExtensionState,
)

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Authority:
    """The document that moves a date: one that is known here, or the number and date of one that is not."""

    document: Plan | None = None
    number: str = ""
    issued_on: datetime.date | None = None
    file: StoredFile | None = None


NO_DOCUMENT = Authority()


@transaction.atomic
def ask_extension(*, assignment: Assignment, new_due_on: datetime.date, reason: str, by: User) -> Extension:
    """Ask the level that gave a share for a later date; until it answers, the old date stands.

    Raises:
        ReasonMissing; ExtensionInvalid: the share is not open, one is asked for already, the date does not lie ahead.
    """
    require(by, REPORT, assignment.unit)
    share = _open_share(assignment, new_due_on, reason)
    if share.extensions.open().exists():
        raise ExtensionInvalid(_("Việc này đang có một đề nghị gia hạn chưa giải quyết."))
    extension = Extension.objects.create(
        assignment=share, state=ExtensionState.ASKED, old_due_on=share.due_on, new_due_on=new_due_on,
        reason=reason.strip(), asked_by=by, asked_at=timezone.now(),
    )  # fmt: skip
    _mark(share, ExtensionState.ASKED, None)
    _record(extension, by, "plans.extension_asked", reason=reason)
    tell_the_issuer(share, by, "plans.extension_asked", _("%s xin gia hạn") % share.unit, reason.strip())
    return extension


@transaction.atomic
def agree_by_phone(
    *,
    assignment: Assignment,
    new_due_on: datetime.date,
    reason: str,
    agreed_with: str,
    agreed_at: datetime.datetime,
    by: User,
) -> Extension:
    """Note that the issuing level agreed by telephone: who, when; the work is not late for some working days.

    The unit may note it once; after a call that brought no letter (lapsed, refused or taken back) only the issuing
    level may note another. The issuing level is told at once and can refuse it.

    Raises:
        ReasonMissing; ExtensionInvalid: nobody named, a time in the future, one noted before, the share is not open.
    """
    by_issuer = reach_of(by, DIRECT).covers(assignment.task.issuer)
    if not by_issuer:
        require(by, REPORT, assignment.unit)
    share = _open_share(assignment, new_due_on, reason)
    if not agreed_with.strip():
        raise ExtensionInvalid(_("Hãy ghi họ tên, chức vụ người đồng ý qua điện thoại."), "agreed_with")
    if agreed_at > timezone.now():
        raise ExtensionInvalid(_("Thời điểm đồng ý không được sau lúc này."), "agreed_at")
    earlier = [(one.state, one.agreed_at is not None) for one in share.extensions.all()]
    if not rules.may_agree_by_phone(earlier, by_issuer=by_issuer):
        raise ExtensionInvalid(
            _("Lần đồng ý qua điện thoại trước chưa có văn bản. Hãy đề nghị cơ quan giao việc gia hạn bằng văn bản.")
        )
    grace_until = rules.grace_after(
        timezone.localdate(agreed_at), phone_extension_days(), WorkingCalendar.load().add_working_days
    )
    if grace_until < timezone.localdate():
        raise ExtensionInvalid(_("Lần đồng ý này đã quá số ngày được chờ văn bản."), "agreed_at")
    extension = share.extensions.open().first() or Extension(assignment=share, asked_by=by, asked_at=timezone.now())
    extension.state, extension.old_due_on, extension.new_due_on = ExtensionState.BY_PHONE, share.due_on, new_due_on
    extension.reason, extension.agreed_with = reason.strip(), agreed_with.strip()
    extension.agreed_at, extension.grace_until, extension.noted_by_issuer = agreed_at, grace_until, by_issuer
    extension.save()
    _mark(share, ExtensionState.BY_PHONE, grace_until)
    _record(extension, by, "plans.extension_by_phone", reason=reason, summary=agreed_with.strip())
    told = tell_the_unit if by_issuer else tell_the_issuer
    told(
        share, by, "plans.extension_by_phone", _("%s được đồng ý gia hạn qua điện thoại, chờ văn bản") % share.unit,
        _("%(who)s đồng ý lúc %(when)s; chưa có văn bản thì tính lại hạn sau ngày %(until)s.")
        % {
            "who": extension.agreed_with, "when": f"{timezone.localtime(agreed_at):%H:%M %d/%m/%Y}",
            "until": f"{grace_until:%d/%m/%Y}",
        },
    )  # fmt: skip
    return extension


@transaction.atomic
def grant_extension(
    *, extension: Extension, by: User, new_due_on: datetime.date | None = None, answer: str = "",
    authority: Authority = NO_DOCUMENT,
) -> Extension:  # fmt: skip
    """Move the date that was asked for or agreed by telephone (or to another date), for the level that gave the work.

    Raises:
        NotAllowed; ExtensionClosed: it was decided already; ExtensionInvalid: the date does not lie ahead, or the share
            is not open: a later date would turn what was done late into work done in time.
    """
    locked_share(extension.assignment)
    extension = _undecided(extension, by)
    if not rules.is_open(extension.assignment.state):
        raise ExtensionInvalid(_("Việc này không còn mở nên không gia hạn được."))
    due = new_due_on or extension.new_due_on
    if problem := rules.problem_with_new_date(
        due_on=extension.assignment.due_on, new_due_on=due, today=timezone.localdate()
    ):
        raise ExtensionInvalid(problem, "new_due_on")
    extension.new_due_on = due
    _decide(extension, ExtensionState.GRANTED, by, answer, authority)
    _move([extension.assignment], due)
    _record(extension, by, "plans.extension_granted", summary=extension.authority, reason=answer)
    tell_the_unit(
        extension.assignment, by, "plans.extension_granted",
        _("Được gia hạn đến %s") % f"{due:%d/%m/%Y}", answer.strip(),
    )  # fmt: skip
    return extension


@transaction.atomic
def refuse_extension(*, extension: Extension, answer: str, by: User) -> Extension:
    """Say no, with a reason; the old date stands and counts from now on."""
    if not answer.strip():
        raise ReasonMissing
    extension = _undecided(extension, by)
    _decide(extension, ExtensionState.REFUSED, by, answer, NO_DOCUMENT)
    _mark(extension.assignment, ExtensionState.NONE, None)
    _record(extension, by, "plans.extension_refused", reason=answer)
    tell_the_unit(
        extension.assignment, by, "plans.extension_refused", _("Không được gia hạn"), answer.strip()
    )  # fmt: skip
    return extension


@transaction.atomic
def take_extension_back(*, extension: Extension, by: User) -> Extension:
    """The unit needs no later date any more."""
    require(by, REPORT, extension.assignment.unit)
    extension = _locked(extension)
    extension.state = ExtensionState.TAKEN_BACK
    extension.save(update_fields=["state"])
    _mark(extension.assignment, ExtensionState.NONE, None)
    _record(extension, by, "plans.extension_taken_back")
    return extension


@transaction.atomic
def move_due_date(
    *, task: Task, new_due_on: datetime.date, reason: str, by: User, authority: Authority = NO_DOCUMENT
) -> list[Extension]:
    """Move the date of a task for all who still work on it, on the issuing level's own decision.

    Raises:
        NotAllowed; ReasonMissing; ExtensionInvalid: nobody works on it any more, or the date does not lie ahead.
    """
    require(by, DIRECT, task.issuer)
    if not reason.strip():
        raise ReasonMissing
    shares = list(
        Assignment.objects.select_for_update(of=("self",)).select_related("task", "unit")
        .filter(task=task, state__in=OPEN_STATES)
    )  # fmt: skip
    if not shares:
        raise ExtensionInvalid(_("Nhiệm vụ này không còn đơn vị nào đang thực hiện."))
    now, today = timezone.now(), timezone.localdate()
    later = [share for share in shares if share.due_on is None or share.due_on < new_due_on]
    if not later or new_due_on < today:
        raise ExtensionInvalid(
            rules.problem_with_new_date(due_on=task.due_on, new_due_on=new_due_on, today=today)
            or _("Không đơn vị nào có hạn trước ngày này."),
            "new_due_on",
        )
    Extension.objects.open().filter(assignment__in=later).update(
        state=ExtensionState.GRANTED, decided_by=by, decided_at=now, new_due_on=new_due_on, answer=reason.strip(),
        document=authority.document, document_number=authority.number.strip(), document_date=authority.issued_on,
        file=authority.file,
    )  # fmt: skip
    decided = {row.assignment_id for row in Extension.objects.filter(assignment__in=later, decided_at=now)}
    made = Extension.objects.bulk_create(
        Extension(
            assignment=share, state=ExtensionState.GRANTED, old_due_on=share.due_on, new_due_on=new_due_on,
            reason=reason.strip(), asked_by=by, asked_at=now, decided_by=by, decided_at=now, noted_by_issuer=True,
            document=authority.document, document_number=authority.number.strip(), document_date=authority.issued_on,
            file=authority.file,
        )
        for share in later
        if share.pk not in decided
    )  # fmt: skip
    _move(later, new_due_on)
    _move_whole(task, max(new_due_on, task.due_on or new_due_on))
    record(
        by=by, action="plans.due_date_moved", target=task, unit=task.issuer, reason=reason,
        changes={"due_on": (str(task.due_on or ""), str(new_due_on))},
        rows=[(str(share.uid), str(new_due_on)) for share in later],
    )  # fmt: skip
    for share in later:
        tell_the_unit(share, by, "plans.extension_granted", _("Hạn được dời đến %s") % f"{new_due_on:%d/%m/%Y}", reason)
    return made


@transaction.atomic
def lapse_phone_extensions(*, today: datetime.date, by: User | None = None) -> int:
    """Close agreements by telephone whose letter did not come in time, and tell both sides; how many there were.

    The system itself does it every night (`by` is nobody).
    """
    lapsed = list(
        Extension.objects.select_for_update(of=("self",)).lapsing(today)
        .select_related("assignment__task__issuer", "assignment__unit", "assignment__person")
    )  # fmt: skip
    for extension in lapsed:
        share = extension.assignment
        extension.state = ExtensionState.LAPSED
        extension.save(update_fields=["state"])
        _mark(share, ExtensionState.NONE, None)
        _record(extension, by, "plans.extension_lapsed")
        title = _("Gia hạn qua điện thoại hết hiệu lực vì chưa có văn bản")
        tell_the_unit(share, by, "plans.extension_lapsed", title)
        tell_the_issuer(share, by, "plans.extension_lapsed", title)
    return len(lapsed)


def _open_share(assignment: Assignment, new_due_on: datetime.date, reason: str) -> Assignment:
    if not reason.strip():
        raise ReasonMissing
    share = locked_share(assignment)
    if not rules.is_open(share.state):
        raise ExtensionInvalid(_("Việc này không còn mở nên không gia hạn được."))
    if problem := rules.problem_with_new_date(due_on=share.due_on, new_due_on=new_due_on, today=timezone.localdate()):
        raise ExtensionInvalid(problem, "new_due_on")
    return share


def _locked(extension: Extension) -> Extension:
    extension = (
        Extension.objects.select_for_update(of=("self",))
        .select_related("assignment__task__issuer", "assignment__unit", "assignment__person", "document")
        .get(pk=extension.pk)
    )
    if not extension.is_open:
        raise ExtensionClosed(extension.get_state_display())
    return extension


def _undecided(extension: Extension, by: User) -> Extension:
    require(by, DIRECT, extension.assignment.task.issuer)
    return _locked(extension)


def _decide(extension: Extension, then: ExtensionState, by: User, answer: str, authority: Authority) -> None:
    extension.state, extension.decided_by, extension.decided_at = then, by, timezone.now()
    extension.answer, extension.document, extension.file = answer.strip(), authority.document, authority.file
    extension.document_number, extension.document_date = authority.number.strip(), authority.issued_on
    extension.save()


def _mark(share: Assignment, extension: ExtensionState, grace_until: datetime.date | None) -> None:
    share.extension, share.grace_until = extension, grace_until
    share.save(update_fields=["extension", "grace_until"])


def _move(shares: list[Assignment], due: datetime.date) -> None:
    """Give shares of one task their new date; the task follows when none of its leads keeps the old one."""
    for share in shares:
        share.original_due_on = share.original_due_on or share.due_on
        share.due_on, share.extension, share.grace_until = due, ExtensionState.NONE, None
        share.is_overdue_at_birth = rules.is_overdue_at_birth(due, share.assigned_on)
    Assignment.objects.bulk_update(
        shares, ["due_on", "original_due_on", "extension", "grace_until", "is_overdue_at_birth"]
    )
    task = shares[0].task
    leads = Assignment.objects.filter(task=task, role=AssignmentRole.LEAD).values_list("state", "due_on")
    _move_whole(task, rules.date_of_whole(task.due_on, leads))


def _move_whole(task: Task, due: datetime.date | None) -> None:
    """Give the task itself its date; work that recurs has none of its own."""
    if due is None or due == task.due_on or (task.due_on is None and task.deadline_kind == DeadlineKind.RECURRING):
        return
    Task.objects.filter(pk=task.pk).update(
        due_on=due, original_due_on=task.original_due_on or task.due_on or due,
        deadline_kind=DeadlineKind.DATE if task.deadline_kind == DeadlineKind.NONE else task.deadline_kind,
        updated_at=timezone.now(),
    )  # fmt: skip


def _record(extension: Extension, by: User | None, action: str, *, reason: str = "", summary: str = "") -> None:
    share = extension.assignment
    record(
        by=by, action=action, target=share.task, unit=share.unit, reason=reason, summary=summary,
        changes={"due_on": (str(extension.old_due_on or ""), str(extension.new_due_on))},
    )  # fmt: skip
