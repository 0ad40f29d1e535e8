"""What happens at the door of pages when the domain refuses and the page did not handle it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglam.toolkit.errors import DomainError

Handler = Callable[[HttpRequest], HttpResponse]


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
