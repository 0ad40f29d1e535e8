"""What a province sets for itself: read from the settings, with the house's own as default."""

from __future__ import annotations

from django.conf import settings

from honglam.engines.plans import rules
from honglam.engines.plans.terms import DRAFT_RETENTION_DAYS, PHONE_EXTENSION_WORKING_DAYS


def phone_extension_days() -> int:
    """Working days that an agreement by telephone holds without its letter (PLANS_PHONE_EXTENSION_DAYS)."""
    return int(getattr(settings, "PLANS_PHONE_EXTENSION_DAYS", PHONE_EXTENSION_WORKING_DAYS))


def reminder_ladder() -> tuple[rules.Rung, ...]:
    """Who is told how many working days before and after a date (PLANS_REMINDER_LADDER)."""
    return rules.ladder_from(getattr(settings, "PLANS_REMINDER_LADDER", None))


def draft_retention_days() -> int:
    """Days that a checked draft is kept after its last round (PLANS_DRAFT_RETENTION_DAYS)."""
    return int(getattr(settings, "PLANS_DRAFT_RETENTION_DAYS", DRAFT_RETENTION_DAYS))
