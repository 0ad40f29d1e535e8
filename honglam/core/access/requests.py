"""What a view behind the door is given: a request whose user is a person of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from honglam.core.access.models import User


class PersonRequest(HttpRequest):
    """A request that passed the login middleware (for annotations; the middleware sets the attributes)."""

    user: User
    htmx: HtmxDetails
