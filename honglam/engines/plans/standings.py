"""Where work stands on a day, as SQL: the same words as `rules.status_of`, so that lists can filter, count and sort.

`tests/engines/plans/test_standings.py` holds both to the same truth table.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from honglam.engines.plans.terms import (
    DUE_SOON_DAYS,
    OPEN_STATES,
    AssignmentRole,
    Clear,
    DeadlineKind,
    ExtensionState,
    Mandate,
    WorkState,
    WorkStatus,
)

_OPEN = Q(state__in=OPEN_STATES)
_FINISHED = (WorkState.DONE, WorkState.CLAIMED)
_ORDERED = Q(mandate=Mandate.ASSIGNED)
COUNTED = Q(mandate=Mandate.ASSIGNED, is_overdue_at_birth=False)
"""Shares whose date counts: ordered, and not past it when they were given."""
_SETTLED = (
    (WorkState.PREPARED, WorkStatus.PREPARED),
    (WorkState.WITHDRAWN, WorkStatus.CANCELLED),
    (WorkState.CARRIED_OVER, WorkStatus.CARRIED_OVER),
    (WorkState.CLAIMED, WorkStatus.REPORTED),
    (WorkState.STANDING, WorkStatus.STANDING),
)
_THREE_WORDS = r"\S\s+\S+\s+\S"


def in_grace(today: date) -> Q:
    """Shares whose extension was agreed by telephone and still holds."""
    return Q(grace_until__gte=today)


def late_on(today: date) -> Q:
    """Open shares that are late on a day: the one definition that every list and count goes by."""
    return _OPEN & COUNTED & Q(due_on__lt=today) & ~Q(grace_until__isnull=False, grace_until__gte=today)


def finished_by(day: date) -> Q:
    """Shares that their units had finished by a day, confirmed or not."""
    return Q(state__in=_FINISHED, completed_on__lte=day)


def open_on(day: date) -> Q:
    """Shares in which the unit still had something to do on a day: what was finished later was open then."""
    return _OPEN | Q(state__in=_FINISHED, completed_on__gt=day)


def share_status_as_of(day: date) -> Case:
    """The `WorkStatus` of the assignment at hand as its dates say it was on a day, also one that has passed.

    Days of assignment, due dates and days of completion tell; of today it is `share_status`. What was finished after
    the day counts as in progress then. States without a day (returned, carried over) and dates that moved since are
    taken as they stand now.
    """
    done = Q(state=WorkState.DONE, completed_on__lte=day)
    by_phone, overdue = in_grace(day), Q(due_on__lt=day)
    return Case(
        *(When(state=state, then=Value(status.value)) for state, status in _SETTLED if state != WorkState.CLAIMED),
        When(state=WorkState.CLAIMED, completed_on__lte=day, then=Value(WorkStatus.REPORTED.value)),
        When(done & COUNTED & Q(completed_on__gt=F("due_on")), then=Value(WorkStatus.DONE_LATE.value)),
        When(done, then=Value(WorkStatus.DONE_ON_TIME.value)),
        When(mandate=Mandate.REQUESTED, then=Value(WorkStatus.REQUESTED.value)),
        When(is_overdue_at_birth=True, then=Value(WorkStatus.OVERDUE_WHEN_ASSIGNED.value)),
        When(by_phone, then=Value(WorkStatus.EXTENSION_BY_PHONE.value)),
        When(overdue, then=Value(WorkStatus.OVERDUE.value)),
        When(state=WorkState.RETURNED, then=Value(WorkStatus.RETURNED.value)),
        When(extension=ExtensionState.ASKED, then=Value(WorkStatus.EXTENSION_REQUESTED.value)),
        When(_due_soon(day), then=Value(WorkStatus.DUE_SOON.value)),
        When(state=WorkState.NOT_STARTED, then=Value(WorkStatus.NOT_STARTED.value)),
        default=Value(WorkStatus.IN_PROGRESS.value),
        output_field=CharField(),
    )


def share_status(today: date) -> Case:
    """The `WorkStatus` of the assignment at hand on a day."""
    return _cases(
        done_late=COUNTED & Q(completed_on__gt=F("due_on")),
        asked_only=Q(mandate=Mandate.REQUESTED),
        born_late=Q(is_overdue_at_birth=True),
        by_phone=in_grace(today),
        overdue=Q(due_on__lt=today),
        extension_asked=Q(extension=ExtensionState.ASKED),
        due_soon=_due_soon(today),
    )


def task_status(today: date, shares: QuerySet[Any]) -> Case:
    """The `WorkStatus` of the task at hand, from its leading shares; `shares` are its assignments (an OuterRef).

    A task is overdue where a leading share is late (`late_on`), whatever date the task itself shows: dates belong to
    shares, and one unit's may have moved. It is near its date where an open share is; it is asked for where every open
    leading share was asked for; it was overdue when assigned where that is so of every open share that was ordered; an
    extension shows where one of its open shares has it.
    """
    leads = shares.filter(role=AssignmentRole.LEAD)
    open_leads = leads.filter(_OPEN)
    return _cases(
        done_late=Q(Exists(leads.filter(COUNTED, state=WorkState.DONE, completed_on__gt=F("due_on")))),
        asked_only=~Q(Exists(open_leads.filter(_ORDERED))),
        born_late=~Q(Exists(open_leads.filter(COUNTED))),
        by_phone=Q(Exists(open_leads.filter(COUNTED & in_grace(today)))) & ~Q(late_task(today, shares)),
        overdue=Q(late_task(today, shares)),
        extension_asked=Q(Exists(open_leads.filter(extension=ExtensionState.ASKED))),
        due_soon=Q(Exists(open_leads.filter(COUNTED & _due_soon(today)))),
    )


def late_task(today: date, shares: QuerySet[Any]) -> Exists:
    """Whether the task at hand is late: one of its leading shares is; `shares` are its assignments (an OuterRef)."""
    return Exists(shares.filter(late_on(today), role=AssignmentRole.LEAD))


def _due_soon(today: date) -> Q:
    return Q(due_on__gte=today, due_on__lte=today + timedelta(days=DUE_SOON_DAYS))


def _cases(
    *, done_late: Q, asked_only: Q, born_late: Q, by_phone: Q, overdue: Q, extension_asked: Q, due_soon: Q
) -> Case:
    return Case(
        *(When(state=state, then=Value(status.value)) for state, status in _SETTLED),
        When(Q(state=WorkState.DONE) & done_late, then=Value(WorkStatus.DONE_LATE.value)),
        When(state=WorkState.DONE, then=Value(WorkStatus.DONE_ON_TIME.value)),
        When(asked_only, then=Value(WorkStatus.REQUESTED.value)),
        When(born_late, then=Value(WorkStatus.OVERDUE_WHEN_ASSIGNED.value)),
        When(by_phone, then=Value(WorkStatus.EXTENSION_BY_PHONE.value)),
        When(overdue, then=Value(WorkStatus.OVERDUE.value)),
        When(state=WorkState.RETURNED, then=Value(WorkStatus.RETURNED.value)),
        When(extension_asked, then=Value(WorkStatus.EXTENSION_REQUESTED.value)),
        When(due_soon, then=Value(WorkStatus.DUE_SOON.value)),
        When(state=WorkState.IN_PROGRESS, then=Value(WorkStatus.IN_PROGRESS.value)),
        default=Value(WorkStatus.NOT_STARTED.value),
        output_field=CharField(),
    )


def missing_clear(clear: Clear, shares: QuerySet[Any]) -> Q:
    """Tasks that lack one of the clears, as `rules.six_clears` judges it; `shares` are the task's (an OuterRef)."""
    standing = shares.exclude(state=WorkState.WITHDRAWN)
    leads = standing.filter(role=AssignmentRole.LEAD)
    match clear:
        case Clear.PERSON:
            unnamed = Exists(leads.filter(person__isnull=True))
            return ~(Q(lead_units=1) | (Q(lead_units__gt=1) & ~Q(unnamed)))
        case Clear.WORK:
            return ~Q(name__regex=_THREE_WORDS)
        case Clear.RESPONSIBILITY:
            others = standing.exclude(role=AssignmentRole.LEAD)
            return ~(Q(lead_units__gt=0) & Q(Exists(others)))
        case Clear.SCHEDULE:
            return Q(deadline_kind=DeadlineKind.NONE)
        case Clear.RESULT:
            return ~Q(product__regex=r"\S") & Q(has_measure=False)
        case Clear.AUTHORITY:
            return Q(approver__isnull=True, names_authority=False)
        case Clear.RESOURCES:
            return ~Q(resources__regex=r"\S")


def lead_units(shares: QuerySet[Any]) -> Coalesce:
    """How many units lead the task at hand."""
    leads = shares.filter(role=AssignmentRole.LEAD).exclude(state=WorkState.WITHDRAWN)
    counting = leads.order_by().values("task").annotate(n=Count("unit", distinct=True)).values("n")
    return Coalesce(Subquery(counting, output_field=IntegerField()), 0)
