"""Keys of systems: made once, stored as a digest, counted."""

from __future__ import annotations

import hashlib
import secrets
import time

from django.core.cache import cache

PREFIX = "hlk_"
SHOWN = 12
CALLS_A_MINUTE = 300
"""Calls of one key; with 10,000 rows a call a dataset of three million rows is read within a minute. Our choice."""
MISSES_A_MINUTE = 30
_SECONDS = 60


def new_key() -> str:
    """A key that nobody can guess: 256 bits after a prefix that scanners of leaked secrets recognise."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """What is stored of a key. It has 256 random bits, so a plain SHA-256 cannot be turned back."""
    return hashlib.sha256(key.encode()).hexdigest()


def calls_in_this_minute(name: str) -> int:
    """Count one more call under a name; how many there were within this minute, on this machine.

    Counted in the cache that all processes of a machine share, as the portal counts.
    """
    place = f"datahub-calls:{name}:{int(time.time()) // _SECONDS}"
    cache.add(place, 0, timeout=2 * _SECONDS)
    try:
        return int(cache.incr(place))
    except ValueError:  # it ran out between the two lines
        return 1


def misses_in_this_minute(origin: str) -> int:
    """How many calls with no good key an address made within this minute; counts none."""
    return int(cache.get(f"datahub-calls:{origin}:{int(time.time()) // _SECONDS}", 0))


def seconds_left() -> int:
    """Seconds until the present minute is over."""
    return _SECONDS - int(time.time()) % _SECONDS
