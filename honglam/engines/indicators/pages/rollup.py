"""Rolled-up figures: the table, the cells behind a number, the series of a unit. The reader's reach is asked here."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.models import AuditEntry
from honglam.engines.indicators.definition_reading import aggregation_in_words, formula_in_words
from honglam.engines.indicators.models import Indicator, IndicatorForm
from honglam.engines.indicators.pages.choosing import Place, place_of
from honglam.engines.indicators.pages.definition_forms import CODES
from honglam.engines.indicators.promises import promises_of
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.rollup_pages import (
    MOST_INDICATORS,
    behind,
    coverage,
    series_view,
    table_of,
    table_sheet,
)
from honglam.engines.indicators.terms import ValueState
from honglam.toolkit import periods
from honglam.toolkit.periods import Period
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

PARTS = ("numerator", "denominator", "weight")
_BETWEEN = re.compile(r"[\s,;]+")
SERIES_COUNT = 12


@requires(VIEW)
def rollup(request: PersonRequest) -> HttpResponseBase:
    """A form or some indicators of a unit over periods; of one indicator the unit and the units below it."""
    forms = list(IndicatorForm.objects.active().order_by("code"))
    form = next((one for one in forms if one.code == request.GET.get("form")), None)
    indicators, unknown = _asked(request, form)
    if form is None and not indicators and not unknown and forms and "indicators" not in request.GET:
        form = forms[0]
        indicators, unknown = _asked(request, form)
    place = place_of(request, indicators, scheme=form.scheme if form else "", count=3)
    drafts = request.GET.get("drafts", "yes") != "no"
    rows = []
    if place.unit is not None:
        rows = table_of(indicators, place.unit, place.periods, reach=place.reach, include_drafts=drafts)
    by_unit = len(indicators) == 1
    title = _("Tổng hợp số liệu")
    notes = [str(place.unit or ""), form.name if form and not by_unit else ", ".join(one.name for one in indicators)]
    if not drafts:
        notes.append(_("Chỉ tính số chính thức."))
    table = table_sheet(title, rows, place.periods, by_unit=by_unit, notes=notes)
    if (sheet := lists.sheet_of(request, table)) is not None:
        return sheet
    context = {
        "place": place, "forms": forms, "form": form, "drafts": drafts, "unknown": unknown, "by_unit": by_unit,
        "indicator": indicators[0] if by_unit else None, "indicators": " ".join(one.code for one in indicators),
        "is_chosen": bool(request.GET.get("indicators")), "most": MOST_INDICATORS,
        "rows": [(row, [(period, one, coverage(one)) for period, one in row.figures]) for row in rows],
        "codes_id": CODES, "codes": Indicator.objects.order_by("code").values_list("code", "name"),
        "above": _above(place) if by_unit else [], "query": _query(place, drafts),
        "rule": aggregation_in_words(indicators[0]) if by_unit else "",
    }  # fmt: skip
    return render(request, "indicators/rollup.html", context)


@requires(VIEW)
def drill(request: PersonRequest, uid: UUID, period: str) -> HttpResponseBase:
    """The cells behind one number: who reported, from what source, with which evidence; who is missing."""
    found = get_object_or_404(Indicator.objects.select_related(*PARTS), uid=uid)
    when = _period(period)
    place = place_of(request, [found], scheme=when.scheme)
    if place.unit is None:
        raise Http404
    drafts = request.GET.get("drafts", "yes") != "no"
    shown = behind(found, place.unit, when, reach=place.reach, include_drafts=drafts)
    title = f"{found.code} {when.short_label}"
    notes = [found.name, str(place.unit), when.label]
    if (sheet := lists.sheet_of(request, Table(title, _columns_of_cells(), shown.rows, notes))) is not None:
        return sheet
    about = AuditEntry.objects.for_target(found).filter(Q(unit=place.unit) | Q(unit__isnull=True))
    context = {
        "indicator": found, "place": place, "unit": place.unit, "period": when, "shown": shown, "drafts": drafts,
        "coverage": coverage(shown.figure), "formula": formula_in_words(found), "rule": aggregation_in_words(found),
        "page": lists.page_of(request, shown.rows), "entries": about[:10], "above": _above(place),
        "own_state": ValueState(shown.own.state).label if shown.own else "", "query": _query(place, drafts),
    }  # fmt: skip
    return render(request, "indicators/drill.html", context)


@requires(VIEW)
def series(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The series of a unit, stitched with what its predecessors reported, each point with its rule."""
    found = get_object_or_404(Indicator.objects.select_related(*PARTS), uid=uid)
    place = place_of(request, [found], count=SERIES_COUNT)
    if place.unit is None:
        raise Http404
    drafts = request.GET.get("drafts", "yes") != "no"
    promises = [one for one in promises_of(found, request.user) if one.value is not None]
    promise = next((one for one in promises if one.unit.pk == place.unit.pk), None)
    view = series_view(
        found, place.unit, place.periods, target=promise.value if promise else None,
        target_label=pgettext("mức phải đạt", "Chỉ tiêu"), include_drafts=drafts,
    )  # fmt: skip
    columns = [
        Column(_("Kỳ"), lambda point: point[0].label),
        Column(_("Giá trị"), lambda point: point[1], Kind.NUMBER),
        Column(_("Quy tắc"), lambda point: point[2], width=36),
        Column(_("Giải thích"), lambda point: point[3], width=60),
        Column(_("Từ số của"), lambda point: ", ".join(point[4]), width=40),
    ]
    table = Table(f"{found.code} {place.unit.code}", columns, view.points, [found.name, str(place.unit)])
    if (sheet := lists.sheet_of(request, table)) is not None:
        return sheet
    context = {
        "indicator": found, "place": place, "view": view, "tab": "series", "drafts": drafts, "promise": promise,
        "query": _query(place, drafts),
    }  # fmt: skip
    return render(request, "indicators/series.html", context)


def _asked(request: PersonRequest, form: IndicatorForm | None) -> tuple[list[Indicator], list[str]]:
    """The indicators of `?indicators=` (codes), else those of the form; and the codes that do not exist."""
    text = request.GET.get("indicators", "")
    codes = list(dict.fromkeys(code.strip("[]").upper() for code in _BETWEEN.split(text) if "-" in code))
    if codes:
        known = {
            one.code.upper(): one
            for one in Indicator.objects.filter(code__in=codes[:MOST_INDICATORS]).select_related(*PARTS)
        }
        return [known[code] for code in codes if code in known], [code for code in codes if code not in known]
    if form is None:
        return [], []
    day = timezone.localdate()
    lines = (
        form.lines.holding_on(day)
        .select_related("indicator", *(f"indicator__{part}" for part in PARTS))
        .order_by("position")
    )
    return [line.indicator for line in lines[:MOST_INDICATORS]], []


def _period(code: str) -> Period:
    try:
        return periods.parse(code)
    except periods.PeriodError as error:
        raise Http404(str(error)) from error


def _above(place: Place) -> list[Any]:
    """The units above the chosen one that the reader may open, from the top; the way back up."""
    if place.unit is None:
        return []
    return list(place.reach.units().ancestors_of(place.unit))


def _query(place: Place, drafts: bool) -> str:
    return f"{place.query}{'' if drafts else '&drafts=no'}"


def _columns_of_cells() -> list[Column]:
    return [
        Column(_("Đơn vị"), lambda row: str(row.unit), width=36),
        Column(_("Chỉ tiêu"), lambda row: row.indicator.name, width=50),
        Column(_("Kỳ"), lambda row: row.period.short_label),
        Column(_("Giá trị"), lambda row: row.value, Kind.NUMBER),
        Column(_("Mẫu số, trọng số"), lambda row: row.beside, Kind.NUMBER),
        Column(_("Được tính"), lambda row: _("có") if row.is_counted else _("không")),
        Column(_("Tình trạng"), lambda row: ValueState(row.state).label if row.state else _("chưa có số")),
        Column(_("Nguồn"), lambda row: row.source, width=36),
        Column(_("Đơn vị báo cáo"), lambda row: row.reporter),
        Column(_("Người nhập"), lambda row: row.entered_by),
        Column(_("Nhập lúc"), lambda row: row.entered_at, Kind.MOMENT),
        Column(_("Ghi chú"), lambda row: row.comment, width=36),
    ]
