"""Who is told and who may take work on: the people who sit in units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.models import Membership

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.access.queries import MembershipQuerySet
    from honglam.core.organisations.models import Unit


def posts_in(unit: Unit) -> MembershipQuerySet:
    """Posts in force today of active people who sit in the unit or in one of its own bodies (an office of a commune).

    Of the province only its own seat counts: its bodies are units that get work themselves.
    """
    posts = Membership.objects.valid_on(timezone.localdate()).of_active_people()
    return posts.filter(seat=unit) if unit.parent_id is None else posts.filter(seat__path__startswith=unit.path)


def sits_in(user: User, unit: Unit) -> bool:
    """Whether a person may do the unit's work; one query."""
    return posts_in(unit).filter(user=user).exists()
