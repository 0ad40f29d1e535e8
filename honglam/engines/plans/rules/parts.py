"""Decisions about work that a unit divides among its own offices and people (sub-tasks)."""

from __future__ import annotations

from collections.abc import Sequence

MOST_FROM_PARTS = 99
"""However far its parts are, a share is reported done by a person, never by arithmetic."""


def progress_of_parts(parts: Sequence[int]) -> int | None:
    """The progress that the parts of a share amount to (their mean, at most 99 %); None where it has no parts."""
    return min(MOST_FROM_PARTS, sum(parts) // len(parts)) if parts else None
