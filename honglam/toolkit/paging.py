"""How lists of the API are paged."""

from __future__ import annotations

from ninja import Field
from ninja.pagination import LimitOffsetPagination

MOST_ROWS = 1000
"""Rows of one answer; programs that want more ask again with the next offset."""
DEEPEST = 10**9
"""Offsets beyond it are refused: databases take no number of any length."""


class BoundedPaging(LimitOffsetPagination):
    """`limit` and `offset`, both bounded."""

    class Input(LimitOffsetPagination.Input):
        """What the address may ask for."""

        limit: int = Field(100, ge=1, le=MOST_ROWS)
        offset: int = Field(0, ge=0, le=DEEPEST)
