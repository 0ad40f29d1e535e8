"""Pages of the portal that belong to no engine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from honglam.core.access.decorators import public_page
from honglam.surfaces.portal.showing import shown


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What the portal offers."""
    return shown(request, "portal/home.html")
