"""Roles: the matrix of who may do what, and the form of one role."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access import actions
from honglam.core.access.decorators import requires
from honglam.core.access.errors import AccessError
from honglam.core.access.models import Role
from honglam.core.access.pages.forms import RoleForm
from honglam.core.access.registry import Permission, area_name, permissions
from honglam.core.access.tables import roles_table
from honglam.core.audit.history import history_of, size_asked
from honglam.toolkit.ui import lists

MANAGE = "access.manage_roles"


@requires(MANAGE)
def index(request: HttpRequest) -> HttpResponseBase:
    """Permissions down, roles across."""
    roles = list(Role.objects.annotate(holders=Count("memberships")))
    if (sheet := lists.sheet_of(request, roles_table(roles))) is not None:
        return sheet
    groups = [
        {"name": area_name(app), "rows": [(one, [one.code in role.permissions for role in roles]) for one in group]}
        for app, group in _by_app()
    ]
    return render(request, "access/roles.html", {"roles": roles, "groups": groups, "columns": len(roles) + 1})


@requires(MANAGE)
def create(request: HttpRequest) -> HttpResponse:
    """A role of the province's own."""
    form = RoleForm(request.POST or None, choices=_choices([]))
    if request.method == "POST" and form.is_valid():
        role = actions.create_role(by=_me(request), **form.cleaned_data)
        messages.success(request, _("Đã tạo vai trò “%(name)s”.") % {"name": role.name})
        return redirect("access:roles")
    return render(request, "access/role_form.html", {"form": form, "groups": _choice_groups(form)})


@requires(MANAGE)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What a role allows; codes that nobody declares any more stay and are shown as such."""
    role: Role = get_object_or_404(Role, code=code)
    form = RoleForm(request.POST or None, instance=role, choices=_choices(role.permissions))
    if request.method == "POST" and form.is_valid():
        actions.change_role(role=role, by=_me(request), **form.cleaned_data)
        messages.success(request, _("Đã lưu vai trò."))
        return redirect("access:roles")
    context = {
        "form": form,
        "role": role,
        "groups": _choice_groups(form),
        "history": history_of(role, size=size_asked(request)),
        "is_used": role.memberships.exists(),
    }
    return render(request, "access/role_form.html", context)


@requires(MANAGE)
@require_POST
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Remove a role that nobody ever held."""
    try:
        actions.delete_role(role=get_object_or_404(Role, code=code), by=_me(request))
    except AccessError as error:
        messages.error(request, str(error))
        return redirect("access:role", code=code)
    messages.success(request, _("Đã xóa vai trò."))
    return redirect("access:roles")


def _by_app() -> list[tuple[str, list[Permission]]]:
    return [(app, list(group)) for app, group in groupby(permissions(), key=lambda one: one.app)]


def _choices(held: list[str]) -> list[tuple[str, str]]:
    known = [(one.code, str(one.label)) for one in permissions()]
    gone = sorted(set(held) - {code for code, _label in known})
    return [*known, *((code, _("%(code)s (không còn dùng)") % {"code": code}) for code in gone)]


def _choice_groups(form: RoleForm) -> list[dict[str, Any]]:
    """The boxes of the form by app, each with what the permission means."""
    chosen = set(form["permissions"].value() or [])
    groups = [
        {"name": area_name(app), "rows": [(one, one.code in chosen) for one in group]} for app, group in _by_app()
    ]
    known = {one.code for one in permissions()}
    gone = [
        (Permission(code, label), code in chosen)
        for code, label in form.fields["permissions"].choices  # type: ignore[attr-defined]
        if code not in known
    ]
    return [*groups, *([{"name": _("Không còn dùng"), "rows": gone}] if gone else [])]


def _me(request: HttpRequest) -> Any:
    return request.user
