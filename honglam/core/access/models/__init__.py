"""The tables of access."""

from honglam.core.access.models.attempts import Attempt
from honglam.core.access.models.fields_of_work import FieldOfWork
from honglam.core.access.models.memberships import Membership
from honglam.core.access.models.roles import Role
from honglam.core.access.models.users import User

__all__ = ["Attempt", "FieldOfWork", "Membership", "Role", "User"]
