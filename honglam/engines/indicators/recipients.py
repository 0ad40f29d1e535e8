"""Who is told about submissions: the people of a unit who hold a permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from honglam.core.access.models import Membership
from honglam.core.access.terms import ScopeKind

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


def people_of(unit: Unit, permission: str) -> list[User]:
    """Active people who sit in the unit, or whose post extends over just it, and hold the permission; one query."""
    posts = (
        Membership.objects.valid_on(timezone.localdate())
        .of_active_people()
        .filter(Q(seat=unit) | Q(scope_kind=ScopeKind.SUBTREE, unit=unit))
        .select_related("user", "role")
    )
    return list({post.user_id: post.user for post in posts if permission in post.role.permissions}.values())
