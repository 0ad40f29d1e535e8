"""The people who act for units: who is told of something, who is asked, each found by what the role allows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from honglam.core.access.models import Membership
from honglam.core.access.reach import reach_of
from honglam.core.access.terms import ScopeKind

if TYPE_CHECKING:
    from honglam.core.access.models import User


LOOKS_AFTER_PLATFORM = "access.manage_roles"
"""The permission that tells those who look after the platform from those who work on it."""


def people_who_may(permission: str, unit_ids: Iterable[int]) -> list[User]:
    """Active people whose role holds the permission and whose post is for one of the units, each once; one query.

    A post is for a unit where the person sits there, or where it extends over just that unit and what lies below: the
    coordinator of a province sits in a department and is told what the province is told.
    """
    units = set(unit_ids)
    return list({post.user_id: post.user for post in _posts_for(units, permission)}.values()) if units else []


def people_by_unit(permission: str, unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """For each of many units the active people whose role holds the permission and whose post is for it; one query.

    Not those who look after the platform: they hold every permission so that it can be mended, no work waits for them.
    """
    units = set(unit_ids)
    if not units:
        return {}
    found: dict[int, dict[int, User]] = {}
    for post in _posts_for(units, permission):
        if LOOKS_AFTER_PLATFORM in post.role.permissions:
            continue
        over = post.unit_id if post.scope_kind == ScopeKind.SUBTREE else None
        for unit in (post.seat_id, over):
            if unit is not None and unit in units:
                found.setdefault(unit, {})[post.user_id] = post.user
    return {unit: list(people.values()) for unit, people in found.items()}


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


def _posts_for(units: set[int], permission: str) -> list[Membership]:
    """Posts in force today of active people for units, whose role holds the permission; one query."""
    posts = (
        Membership.objects.valid_on(timezone.localdate())
        .of_active_people()
        .filter(Q(seat__in=units) | Q(scope_kind=ScopeKind.SUBTREE, unit__in=units))
        .select_related("user", "role")
    )
    return [post for post in posts if permission in post.role.permissions]
