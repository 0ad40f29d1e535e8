"""Forms that change a unit; each page is one verb of the organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.directory.indexing import index_units
from honglam.core.directory.pages.acting import acting_user
from honglam.core.directory.pages.forms import (
    AliasForm,
    CloseForm,
    DetailsForm,
    MergeForm,
    MoveForm,
    NewUnitForm,
    RenameForm,
)
from honglam.core.organisations.actions import (
    add_alias,
    change,
    close,
    create,
    merge,
    move,
    remove_alias,
    rename,
)
from honglam.core.organisations.errors import OrganisationError
from honglam.core.organisations.fields import offer
from honglam.core.organisations.models import Unit, UnitAlias

MANAGE = "organisations.manage_units"


@requires(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """A new unit below one that the person manages; `?parent=` fills the superior in."""
    form = NewUnitForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})
    offer(form, "parent", reach_of(request.user, MANAGE).units(), within=MANAGE)

    def make(values: dict[str, Any]) -> Unit:
        require(request.user, MANAGE, values["parent"])
        return create(by=acting_user(request), **values)

    return _form_page(request, form, gettext_lazy("Thêm đơn vị"), make)


@requires(MANAGE)
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Details of a unit."""
    unit = _managed(request, uid)
    fresh = Unit.objects.get(pk=unit.pk)
    form = DetailsForm(request.POST or None, instance=fresh)
    return _form_page(
        request,
        form,
        gettext_lazy("Sửa thông tin"),
        lambda values: change(unit=unit, by=acting_user(request), **values),
        unit=unit,
    )


@requires(MANAGE)
def rename_unit(request: HttpRequest, uid: str) -> HttpResponse:
    """A new name from a day on."""
    unit = _managed(request, uid)
    form = RenameForm(request.POST or None, initial={"name": unit.name, "short_name": unit.short_name})
    return _form_page(
        request,
        form,
        gettext_lazy("Đổi tên đơn vị"),
        lambda values: rename(unit=unit, by=acting_user(request), **values),
        unit=unit,
    )


@requires(MANAGE)
def move_unit(request: HttpRequest, uid: str) -> HttpResponse:
    """Other superiors: the person manages the first, and the second too where it is another than before."""
    unit = _managed(request, uid)
    form = MoveForm(request.POST or None, initial={"parent": unit.parent, "second_parent": unit.second_parent})
    offer(form, "parent", reach_of(request.user, MANAGE).units(), within=MANAGE)

    def put(values: dict[str, Any]) -> Unit:
        require(request.user, MANAGE, values["parent"])
        if values["second_parent"] not in (None, unit.second_parent):
            require(request.user, MANAGE, values["second_parent"])
        return move(unit=unit, by=acting_user(request), **values)

    return _form_page(request, form, gettext_lazy("Chuyển cấp trên"), put, unit=unit)


@requires(MANAGE)
def merge_unit(request: HttpRequest, uid: str) -> HttpResponse:
    """The unit passes into another that the person manages too."""
    unit = _managed(request, uid)
    form = MergeForm(request.POST or None)
    offer(form, "into", reach_of(request.user, MANAGE).units().exclude(pk=unit.pk), within=MANAGE)

    def pass_on(values: dict[str, Any]) -> Unit:
        require(request.user, MANAGE, values["into"])
        return merge(units=[unit], by=acting_user(request), **values)

    return _form_page(request, form, gettext_lazy("Sáp nhập đơn vị"), pass_on, unit=unit)


@requires(MANAGE)
def close_unit(request: HttpRequest, uid: str) -> HttpResponse:
    """The unit ends."""
    unit = _managed(request, uid)
    form = CloseForm(request.POST or None)
    return _form_page(
        request,
        form,
        gettext_lazy("Kết thúc hoạt động"),
        lambda values: close(unit=unit, by=acting_user(request), **values),
        unit=unit,
    )


@requires(MANAGE)
@require_POST
def new_alias(request: HttpRequest, uid: str) -> HttpResponse:
    """Another name of a unit."""
    unit = _managed(request, uid)
    form = AliasForm(request.POST)
    if form.is_valid():
        add_alias(by=acting_user(request), unit=unit, alias=form.cleaned_data["alias"])
        index_units([unit])
        messages.success(request, _("Đã thêm tên khác."))
    else:
        messages.error(request, _("Tên khác không được để trống."))
    return redirect("organisations:unit", uid=unit.uid)


@requires(MANAGE)
@require_POST
def drop_alias(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Forget another name of a unit."""
    unit = _managed(request, uid)
    remove_alias(alias=get_object_or_404(UnitAlias, pk=pk, unit=unit), by=acting_user(request))
    index_units([unit])
    messages.success(request, _("Đã bỏ tên khác."))
    return redirect("organisations:unit", uid=unit.uid)


def _managed(request: HttpRequest, uid: str) -> Unit:
    """The unit of an address, if the person manages it."""
    unit = get_object_or_404(Unit.objects.select_related("parent", "second_parent"), uid=uid)
    require(request.user, MANAGE, unit)
    return unit


def _form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    title: Promise,
    act: Callable[[dict[str, Any]], Unit],
    *,
    unit: Unit | None = None,
) -> HttpResponse:
    """Show a form; on a good post act and go to the unit, on a bad one show why (422)."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act(form.cleaned_data)
        except OrganisationError as error:
            form.add_error(None, error.message)
        else:
            index_units([done])
            messages.success(request, _("Đã lưu."))
            return redirect("organisations:unit", uid=done.uid)
    context = {"form": form, "title": title, "unit": unit}
    return render(request, "directory/form.html", context, status=422 if form.is_bound else 200)
