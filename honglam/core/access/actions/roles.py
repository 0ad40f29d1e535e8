"""Roles: made, edited, removed; and the offer of new permissions to the built-in ones."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from honglam.core.access.errors import RoleInUse
from honglam.core.access.models import Role, User
from honglam.core.access.reach import require
from honglam.core.access.registry import permission
from honglam.core.access.registry import permissions as declared_permissions
from honglam.core.access.terms import RoleCode
from honglam.core.audit.actions import record

_MANAGE = "access.manage_roles"


@transaction.atomic
def create_role(
    *, code: str, name: str, by: User | None, description: str = "", permissions: Iterable[str] = ()
) -> Role:
    """Make a role of the province's own.

    Raises:
        NotAllowed: `by` does not manage roles. IntegrityError: code or name is taken (forms check before).
    """
    if by is not None:
        require(by, _MANAGE)
    role = Role.objects.create(code=code, name=name, description=description, permissions=sorted(set(permissions)))
    record(by=by, action="access.role_created", target=role, changes=_added_and_removed([], role.permissions))
    return role


@transaction.atomic
def change_role(
    *,
    role: Role,
    by: User | None,
    name: str | None = None,
    description: str | None = None,
    permissions: Iterable[str] | None = None,
    reason: str = "",
) -> Role:
    """Rename a role, or change what it allows; the code stays.

    Raises:
        NotAllowed: `by` does not manage roles.
    """
    if by is not None:
        require(by, _MANAGE)
    role = Role.objects.select_for_update().get(pk=role.pk)
    new = {"name": name, "description": description, "permissions": permissions}
    changes: dict[str, tuple[object, object]] = {}
    for column, value in new.items():
        if value is None:
            continue
        value = sorted(set(value)) if column == "permissions" else value
        if column == "permissions":
            changes |= _added_and_removed(role.permissions, value)
        elif getattr(role, column) != value:
            changes[column] = (getattr(role, column), value)
        setattr(role, column, value)
    if changes:
        role.save()
        record(by=by, action="access.role_changed", target=role, changes=changes, reason=reason)
    return role


@transaction.atomic
def delete_role(*, role: Role, by: User | None, reason: str = "") -> None:
    """Remove a role that nobody ever held.

    Raises:
        NotAllowed: `by` does not manage roles. RoleInUse: it is built in, or somebody holds or held it.
    """
    if by is not None:
        require(by, _MANAGE)
    if role.is_builtin or role.memberships.exists():
        raise RoleInUse()
    record(by=by, action="access.role_deleted", target=role, reason=reason)
    role.delete()


@transaction.atomic
def offer_permissions(*, by: User | None) -> int:
    """Make the built-in roles that are missing and put permissions that are new to them in; returns how many were put
    in.

    Harmless when repeated: what was offered once and taken away is not offered again. Runs after every migration.
    """
    added = 0
    for order, (code, name) in enumerate(RoleCode.choices):
        role, _ = Role.objects.get_or_create(
            code=code, defaults={"name": str(name), "is_builtin": True, "order": order}
        )
        meant = {one.code for one in declared_permissions() if code in one.roles or code == RoleCode.ADMINISTRATOR}
        new = meant - set(role.offered)
        if not new:
            continue
        before = role.permissions
        role.permissions = sorted({*role.permissions, *new})
        role.offered = sorted({*role.offered, *new})
        role.save(update_fields=["permissions", "offered"])
        added += len(new)
        changes = _added_and_removed(before, role.permissions)
        record(by=by, action="access.role_changed", target=role, changes=changes)
    return added


def _added_and_removed(old: Iterable[str], new: Iterable[str]) -> dict[str, tuple[object, object]]:
    """What changed in a list of permissions, by their names with their codes."""

    def named(codes: set[str]) -> list[str] | None:
        known = {code: permission(code) for code in sorted(codes)}
        return [f"{found.label} ({code})" if found else code for code, found in known.items()] or None

    added, removed = named(set(new) - set(old)), named(set(old) - set(new))
    changes: dict[str, tuple[object, object]] = {}
    if added:
        changes["permissions_added"] = (None, added)
    if removed:
        changes["permissions_removed"] = (None, removed)
    return changes
