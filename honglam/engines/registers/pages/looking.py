"""What forms ask while somebody types: rows to choose, rows that may be the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.hints import hints
from honglam.engines.registers.naming import named
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.pages.row_fields import found_rows, rows_on_offer
from honglam.engines.registers.pages.row_forms import RowForm
from honglam.engines.registers.sight import Sight
from honglam.toolkit.identifiers import uuid_of


@of_register("view")
def pick(request: PersonRequest, register: Register) -> JsonResponse:
    """Rows for a picker: at most twelve that the typed `q` finds among those that the reader sees."""
    found = found_rows(register, rows_on_offer(register, request.user), request.GET.get("q", ""))
    return JsonResponse({
        "options": [{"key": str(row.uid), "text": named(register, row), "note": _note(register, row)} for row in found]
    })  # fmt: skip


@of_register("edit")
@require_POST
def alike(request: PersonRequest, register: Register) -> HttpResponse:
    """Rows that may be the one that is being typed. Sent as a form, so that nothing typed stands in an address."""
    row = _row_edited(request, register)
    form = RowForm(request.POST, register=register, sight=Sight(register, request.user), row=row)
    form.is_valid()
    typed = {name: value for name, value in form.cleaned_data.items() if name in register.fields}
    context = {"hints": hints(register, row, typed, request.user)}
    return render(request, "registers/parts/alike.html", context)


def _row_edited(request: PersonRequest, register: Register) -> Any:
    uid = uuid_of(request.POST.get("of_row", ""))
    rows: Any = register.model._default_manager
    found = rows.visible_to(request.user, register.permission("edit")).filter(uid=uid) if uid else rows.none()
    return found.select_related("unit").first()


def _note(register: Register, row: Any) -> str:
    """The key of a row beside its name, without what is personal, and who keeps it."""
    key = [str(getattr(row, name)) for name in register.identity if name not in register.withheld]
    shown = [text for text in key if text and text not in str(row)]
    return " · ".join([*shown, row.unit.label])
