"""The write of the ladder: who is told when about dates, for the whole province."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.audit.actions import record
from honglam.engines.plans.errors import LadderInvalid
from honglam.engines.plans.models import ReminderLadder
from honglam.engines.plans.province import phone_extension_days, reminder_ladder
from honglam.engines.plans.rules import Rung, problem_with_ladder

if TYPE_CHECKING:
    from honglam.core.access.models import User

SET = "plans.set_reminders"


@transaction.atomic
def set_ladder(*, rungs: Sequence[Rung], call_days: int, by: User) -> ReminderLadder:
    """Set the ladder from tomorrow morning's reminders on; the one before stays readable in the log.

    `call_days` are the working days that an agreement by telephone holds without its letter; agreements that were noted
    before keep their day.

    Raises:
        NotAllowed; LadderInvalid: a rung too far from the date, none at all, a call that holds for no day or too many.
    """
    if not reach_of(by, SET).everything:
        raise NotAllowed(SET)
    if problem := problem_with_ladder(rungs, call_days):
        raise LadderInvalid(problem)
    before = (_told(reminder_ladder()), phone_extension_days())
    ordered = sorted(set(rungs), key=lambda rung: (rung.working_days, rung.audience))
    ladder = ReminderLadder.objects.create(
        rungs=[[rung.working_days, str(rung.audience)] for rung in ordered], call_days=call_days, set_by=by
    )
    record(
        by=by, action="plans.reminders_set", target=ladder,
        changes={"rungs": (before[0], _told(ordered)), "call_days": (before[1], call_days)},
    )  # fmt: skip
    return ladder


def _told(rungs: Sequence[Rung]) -> str:
    return "; ".join(f"{rung.working_days:+d}: {rung.audience.label}" for rung in rungs)
