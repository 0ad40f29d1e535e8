"""Who is told: the people who sit in units and may do something there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.models import Membership

if TYPE_CHECKING:
    from honglam.core.access.models import User


def people_who_may(permission: str, unit_ids: Iterable[int]) -> list[User]:
    """Active people seated in one of the units whose role holds the permission, each once; one query."""
    posts = (
        Membership.objects.valid_on(timezone.localdate())
        .of_active_people()
        .filter(seat__in=set(unit_ids))
        .select_related("user", "role")
    )
    return list({post.user_id: post.user for post in posts if permission in post.role.permissions}.values())
