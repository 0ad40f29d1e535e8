"""Writes of recurring work: say by which period it recurs, open the periods, end it.

A plan says “thường xuyên”, and a task that is for ever open tells nobody anything. By period it does: each month or
quarter opens one share for each unit, with its own date, progress and evidence; the unit's standing share holds them
together.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.plans import rules
from honglam.engines.plans.errors import RecurrenceInvalid
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.share_steps import DIRECT
from honglam.engines.plans.terms import IN_FORCE, OPEN_STATES, RECURRING_SCHEMES, DeadlineKind, WorkState
from honglam.toolkit.periods import Period, Scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from honglam.core.access.models import User

MOST_DAYS = 31


@transaction.atomic
def set_recurrence(*, task: Task, scheme: Scheme, by: User, day: int = 0) -> Task:
    """Say by which period recurring work is done and on which day of its last month it is due (0: the last day).

    Open shares of the whole plan become standing shares; the period of today opens at once. Periods that ended before
    are not owed: nobody had been asked for them. Periods that exist keep their dates.

    Raises:
        NotAllowed; RecurrenceInvalid: the work does not recur, or not by such periods, or the day is none.
    """
    require(by, DIRECT, task.issuer)
    task = Task.objects.select_for_update(of=("self",)).select_related("plan", "issuer").get(pk=task.pk)
    if task.deadline_kind != DeadlineKind.RECURRING:
        raise RecurrenceInvalid(_("Chỉ việc “thường xuyên” mới chia theo kỳ."))
    if scheme not in RECURRING_SCHEMES:
        raise RecurrenceInvalid(_("Việc thường xuyên không chia theo kỳ này."))
    if not 0 <= day <= MOST_DAYS:
        raise RecurrenceInvalid(_("Ngày đến hạn từ 1 đến 31, hoặc để trống nếu là ngày cuối kỳ."))
    before = (task.recurrence, task.recurrence_day)
    task.recurrence, task.recurrence_day = scheme.value, day
    task.recurrence_from = task.recurrence_from or timezone.localdate()
    task.save(update_fields=["recurrence", "recurrence_day", "recurrence_from", "updated_at"])
    task.assignments.filter(state__in=OPEN_STATES, standing__isnull=True).update(state=WorkState.STANDING)
    record(
        by=by, action="plans.recurrence_set", target=task, unit=task.issuer,
        changes={"recurrence": (f"{before[0]}:{before[1]}", f"{scheme.value}:{day}")},
    )  # fmt: skip
    open_periods(tasks=[task], today=timezone.localdate(), by=by)
    return task


@transaction.atomic
def open_periods(*, today: datetime.date, tasks: Iterable[Task] | None = None, by: User | None = None) -> int:
    """Open the shares of all periods that have begun, for all recurring work in force (or some); how many were opened.

    The system itself does it every night (`by` is nobody). Running it again changes nothing. The number of queries does
    not depend on the number of shares.
    """
    standing = Assignment.objects.filter(state=WorkState.STANDING, task__is_withdrawn=False)
    standing = standing.exclude(task__recurrence="")
    standing = standing.filter(Q(task__plan__isnull=True) | Q(task__plan__state__in=IN_FORCE))
    if tasks is not None:
        standing = standing.filter(task__in=list(tasks))
    owners = list(standing.select_related("task", "task__plan"))
    known = set(Assignment.objects.filter(standing__in=owners).values_list("standing", "period_code"))
    made = [
        _occurrence(owner, period, today)
        for owner in owners
        for period in rules.periods_to_open(
            scheme=Scheme(owner.task.recurrence), given_on=_begun_on(owner, today), today=today,
            **_years_of(owner.task, today),
        )
        if (owner.pk, period.code) not in known
    ]  # fmt: skip
    Assignment.objects.bulk_create(made, batch_size=1000)
    if made:
        task_ids = {share.task_id for share in made}
        settle_tasks(task_ids)
        record(
            by=by, action="plans.periods_opened",
            rows=[(str(share.uid), f"{share.task_id}:{share.unit_id}:{share.period_code}") for share in made],
        )  # fmt: skip
    return len(made)


def _occurrence(owner: Assignment, period: Period, today: datetime.date) -> Assignment:
    due = rules.due_in(period, owner.task.recurrence_day)
    given_on = max(period.start, _begun_on(owner, today))
    return Assignment(
        task=owner.task, unit_id=owner.unit_id, role=owner.role, mandate=owner.mandate, named_as=owner.named_as,
        person_id=owner.person_id, period_code=period.code, standing=owner, due_on=due, original_due_on=due,
        assigned_on=given_on, state=WorkState.NOT_STARTED, is_overdue_at_birth=rules.is_overdue_at_birth(due, given_on),
    )  # fmt: skip


def _begun_on(owner: Assignment, today: datetime.date) -> datetime.date:
    """The first day for which a unit owes its periods: given, and said to recur."""
    return max(owner.assigned_on or today, owner.task.recurrence_from or today)


def _years_of(task: Task, today: datetime.date) -> dict[str, datetime.date]:
    """The first and the last day on which work of a task can fall: the years of its plan."""
    first, last = (task.plan.first_year, task.plan.last_year) if task.plan else (today.year, today.year)
    return {"first_day": datetime.date(first, 1, 1), "last_day": datetime.date(last, 12, 31)}
