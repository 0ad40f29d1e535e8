"""Who is told and who may take work on: the people who sit in units."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.models import Membership
from honglam.core.access.people_for_units import LOOKS_AFTER_PLATFORM
from honglam.core.access.reach import reach_of
from honglam.core.access.terms import ScopeKind

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.access.queries import MembershipQuerySet
    from honglam.core.organisations.models import Unit


def unit_ids_answered_for(user: User, permission: str, on: datetime.date) -> set[int]:
    """Ids of the units for which a person answers with a permission: where the posts sit, or what they are over.

    Less than the reach: the leader of a province directs every commune, but what waits for a commune's word waits for
    the commune. Who looks after the platform holds every permission so that it can be mended; no work waits for them.
    """
    reach = reach_of(user, permission, on)
    held = [
        post
        for post in user.posts(on)
        if permission in post.role.permissions and LOOKS_AFTER_PLATFORM not in post.role.permissions
    ]
    units = [post.seat for post in held] + [post.unit for post in held if post.scope_kind == ScopeKind.SUBTREE]
    return {unit.pk for unit in units if unit is not None and reach.covers(unit)}


def posts_in(unit: Unit) -> MembershipQuerySet:
    """Posts in force today of active people who sit in the unit or in one of its own bodies (an office of a commune).

    Of the province only its own seat counts: its bodies are units that get work themselves.
    """
    posts = Membership.objects.valid_on(timezone.localdate()).of_active_people()
    return posts.filter(seat=unit) if unit.parent_id is None else posts.filter(seat__path__startswith=unit.path)


def sits_in(user: User, unit: Unit) -> bool:
    """Whether a person may do the unit's work; one query."""
    return posts_in(unit).filter(user=user).exists()
