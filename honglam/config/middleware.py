"""What happens at the door of pages: requests that nobody sends in earnest, refusals that a page did not handle."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglam.toolkit.errors import DomainError

Handler = Callable[[HttpRequest], HttpResponse]


class NoControlCharacters:
    """Turns away requests with a NUL in their address or form: no person types it, and PostgreSQL stores none.

    Form fields refuse it by themselves; this is for the words of an address that go straight into a query.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address. BadRequest (answered with 400)."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Look at the form, which is read by now for its token. BadRequest (answered with 400)."""
        if any("\x00" in value for _name, values in request.POST.lists() for value in values):
            raise BadRequest("NUL in a form")


class RefusalsBecomePages:
    """A refusal that a page did not show in its own form becomes a page with the reason, and nothing is half-written.

    Pages should catch what they expect; this is the net below them. Status as the error says (422 by default).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before or after."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for a DomainError; everything else goes its way."""
        if not isinstance(error, DomainError):
            return None
        if getattr(request, "htmx", None):
            messages.error(request, str(error))
        return render(request, "refused.html", {"error": error}, status=error.status)
