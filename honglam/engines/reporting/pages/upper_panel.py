"""What the pages of upper levels' forms share: the form and the period of an address, the panel of one cell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.forms import Blank, FormCell
from honglam.engines.reporting.forms.propose import kind_of
from honglam.engines.reporting.models import MappedCell, UpperForm, UpperFormVersion
from honglam.engines.reporting.pages.upper_form_forms import CellForm
from honglam.engines.reporting.pages.upper_grid import entry_text
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.engines.reporting.upper_forms import doubts_of, factor_shown, periods_to_fill, values_for
from honglam.toolkit import periods
from honglam.toolkit.periods import Period


def found_form(request: PersonRequest, uid: UUID) -> UpperForm:
    """A form in the reader's reach. Raises Http404."""
    visible = UpperForm.objects.visible_to(request.user).current()
    found: UpperForm = get_object_or_404(visible.select_related("unit", "created_by"), uid=uid)
    return found


def period_asked(request: HttpRequest, offered: list[Period]) -> Period:
    """The period of `?period=` where it is of the form's scheme, else the newest that is over."""
    code = request.POST.get("period", "") or request.GET.get("period", "")
    try:
        period = periods.parse(code)
    except periods.PeriodError:
        return offered[0]
    return period if period.scheme == offered[0].scheme else offered[0]


def panel_of(
    request: PersonRequest, form: UpperForm, version: UpperFormVersion, blank: Blank, at: FormCell,
    mapped: MappedCell | None, bound: CellForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the panel of a cell shows: what the form asks, the choice, its value for the period, why it is doubtful."""
    today = timezone.localdate()
    period = period_asked(request, periods_to_fill(form, today))
    values = values_for(
        form=form, blank=blank, cells=[mapped] if mapped else [], period=period, by=request.user, today=today
    )
    value = values.get(at.key)
    initial = {
        "content": mapped.content if mapped else at.content,
        "indicator": mapped.indicator if mapped else None,
        "measure": (mapped.measure if mapped else "") or kind_of(at) or FormMeasure.VALUE,
        "unit": mapped.unit if mapped else None,
        "factor": factor_shown(mapped.factor) if mapped and mapped.factor != 1 else "",
    }
    return {
        "form": form, "at": at, "mapped": mapped, "period": period, "value": value, "shown_value": entry_text(value),
        "doubt": doubts_of(version).get(at.key, "") if mapped is not None and mapped.is_proposed else "",
        "fields": bound if bound is not None else CellForm(initial=initial, auto_id="cell_%s"),
        "is_figure": at.content == CellContent.FIGURE, "back": address_of(request, form, blank, at),
        "sheet_number": [sheet.name for sheet in blank.sheets].index(at.sheet),
        "page_number": (request.POST or request.GET).get("page", ""),
    }  # fmt: skip


def address_of(request: PersonRequest, form: UpperForm, blank: Blank, at: FormCell) -> str:
    """The form's page with a cell in view."""
    names = [sheet.name for sheet in blank.sheets]
    asked = request.POST if request.method == "POST" else request.GET
    query = {"sheet": str(names.index(at.sheet)), "period": asked.get("period", ""), "page": asked.get("page", "")}
    shown = urlencode({name: value for name, value in query.items() if value})
    return f"{reverse('reporting:upper_form', args=[form.uid])}?{shown}#cell-{at.cell}"
