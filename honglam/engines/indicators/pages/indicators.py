"""The list of indicators, and one indicator with the figures of its units by period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.reach import reach_of, units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.models import StoredFile
from honglam.core.organisations.models import Unit
from honglam.engines.indicators import actions, definition_sheet, shown
from honglam.engines.indicators.errors import IndicatorError
from honglam.engines.indicators.forms import ValueForm
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.terms import Calculation, ValueState
from honglam.toolkit import periods
from honglam.toolkit.sheets import Column, Kind, Table, xlsx_response
from honglam.toolkit.ui import lists

SORTS = {"name": "name", "code": "code", "measure": "measure", "newest": "newest_end"}


@requires(VIEW)
def indicators(request: PersonRequest) -> HttpResponseBase:
    """What is measured, with the newest figure that the reader may see."""
    q, measure = request.GET.get("q", ""), request.GET.get("measure", "")
    asked = {name: request.GET.get(name, "") for name in ("measure", "scheme", "calculation", "owner__code")}
    rows = Indicator.objects.saying(q).with_newest(request.user)
    rows = rows.filter(**{name: value for name, value in asked.items() if value})
    rows = lists.ordered(request, rows, SORTS, default="code")
    form = lists.form_of(request)
    if form == lists.XLSX:
        return _sheet_of_indicators(rows.select_related("owner", "numerator", "denominator", "weight"))
    owners = Indicator.objects.exclude(owner=None).order_by("owner__sort_key").values_list("owner__code", "owner__name")
    context: dict[str, Any] = {
        "q": q, "measure": measure, "today": timezone.localdate(), "scheme": asked["scheme"],
        "calculation": asked["calculation"], "owner": asked["owner__code"], "calculations": Calculation.choices,
        "schemes": [(scheme.value, scheme.label) for scheme in periods.Scheme], "is_filtered": any(asked.values()),
        "owners": owners.distinct(), "may_define": bool(reach_of(request.user, actions.DEFINE)),
        "data_query": urlencode({"text": q, "scheme": asked["scheme"]}),
    }  # fmt: skip
    if form == lists.PRINT:
        return render(request, "indicators/indicators_print.html", context | {"rows": rows[: lists.PRINT_LIMIT]})
    measures = Indicator.objects.exclude(measure="").order_by("measure").values_list("measure", flat=True).distinct()
    page = lists.page_of(request, rows)
    return render(request, "indicators/indicators.html", context | {"page": page, "measures": measures})


@requires(VIEW)
def indicator(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One indicator: one unit's chart and figures, the newest figure of every unit, the form for a new one."""
    found = get_object_or_404(Indicator, uid=uid)
    figures = list(_figures(request, found))
    if lists.form_of(request) == lists.XLSX:
        return _sheet_of_figures(found, figures)
    today = timezone.localdate()
    enter = reach_of(request.user, actions.ENTER)
    units = [unit for unit in _units_to_enter(request, figures) if enter.covers(unit)]
    form = None
    if units and not found.is_calculated:
        choices = shown.periods_to_enter([today.year, today.year - 1], today)
        form = ValueForm(request.POST or None, units=units, periods=choices)
    if request.method == "POST" and form is not None and form.is_valid() and _entered(request, found, form):
        return redirect(f"{request.path}?unit={form.cleaned_data['unit'].code}")
    newest: dict[int, IndicatorValue] = {}
    for figure in figures:
        newest.setdefault(figure.unit_id, figure)
    chosen = next((figure.unit for figure in newest.values() if figure.unit.code == request.GET.get("unit")), None)
    chosen = chosen or next((figure.unit for figure in newest.values()), None)
    own = [figure for figure in figures if chosen is not None and figure.unit_id == chosen.pk]
    confirm = reach_of(request.user, actions.CONFIRM)
    context = {
        "indicator": found,
        "tab": "figures",
        "unit": chosen,
        "newest": [(figure, shown.period_name(figure)) for figure in newest.values()],
        "figures": [
            (figure, shown.period_name(figure), figure.state == ValueState.DRAFT and confirm.covers(figure.unit))
            for figure in own
        ],
        "chart": shown.chart_of(found, own[::-1]),
        "form": form,
        "history": history_of(found, *_files_of(figures), size=size_asked(request), within=_seen_by(request.user)),
    }
    return render(
        request, "indicators/indicator.html", context, status=422 if form is not None and form.errors else 200
    )


@requires(actions.CONFIRM)
@require_POST
def confirm_figure(request: PersonRequest, uid: UUID, figure_uid: UUID) -> HttpResponse:
    """Make a draft figure official, as it was shown."""
    found = get_object_or_404(Indicator, uid=uid)
    figure = get_object_or_404(_figures(request, found), uid=figure_uid)
    try:
        actions.confirm_value(figure=figure, seen=request.POST.get("seen", ""), by=request.user)
    except IndicatorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã chốt số chính thức."))
    response: HttpResponse = redirect("indicators:indicator", found.uid)
    response["Location"] += f"?unit={figure.unit.code}"
    return response


def _seen_by(reader: User) -> Q:
    """What the reader may see of the log of an indicator: entries about units in reach, and about none."""
    return Q(unit__isnull=True) | reach_of(reader, VIEW).q("unit")


def _files_of(figures: Iterable[IndicatorValue]) -> list[StoredFile]:
    """The evidence of figures, whose log belongs to theirs."""
    return [figure.evidence for figure in figures if figure.evidence is not None]


def _figures(request: PersonRequest, indicator: Indicator) -> Any:
    figures = IndicatorValue.objects.visible_to(request.user).of_indicators([indicator.pk])
    return figures.select_related("unit", "evidence", "entered_by", "indicator").latest_first()


def _units_to_enter(request: PersonRequest, figures: list[IndicatorValue]) -> list[Unit]:
    """The reader's own units first, then those that have figures already."""
    return list(dict.fromkeys([*units_of(request.user), *(figure.unit for figure in figures)]))


def _entered(request: PersonRequest, indicator: Indicator, form: ValueForm) -> bool:
    data = form.cleaned_data
    try:
        actions.record_value(
            indicator=indicator, unit=data["unit"], period=periods.parse(data["period"]), value=data["value"],
            by=request.user, source=data["source"], comment=data["comment"], reason=data["reason"],
            is_estimate=data["is_estimate"],
        )  # fmt: skip
    except IndicatorError as error:
        form.add_error(error.column if error.column in form.fields else None, str(error))
        return False
    messages.success(request, _("Đã ghi số liệu tạm."))
    return True


def _sheet_of_indicators(rows: Any) -> HttpResponseBase:
    columns = [
        *definition_sheet.columns(),
        Column(_("Giá trị mới nhất"), lambda row: row.newest_value, Kind.NUMBER),
        Column(_("Kỳ"), lambda row: row.newest_period),
        Column(_("Của đơn vị"), lambda row: row.newest_unit, width=30),
    ]
    title = _("Danh sách chỉ tiêu")
    return xlsx_response(f"{title} {timezone.localdate():%Y-%m-%d}", [Table(title, columns, rows)])


def _sheet_of_figures(indicator: Indicator, figures: list[IndicatorValue]) -> HttpResponseBase:
    columns = [
        Column(_("Đơn vị"), lambda figure: str(figure.unit), width=30),
        Column(_("Kỳ"), shown.period_name),
        Column(_("Từ ngày"), lambda figure: figure.period_start, Kind.DATE),
        Column(_("Đến ngày"), lambda figure: figure.period_end, Kind.DATE),
        Column(_("Giá trị"), lambda figure: figure.value, Kind.NUMBER),
        Column(_("Ước thực hiện"), lambda figure: _("ước") if figure.is_estimate else ""),
        Column(_("Số ước trước đó"), lambda figure: figure.estimated_value, Kind.NUMBER),
        Column(_("Tình trạng"), lambda figure: figure.get_state_display()),
        Column(_("Nguồn"), lambda figure: figure.source),
        Column(_("Ghi chú"), lambda figure: figure.comment),
    ]
    notes = [_("Đơn vị tính: %(measure)s") % {"measure": indicator.measure or "—"}]
    return xlsx_response(indicator.code, [Table(indicator.name, columns, figures, notes)])
