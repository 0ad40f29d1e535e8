"""The people of a unit, for choosing who does a share."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from honglam.core.access.models import Membership, User
from honglam.core.organisations.models import Unit


def people_of(unit: Unit) -> list[User]:
    """Active people who sit in the unit today, by name; one query."""
    return people_of_units([unit.pk]).get(unit.pk, [])


def people_of_units(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """Active people by the unit they sit in today; one query."""
    posts = Membership.objects.valid_on(timezone.localdate()).of_active_people().filter(seat__in=set(unit_ids))
    found: dict[int, dict[int, User]] = {}
    for post in posts.select_related("user").order_by("user__sort_key", "user"):
        found.setdefault(post.seat_id, {})[post.user_id] = post.user
    return {unit_id: list(people.values()) for unit_id, people in found.items()}
