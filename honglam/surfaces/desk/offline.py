"""What browsers fetch to work without a line: the service worker, and the page for what was not kept."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from honglam.core.access.decorators import public_page
from honglam.toolkit.ui.assets import dist_dir


@public_page
def service_worker(request: HttpRequest) -> HttpResponse:
    """The built service worker, told where things are. It stands at the root, because it may keep pages below it only.

    Http404 while the front end is not built: pages then work as they do in a browser without service workers.
    """
    try:
        built = (dist_dir() / "service-worker.js").read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Http404 from error
    places = {
        "static": static(""),
        "desk": reverse("desk:home"),
        "offline": reverse("offline"),
        "signOut": reverse("account_logout"),
    }
    response = HttpResponse(f"self.PLACES = {json.dumps(places)};\n{built}", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@public_page
def not_kept(request: HttpRequest) -> HttpResponse:
    """Shown instead of a page that this machine did not keep. Says nothing about anybody: it stays after sign-out."""
    return render(request, "desk/not_kept.html")
