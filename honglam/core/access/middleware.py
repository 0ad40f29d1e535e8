"""Duties that a signed-in person does before anything else: a password of their own, a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from honglam.core.access.models import User

# Doors that stay open while a duty waits; a prefix of the URL name each.
_ALWAYS_OPEN = ("account_logout", "account_reauthenticate", "mfa_", "set_language")

Answer = Callable[[HttpRequest], HttpResponse]


class DutiesMiddleware:
    """Sends people with a temporary password, or without the second factor that their role demands, to where it is
    mended.

    `SECOND_FACTOR_ROLES` names the roles by code; engines know nothing of it.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Turn a person with an open duty to the page where it is done."""
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None or getattr(match.func, "access", "") == "public":
            return None
        name = match.url_name or ""
        if user.must_change_password:
            allowed = name == "account_change_password" or name.startswith(_ALWAYS_OPEN)
            return None if allowed else redirect("account_change_password")
        if self._lacks_second_factor(request, user) and not name.startswith((*_ALWAYS_OPEN, "account_")):
            return redirect("mfa_index")
        return None

    def _lacks_second_factor(self, request: HttpRequest, user: User) -> bool:
        """Asked once per session: the answer is kept there as soon as it is yes."""
        wanted = set(getattr(settings, "SECOND_FACTOR_ROLES", ()))
        if not wanted or request.session.get("second_factor_seen"):
            return False
        if not any(post.role.code in wanted for post in user.posts(timezone.localdate())):
            return False
        if is_mfa_enabled(user):
            request.session["second_factor_seen"] = True
            return False
        return True
