"""What the pages of forms find by their address: the form, the unit, the period, and where each of them stands."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.grids import require_view
from honglam.engines.indicators.models import IndicatorForm
from honglam.toolkit import periods
from honglam.toolkit.periods import Period


def form_asked(uid: UUID) -> IndicatorForm:
    """The form of an address. Raises Http404."""
    form: IndicatorForm = get_object_or_404(IndicatorForm.objects.select_related("group", "receiver"), uid=uid)
    return form


def period_asked(code: str, form: IndicatorForm | None = None) -> Period:
    """The period of an address, of the form's scheme where one is given. Raises Http404."""
    try:
        period = periods.parse(code)
    except periods.PeriodError as error:
        raise Http404(str(error)) from error
    if form is not None and period.scheme != form.scheme:
        raise Http404
    return period


def place_asked(request: PersonRequest, uid: UUID, period: str, unit: str) -> tuple[IndicatorForm, Unit, Period]:
    """The form, unit and period of an address that the reader may look at. Raises Http404, NotAllowed."""
    form = form_asked(uid)
    found = get_object_or_404(Unit, code=unit)
    when = period_asked(period, form)
    require_view(request.user, form, found)
    return form, found, when


def entry_url(form: IndicatorForm, unit: Unit, period: Period, name: str = "entry") -> str:
    """The address of a form's page of one unit and period, or of what hangs below it."""
    return reverse(f"indicators:{name}", args=[form.uid, period.code, unit.code])
