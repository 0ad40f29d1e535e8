"""What a province sets for itself on the page of reminders; before that the settings, else the house's own."""

from __future__ import annotations

from django.conf import settings

from honglam.engines.plans import rules
from honglam.engines.plans.models import ReminderLadder
from honglam.engines.plans.terms import DRAFT_RETENTION_DAYS, PHONE_EXTENSION_WORKING_DAYS


def ladder_set() -> ReminderLadder | None:
    """What was set last, and by whom; one query."""
    return ReminderLadder.objects.select_related("set_by").first()


def phone_extension_days() -> int:
    """Working days that an agreement by telephone holds without its letter; one query."""
    if chosen := ladder_set():
        return chosen.call_days
    return int(getattr(settings, "PLANS_PHONE_EXTENSION_DAYS", PHONE_EXTENSION_WORKING_DAYS))


def reminder_ladder() -> tuple[rules.Rung, ...]:
    """Who is told how many working days before and after a date; one query."""
    if chosen := ladder_set():
        return rules.ladder_from(chosen.rungs)
    return rules.ladder_from(getattr(settings, "PLANS_REMINDER_LADDER", None))


def draft_retention_days() -> int:
    """Days that a checked draft is kept after its last round (PLANS_DRAFT_RETENTION_DAYS)."""
    return int(getattr(settings, "PLANS_DRAFT_RETENTION_DAYS", DRAFT_RETENTION_DAYS))
