"""Decisions of plans, pure: plain values in, plain values out. Tested as truth tables."""

from honglam.engines.plans.rules.clears import ClearFacts, ClearVerdict, six_clears
from honglam.engines.plans.rules.entry_times import believed_entry, was_entered_earlier
from honglam.engines.plans.rules.extensions import (
    date_of_whole,
    grace_after,
    may_agree_by_phone,
    problem_with_new_date,
)
from honglam.engines.plans.rules.mentions import names_mentioned
from honglam.engines.plans.rules.parts import progress_of_parts
from honglam.engines.plans.rules.recurrence import due_in, period_to_open, periods_to_open
from honglam.engines.plans.rules.reminders import (
    LADDER,
    Reminder,
    Rung,
    due_dates_reminded_on,
    ladder_from,
    problem_with_ladder,
    reminders_of,
)
from honglam.engines.plans.rules.work import (
    ORDERS_ALSO,
    PLAN_STEPS,
    ROLE_ORDER,
    WORK_STEPS,
    Share,
    is_open,
    is_overdue_at_birth,
    is_self_confirmed,
    mandate_over,
    may_become,
    state_after_report,
    status_of,
    summary_of,
)

__all__ = [
    "LADDER",
    "ORDERS_ALSO",
    "PLAN_STEPS",
    "ROLE_ORDER",
    "WORK_STEPS",
    "ClearFacts",
    "ClearVerdict",
    "Reminder",
    "Rung",
    "Share",
    "believed_entry",
    "date_of_whole",
    "due_dates_reminded_on",
    "due_in",
    "grace_after",
    "is_open",
    "is_overdue_at_birth",
    "is_self_confirmed",
    "ladder_from",
    "mandate_over",
    "may_agree_by_phone",
    "may_become",
    "names_mentioned",
    "period_to_open",
    "periods_to_open",
    "problem_with_ladder",
    "problem_with_new_date",
    "progress_of_parts",
    "reminders_of",
    "six_clears",
    "state_after_report",
    "status_of",
    "summary_of",
    "was_entered_earlier",
]
