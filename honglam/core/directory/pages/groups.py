"""Collectives of units: what they are called, whom they mean today."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires, signed_in
from honglam.core.access.reach import reach_of, require
from honglam.core.audit.history import history_of, size_asked
from honglam.core.directory.pages.acting import acting_user
from honglam.core.directory.pages.forms import AliasForm, GroupForm, MembersForm
from honglam.core.organisations.actions import add_alias, create_group, set_members
from honglam.core.organisations.errors import OrganisationError
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.organisations.queries import valid_on
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists


@signed_in
def listing(request: HttpRequest) -> HttpResponseBase:
    """All groups in force, and a form for a new one."""
    may_manage = reach_of(request.user, "organisations.manage_units").everything
    form = GroupForm(request.POST or None) if may_manage else None
    if request.method == "POST":
        require(request.user, "organisations.manage_units", Unit.objects.province())
        if form is not None and form.is_valid():
            try:
                group = create_group(by=acting_user(request), **form.cleaned_data)
            except OrganisationError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("Đã thêm nhóm."))
                return redirect("organisations:group", code=group.code)
    groups = UnitGroup.objects.filter(valid_on(timezone.localdate())).prefetch_related("aliases")
    if (sheet := lists.sheet_of(request, _groups_table(groups))) is not None:
        return sheet
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "directory/groups.html", {"groups": groups, "form": form}, status=status)


@signed_in
def card(request: HttpRequest, code: str) -> HttpResponseBase:
    """One group: its names, its members today (seen from `anchor`, a commune's code, where it is relative)."""
    group = get_object_or_404(UnitGroup.objects.prefetch_related("aliases"), code=code)
    today = timezone.localdate()
    may_manage = reach_of(request.user, "organisations.manage_units").everything
    if request.method == "POST":
        return _post(request, group)
    named = list(group.members.filter(valid_on(today)).select_related("unit__parent"))
    anchor = Unit.objects.filter(code=request.GET.get("anchor", "")).first()
    members = group.units_on(today, anchor)
    if (sheet := lists.sheet_of(request, _members_table(group, anchor, members))) is not None:
        return sheet
    initial = {
        "included": [one.unit for one in named if not one.excluded],
        "excluded": [one.unit for one in named if one.excluded],
        "on": today,
    }
    context = {
        "group": group,
        "anchor": anchor,
        "members": members,
        "communes": Unit.objects.communes().valid_on(today).in_alphabet().only("code", "name"),
        "history": history_of(group, size=size_asked(request)),
        "members_form": MembersForm(initial=initial) if may_manage else None,
        "alias_form": AliasForm() if may_manage else None,
    }
    return render(request, "directory/group.html", context)


def _groups_table(groups: Iterable[UnitGroup]) -> Table:
    columns = [
        Column(_("Mã"), lambda group: group.code),
        Column(_("Tên nhóm"), lambda group: group.name, width=48),
        Column(_("Phạm vi"), lambda group: group.get_scope_display()),
        Column(_("Cũng viết là"), lambda group: "; ".join(one.alias for one in group.aliases.all()), width=60),
        Column(_("Ghi chú"), lambda group: group.note, width=40),
    ]
    return Table(_("Nhóm đơn vị"), columns, groups)


def _members_table(group: UnitGroup, anchor: Unit | None, members: Iterable[Unit]) -> Table:
    columns = [
        Column(_("Mã"), lambda unit: unit.code),
        Column(_("Tên"), lambda unit: unit.name, width=48),
        Column(_("Loại"), lambda unit: unit.get_kind_display()),
        Column(_("Khối"), lambda unit: unit.get_bloc_display()),
    ]
    return Table(group.name, columns, members, [_("Xem trong %(unit)s") % {"unit": anchor.name}] if anchor else [])


@requires("organisations.manage_units")
def _post(request: HttpRequest, group: UnitGroup) -> HttpResponse:
    """A new alias, or a new list of named members."""
    require(request.user, "organisations.manage_units", Unit.objects.province())
    alias, members = AliasForm(request.POST), MembersForm(request.POST)
    try:
        if "alias" in request.POST and alias.is_valid():
            add_alias(by=acting_user(request), group=group, alias=alias.cleaned_data["alias"])
        elif "included" in request.POST and members.is_valid():
            set_members(group=group, by=acting_user(request), **members.cleaned_data)
        else:
            messages.error(request, " ".join(str(error) for form in (alias, members) for error in form.errors.values()))
            return redirect("organisations:group", code=group.code)
    except OrganisationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Đã lưu."))
    return redirect("organisations:group", code=group.code)
