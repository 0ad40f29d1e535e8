"""What all writes of work share: the locked share, the allowed step, the summary, the people who are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.people_for_units import people_who_may
from honglam.core.notices.actions import send
from honglam.engines.plans import rules
from honglam.engines.plans.errors import StepNotAllowed
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.terms import WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User

REPORT = "plans.report_work"
DIRECT = "plans.direct_work"


def locked_share(assignment: Assignment) -> Assignment:
    """The share as it stands now, locked to the end of the transaction, with task, issuer, plan and unit."""
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("task", "task__issuer", "task__plan", "unit")
        .get(pk=assignment.pk)
    )


def stepped(assignment: Assignment, then: WorkState) -> Assignment:
    """The locked share in its next state, not yet saved; StepNotAllowed where the table of steps forbids it."""
    assignment = locked_share(assignment)
    if not rules.may_become(rules.WORK_STEPS, assignment.state, then):
        raise StepNotAllowed(assignment.get_state_display(), then.label)
    assignment.state = then
    return assignment


def people_of_share(share: Assignment) -> list[User]:
    """Who is told about a share: the person who does it, or else everybody who may report for its unit."""
    return [share.person] if share.person else people_who_may(REPORT, [share.unit_id])


def tell_the_unit(share: Assignment, by: User | None, kind: str, title: str, body: str = "") -> None:
    """Tell those who do a share that something happened to it."""
    send(
        event=f"{kind}:{share.uid}:{timezone.now():%Y%m%d%H%M}",
        recipients=people_of_share(share),
        title=title,
        body=body or share.task.name,
        url=share.get_absolute_url(),
        by=by,
        unit=share.unit,
    )


def tell_the_issuer(share: Assignment, by: User | None, kind: str, title: str, body: str = "") -> None:
    """Tell those who direct work for the level that gave it."""
    send(
        event=f"{kind}:{share.uid}:{timezone.now():%Y%m%d%H%M}",
        recipients=people_who_may(DIRECT, [share.task.issuer_id]),
        title=title,
        body=body or share.task.name,
        url=share.get_absolute_url(),
        by=by,
        unit=share.unit,
    )
