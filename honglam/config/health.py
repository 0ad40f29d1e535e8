"""`/healthz`: whether this process can serve, for load balancers and watchmen."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from honglam import __version__


def healthz(request: HttpRequest) -> JsonResponse:
    """200 where the database answers, 503 where it does not; says nothing about the data."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever is wrong, the answer is the same: not now
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})
