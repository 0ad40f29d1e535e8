"""Which pages a person's machine may keep for when the line drops: only those that say so, and only for that person.

The service worker (frontend/src/offline/worker.js) stores an answer only where it carries `KEPT_FOR`, in a cache of the
person named there; it drops that cache on sign-out and as soon as a page belongs to somebody else.
"""

from __future__ import annotations

from django.http import HttpResponse

from honglam.core.access.models import User

KEPT_FOR = "X-Kept-For"
"""Header with the `uid` of the person whose machine may keep the answer."""


def keep_offline(response: HttpResponse, user: User) -> HttpResponse:
    """Allow the machine of this person to keep a page that was shown well, to be read without a line."""
    if response.status_code == 200:
        response[KEPT_FOR] = str(user.uid)
    return response
