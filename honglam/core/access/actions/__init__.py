"""Writes of access: people, posts, roles, and what happens at the door."""

from honglam.core.access.actions.people import (
    activate_user,
    change_password,
    change_user,
    create_user,
    deactivate_user,
    end_sessions,
    import_people,
    reset_password,
)
from honglam.core.access.actions.posts import change_membership, end_membership, grant_role
from honglam.core.access.actions.roles import change_role, create_role, delete_role, offer_permissions

__all__ = [
    "activate_user",
    "change_membership",
    "change_password",
    "change_role",
    "change_user",
    "create_role",
    "create_user",
    "deactivate_user",
    "delete_role",
    "end_membership",
    "end_sessions",
    "grant_role",
    "import_people",
    "offer_permissions",
    "reset_password",
]
