"""The number beside the bell."""

from __future__ import annotations

from typing import Any

from honglam.core.notices.models import Notice

MOST_COUNTED = 100


def unread_count(user: Any) -> int:
    """How many notices a person has not read, counted up to 100: one query on an index of unread ones alone."""
    if not getattr(user, "is_authenticated", False):
        return 0
    return Notice.objects.for_recipient(user).unread()[:MOST_COUNTED].count()
