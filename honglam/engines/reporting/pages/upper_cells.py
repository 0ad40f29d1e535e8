"""One cell of an upper level's form: what it asks for, what it is filled with; proposals taken over together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.actions import upper_forms as actions
from honglam.engines.reporting.actions.upper_forms import CellDraft
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.forms import Blank, FormCell
from honglam.engines.reporting.forms.propose import factor_for, kind_of
from honglam.engines.reporting.models import UpperForm
from honglam.engines.reporting.pages.upper_form_forms import CellForm, indicator_text, indicators_found
from honglam.engines.reporting.pages.upper_panel import address_of, found_form, panel_of
from honglam.engines.reporting.queries import FILL
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.engines.reporting.upper_forms import blank_of, newest_version, sure_cells


@requires(FILL)
def suggest_indicators(request: PersonRequest) -> JsonResponse:
    """Indicators whose name or code hold the typed words, for pickers."""
    found = indicators_found(request.GET.get("q", ""))
    options = [{"key": str(one.uid), "text": indicator_text(one), "note": one.measure} for one in found]
    return JsonResponse({"options": options})


@requires(FILL)
def cell(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One cell: a part of the form's page. A POST decides about it and goes back to the page."""
    form = found_form(request, uid)
    version = newest_version(form)
    blank = blank_of(version)
    at = _cell_asked(request, blank)
    mapped = version.cells.filter(sheet=at.sheet, cell=at.cell).select_related("indicator", "unit__parent").first()
    if request.method != "POST":
        return render(request, "reporting/upper_cell.html", panel_of(request, form, version, blank, at, mapped))
    step = request.POST.get("step", "")
    if step in ("accept", "clear"):
        return _decide(request, form, at, blank, {step: [at.key]})
    bound = CellForm(request.POST, auto_id="cell_%s")
    if bound.is_valid():
        try:
            drafts = drafts_of(blank, at, bound.cleaned_data)
            actions.map_cells(form=form, change=drafts, by=request.user)
            messages.success(request, _("Đã ghép %(count)d ô.") % {"count": len(drafts)})
            return redirect(address_of(request, form, blank, at))
        except ReportingError as error:
            bound.add_error(error.column if error.column in bound.fields else None, str(error))
    context = panel_of(request, form, version, blank, at, mapped, bound) | {"is_page": True}
    return render(request, "reporting/upper_cell_page.html", context, status=422)


@requires(FILL)
@require_POST
def accept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take all sure proposals over, of all sheets."""
    form = found_form(request, uid)
    try:
        count = actions.map_cells(form=form, accept=sure_cells(newest_version(form)), by=request.user)
        messages.success(request, _("Đã nhận %(count)d đề xuất chắc chắn.") % {"count": count})
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(f"{form.get_absolute_url()}?{request.POST.get('query', '')}")


@requires(FILL)
@require_POST
def propose(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Look for indicators once more for the cells that nobody has mapped."""
    form = found_form(request, uid)
    try:
        count = actions.propose_mapping(form=form, by=request.user)
        messages.info(request, _("Có thêm %(count)d đề xuất.") % {"count": count})
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(form)


def drafts_of(blank: Blank, at: FormCell, data: dict[str, Any]) -> list[CellDraft]:
    """What a person decided: about one cell, or about all figures of its line, each by its own heading."""
    indicator = data["indicator"] if data["content"] == CellContent.FIGURE else None
    if indicator is None:
        return [CellDraft(at.sheet, at.cell, data["content"], unit=data["unit"])]
    cells = [at]
    if data["whole_line"]:
        line = [one for one in blank.cells.values() if (one.sheet, one.row) == (at.sheet, at.row) and one.is_asked]
        cells += [one for one in line if one.key != at.key and one.content == CellContent.FIGURE]
    drafts = []
    for one in cells:
        kind = data["measure"] if one is at else kind_of(one) or FormMeasure.VALUE
        factor = data["factor"] if one is at else None
        if factor is None:
            factor = factor_for(one, indicator.measure, kind) or Decimal(1)
        drafts.append(CellDraft(one.sheet, one.cell, CellContent.FIGURE, indicator, kind, data["unit"], factor))
    return drafts


def _decide(request: PersonRequest, form: UpperForm, at: FormCell, blank: Blank, step: dict[str, Any]) -> HttpResponse:
    try:
        actions.map_cells(form=form, by=request.user, **step)
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(address_of(request, form, blank, at))


def _cell_asked(request: PersonRequest, blank: Blank) -> FormCell:
    """The cell of `?sheet=&cell=` (the number of the sheet, the place of the cell). Raises Http404."""
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("sheet", "")
    if not number.isdecimal() or len(number) > 3 or int(number) >= len(blank.sheets):
        raise Http404
    found = blank.cells.get((blank.sheets[int(number)].name, asked.get("cell", "")))
    if found is None:
        raise Http404
    return found
