"""Pure decisions about personal data."""

from __future__ import annotations

from honglam.core.personal.errors import PurposeMissing

SHORTEST_PURPOSE = 10
"""Characters; fewer cannot say what an export is for."""


def require_purpose(purpose: str) -> str:
    """The stated purpose of an export, trimmed.

    Raises:
        PurposeMissing: it says nothing (fewer than ten characters).
    """
    purpose = " ".join(purpose.split())
    if len(purpose) < SHORTEST_PURPOSE:
        raise PurposeMissing()
    return purpose
