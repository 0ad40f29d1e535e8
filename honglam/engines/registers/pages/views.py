"""Saved filters of a list: kept, renamed, dropped."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.registers.actions import views as actions
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import ViewRefused
from honglam.engines.registers.models import SavedView
from honglam.engines.registers.pages.opening import of_register
from honglam.toolkit.identifiers import uuid_of


@require_POST
@of_register("view")
def save(request: PersonRequest, register: Register) -> HttpResponseBase:
    """Keep the list as it is filtered now under a name."""
    query = request.POST.get("query", "")
    try:
        view = actions.save_view(register=register, name=request.POST.get("name", ""), query=query, by=request.user,
                                 shared_with=_unit(request))  # fmt: skip
    except ViewRefused as error:
        messages.error(request, str(error))
        return _back(register, query)
    messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": view.name})
    return _back(register, f"{view.query}&view={view.uid}")


@require_POST
@of_register("view")
def rename(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """Another name, shared or no longer."""
    view = get_object_or_404(SavedView, uid=uid, register=register.code, owner=request.user)
    try:
        view = actions.rename_view(view=view, name=request.POST.get("name", ""), by=request.user,
                                   shared_with=_unit(request))  # fmt: skip
    except ViewRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": view.name})
    return _back(register, f"{view.query}&view={uid}")


@require_POST
@of_register("view")
def drop(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """The saved filter goes; the list stays as it is."""
    view = get_object_or_404(SavedView, uid=uid, register=register.code, owner=request.user)
    actions.drop_view(view=view, by=request.user)
    messages.success(request, _("Đã bỏ bộ lọc “%(name)s”.") % {"name": view.name})
    return _back(register, view.query)


def _unit(request: PersonRequest) -> Any:
    uid = uuid_of(request.POST.get("unit"))
    return Unit.objects.filter(uid=uid).first() if uid else None


def _back(register: Register, query: str) -> Any:
    return redirect(f"{reverse('registers:rows', args=[register.code])}?{query.removeprefix('?').removeprefix('&')}")
