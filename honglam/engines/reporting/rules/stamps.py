"""What somebody saw before changing it: nobody overwrites words that they have not seen."""

from __future__ import annotations

import hashlib


def stamp_of(*parts: str) -> str:
    """A short digest of what is shown; it comes back with the form and must still hold.

    >>> stamp_of("a") == stamp_of("a"), stamp_of("a") == stamp_of("b"), stamp_of("ab", "") == stamp_of("a", "b")
    (True, False, False)
    """
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def entry_stamp(text: str, addressed_to: int | None) -> str:
    """The stamp of a difficulty or a proposal: its words and whom it asks."""
    return stamp_of(text, str(addressed_to or ""))
