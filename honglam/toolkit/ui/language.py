"""The language of a page: what was chosen in the user menu, else the person's own, else Vietnamese.

The browser's Accept-Language is not asked: most office machines here run an English Windows for Vietnamese readers.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation


def chosen_language(request: HttpRequest) -> str:
    """The language code for a request, always one of LANGUAGES."""
    offered = dict(settings.LANGUAGES)
    asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if asked in offered:
        return asked
    own = getattr(getattr(request, "user", None), "language", "")
    return own if own in offered else settings.LANGUAGE_CODE


class ChosenLanguageMiddleware:
    """Activates `chosen_language`; stands behind the authentication middleware, instead of LocaleMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response in the chosen language, which it names in Content-Language."""
        language = chosen_language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
