"""Phân công làm báo cáo: what a unit reports to which body, and who drafts, checks, signs and issues it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.actions.arrangements import arrange, forget_arrangement
from honglam.engines.reporting.arrangements import PERSON_COLUMNS
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import ReportArrangement, ReportRegime
from honglam.engines.reporting.owed import OwedReport, general_of, owed_by
from honglam.engines.reporting.pages.regimes.arrangement_form import ArrangementForm, initial_of
from honglam.engines.reporting.queries import DEFINE, VIEW
from honglam.engines.reporting.terms import ReportStep
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists


class UnitFilter(forms.Form):
    """Whose reports are shown."""

    unit = UnitField(label=_("Đơn vị"), required=False, without_villages=True, help_text="")


@requires(VIEW)
def arrangements(request: PersonRequest) -> HttpResponseBase:
    """Everything that one unit reports, body by body, with who does each step."""
    reach = reach_of(request.user, VIEW)
    form = UnitFilter(request.GET if "unit" in request.GET or "unit_key" in request.GET else None)
    offer(form, "unit", reach.units(), within=VIEW)
    unit = form.cleaned_data["unit"] if form.is_bound and form.is_valid() else None
    if unit is not None or not form.is_bound:
        unit = unit or _seat(request)
        form = UnitFilter(initial={"unit": unit})
        offer(form, "unit", reach.units(), within=VIEW)
    if unit is None:
        return render(request, "reporting/regimes/arrangements.html", {"form": form, "unit": None})
    today = timezone.localdate()
    bodies = owed_by(unit, today)
    reports = [report for body in bodies for report in body.reports]
    if (sheet := lists.sheet_of(request, _table(unit, reports))) is not None:
        return sheet
    general = general_of(unit)
    seen = set(ReportRegime.objects.visible_to(request.user).filter(
        pk__in=[report.regime.pk for report in reports]).values_list("pk", flat=True))  # fmt: skip
    may_arrange = reach_of(request.user, DEFINE).covers(unit)
    context = {
        "form": form, "unit": unit, "bodies": bodies, "report_count": len(reports), "general": general,
        "steps": [(step, ReportStep(step).label) for step in PERSON_COLUMNS], "may_arrange": may_arrange,
        "rows": [(body.name, [(report, _people(report)) for report in body.reports]) for body in bodies],
        "usual": _usual(general), "seen": seen,
        "history": history_of(
            *ReportArrangement.objects.filter(unit=unit), size=size_asked(request)
        ) if may_arrange else None,
    }  # fmt: skip
    return render(request, "reporting/regimes/arrangements.html", context)


@requires(DEFINE)
def edit(request: PersonRequest, unit: UUID) -> HttpResponseBase:
    """Say who does what, for all reports of a unit or for one (`?regime=`)."""
    found = _own_unit(request, unit)
    regime = _regime(request)
    general = general_of(found)
    row = ReportArrangement.objects.filter(unit=found, regime=regime).first() if regime is not None else general
    initial = initial_of(row or general, is_own=row is not None)
    form = ArrangementForm(request.POST or None, initial=initial, unit=found)
    if request.method == "POST" and form.is_valid():
        try:
            arrange(unit=found, regime=regime, arrangement=form.arrangement(), by=request.user)
        except ReportingError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            messages.success(request, _text("Đã lưu phân công; báo cáo đang soạn theo phân công mới."))
            return redirect(_address(found))
    context = {"form": form, "unit": found, "regime": regime, "row": row, "back": _address(found)}
    return render(request, "reporting/regimes/arrangement.html", context, status=422 if form.errors else 200)


@requires(DEFINE)
@require_POST
def forget(request: PersonRequest, unit: UUID) -> HttpResponse:
    """Take an arrangement back."""
    found = _own_unit(request, unit)
    if forget_arrangement(unit=found, regime=_regime(request), by=request.user):
        messages.info(request, _text("Đã bỏ phân công riêng; phân công chung áp dụng lại."))
    return redirect(_address(found))


def _own_unit(request: PersonRequest, uid: UUID) -> Unit:
    unit: Unit = get_object_or_404(reach_of(request.user, DEFINE).units(), uid=uid)
    return unit


def _regime(request: PersonRequest) -> ReportRegime | None:
    """The regime that the address or the form names; none: all reports of the unit. Http404 for a strange one."""
    asked = request.GET.get("regime", "") or request.POST.get("regime", "")
    if not asked:
        return None
    found: ReportRegime = get_object_or_404(
        ReportRegime.objects.select_related("group", "owner", "receiver"), uid=uuid_of(asked)
    )
    return found


def _address(unit: Unit) -> str:
    return f"{reverse('reporting:arrangements')}?unit={unit.code}"


def _seat(request: PersonRequest) -> Unit | None:
    """The unit of the reader's posts whose reports are seen."""
    reach = reach_of(request.user, VIEW)
    posts = request.user.posts(timezone.localdate())
    units = [unit for post in posts for unit in (post.seat, post.unit) if unit is not None and reach.covers(unit)]
    return units[0] if units else None


def _people(report: OwedReport) -> list[tuple[str, str]]:
    """The steps of a report for which a person, or a part of the unit, is named."""
    found = []
    for step in report.arranged.steps:
        person, place = report.arranged.people.get(step), report.arranged.unit_of(step)
        part = str(place) if place.pk != report.arranged.unit.pk else ""
        if who := person.full_name if person is not None else part:
            found.append((str(ReportStep(step).label), who))
    return found


def _usual(general: ReportArrangement | None) -> list[tuple[str, str]]:
    """The steps of the arrangement for all reports, with who does them."""
    found = []
    for step, column in PERSON_COLUMNS.items():
        person = getattr(general, column) if general is not None else None
        found.append((str(ReportStep(step).label), person.full_name if person is not None else ""))
    return found


def _table(unit: Unit, reports: list[OwedReport]) -> Table:
    def named(step: ReportStep) -> Any:
        return lambda report: person.full_name if (person := report.arranged.people.get(step)) is not None else ""

    columns = [
        Column(_text("Nơi nhận"), lambda report: report.receiver_name, width=36),
        Column(_text("Tên báo cáo"), lambda report: report.regime.name, width=48),
        Column(_text("Kỳ và hạn gửi"), lambda report: report.rule, width=44),
        Column(_text("Hạn gần nhất"), lambda report: report.next_due, Kind.DATE),
        *(Column(str(step.label), named(step), width=24) for step in PERSON_COLUMNS),
        Column(_text("Thể thức ký"), lambda report: str(report.arranged.signing_form.label), width=24),
    ]
    return Table(_text("Phân công làm báo cáo của %(unit)s") % {"unit": unit}, columns, reports)
