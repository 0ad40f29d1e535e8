"""Who may manage whom: nobody reaches above their own rights through another person's account."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from honglam.core.access.errors import AboveOwnRights, LastAdministrator, NotAllowed
from honglam.core.access.models import Membership, Role, User
from honglam.core.access.reach import reach_of
from honglam.core.access.terms import RoleCode, ScopeKind

MANAGE_PEOPLE = "access.manage_people"
_POWERS = ("access.", "audit.", "personal.")


def may_manage(by: User, user: User) -> bool:
    """Whether every scope that a person holds, now or later, lies within the manager's reach.

    Somebody who holds no post yet may be managed by everyone who manages people.
    """
    reach = reach_of(by, MANAGE_PEOPLE)
    if not reach:
        return False
    if reach.everything:
        return True
    today = timezone.localdate()
    posts = user.memberships.select_related("unit").exclude(ends_on__lt=today)
    return all(post.scope_kind != ScopeKind.GROUP and reach.covers(post.unit) for post in posts)


def require_over(by: User | None, user: User) -> None:
    """Refuse a manager whose reach does not hold the whole person; `by=None` is the system itself.

    Raises:
        NotAllowed: some post of the person lies outside the manager's reach.
    """
    if by is not None and not may_manage(by, user):
        raise NotAllowed(MANAGE_PEOPLE, str(user))


def require_may_grant(by: User | None, role: Role, scope_kind: str, unit: Any) -> None:
    """Refuse somebody who would give a scope that they do not reach, or a right over others that they lack themselves.

    A unit's administrator gives the roles of daily work without holding them; rights over people, the log and personal
    data (`_POWERS`) are only given by those who hold them there, or who manage roles in the whole province.

    Raises:
        NotAllowed: the scope lies outside the granter's reach over people.
        AboveOwnRights: the role holds a right over others that the granter lacks there.
    """
    if by is None:
        return
    reach = reach_of(by, MANAGE_PEOPLE)
    in_reach = reach.everything or (scope_kind != ScopeKind.GROUP and reach.covers(unit))
    if not in_reach:
        raise NotAllowed(MANAGE_PEOPLE, str(unit or ""))
    if reach_of(by, "access.manage_roles").everything:
        return
    for code in (code for code in role.permissions if code.startswith(_POWERS)):
        held = reach_of(by, code)
        if not (held.everything or (scope_kind != ScopeKind.GROUP and held.covers(unit))):
            raise AboveOwnRights()


def require_administrator_left(*, without: Membership | None = None, without_user: User | None = None) -> None:
    """Refuse to take the last administrator away.

    Raises:
        LastAdministrator: nobody else who may sign in would hold the administrator's role from tomorrow on.
    """
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    left = Membership.objects.administering(RoleCode.ADMINISTRATOR).of_active_people().valid_on(tomorrow)
    touched = left
    if without is not None:
        left = left.exclude(pk=without.pk)
    if without_user is not None:
        left = left.exclude(user=without_user)
    if touched.exists() and not left.exists():
        raise LastAdministrator()
