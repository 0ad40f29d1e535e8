"""What moves a row: a line of its lifecycle, its end, the undoing of the last change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.actions import end, fill_and_move, restore
from honglam.engines.registers.actions import move as move_row
from honglam.engines.registers.declaration import Move, Register
from honglam.engines.registers.errors import RegisterError
from honglam.engines.registers.formers import former_states
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.pages.row_forms import ACT, DAY, REASON, REVISION, RowForm, StepForm
from honglam.engines.registers.pages.row_page import full_row
from honglam.engines.registers.showing import state_words
from honglam.engines.registers.sight import Sight

AT_ONCE = "at_once"


@of_register("view")
def move(request: PersonRequest, register: Register, uid: UUID, step: str) -> HttpResponse:
    """Lead a row along one line of its lifecycle: at once, or through a form for what the line asks."""
    row = full_row(request, register, uid)
    line = _line(register, step)
    require(request.user, register.permission(line.needs), row.unit)
    sight = Sight(register, request.user)
    fills = sight.may("edit", row.unit)
    if request.method == "POST" and AT_ONCE in request.POST:
        return _moved_at_once(request, register, row, line)
    form = RowForm(
        request.POST or None, register=register, sight=sight, row=row, only=line.requires if fills else (),
        auto_id="move_%s",
    )  # fmt: skip
    for name in form.columns:
        form.fields[name].required = name not in form.kept
    form.fields[REASON].required = line.asks
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            fill_and_move(
                register=register, row=row, step=line.code, values=form.values(), by=request.user,
                reason=data[REASON], revision=data[REVISION], valid_from=data[DAY], act=data[ACT],
            )  # fmt: skip
        except RegisterError as error:
            form.refuse(error)
        else:
            messages.success(request, _said(register, row, line))
            return redirect(address_of(register, row))
    return _form_page(
        request, register, row, form, heading=str(line.verb), submit=str(line.verb),
        intro=_("Từ “%(old)s” sang “%(new)s”.") % {
            "old": state_words(register, row.state), "new": state_words(register, line.target),
        },
    )  # fmt: skip


@of_register("decide")
def end_row(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """End a row, with the reason; nothing is deleted."""
    row = full_row(request, register, uid, "decide")
    form = StepForm(request.POST or None, with_day=True)
    if request.method == "POST" and form.is_valid():
        try:
            end(register=register, row=row, by=request.user, **form.cleaned_data)
        except RegisterError as error:
            column = {"valid_from": "on", "reason": "reason"}.get(error.column)
            form.add_error(column, str(error))
        else:
            messages.success(request, _("“%(row)s” đã ngừng hiệu lực.") % {"row": named(register, row)})
            return redirect(address_of(register, row))
    return _form_page(
        request, register, row, form, heading=_("Ngừng hiệu lực"), submit=_("Ngừng hiệu lực"),
        intro=_("Dòng không bị xóa: vẫn xem được, vẫn có trong số liệu các ngày trước đó, nhưng không sửa được nữa."),
    )  # fmt: skip


@of_register("edit")
def undo(request: PersonRequest, register: Register, uid: UUID, version: int) -> HttpResponse:
    """Give a row back what it said before its last change; that is a new change, which stands in the history."""
    row = full_row(request, register, uid, "edit")
    found = get_object_or_404(register.versions, pk=version, record_id=row.pk)
    states, _more = former_states(register, row, Sight(register, request.user), 1)
    form = StepForm(request.POST or None, needs_reason=False)
    if request.method == "POST" and form.is_valid():
        try:
            restore(register=register, row=row, version=found, by=request.user, reason=form.cleaned_data["reason"])
        except RegisterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã hoàn tác lần sửa gần nhất."))
            return redirect(f"{address_of(register, row)}#former")
    return _form_page(
        request, register, row, form, heading=_("Hoàn tác lần sửa"), submit=_("Hoàn tác"),
        intro=_("Nội dung trở lại như trước lần sửa gần nhất. Lần hoàn tác cũng được ghi vào lịch sử."),
        undone=states[0] if states and states[0].version.pk == found.pk else None,
    )  # fmt: skip


def _line(register: Register, step: str) -> Move:
    if register.lifecycle is None:
        raise Http404(step)
    try:
        return register.lifecycle.move(step)
    except KeyError as error:
        raise Http404(step) from error


def _moved_at_once(request: PersonRequest, register: Register, row: Any, line: Move) -> HttpResponse:
    revision = request.POST.get("revision", "")
    try:
        move_row(
            register=register, row=row, move=line.code, by=request.user,
            revision=int(revision) if revision.isdecimal() else None,
        )  # fmt: skip
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _said(register, row, line))
    return redirect(address_of(register, row))


def _said(register: Register, row: Any, line: Move) -> str:
    return _("“%(row)s” đã chuyển sang “%(state)s”.") % {
        "row": named(register, row), "state": state_words(register, line.target),
    }  # fmt: skip


def _form_page(request: PersonRequest, register: Register, row: Any, form: Any, **context: Any) -> HttpResponse:
    shown = {"register": register, "row": row, "form": form, "row_name": named(register, row),
             "back": address_of(register, row)} | context  # fmt: skip
    return render(request, "registers/step.html", shown, status=422 if form.errors else 200)
