"""Writes of plans: a reviewed reading becomes a plan; a plan is issued, given, amended, replaced, ended."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.events.actions import announce
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_code
from honglam.engines.plans import rules
from honglam.engines.plans.actions.readings import IMPORT
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.errors import (
    HeadIncomplete,
    HeadTooLong,
    ItemsUndecided,
    NothingToGive,
    NumberMissing,
    NumberTaken,
    ReadingClosed,
    StepNotAllowed,
)
from honglam.engines.plans.events import PlanAmended, PlanEnded, PlanIssued
from honglam.engines.plans.indexing import index_plan
from honglam.engines.plans.models import Assignment, LetterAttachment, Plan, PlanTarget, Reading, Task
from honglam.engines.plans.records import PlanBuilder
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.terms import IN_FORCE, OPEN_STATES, PlanKind, PlanState, ReadingState, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User


@transaction.atomic
def accept_reading(*, reading: Reading, by: User) -> Plan:
    """Turn a reviewed reading into a plan with its tasks, shares, targets and legal basis; all of it or nothing.

    A reading that amends a plan changes that plan: what is new is added, what changed is changed, what is gone is
    withdrawn, and progress stays. With a number and a date the plan is issued, without them it is a draft.

    Raises:
        NotAllowed: the person may not import plans for the issuer, or for that of the plan it amends.
        HeadIncomplete: title, issuer or year are missing. HeadTooLong: title, number or signer are longer than kept.
        ItemsUndecided: items of the reading are still undecided.
        NumberTaken: the issuer already has a plan with this number and date.
    """
    reading = Reading.objects.select_for_update(of=("self",)).select_related("issuer", "file").get(pk=reading.pk)
    if reading.state in (ReadingState.ACCEPTED, ReadingState.DROPPED):
        raise ReadingClosed
    require(by, IMPORT, reading.issuer)
    _check_complete(reading)
    years = _years(reading.head)
    builder = PlanBuilder(reading=reading, by=by, years=years)
    if reading.amends_id:
        plan = _locked(reading.amends_id)
        require(by, IMPORT, plan.issuer)
        _take_over_head(plan, reading)
        builder.amend(plan)
        settle_tasks(builder.changed_shares)
    else:
        plan = _new_plan(reading, years, by)
        builder.build(plan)
    LetterAttachment.objects.filter(row__reading=reading).update(plan=plan)
    reading.plan, reading.state = plan, ReadingState.ACCEPTED
    reading.save(update_fields=["plan", "state", "updated_at"])
    record(
        by=by, action="plans.plan_amended" if reading.amends_id else "plans.plan_created", target=plan,
        unit=plan.issuer, summary=builder.account(),
        about=[*(Task(pk=pk) for pk in plan.tasks.values_list("pk", flat=True)),
               *(PlanTarget(pk=pk) for pk in plan.targets.values_list("pk", flat=True))],
    )  # fmt: skip
    if not plan.is_draft:
        announce(event=PlanAmended(plan.uid, plan.version) if reading.amends_id else PlanIssued(plan.uid), by=by)
    index_plan(plan)
    return plan


@transaction.atomic
def issue(*, plan: Plan, number: str, issued_on: datetime.date | None, by: User) -> Plan:
    """Enter the number and date of a signed plan: the draft is issued.

    Raises:
        NumberMissing, NumberTaken, HeadTooLong, StepNotAllowed.
    """
    require(by, IMPORT, plan.issuer)
    if not number.strip() or issued_on is None:
        raise NumberMissing
    _check_lengths({"number": number.strip()})
    plan = _locked(plan.pk)
    _check_step(plan, PlanState.ISSUED)
    _check_number_free(plan, number.strip(), issued_on)
    plan.number, plan.issued_on, plan.state = number.strip(), issued_on, PlanState.ISSUED
    _save_with_free_number(plan)
    record(
        by=by, action="plans.plan_issued", target=plan, unit=plan.issuer,
        changes={"number": ("", plan.number), "issued_on": ("", issued_on)},
    )  # fmt: skip
    announce(event=PlanIssued(plan.uid), by=by)
    index_plan(plan)
    return plan


@transaction.atomic
def give(*, plan: Plan, by: User, assigned_on: datetime.date | None = None) -> int:
    """Hand out everything that the plan has prepared; the number of shares given.

    The day of assignment is the plan's date unless another is given. A share due on or before that day is marked
    “quá hạn ngay khi giao”: shown to the issuer, never counted against the unit. One notice for each person.

    Raises:
        NumberMissing: the plan is a draft. StepNotAllowed: it has ended. NothingToGive: nothing is prepared.
    """
    require(by, DIRECT, plan.issuer)
    plan = _locked(plan.pk)
    if plan.is_draft:
        raise NumberMissing
    if plan.state not in IN_FORCE:
        raise StepNotAllowed(plan.get_state_display(), WorkState.NOT_STARTED.label)
    day = assigned_on or plan.issued_on or timezone.localdate()
    shares = list(Assignment.objects.filter(task__plan=plan, task__is_withdrawn=False, state=WorkState.PREPARED))
    if not shares:
        raise NothingToGive
    for share in shares:
        share.state, share.assigned_on = WorkState.NOT_STARTED, day
        share.is_overdue_at_birth = rules.is_overdue_at_birth(share.due_on, day)
    Assignment.objects.bulk_update(shares, ["state", "assigned_on", "is_overdue_at_birth"], batch_size=500)
    task_ids = {share.task_id for share in shares}
    Task.objects.filter(pk__in=task_ids, assigned_on__isnull=True).update(assigned_on=day)
    settle_tasks(task_ids)
    if plan.assigned_on is None:
        plan.assigned_on = day
        plan.save(update_fields=["assigned_on"])
    given = record(
        by=by, action="plans.work_given", target=plan, unit=plan.issuer,
        rows=[(str(share.uid), f"{share.task_id}:{share.unit_id}:{share.role}") for share in shares],
        about=[Task(pk=pk) for pk in sorted(task_ids)],
    )  # fmt: skip
    send(
        event=f"plans.work_given:{plan.uid}:{given.uid}",
        recipients=people_who_may(REPORT, {share.unit_id for share in shares}),
        title=_("Đơn vị có việc mới được giao"),
        body=f"{plan.citation}: {plan.title}",
        url=plan.get_absolute_url(),
        by=by,
        unit=plan.issuer,
    )
    index_plan(plan)
    return len(shares)


@transaction.atomic
def replace(*, plan: Plan, successor: Plan, by: User, reason: str = "") -> Plan:
    """Say that another plan takes this one's place; open shares of the old plan are carried over, not late."""
    require(by, DIRECT, plan.issuer)
    return _end(plan, PlanState.REPLACED, by, reason, successor)


@transaction.atomic
def expire(*, plan: Plan, by: User, reason: str = "") -> Plan:
    """End a plan whose time has passed; open shares are carried over, not late."""
    require(by, DIRECT, plan.issuer)
    return _end(plan, PlanState.EXPIRED, by, reason, None)


def _end(plan: Plan, then: PlanState, by: User, reason: str, successor: Plan | None) -> Plan:
    plan = _locked(plan.pk)
    _check_step(plan, then)
    plan.state, plan.replaced_by = then, successor
    plan.save(update_fields=["state", "replaced_by"])
    carried = Q(state__in=OPEN_STATES) | Q(state=WorkState.STANDING)
    shares = list(Assignment.objects.filter(carried, task__plan=plan))
    for share in shares:
        share.state = WorkState.CARRIED_OVER
    Assignment.objects.bulk_update(shares, ["state"], batch_size=500)
    settle_tasks({share.task_id for share in shares})
    record(
        by=by, action="plans.plan_ended", target=plan, unit=plan.issuer, reason=reason,
        summary=str(successor or ""), rows=[(str(share.uid), then) for share in shares],
        about=[Task(pk=pk) for pk in sorted({share.task_id for share in shares})],
    )  # fmt: skip
    announce(event=PlanEnded(plan.uid, reason or (successor.citation if successor else "")), by=by)
    index_plan(plan)
    return plan


def _locked(pk: int) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=pk)


def _check_step(plan: Plan, then: PlanState) -> None:
    if not rules.may_become(rules.PLAN_STEPS, plan.state, then):
        raise StepNotAllowed(plan.get_state_display(), str(then.label))


def _check_number_free(plan: Plan, number: str, issued_on: datetime.date) -> None:
    same = Plan.objects.filter(issuer=plan.issuer, number=number, issued_on=issued_on).exclude(pk=plan.pk)
    if same.exists():
        raise NumberTaken(number)


def _check_complete(reading: Reading) -> None:
    missing = [
        label
        for label, present in (
            (_("tên kế hoạch"), reading.head.get("title")),
            (_("cơ quan ban hành"), reading.issuer),
            (_("năm thực hiện"), reading.head.get("year")),
        )
        if not present
    ]
    if missing:
        raise HeadIncomplete(", ".join(missing))
    if undecided := reading.items.pending().count():
        raise ItemsUndecided(undecided)


def _years(head: dict[str, Any]) -> tuple[int, int]:
    year = head["year"]
    return (int(year[0]), int(year[-1])) if isinstance(year, list) else (int(year), int(year))


def _head_fields(reading: Reading) -> dict[str, Any]:
    """The columns of a plan that the head of its document fills. HeadTooLong where one does not hold what was read."""
    head = reading.head
    kind = head.get("kind")
    fields = {
        "kind": kind if kind in PlanKind.values else PlanKind.OTHER,
        "title": head["title"],
        "number": head.get("number") or "",
        "issued_on": datetime.date.fromisoformat(head["date"]) if head.get("date") else None,
        "signer": head.get("signer") or "",
        "signer_title": head.get("signer_title") or "",
        "recipients": head.get("recipients") or [],
        "file": reading.file,
        "document_text": reading.document_text,
    }
    _check_lengths(fields)
    return fields


def _check_lengths(fields: dict[str, Any]) -> None:
    """Nothing that names a plan is cut: a title or number that does not fit was misread, and a person mends it."""
    columns = [column for column in Plan._meta.fields if isinstance(fields.get(column.name), str)]
    too_long = [
        f"{column.verbose_name} ({column.max_length})"
        for column in columns
        if column.max_length is not None and len(fields[column.name]) > column.max_length
    ]
    if too_long:
        raise HeadTooLong(", ".join(too_long))


def _new_plan(reading: Reading, years: tuple[int, int], by: User) -> Plan:
    fields = _head_fields(reading)
    is_issued = bool(fields["number"] and fields["issued_on"])
    plan = Plan(
        **fields, code=next_code("KH", years[0]), issuer=reading.issuer, first_year=years[0], last_year=years[1],
        state=PlanState.ISSUED if is_issued else PlanState.DRAFT, created_by=by,
    )  # fmt: skip
    _save_with_free_number(plan)
    return plan


def _take_over_head(plan: Plan, reading: Reading) -> None:
    """The amended version's head; number and date stay where the new text prints none."""
    fields = _head_fields(reading)
    for name, value in fields.items():
        if value or name not in ("number", "issued_on"):
            setattr(plan, name, value)
    plan.version += 1
    if plan.state != PlanState.DRAFT:
        _check_step(plan, PlanState.AMENDED)
        plan.state = PlanState.AMENDED
    _save_with_free_number(plan)


def _save_with_free_number(plan: Plan) -> None:
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise NumberTaken(plan.number) from error
