"""How far one permission carries one person: the single object that both checks and lists come from.

    reach = reach_of(user, "plans.view_task")
    Task.objects.filter(reach.q("unit"))        # the list
    reach.covers(task.unit)                     # the check

A scope is a subtree of units (through either superior), a field of work over a subtree, or a dated group of units; the
reach is their union over all posts in force on the day. It costs one query per person and day, plus those of the
groups.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from honglam.core.access import rules
from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import ScopeKind
from honglam.core.organisations.models import GroupMember, Unit, UnitGroup
from honglam.core.organisations.queries import UnitQuerySet, in_subtree, valid_on
from honglam.core.organisations.rules import GroupRule, members_of
from honglam.core.organisations.terms import GroupScope

_NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Reach:
    """Everything that one permission lets one person see and touch on one day.

    `paths` are subtrees; `fields` are (field of work, subtree) pairs; `groups` are dated groups. `everything` is the
    whole province, also what belongs to no unit yet.
    """

    permission: str
    on: datetime.date
    everything: bool = False
    paths: tuple[str, ...] = ()
    fields: tuple[tuple[int, str], ...] = ()
    groups: tuple[UnitGroup, ...] = ()

    def __bool__(self) -> bool:
        """Whether the permission is held anywhere."""
        return self.everything or bool(self.paths or self.fields or self.groups)

    @cached_property
    def group_unit_ids(self) -> frozenset[int]:
        """Ids of the units that the groups hold on the day."""
        return _members(self.groups, self.on) if self.groups else frozenset()

    def q(self, prefix: str = "unit", *, field_lookup: str = "") -> Q:
        """The condition on any model with a path of foreign keys `prefix` to a unit ("" on the unit itself).

        `field_lookup` names the path to the field of work (`"field"`, `"plan__field"`); without it a reach over a field
        adds nothing, because such rows belong to no field.
        """
        if self.everything:
            return Q()
        to_unit = f"{prefix}__" if prefix else ""
        condition = _NOTHING
        for path in self.paths:
            condition |= in_subtree(path, to_unit)
        if self.group_unit_ids:
            condition |= Q(**{f"{to_unit}pk__in": self.group_unit_ids})
        if field_lookup:
            for field_id, path in self.fields:
                condition |= in_subtree(path, to_unit) & Q(**{field_lookup: field_id})
        return condition

    def covers(self, unit: Unit | None, field: Any = None) -> bool:
        """Whether a unit's object, of a field of work where it has one (instance or id), lies within reach."""
        if self.everything:
            return True
        if unit is None:
            return False
        field_id = getattr(field, "pk", field)
        paths = [*self.paths, *(path for of_field, path in self.fields if of_field == field_id)]
        return unit.pk in self.group_unit_ids or any(
            rules.path_covers(path, unit.path, unit.second_path) for path in paths
        )

    def units(self, *, field: Any = None, in_any_field: bool = False) -> UnitQuerySet:
        """The units within reach; those reached only in a field of work come along for that field, or for any."""
        if self.everything:
            return Unit.objects.all()
        condition = self.q("")
        field_id = getattr(field, "pk", field)
        for of_field, path in self.fields:
            if in_any_field or of_field == field_id:
                condition |= in_subtree(path)
        return Unit.objects.filter(condition)


def reach_of(user: Any, permission: str, on: datetime.date | None = None) -> Reach:
    """How far a permission carries a person on a day (today where none is given); nobody signed in reaches nothing.

    Kept on the user instance, hence for one request; actions that change posts call `user.forget_posts()`.
    """
    day = on or timezone.localdate()
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Reach(permission, day)
    known: dict[tuple[str, datetime.date], Reach] = user.__dict__.setdefault("_reaches", {})
    if (permission, day) not in known:
        known[permission, day] = _reach_of_posts(
            permission, day, [post for post in user.posts(day) if permission in post.role.permissions]
        )
    return known[permission, day]


def require(user: Any, permission: str, unit: Unit | None = None, *, field: Any = None) -> Reach:
    """The reach, if it covers the unit (or, without one, if the permission is held anywhere).

    Raises:
        NotAllowed: the person lacks the permission there.
    """
    reach = reach_of(user, permission)
    if not (reach.covers(unit, field) if unit is not None else reach):
        raise NotAllowed(permission, str(unit) if unit is not None else "")
    return reach


def units_of(user: Any, on: datetime.date | None = None) -> list[Unit]:
    """The units where a person sits, through all posts in force on the day, each once, the longest-held first."""
    if not getattr(user, "is_authenticated", False):
        return []
    seats = {post.seat_id: post.seat for post in user.posts(on or timezone.localdate()) if post.seat_id}
    return list(seats.values())


def _reach_of_posts(permission: str, on: datetime.date, posts: list[Any]) -> Reach:
    subtrees = [post.unit for post in posts if post.scope_kind == ScopeKind.SUBTREE]
    if any(unit.parent_id is None for unit in subtrees):
        return Reach(permission, on, everything=True)
    return Reach(
        permission,
        on,
        paths=rules.outermost(unit.path for unit in subtrees),
        fields=tuple(sorted({(post.field_id, post.unit.path) for post in posts if post.scope_kind == ScopeKind.FIELD})),
        groups=tuple({post.group_id: post.group for post in posts if post.scope_kind == ScopeKind.GROUP}.values()),
    )


def _members(groups: tuple[UnitGroup, ...], on: datetime.date) -> frozenset[int]:
    """Units that the groups hold on the day: two queries, however many groups.

    A group of a commune's or an issuer's own units has no members as a scope, because nobody stands at its centre.
    """
    groups = tuple(group for group in groups if _in_force(group, on) and group.scope == GroupScope.PROVINCE)
    if not groups:
        return frozenset()
    named: dict[tuple[int, bool], set[int]] = {}
    for member in GroupMember.objects.filter(valid_on(on), group__in=groups):
        named.setdefault((member.group_id, member.excluded), set()).add(member.unit_id)
    units = list(Unit.objects.valid_on(on))
    anchor = next((unit.path for unit in units if unit.parent_id is None), "/")
    return frozenset(
        unit.pk
        for group in groups
        for unit in members_of(
            GroupRule.from_json(group.rule),
            anchor_path=anchor,
            units=units,
            included=frozenset(named.get((group.pk, False), ())),
            excluded=frozenset(named.get((group.pk, True), ())),
        )
    )


def _in_force(group: UnitGroup, on: datetime.date) -> bool:
    return (group.starts_on is None or group.starts_on <= on) and (group.ends_on is None or on <= group.ends_on)
