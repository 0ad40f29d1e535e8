"""How often somebody may ask for what does not exist: codes follow one another, so nobody may try them all through."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MOST_A_MINUTE = 30
_SECONDS = 60


def is_one_too_many(request: HttpRequest) -> bool:
    """Count one more miss of this network address; whether there were too many within this minute.

    Counted in the cache that all processes of a machine share; the address is kept only as a keyed digest.
    """
    key = _key(request)
    cache.add(key, 0, timeout=2 * _SECONDS)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # it ran out between the two lines
        return False


def asks_too_often(request: HttpRequest) -> bool:
    """Whether there were too many misses within this minute: then what exists is not told either."""
    return int(cache.get(_key(request), 0)) > MOST_A_MINUTE


def _key(request: HttpRequest) -> str:
    origin = salted_hmac("honglam.portal.misses", get_adapter(request).get_client_ip(request)).hexdigest()
    return f"portal-misses:{origin}:{int(time.time()) // _SECONDS}"
