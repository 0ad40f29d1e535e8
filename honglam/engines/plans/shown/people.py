"""The people of a unit, for choosing who does a share."""

from __future__ import annotations

from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.plans.recipients import posts_in


def people_of(unit: Unit) -> list[User]:
    """Active people who sit in the unit or in one of its own bodies today, by name; one query."""
    posts = posts_in(unit).select_related("user").order_by("user__sort_key", "user")
    return list({post.user_id: post.user for post in posts}.values())
