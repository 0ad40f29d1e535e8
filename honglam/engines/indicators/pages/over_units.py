"""One indicator over the units below a unit, for several periods: the same grid, turned."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.grids import GridView, grid_of_indicator
from honglam.engines.indicators.models import Indicator, IndicatorForm
from honglam.engines.indicators.pages.addresses import form_asked, period_asked
from honglam.engines.indicators.queries import VIEW
from honglam.toolkit.periods import Period
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

COLUMNS = 3
"""How many periods stand side by side."""


@requires(VIEW)
def over_units(request: PersonRequest, uid: UUID, period: str, indicator: str) -> HttpResponseBase:
    """What every reporting unit says of one indicator of a form, for a period and those before it."""
    form = form_asked(uid)
    when = period_asked(period, form)
    asked: Indicator = get_object_or_404(Indicator.objects.filter(form_lines__form=form).distinct(), code=indicator)
    views = _views(request, form, asked, when)
    rows = views[-1].rows
    if not rows:
        raise Http404
    columns = [view.columns[0] for view in views]
    lines = [
        (row, [view.cells.get((row.key, column.key)) for view, column in zip(views, columns, strict=True)])
        for row in rows
    ]
    table = Table(
        f"{form.code} {asked.code} {when.short_label}",
        [
            Column(_("Mã"), lambda line: line[0].key, width=12),
            Column(_("Đơn vị"), lambda line: line[0].label, width=32),
            *(_column(number, column.label) for number, column in enumerate(columns)),
        ],
        lines,
        [asked.name, when.label],
    )
    if (sheet := lists.sheet_of(request, table)) is not None:
        return sheet
    there = sum(cells[-1] is not None and cells[-1].value is not None for _unit, cells in lines)
    context = {
        "form": form, "indicator": asked, "period": when, "nothing": {}, "columns": columns, "lines": lines,
        "there": there,
        "asked": len(lines), "is_open": any(cell and cell.is_editable for _unit, cells in lines for cell in cells),
        "earlier": when.previous(), "later": when.next() if when.end < timezone.localdate() else None,
    }  # fmt: skip
    return render(request, "indicators/forms/over_units.html", context)


def _views(request: PersonRequest, form: IndicatorForm, indicator: Indicator, period: Period) -> list[GridView]:
    """One view a period, the oldest first."""
    top = _top()
    wanted = [period]
    while len(wanted) < COLUMNS:
        wanted.insert(0, wanted[0].previous())
    return [
        grid_of_indicator(indicator=indicator, parent=top, period=one, user=request.user, form=form) for one in wanted
    ]


def _top() -> Unit:
    """The province: who may see which of its units is decided row by row."""
    top = Unit.objects.filter(parent__isnull=True).order_by("path").first()
    if top is None:
        raise Http404
    found: Unit = top
    return found


def _column(number: int, label: str) -> Column:
    return Column(label, lambda line: line[1][number].value if line[1][number] else None, Kind.NUMBER)
