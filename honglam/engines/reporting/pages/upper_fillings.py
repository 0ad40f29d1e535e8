"""Filling a form of an upper level for a period, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.jobs.models import JobRun
from honglam.engines.reporting.actions.upper_forms import ask_filling
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import FilledForm, UpperForm
from honglam.engines.reporting.pages.upper_panel import found_form, period_asked
from honglam.engines.reporting.queries import FILL
from honglam.engines.reporting.upper_forms import periods_to_fill
from honglam.toolkit import periods
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists


@requires(FILL)
@require_POST
def fill(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Fill the form for a period: at once, or in the background where it is big."""
    form = found_form(request, uid)
    period = period_asked(request, periods_to_fill(form, timezone.localdate()))
    try:
        came = ask_filling(form=form, period=period, by=request.user)
    except ReportingError as error:
        messages.error(request, str(error))
        return redirect(f"{form.get_absolute_url()}?period={period.code}")
    if isinstance(came, FilledForm):
        return redirect("reporting:filled_form", uid=came.uid)
    return redirect(f"{form.get_absolute_url()}?period={period.code}")


@requires(FILL)
def filling_job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far filling is; a part that asks for itself."""
    form = found_form(request, uid)
    context = {"form": form, "run": JobRun.objects.for_target(form).first()}
    return render(request, "reporting/upper_form_job.html", context)


@requires(FILL)
def filled(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One filled form: the file to take away, and which cells stayed empty and why."""
    visible = UpperForm.objects.visible_to(request.user)
    found = get_object_or_404(
        FilledForm.objects.filter(version__form__in=visible).select_related(
            "version__form__unit", "file", "created_by"
        ),
        uid=uid,
    )
    form, period = found.version.form, periods.parse(found.period_code)
    missing = list(found.missing)
    if (sheet := lists.sheet_of(request, _missing_table(f"{form.name} {period.short_label}", missing))) is not None:
        return sheet
    context = {
        "found": found, "form": form, "period": period, "page": lists.page_of(request, missing),
        "again": f"{reverse('reporting:upper_form', args=[form.uid])}?period={period.code}",
        "history": history_of(form, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "reporting/filled_form.html", context)


def _missing_table(title: str, missing: list[dict[str, str]]) -> Table:
    columns = [
        Column(_("Trang tính"), lambda one: one["sheet"], width=20),
        Column(_("Ô"), lambda one: one["cell"], width=8),
        Column(_("Dòng, cột của biểu"), lambda one: one["title"], width=64),
        Column(_("Vì sao trống"), lambda one: one["why"], width=44),
    ]
    return Table(title, columns, missing)
