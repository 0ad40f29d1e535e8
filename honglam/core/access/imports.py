"""Rows of people that come in from Excel."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from honglam.core.access.models import Role
from honglam.core.organisations.models import Unit


@dataclass(frozen=True)
class PersonRow:
    """One checked row: an account and its first post."""

    username: str
    full_name: str
    email: str
    phone: str
    position: str
    unit: Unit
    role: Role
    starts_on: datetime.date | None = None
