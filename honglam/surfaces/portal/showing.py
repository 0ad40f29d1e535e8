"""What every page of the portal is given: the name of the province."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from honglam.core.organisations.models import Unit


def shown(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """A page of the portal; one query for the province."""
    province = Unit.objects.filter(parent=None).order_by("pk").first()
    return render(request, template, {"province": province.name if province else "", **(context or {})}, status=status)
