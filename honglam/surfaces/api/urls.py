"""Addresses of the API. Its own authentication answers 401 as a problem, so the login redirect stays out of the way."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver

from honglam.surfaces.api.api import api


def _without_redirect(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    opened = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
            pattern.callback.access = "api"  # type: ignore[attr-defined]
        opened.append(pattern)
    return opened


app_name = "api"
urlpatterns = _without_redirect(api.urls[0])
