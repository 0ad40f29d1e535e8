"""Writes of checks: take a draft in, keep what was found, set findings aside with a reason, check the mended draft.

A check belongs to the unit that drafts; its verbs ask for a seat there, not for a reach from above.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.actions import record
from honglam.core.files.actions import remove, store
from honglam.core.files.models import StoredFile
from honglam.core.jobs.actions import cancel, start
from honglam.core.jobs.models import JobRun
from honglam.engines.plans.alignment import Comparison
from honglam.engines.plans.checking.queries import CHECK, checking_units
from honglam.engines.plans.errors import CheckRefused, DraftNotOwn, ReasonMissing, StepNotAllowed
from honglam.engines.plans.found_again import keep_findings
from honglam.engines.plans.models import CheckRound, Plan, PlanCheck, PlanFinding
from honglam.engines.plans.province import draft_retention_days
from honglam.engines.plans.read_items import DOCUMENT_FORMATS
from honglam.engines.plans.terms import CheckState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

DRAFT = "plans.draft"
LONGEST_REASON = 1000


@transaction.atomic
def check_draft(
    *, upload: UploadedFile[Any], unit: Unit, by: User, upper_plan: Plan | None = None,
    upper_upload: UploadedFile[Any] | None = None,
) -> PlanCheck:  # fmt: skip
    """Take a draft in for a unit and check it in the background, against an upper plan or a file of one if given.

    Raises:
        NotAllowed: the person does not check drafts at a desk of the unit.
        CheckRefused: two upper plans. Plan.DoesNotExist: an upper plan that the person does not see.
        FileRefused: a file that is no document.
    """
    _require_seat(by, unit)
    if upper_plan is not None and upper_upload is not None:
        raise CheckRefused(_("Chỉ chọn một: kế hoạch trong hệ thống hoặc tệp kế hoạch cấp trên."), "upper_file")
    if upper_plan is not None:
        Plan.objects.visible_to(by).only("pk").get(pk=upper_plan.pk)
    file = _stored(upload, unit, by)
    upper_file = _stored(upper_upload, unit, by) if upper_upload is not None else None
    check_run = PlanCheck.objects.create(
        unit=unit, name=file.name, upper_plan=upper_plan, upper_file=upper_file, created_by=by,
        touched_at=timezone.now(),
    )  # fmt: skip
    record(by=by, action="plans.draft_checked", target=check_run, unit=unit)
    _begin(check_run, file, by)
    return check_run


@transaction.atomic
def align_plan(*, plan: Plan, unit: Unit, by: User, upper_plan: Plan | None = None) -> PlanCheck:
    """Compare a plan of the system with an upper plan and with itself, for a unit, in the background.

    Raises:
        NotAllowed: the person does not check drafts at a desk of the unit.
        Plan.DoesNotExist: one of the plans is not the person's to see.
    """
    _require_seat(by, unit)
    for one in filter(None, (plan, upper_plan)):
        Plan.objects.visible_to(by).only("pk").get(pk=one.pk)
    check_run = PlanCheck.objects.create(
        unit=unit, name=plan.title, plan=plan, upper_plan=upper_plan, created_by=by, touched_at=timezone.now()
    )
    record(by=by, action="plans.plan_aligned", target=check_run, unit=unit, about=[plan])
    _begin(check_run, None, by)
    return check_run


@transaction.atomic
def check_again(*, check_run: PlanCheck, by: User, upload: UploadedFile[Any] | None = None) -> PlanCheck:
    """Begin another round, with a mended file or (without one) with what was checked last.

    Findings that were set aside stay so where the same is found again.

    Raises:
        NotAllowed: as for `check_draft`.
        CheckRefused: a round is under way, a plan of the system is given a file, or one of its plans is not this
        person's to see (a colleague began the check).
        FileRefused: a file that is no document.
    """
    check_run = _locked(check_run, by)
    if check_run.is_under_way and _open_run(check_run) is not None:
        raise CheckRefused(_("Đang soát; hãy chờ xong hoặc dừng lại rồi soát lần nữa."))
    plans = {key for key in (check_run.plan_id, check_run.upper_plan_id) if key}
    if Plan.objects.visible_to(by).filter(pk__in=plans).count() < len(plans):
        raise CheckRefused(_("Bạn không xem được kế hoạch dùng để đối chiếu; hãy nhờ người lập soát lại."))
    if upload is not None and check_run.plan_id:
        raise CheckRefused(_("Đây là kế hoạch trong hệ thống; muốn soát một tệp thì mở “Soát dự thảo”."), "file")
    if upload is not None:
        file: StoredFile | None = _stored(upload, check_run.unit, by)
        check_run.name = str(file)
    else:
        file = check_run.rounds.select_related("file").latest("number").file
    record(by=by, action="plans.checked_again", target=check_run, unit=check_run.unit)
    _begin(check_run, file, by)
    return check_run


@transaction.atomic
def stop_check(*, check_run: PlanCheck, by: User) -> PlanCheck:
    """Stop the round that is under way; what earlier rounds found stands.

    Raises:
        NotAllowed: as for `check_draft`. StepNotAllowed: no round is under way.
    """
    check_run = _locked(check_run, by)
    if not check_run.is_under_way:
        raise StepNotAllowed(check_run.get_state_display(), CheckState.STOPPED.label)
    if (run := _open_run(check_run)) is not None:
        cancel(run=run, by=by)
    check_run.state = CheckState.STOPPED
    check_run.save(update_fields=["state"])
    record(by=by, action="plans.check_stopped", target=check_run, unit=check_run.unit)
    return check_run


@transaction.atomic
def keep_comparison(
    *, check_run: PlanCheck, number: int, comparison: Comparison, text_length: int, by: User | None = None
) -> CheckRound | None:
    """Store what a round found in a draft of `text_length` code points.

    Nothing where the round was stopped or another has begun meanwhile.
    """
    current = _running(check_run, number)
    if current is None:
        return None
    ended = keep_findings(current, number, comparison, text_length)
    current.state, current.error, current.messages = CheckState.DONE, "", list(comparison.messages)
    current.finished_round = number
    current.save(update_fields=["state", "error", "messages", "finished_round", "search_text"])
    record(
        by=by, action="plans.check_finished", target=current, unit=current.unit,
        summary=_("%(found)d phát hiện, %(mended)d chỗ đã sửa") % {"found": ended.found, "mended": ended.mended},
    )  # fmt: skip
    return ended


@transaction.atomic
def keep_check_failure(*, check_run: PlanCheck, number: int, message: str, by: User | None = None) -> None:
    """Store why a document could not be checked, in words for the officer."""
    current = _running(check_run, number)
    if current is None:
        return
    current.state, current.error = CheckState.FAILED, message
    current.save(update_fields=["state", "error"])
    record(by=by, action="plans.check_failed", target=current, unit=current.unit)


@transaction.atomic
def dismiss(*, finding: PlanFinding, reason: str, by: User) -> PlanFinding:
    """Set a finding aside with a reason; it stays aside when the same is found again.

    Raises:
        NotAllowed: as for `check_draft`. ReasonMissing: no reason.
    """
    check_run = _locked(finding.check_run, by)
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise ReasonMissing
    finding = PlanFinding.objects.select_related("check_run").get(pk=finding.pk)
    finding.dismissed_at, finding.dismissed_by, finding.reason = timezone.now(), by, reason
    finding.save(update_fields=["dismissed_at", "dismissed_by", "reason"])
    record(
        by=by, action="plans.finding_dismissed", target=check_run, unit=check_run.unit, reason=reason,
        summary=finding.kind_label,
    )  # fmt: skip
    return finding


@transaction.atomic
def take_dismissal_back(*, finding: PlanFinding, by: User) -> PlanFinding:
    """Let a finding count again. NotAllowed as for `check_draft`."""
    check_run = _locked(finding.check_run, by)
    finding = PlanFinding.objects.select_related("check_run").get(pk=finding.pk)
    if finding.dismissed_at is not None:
        finding.dismissed_at, finding.dismissed_by, finding.reason = None, None, ""
        finding.save(update_fields=["dismissed_at", "dismissed_by", "reason"])
        record(
            by=by, action="plans.finding_reopened", target=check_run, unit=check_run.unit, summary=finding.kind_label
        )
    return finding


@transaction.atomic
def delete_check(*, check_run: PlanCheck, by: User) -> None:
    """Delete a check with its files and findings. DraftNotOwn where somebody else brought the draft."""
    check_run = _locked(check_run, by)
    if check_run.created_by_id != by.pk:
        raise DraftNotOwn(check_run.created_by)
    _delete(check_run, by, reason="")


@transaction.atomic
def forget_drafts(*, today: datetime.date, by: User | None = None) -> int:
    """Delete drafts that nobody checked for as long as drafts are kept; how many. Comparisons of plans stay."""
    before = timezone.make_aware(datetime.datetime.combine(today, datetime.time.min))
    old = PlanCheck.objects.of_drafts().unused_since(before - datetime.timedelta(days=draft_retention_days()))
    gone = list(old.select_for_update(of=("self",)).select_related("unit"))
    for check_run in gone:
        _delete(check_run, by, reason=_("Hết thời hạn lưu dự thảo"))
    return len(gone)


def _delete(check_run: PlanCheck, by: User | None, *, reason: str) -> None:
    if by is not None and (run := _open_run(check_run)) is not None:
        cancel(run=run, by=by)
    files = list(StoredFile.objects.filter(check_rounds__check_run=check_run).distinct())
    files += [check_run.upper_file] if check_run.upper_file else []
    record(by=by, action="plans.draft_deleted", target=check_run, unit=check_run.unit, reason=reason)
    check_run.delete()
    remove(files=files, by=by, reason=reason)


def _begin(check_run: PlanCheck, file: StoredFile | None, by: User) -> None:
    """Open the next round and put it into the queue."""
    check_run.started_round += 1
    check_run.state, check_run.error, check_run.touched_at = CheckState.WAITING, "", timezone.now()
    check_run.save()
    CheckRound.objects.create(check_run=check_run, number=check_run.started_round, file=file, by=by)
    start(
        "plans.check_draft", by=by, unit=check_run.unit, target=check_run, target_url=check_run.get_absolute_url(),
        check_id=check_run.pk, number=check_run.started_round,
    )  # fmt: skip


def _stored(upload: UploadedFile[Any], unit: Unit, by: User) -> StoredFile:
    return store(upload=upload, by=by, purpose=DRAFT, allowed=DOCUMENT_FORMATS, unit=unit)


def _require_seat(by: User, unit: Unit) -> None:
    if unit not in checking_units(by):
        raise NotAllowed(CHECK, str(unit))


def _locked(check_run: PlanCheck, by: User) -> PlanCheck:
    """The check as it stands now, locked until the verb is done."""
    locked = PlanCheck.objects.select_for_update(of=("self",)).select_related("unit", "created_by", "upper_file")
    check_run = locked.get(pk=check_run.pk)
    _require_seat(by, check_run.unit)
    return check_run


def _running(check_run: PlanCheck, number: int) -> PlanCheck | None:
    """The check, locked, where this round of it is still under way."""
    locked = PlanCheck.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=check_run.pk)
    current: PlanCheck | None = locked.first()
    return current if current and current.is_under_way and current.started_round == number else None


def _open_run(check_run: PlanCheck) -> JobRun | None:
    return JobRun.objects.for_target(check_run).open().first()
