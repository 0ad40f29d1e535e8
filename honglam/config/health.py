"""`/healthz`: whether this process can serve, for load balancers and watchmen."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from honglam import __version__
from honglam.core.events.models import Delivery


def healthz(request: HttpRequest) -> JsonResponse:
    """200 where the database answers, 503 where it does not; says nothing about the data.

    `events` is "stuck" where an event was given up and waits for an administrator: no reason to take the process away.
    """
    try:
        is_stuck = Delivery.objects.stuck().exists()
    except Exception:  # whatever is wrong, the answer is the same: not now
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__, "events": "stuck" if is_stuck else "ok"})
