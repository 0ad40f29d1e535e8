"""Decisions about work: which step may follow, who is ordered, what people see, what a task says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from honglam.core.organisations.terms import Bloc
from honglam.engines.plans.terms import (
    DUE_SOON_DAYS,
    OPEN_STATES,
    AssignmentRole,
    ExtensionState,
    Mandate,
    PlanState,
    WorkState,
    WorkStatus,
)

PLAN_STEPS: dict[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.ISSUED}),
    PlanState.ISSUED: frozenset({PlanState.AMENDED, PlanState.REPLACED, PlanState.EXPIRED}),
    PlanState.AMENDED: frozenset({PlanState.AMENDED, PlanState.REPLACED, PlanState.EXPIRED}),
    PlanState.REPLACED: frozenset(),
    PlanState.EXPIRED: frozenset(),
}
"""Which state of a plan may follow which."""

WORK_STEPS: dict[str, frozenset[str]] = {
    WorkState.PREPARED: frozenset({WorkState.NOT_STARTED, WorkState.WITHDRAWN}),
    WorkState.NOT_STARTED: frozenset(
        {WorkState.IN_PROGRESS, WorkState.CLAIMED, WorkState.WITHDRAWN, WorkState.CARRIED_OVER}
    ),
    WorkState.IN_PROGRESS: frozenset(
        {WorkState.IN_PROGRESS, WorkState.CLAIMED, WorkState.WITHDRAWN, WorkState.CARRIED_OVER}
    ),
    WorkState.RETURNED: frozenset(
        {WorkState.IN_PROGRESS, WorkState.CLAIMED, WorkState.WITHDRAWN, WorkState.CARRIED_OVER}
    ),
    WorkState.CLAIMED: frozenset({WorkState.DONE, WorkState.RETURNED, WorkState.WITHDRAWN}),
    WorkState.DONE: frozenset({WorkState.RETURNED}),
    WorkState.CARRIED_OVER: frozenset(),
    WorkState.WITHDRAWN: frozenset({WorkState.NOT_STARTED}),
    WorkState.STANDING: frozenset({WorkState.WITHDRAWN, WorkState.CARRIED_OVER}),
}
"""Which state of an assignment may follow which."""


def may_become(steps: dict[str, frozenset[str]], now: str, then: str) -> bool:
    """Whether the table of steps allows `then` after `now`."""
    return then in steps.get(now, frozenset())


ORDERS_ALSO: dict[str, frozenset[str]] = {
    Bloc.GOVERNMENT: frozenset({Bloc.SERVICE, Bloc.STEERING}),
    Bloc.STEERING: frozenset({Bloc.GOVERNMENT, Bloc.SERVICE}),
    Bloc.PARTY: frozenset(Bloc) - {Bloc.ENTERPRISE},
}
"""Which other blocs an issuer of a bloc can order, besides its own."""


def mandate_over(*, issuer_bloc: str, unit_bloc: str, unit_is_below: bool, role: str = AssignmentRole.LEAD) -> Mandate:
    """Whether the issuer orders (giao) or asks (đề nghị) a unit.

    An issuer orders the bodies below it that belong to its own bloc or to one that its bloc directs; everybody
    else it asks: a People's Committee cannot order the Party, the Front, the forces or an enterprise
    (Law on the organisation of local government 72/2025/QH15). Only who leads is ordered: whoever coordinates or
    monitors was asked to help, and the date is not theirs to miss.
    """
    if role != AssignmentRole.LEAD:
        return Mandate.REQUESTED
    orders = {issuer_bloc} | ORDERS_ALSO.get(issuer_bloc, frozenset())
    return Mandate.ASSIGNED if unit_is_below and unit_bloc in orders else Mandate.REQUESTED


def is_overdue_at_birth(due_on: date | None, assigned_on: date | None) -> bool:
    """A due date on or before the day of assignment: the issuer's slip, never the unit's lateness."""
    return due_on is not None and assigned_on is not None and due_on <= assigned_on


def status_of(
    *,
    state: str,
    due_on: date | None,
    completed_on: date | None,
    today: date,
    mandate: str = Mandate.ASSIGNED,
    overdue_at_birth: bool = False,
    extension: str = ExtensionState.NONE,
    grace_until: date | None = None,
) -> WorkStatus:
    """The one word that people see for a piece of work on a day.

    Work that was asked for is never late; work that was late when it was given is shown as such until done. An
    extension agreed by telephone keeps work from being late up to `grace_until`; one that was only asked for does not.
    """
    on_time = due_on is None or completed_on is None or completed_on <= due_on or overdue_at_birth
    match state:
        case WorkState.PREPARED:
            return WorkStatus.PREPARED
        case WorkState.WITHDRAWN:
            return WorkStatus.CANCELLED
        case WorkState.CARRIED_OVER:
            return WorkStatus.CARRIED_OVER
        case WorkState.CLAIMED:
            return WorkStatus.REPORTED
        case WorkState.STANDING:
            return WorkStatus.STANDING
        case WorkState.DONE:
            return WorkStatus.DONE_ON_TIME if on_time or mandate == Mandate.REQUESTED else WorkStatus.DONE_LATE
    if mandate == Mandate.REQUESTED:
        return WorkStatus.REQUESTED
    if overdue_at_birth:
        return WorkStatus.OVERDUE_WHEN_ASSIGNED
    if grace_until is not None and grace_until >= today:
        return WorkStatus.EXTENSION_BY_PHONE
    if due_on is not None and due_on < today:
        return WorkStatus.OVERDUE
    if state == WorkState.RETURNED:
        return WorkStatus.RETURNED
    if extension == ExtensionState.ASKED:
        return WorkStatus.EXTENSION_REQUESTED
    if due_on is not None and due_on <= today + timedelta(days=DUE_SOON_DAYS):
        return WorkStatus.DUE_SOON
    return WorkStatus.IN_PROGRESS if state == WorkState.IN_PROGRESS else WorkStatus.NOT_STARTED


@dataclass(frozen=True, slots=True)
class Share:
    """What a task needs to know of one leading assignment."""

    state: str
    progress: int
    completed_on: date | None


def summary_of(shares: Iterable[Share]) -> Share:
    """A task's state, progress and day of completion from its leading assignments.

    Withdrawn shares do not count, and neither do standing ones: their occurrences do. The task is done when every
    share is done (or carried over), claimed when
    all that is open waits for confirmation, in progress as soon as one unit moves; progress is the mean.
    """
    known = [share for share in shares if share.state != WorkState.WITHDRAWN]
    counted = [share for share in known if share.state != WorkState.STANDING]
    if not counted:
        return Share(WorkState.STANDING if known else WorkState.PREPARED, 0, None)
    states = {share.state for share in counted}
    progress = sum(share.progress for share in counted) // len(counted)
    days = [share.completed_on for share in counted if share.completed_on]
    if states <= {WorkState.PREPARED}:
        state = WorkState.PREPARED
    elif states <= {WorkState.CARRIED_OVER}:
        state = WorkState.CARRIED_OVER
    elif states <= {WorkState.DONE, WorkState.CARRIED_OVER}:
        return Share(WorkState.DONE, 100, max(days))
    elif states <= {WorkState.DONE, WorkState.CARRIED_OVER, WorkState.CLAIMED}:
        return Share(WorkState.CLAIMED, progress, max(days))
    elif states <= {WorkState.NOT_STARTED, WorkState.PREPARED}:
        state = WorkState.NOT_STARTED
    elif WorkState.RETURNED in states and not states & {WorkState.IN_PROGRESS}:
        state = WorkState.RETURNED
    else:
        state = WorkState.IN_PROGRESS
    return Share(state, progress, None)


def state_after_report(progress: int, *, claims_done: bool) -> WorkState:
    """The state of an assignment after its unit reported: done is only ever claimed by the unit itself."""
    if claims_done:
        return WorkState.CLAIMED
    return WorkState.IN_PROGRESS if progress else WorkState.NOT_STARTED


def is_open(state: str) -> bool:
    """Whether the unit still has something to do."""
    return state in OPEN_STATES


ROLE_ORDER = (AssignmentRole.LEAD, AssignmentRole.COORDINATING, AssignmentRole.MONITORING)
"""Roles in the order in which people name them."""


def is_self_confirmed(*, doer: int, confirming: Iterable[int]) -> bool:
    """Whether a unit confirms its own work: none of the units in whose name it is confirmed is another one."""
    return set(confirming) <= {doer}
