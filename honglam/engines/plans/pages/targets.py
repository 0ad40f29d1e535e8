"""The page of a target: what is promised, the figures by period, and the form that takes a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import Reach, reach_of, units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import History, history_of, size_asked
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import (
    IndicatorError,
    IndicatorValue,
    ValueForm,
    ValueState,
    confirm_value,
    period_name,
    record_value,
)
from honglam.engines.plans.models import PlanTarget
from honglam.engines.plans.pages.forms import EVIDENCE_ACCEPT
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown import targets as shown
from honglam.engines.plans.shown import trajectory as way
from honglam.engines.plans.shown.task_page import place_in_text
from honglam.engines.plans.terms import EVIDENCE_FORMATS
from honglam.toolkit import periods
from honglam.toolkit.sheets import Column, Kind, Table, xlsx_response
from honglam.toolkit.ui import lists

ENTER, CONFIRM = "indicators.enter_values", "indicators.confirm_values"


@requires(VIEW)
def target(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One target with the figures of a unit by period; `?unit=` chooses the unit, else the plan's issuer."""
    found = _target(request, uid)
    figures = list(_figures(request, found))
    if lists.form_of(request) == lists.XLSX:
        return _sheet(found, figures)
    unit = _unit(request, found)
    enter = reach_of(request.user, ENTER)
    form = _form(request, found, enter) if enter else None
    if request.method == "POST" and form is not None and form.is_valid() and _entered(request, found, form):
        return redirect(f"{found.get_absolute_url()}?unit={form.cleaned_data['unit'].code}")
    own = [figure for figure in figures if figure.unit_id == unit.pk]
    confirm = reach_of(request.user, CONFIRM)
    trajectory = way.trajectory_of(found, unit, own, request.user, timezone.localdate())
    context = {
        "target": found,
        "plan": found.plan,
        "unit": unit,
        "units": shown.units_with_figures(figures),
        "row": shown.TargetRow(found, own[0] if own else None),
        "promise": shown.promise(found),
        "trajectory": trajectory,
        "marks": _marks(found, trajectory),
        "figures": [(figure, shown.verdict_for(found, figure), period_name(figure),
                     figure.state == ValueState.DRAFT and confirm.covers(figure.unit)) for figure in own],
        "chart": shown.chart_of(found, own[::-1]),
        "form": form,
        "evidence_accept": EVIDENCE_ACCEPT,
        "source_url": place_in_text(found.plan, found),
        "others": _newest_of_others(figures, unit, found),
        "history": _history(request, found, figures),
    }  # fmt: skip
    return render(request, "plans/target.html", context, status=422 if form is not None and form.errors else 200)


@requires(CONFIRM)
@require_POST
def confirm_figure(request: PersonRequest, uid: UUID, figure_uid: UUID) -> HttpResponse:
    """Make a draft figure official, as it was shown."""
    found = _target(request, uid)
    figure = get_object_or_404(_figures(request, found), uid=figure_uid)
    try:
        confirm_value(figure=figure, seen=request.POST.get("seen", ""), by=request.user)
    except IndicatorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã chốt số chính thức."))
    return redirect(f"{found.get_absolute_url()}?unit={figure.unit.code}")


def _marks(target: PlanTarget, trajectory: way.Trajectory | None) -> list[tuple[str, str, Any]]:
    """The stations of the way in words: what it is, the figure, the day."""
    if trajectory is None:
        return []
    marks = [(_("Xuất phát"), trajectory.baseline)] if trajectory.baseline else []
    marks += [(_("Mốc"), step) for step in trajectory.steps]
    marks.append((_("Đích"), trajectory.target))
    return [(name, way.mark_text(mark, target), mark.on) for name, mark in marks]


def _target(request: PersonRequest, uid: UUID) -> PlanTarget:
    targets = PlanTarget.objects.visible_to(request.user).select_related("plan", "plan__issuer", "indicator")
    return get_object_or_404(targets.prefetch_related("leads").defer("plan__document_text"), uid=uid)


def _figures(request: PersonRequest, target: PlanTarget) -> Any:
    figures = IndicatorValue.objects.visible_to(request.user).of_indicators([target.indicator_id])
    return figures.select_related("unit", "evidence", "entered_by", "indicator").latest_first()


def _unit(request: PersonRequest, target: PlanTarget) -> Unit:
    if code := request.GET.get("unit", ""):
        return get_object_or_404(Unit, code=code)
    return target.plan.issuer


def _form(request: PersonRequest, target: PlanTarget, enter: Reach) -> ValueForm:
    """The form for a figure: of the issuer, of a leading unit, or of the reader's own."""
    candidates = [target.plan.issuer, *target.leads.all(), *units_of(request.user)]
    units = [unit for unit in dict.fromkeys(candidates) if enter.covers(unit)]
    return ValueForm(
        request.POST or None, request.FILES or None, units=units,
        periods=shown.periods_of_plan(target.plan, timezone.localdate()),
    )  # fmt: skip


def _entered(request: PersonRequest, target: PlanTarget, form: ValueForm) -> bool:
    data = form.cleaned_data
    try:
        file = None
        if data["evidence"]:
            file = store(upload=data["evidence"], by=request.user, purpose="plans.evidence",
                         allowed=EVIDENCE_FORMATS, unit=data["unit"])  # fmt: skip
        record_value(
            indicator=target.indicator, unit=data["unit"], period=periods.parse(data["period"]), value=data["value"],
            by=request.user, source=data["source"], comment=data["comment"], evidence=file, reason=data["reason"],
        )  # fmt: skip
    except FileRefused as error:
        form.add_error("evidence", str(error))
    except IndicatorError as error:
        form.add_error(error.column if error.column in form.fields else None, str(error))
    else:
        messages.success(request, _("Đã ghi số liệu tạm. Người có quyền chốt sẽ chuyển thành số chính thức."))
    return not form.errors


def _history(request: PersonRequest, target: PlanTarget, figures: list[IndicatorValue]) -> History:
    """The log of the target, of what it measures and of the evidence, about units that the reader sees."""
    files = [figure.evidence for figure in figures if figure.evidence is not None]
    seen = Q(unit__isnull=True) | Q(unit=target.plan.issuer_id) | reach_of(request.user, VIEW).q("unit")
    return history_of(target, target.indicator, *files, size=size_asked(request), within=seen)


def _newest_of_others(figures: list[IndicatorValue], unit: Unit, target: PlanTarget) -> list[shown.TargetRow]:
    """The newest figure of every other unit."""
    newest: dict[int, IndicatorValue] = {}
    for figure in figures:
        if figure.unit_id != unit.pk:
            newest.setdefault(figure.unit_id, figure)
    return [shown.TargetRow(target, figure) for figure in newest.values()]


def _sheet(target: PlanTarget, figures: list[IndicatorValue]) -> HttpResponseBase:
    columns = [
        Column(_("Đơn vị"), lambda figure: str(figure.unit), width=30),
        Column(_("Kỳ"), period_name),
        Column(_("Giá trị"), lambda figure: figure.value, Kind.NUMBER),
        Column(_("Đơn vị tính"), lambda figure: target.indicator.measure),
        Column(_("Đánh giá"), lambda figure: str(shown.verdict_for(target, figure).label)),
        Column(_("Tình trạng"), lambda figure: figure.get_state_display()),
        Column(_("Nguồn"), lambda figure: figure.source),
        Column(_("Ghi chú"), lambda figure: figure.comment),
        Column(_("Nhập lúc"), lambda figure: figure.entered_at, Kind.MOMENT),
    ]
    notes = [f"{pgettext('mức phải đạt', 'Chỉ tiêu')}: {shown.promise(target)}", target.plan.citation]
    return xlsx_response(target.indicator.code, [Table(target.indicator.name, columns, figures, notes)])
