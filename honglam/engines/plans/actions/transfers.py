"""Writes of transfers: a unit's share goes to another unit; what the first one reported stays with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.plans import rules
from honglam.engines.plans.errors import DuplicateShare, ReasonMissing
from honglam.engines.plans.models import Assignment, Extension
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.share_steps import DIRECT, stepped, tell_the_unit
from honglam.engines.plans.terms import ExtensionState, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def transfer(*, assignment: Assignment, to: Unit, reason: str, by: User) -> Assignment:
    """Take a share from one unit and give it to another, with the same date; returns the new share.

    The new unit begins at nothing and is never late for days that were not its own: where the date has passed, the
    share was “quá hạn ngay khi giao” for it.

    Raises:
        NotAllowed; ReasonMissing; DuplicateShare: the other unit has that role already; StepNotAllowed.
    """
    require(by, DIRECT, assignment.task.issuer)
    if not reason.strip():
        raise ReasonMissing
    old = stepped(assignment, WorkState.WITHDRAWN)
    same = Assignment.objects.filter(task=old.task_id, unit=to, role=old.role, period_code=old.period_code)
    if same.exclude(state=WorkState.WITHDRAWN).exists():
        raise DuplicateShare(str(to))
    was_given = old.assigned_on is not None
    old.completed_on, old.extension, old.grace_until = None, ExtensionState.NONE, None
    old.save(update_fields=["state", "completed_on", "extension", "grace_until"])
    Extension.objects.open().filter(assignment=old).update(state=ExtensionState.TAKEN_BACK)
    today, issuer = timezone.localdate(), old.task.issuer
    new = same.first() or Assignment(task=old.task, unit=to, role=old.role, period_code=old.period_code)
    new.named_as, new.standing, new.transferred_from = str(to), old.standing, old
    new.due_on, new.original_due_on, new.progress = old.due_on, old.original_due_on, 0
    new.mandate = rules.mandate_over(
        issuer_bloc=issuer.bloc, unit_bloc=to.bloc, unit_is_below=to.path.startswith(issuer.path), role=old.role
    )
    new.state = WorkState.NOT_STARTED if was_given else WorkState.PREPARED
    new.assigned_on = today if was_given else None
    new.is_overdue_at_birth = rules.is_overdue_at_birth(new.due_on, new.assigned_on)
    new.save()
    record(
        by=by, action="plans.work_transferred", target=old.task, unit=old.unit, reason=reason,
        changes={"unit": (str(old.unit), str(to))},
    )  # fmt: skip
    settle_tasks([old.task_id])
    if was_given:
        tell_the_unit(old, by, "plans.work_transferred", _("Việc đã chuyển cho %s") % to, reason.strip())
        tell_the_unit(new, by, "plans.work_given", _("Đơn vị nhận việc chuyển từ %s") % old.unit)
    return new
