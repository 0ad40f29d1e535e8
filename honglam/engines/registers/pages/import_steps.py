"""The steps of an import, each one press of a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.actions import import_undoing
from honglam.engines.registers.actions import imports as actions
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import RegisterError
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.pages.import_forms import MatchingForm
from honglam.engines.registers.pages.imports import run_or_404, shown
from honglam.engines.registers.pages.opening import of_register


@require_POST
@of_register("edit")
def match(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """Settle the columns and try the file; or look for the headings in another line."""
    run = run_or_404(request, register, uid)
    line = request.POST.get("heading_line", "")
    if "move" in request.POST:
        number = int(line) if line.isdecimal() and len(line) < 7 else 0
        return _done(request, register, run, lambda: actions.move_headings(run=run, line=number, by=request.user))
    form = MatchingForm(request.POST, register=register, run=run, by=request.user)
    if not form.is_valid():
        return shown(request, register, run, form)
    data = form.cleaned_data
    try:
        actions.match_columns(
            run=run, mapping=form.mapping, unit=data["unit"], on_known=data["on_known"], by=request.user,
            empty_clears=data["empty"] == "yes", valid_from=data["valid_from"],
        )  # fmt: skip
    except RegisterError as error:
        form.add_error(None, str(error))
        return shown(request, register, run, form)
    return redirect("registers:import_run", register.code, run.uid)


@require_POST
@of_register("edit")
def begin(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """Bring a tried file in."""
    run = run_or_404(request, register, uid)
    return _done(request, register, run, lambda: actions.begin(run=run, by=request.user))


@require_POST
@of_register("edit")
def carry_on(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """Go on where it stopped."""
    run = run_or_404(request, register, uid)
    return _done(request, register, run, lambda: actions.carry_on(run=run, by=request.user))


@require_POST
@of_register("edit")
def stop(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """Stop after the batch in hand."""
    run = run_or_404(request, register, uid)
    said = _("Đã yêu cầu dừng; những gì đã ghi vẫn giữ nguyên.")
    return _done(request, register, run, lambda: actions.stop(run=run, by=request.user), said)


@require_POST
@of_register("edit")
def drop(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """Give the import up."""
    run = run_or_404(request, register, uid)
    return _done(request, register, run, lambda: actions.drop(run=run, by=request.user), _("Đã bỏ lần nhập."))


@require_POST
@of_register("edit")
def take_back(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """Take everything back that it wrote."""
    run = run_or_404(request, register, uid)
    reason = request.POST.get("reason", "")
    return _done(request, register, run, lambda: import_undoing.take_back(run=run, by=request.user, reason=reason))


def _done(
    request: PersonRequest, register: Register, run: ImportRun, step: Callable[[], Any], said: str = ""
) -> HttpResponseBase:  # fmt: skip
    try:
        step()
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        if said:
            messages.success(request, said)
    return redirect("registers:import_run", register.code, run.uid)
