"""Pages of the desk that belong to no engine."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from honglam.surfaces.desk import samples


def home(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    return render(request, "desk/home.html")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with made-up content, for those who build pages: only while developing."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "desk/styleguide.html", samples.styleguide_context(request))
