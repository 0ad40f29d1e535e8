"""Who acts on a page that only signed-in people can open."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from honglam.core.access.models import User


def acting_user(request: HttpRequest) -> User:
    """The signed-in person; views call it behind `@requires`, which turned everybody else away."""
    return cast(User, request.user)
