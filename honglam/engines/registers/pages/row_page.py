"""The page of one row: what it says, what belongs to it, what it was, what may be done with it."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import size_asked
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.formers import MOST, STEP
from honglam.engines.registers.pages.opening import of_register, row_asked
from honglam.engines.registers.pages.papers import PaperForm
from honglam.engines.registers.shown_row import RowPage
from honglam.engines.registers.terms import PAPER_FORMATS
from honglam.toolkit.numbers import FigureError, parse_date
from honglam.toolkit.ui import lists


@of_register("view")
def row(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """One row; `?on=31/12/2025` shows it as it stood on that day, `?format=print` on paper."""
    found = full_row(request, register, uid)
    day, wrong_day = _day_asked(request)
    return shown(request, RowPage(register, found, request.user, day=day), wrong_day=wrong_day)


def full_row(request: PersonRequest, register: Register, uid: UUID, verb: str = "view") -> Any:
    """The row with everything that its page says of what it points at; one query more. Raises Http404, NotAllowed."""
    asked = row_asked(request, register, uid, verb)
    pointing = [
        f"{one.name}__unit"
        for one in register.model._meta.concrete_fields
        if one.is_relation and one.name in register.fields and _has_unit(one.related_model)
    ]
    rows = writing.with_what_is_shown(register, register.model._default_manager.all())
    return rows.select_related("unit", "recorded_by", "merged_into__unit", *pointing).get(pk=asked.pk)


def shown(
    request: PersonRequest, page: RowPage, *, paper_form: PaperForm | None = None, wrong_day: str = ""
) -> HttpResponse:
    """The page of a row; 422 where a paper was refused."""
    size = _size(request)
    former, has_more = page.former(size)
    context: dict[str, Any] = {
        "page": page, "register": page.register, "row": page.row, "former": former,
        "more_former": min(size + 5 * STEP, MOST) if has_more and size < MOST else 0,
        "history": page.history(size_asked(request)), "paper_form": paper_form or PaperForm(),
        "paper_accept": ",".join(f".{kind}" for kind in (*PAPER_FORMATS, "jpeg")),
        "wrong_day": wrong_day, "asked_day": request.GET.get("on", "") if wrong_day else page.day,
    }  # fmt: skip
    template = "registers/row_print.html" if lists.form_of(request) == lists.PRINT else "registers/row.html"
    refused = paper_form is not None and paper_form.errors
    return render(request, template, context, status=422 if refused else 200)


def _has_unit(model: Any) -> bool:
    return any(one.name == "unit" and one.is_relation for one in model._meta.concrete_fields)


def _day_asked(request: PersonRequest) -> tuple[datetime.date | None, str]:
    """The day of `?on=`, or what is wrong with it."""
    text = request.GET.get("on", "").strip()
    if not text:
        return None, ""
    try:
        return parse_date(text), ""
    except FigureError as error:
        return None, error.message


def _size(request: PersonRequest) -> int:
    text = request.GET.get("former", "")
    return min(max(int(text), STEP), MOST) if text.isdecimal() and len(text) < 5 else STEP
