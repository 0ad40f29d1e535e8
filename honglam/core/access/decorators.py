"""What a view says about who may open it; the URL walk test fails on a view that says nothing.

@requires("plans.import_plan")   signed in, and the permission is held over some unit
@signed_in                       any signed-in person: own profile, own inbox
@public_page                     everybody
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

from honglam.core.access.reach import require

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def requires(permission: str) -> Callable[[View], View]:
    """Open the view to those who hold the permission over any unit; the view itself narrows by `reach_of`.

    Raises (in the view): NotAllowed, answered with 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def signed_in(view: View) -> View:
    """Open the view to every signed-in person (the login middleware turns everybody else away)."""
    view.access = "signed_in"  # type: ignore[attr-defined]
    return view


def public_page(view: View) -> View:
    """Open the view to everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return login_not_required(view)
