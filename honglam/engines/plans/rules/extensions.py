"""Decisions about due dates that move: what may be asked, what a telephone call gives, and for how long.

Only the level that gave the work moves its date, with a reason; the first date stays beside the new one. Leaders often
agree by telephone before the letter is signed: that keeps the work from being late for a few working days and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from honglam.engines.plans.terms import ExtensionState, WorkState


def problem_with_new_date(*, due_on: date | None, new_due_on: date, today: date) -> str:
    """Why a date cannot be asked for or set, in words that say how to mend it; empty when it can."""
    if due_on is not None and new_due_on <= due_on:
        return _("Hạn mới phải sau hạn đang có (%(due)s).") % {"due": f"{due_on:%d/%m/%Y}"}
    if new_due_on < today:
        return _("Hạn mới đã qua; hãy chọn một ngày từ hôm nay trở đi.")
    return ""


def may_agree_by_phone(earlier: Iterable[tuple[str, bool]], *, by_issuer: bool) -> bool:
    """Whether one more agreement by telephone can be noted for a share.

    `earlier` says of each of its extensions how it stands and whether a call was ever noted for it. A unit may note
    one. Whatever became of that call (it lapsed, was refused, the unit took it back), unless a date was granted after
    it only the issuing level may note another: otherwise a share would never be late.
    """
    return by_issuer or not any(was_by_phone and state != ExtensionState.GRANTED for state, was_by_phone in earlier)


def grace_after(agreed_on: date, working_days: int, add_working_days: Callable[[date, int], date]) -> date:
    """The last day on which an agreement by telephone holds without its letter."""
    return add_working_days(agreed_on, working_days)


def date_of_whole(own: date | None, leads: Iterable[tuple[str, date | None]]) -> date | None:
    """The date of a task after dates of leading shares moved (state and date of each): its own while one still has it.

    A later date of one unit is that unit's alone. Only when nobody is left who has to keep the task's own date (shares
    that were taken back do not count) the task moves, to the earliest date that still holds. A task without a date of
    its own gets none.
    """
    kept = [due for state, due in leads if state != WorkState.WITHDRAWN and due is not None]
    if own is None or not kept:
        return own
    return max(own, min(kept))
