"""Adding a row and changing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from honglam.core.access.reach import units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.registers.actions import change, create
from honglam.engines.registers.conflicts import Conflict, between
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.errors import RecordChanged, RecordKnown, RegisterError
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.pages.row_fields import rows_on_offer
from honglam.engines.registers.pages.row_forms import ACT, DAY, REASON, REVISION, UNIT, RowForm
from honglam.engines.registers.pages.row_page import full_row
from honglam.engines.registers.relations import list_address
from honglam.engines.registers.sight import Sight
from honglam.toolkit.identifiers import uuid_of

AGAIN = "again"


@of_register("edit")
def new_row(request: PersonRequest, register: Register) -> HttpResponse:
    """Add a row; columns may be filled in by the address (`?project=<uid>`), and stay so for the next one."""
    sight = Sight(register, request.user)
    asked: dict[str, Any] = {name: request.GET[name] for name in register.fields if request.GET.get(name)}
    asked |= {name: text == "True" for name, text in asked.items() if text in ("True", "False")}
    form = RowForm(
        request.POST or None, register=register, sight=sight, initial=asked, unit=_own_unit(request, sight),
        auto_id="row_%s",
    )  # fmt: skip
    known = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = create(
                register=register, unit=form.unit, values=form.values(), by=request.user,  # type: ignore[arg-type]
                valid_from=data[DAY], reason=data[REASON],
            )  # fmt: skip
        except RecordKnown as error:
            known = _known(register, sight, error)
            form.refuse(error)
        except RegisterError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Đã ghi “%(row)s”.") % {"row": named(register, row)})
            return redirect(request.get_full_path() if AGAIN in request.POST else _after(register, row, request))
    return _page(
        request, register, form, None, known=known, heading=_("Thêm dòng"), back=_back(register, request),
        can_repeat=True,
    )  # fmt: skip


@of_register("edit")
def edit_row(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """Change a row. Where somebody else wrote it meanwhile both versions are shown and nothing typed is lost."""
    row = full_row(request, register, uid, "edit")
    sight = Sight(register, request.user)
    if row.ended_on is not None:
        messages.error(request, _("Dòng này đã ngừng hiệu lực nên không sửa được."))
        return redirect(address_of(register, row))
    form = RowForm(request.POST or None, register=register, sight=sight, row=row, auto_id="row_%s")
    known, conflicts, said = None, None, ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            written = change(
                register=register, row=row, values=_values(form, row), by=request.user, revision=data[REVISION],
                valid_from=data[DAY], reason=data[REASON], act=data[ACT],
            )  # fmt: skip
        except RecordChanged as error:
            said = str(error)
            row = full_row(request, register, uid, "edit")
            form, conflicts = _again(register, sight, row, form)
        except RecordKnown as error:
            known = _known(register, sight, error)
            form.refuse(error)
        except RegisterError as error:
            form.refuse(error)
        else:
            if written.revision == row.revision:
                messages.info(request, _("Không có gì thay đổi."))
            else:
                messages.success(request, _("Đã ghi “%(row)s”.") % {"row": named(register, written)})
            return redirect(address_of(register, written))
    return _page(
        request, register, form, row, known=known, conflicts=conflicts, said=said, heading=_("Sửa"),
        back=address_of(register, row),
    )  # fmt: skip


def _values(form: RowForm, row: Any) -> dict[str, Any]:
    values = form.values()
    if form.unit is not None and form.unit.pk != row.unit_id:
        values["unit"] = form.unit
    return values


def _again(register: Register, sight: Sight, row: Any, sent: RowForm) -> tuple[RowForm, list[Conflict]]:
    """The form once more over the row as it is now: what was typed stays, what only others changed is taken over."""
    merged, conflicts = between(register, row, sent.values(), sent.cleaned_data[REVISION], sight)
    own = {name: sent.cleaned_data[name] for name in (DAY, ACT, REASON, UNIT) if name in sent.cleaned_data}
    form = RowForm(register=register, sight=sight, row=row, initial={**merged, **own}, auto_id="row_%s")
    return form, conflicts


def _known(register: Register, sight: Sight, error: RecordKnown) -> dict[str, str]:
    """The row that has the same key: where it is, if the person may see it."""
    rows: Any = register.model._default_manager
    found = rows.visible_to(sight.user, register.permission("view")).filter(uid=error.known_uid).first()
    return {"address": address_of(register, found), "name": named(register, found)} if found else {}


def _own_unit(request: PersonRequest, sight: Sight) -> Unit | None:
    """Where a row is kept unless somebody says otherwise: with the row above it, else where the person sits."""
    parent = _parent(sight.register, request)
    if parent is not None and sight.may("edit", parent.unit):
        unit: Unit = parent.unit
        return unit
    return next((unit for unit in units_of(request.user) if sight.may("edit", unit)), None)


def _back(register: Register, request: PersonRequest) -> str:
    return _parent_address(register, request) or list_address(register) or reverse("home")


def _after(register: Register, row: Any, request: PersonRequest) -> str:
    return _parent_address(register, request) or address_of(register, row)


def _parent_address(register: Register, request: PersonRequest) -> str:
    """The page of the row from which one came to add another below it."""
    parent = _parent(register, request)
    pointed = register_of_model(type(parent)) if parent is not None else None
    return address_of(pointed, parent) if pointed is not None else ""


def _parent(register: Register, request: PersonRequest) -> Any:
    """The row that the address names as the one to which a new row belongs, where the person sees it."""
    for name, one in register.fields.items():
        parent = register_of_model(one.related_model) if one.is_relation else None  # type: ignore[arg-type]
        if parent is not None and (uid := uuid_of(request.GET.get(name))):
            return rows_on_offer(parent, request.user).filter(uid=uid).first()
    return None


def _page(request: PersonRequest, register: Register, form: RowForm, row: Any, **context: Any) -> HttpResponse:
    watched = [name for name in dict.fromkeys([*register.identity, *register.likeness]) if name in form.fields]
    shown: dict[str, Any] = {
        "register": register, "row": row, "form": form, "sections": list(form.sections()),
        "row_name": named(register, row) if row is not None else "",
        "alike_address": reverse("registers:alike", args=[register.code]),
        "alike_trigger": ", ".join(f"input delay:700ms from:#row_{name}, change from:#row_{name}" for name in watched),
        "list_address": list_address(register),
    }  # fmt: skip
    status = 409 if context.get("conflicts") is not None else 422 if form.errors else 200
    return render(request, "registers/row_form.html", shown | context, status=status)
