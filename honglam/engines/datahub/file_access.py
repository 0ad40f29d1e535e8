"""Who may read files that came to the hub."""

from __future__ import annotations

from typing import Any

from honglam.core.access.reach import reach_of
from honglam.engines.datahub.queries import MANAGE


def may_read_of_owner(user: Any, file: Any) -> bool:
    """Whether a person manages the datasets of the unit that a file came for."""
    return reach_of(user, MANAGE).covers(file.unit)
