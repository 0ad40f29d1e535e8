"""Posts: given, changed, ended with their open work handed over."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access import rules
from honglam.core.access.errors import DatesReversed, PostAlreadyHeld, ScopeIncomplete
from honglam.core.access.guarding import require_administrator_left, require_may_grant, require_over
from honglam.core.access.models import FieldOfWork, Membership, Role, User
from honglam.core.access.registry import open_work
from honglam.core.access.terms import RoleCode, ScopeKind
from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit, UnitGroup


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role | str,
    by: User | None,
    unit: Unit | None = None,
    field: FieldOfWork | None = None,
    group: UnitGroup | None = None,
    seat: Unit | None = None,
    title: str = "",
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    reason: str = "",
) -> Membership:
    """Give a person a role (instance or code) over a subtree (`unit`), a `field` within `unit`, or a `group` of units.

    `seat` is where the person sits; with a subtree it is that unit unless another is given. Days are inclusive; the
    post starts today unless a day is given.

    Raises:
        ScopeIncomplete, DatesReversed, PostAlreadyHeld: the post makes no sense.
        NotAllowed, AboveOwnRights: it is not in the power of `by` to give it.
    """
    role = Role.objects.get(code=role) if isinstance(role, str) else role
    kind = _scope_kind(unit, field, group)
    require_may_grant(by, role, kind, unit)
    post = Membership(
        user=user,
        role=role,
        scope_kind=kind,
        unit=unit,
        field=field,
        group=group,
        seat=seat or (unit if kind == ScopeKind.SUBTREE else None),
        title=title,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    _require_sensible(post)
    post.save()
    user.forget_posts()
    record(
        by=by,
        action="access.role_granted",
        target=user,
        unit=post.seat or post.unit,
        changes={
            "role": (None, role.name),
            "scope": (None, post.scope_name),
            "starts_on": (None, post.starts_on),
            "ends_on": (None, post.ends_on),
        },
        reason=reason,
        about=[post],
    )
    return post


@transaction.atomic
def change_membership(*, membership: Membership, by: User | None, reason: str = "", **columns: Any) -> Membership:
    """Change title, seat or days of a post; another role or scope is another post.

    Raises:
        NotAllowed, AboveOwnRights, DatesReversed, PostAlreadyHeld; TypeError for a column that is not changed here.
    """
    if strange := set(columns) - {"title", "seat", "starts_on", "ends_on"}:
        raise TypeError(f"change_membership does not change {', '.join(sorted(strange))}")
    post = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    require_may_grant(by, post.role, post.scope_kind, post.unit)
    changes = {name: (getattr(post, name), value) for name, value in columns.items() if getattr(post, name) != value}
    for name, value in columns.items():
        setattr(post, name, value)
    _require_sensible(post)
    if post.role.code == RoleCode.ADMINISTRATOR and post.ends_on is not None:
        require_administrator_left(without=post)
    post.save()
    membership.user.forget_posts()
    if changes:
        record(
            by=by,
            action="access.membership_changed",
            target=post.user,
            unit=post.seat or post.unit,
            changes=changes,
            reason=reason,
            summary=str(post),
            about=[post],
        )
    return post


@transaction.atomic
def end_membership(
    *,
    membership: Membership,
    by: User | None,
    ends_on: datetime.date | None = None,
    hand_over_to: User | None = None,
    reason: str = "",
) -> dict[str, int]:
    """End a post with the day `ends_on` (today where none is given) and hand the person's open work at that seat over.

    The work goes to `hand_over_to`, or back to the unit; it stays where it is as long as the person holds another post
    at the seat, or the end lies in the future and nobody is named. Returns the number of pieces by code of the kind of
    work.

    Raises:
        NotAllowed: the person lies outside the reach of `by`. DatesReversed: it would end before it starts.
        LastAdministrator: nobody would be left to administer.
    """
    require_over(by, membership.user)
    post = (
        Membership.objects.select_for_update(of=("self",)).select_related("role", "seat", "unit").get(pk=membership.pk)
    )
    today = timezone.localdate()
    before, post.ends_on = post.ends_on, ends_on or today
    if post.ends_on < post.starts_on:
        raise DatesReversed()
    if post.role.code == RoleCode.ADMINISTRATOR:
        require_administrator_left(without=post)
    post.save(update_fields=["ends_on"])
    membership.ends_on = post.ends_on
    membership.user.forget_posts()
    record(
        by=by,
        action="access.membership_ended",
        target=post.user,
        unit=post.seat or post.unit,
        changes={"ends_on": (before, post.ends_on)},
        reason=reason,
        summary=str(post),
        about=[post],
    )
    if hand_over_to is None and post.ends_on > today:
        return {}
    return _hand_over(post, to=hand_over_to, by=by, reason=reason)


def _hand_over(post: Membership, *, to: User | None, by: User | None, reason: str) -> dict[str, int]:
    if post.seat is None or post.ends_on is None:
        return {}
    still_there = post.user.memberships.filter(seat=post.seat).exclude(pk=post.pk)
    if still_there.valid_on(post.ends_on + datetime.timedelta(days=1)).exists():
        return {}
    moved = {
        kind.code: kind.hand_over(user=post.user, unit=post.seat, to=to, by=by, reason=reason) for kind in open_work()
    }
    moved = {code: count for code, count in moved.items() if count}
    if moved:
        record(
            by=by,
            action="access.work_handed_over",
            target=post.user,
            unit=post.seat,
            changes={code: (count, 0) for code, count in moved.items()},
            reason=reason,
            summary=str(to) if to else _("Trả về đơn vị"),
        )
    return moved


def _scope_kind(unit: Unit | None, field: FieldOfWork | None, group: UnitGroup | None) -> str:
    if group is not None:
        if unit is not None or field is not None:
            raise ScopeIncomplete(_("Phạm vi theo nhóm thì không chọn thêm đơn vị hay lĩnh vực."))
        return ScopeKind.GROUP
    if unit is None:
        raise ScopeIncomplete(_("Hãy chọn đơn vị hoặc nhóm đơn vị mà vai trò này áp dụng."))
    return ScopeKind.SUBTREE if field is None else ScopeKind.FIELD


def _require_sensible(post: Membership) -> None:
    if post.ends_on is not None and post.ends_on < post.starts_on:
        raise DatesReversed()
    same = Membership.objects.filter(
        user=post.user, role=post.role, scope_kind=post.scope_kind, unit=post.unit, field=post.field, group=post.group
    ).exclude(pk=post.pk)
    if any(rules.overlaps(post.starts_on, post.ends_on, other.starts_on, other.ends_on) for other in same):
        raise PostAlreadyHeld()
