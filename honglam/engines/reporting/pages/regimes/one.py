"""One regime: its rule in words, its next days, who is late and missing; ending it, declining it, reminding."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.reporting.actions import regimes as actions
from honglam.engines.reporting.actions.reminding import remind_missing
from honglam.engines.reporting.addresses import address_by_uid
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.matrix import Matrix, MatrixCell, MatrixRow, matrix_of
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.pages.regimes.forms import DeclineForm, EndForm
from honglam.engines.reporting.queries import DEFINE, RECEIVE, VIEW
from honglam.engines.reporting.schedule import next_due_dates
from honglam.engines.reporting.sections import section_kinds
from honglam.engines.reporting.sight import may_remind, sees_all
from honglam.engines.reporting.terms import INSIDE_STEPS, RegimeState, ReportStep, ReportTimeliness
from honglam.engines.reporting.wording import reporters_in_words, roll_in_words, rule_in_words
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

COUNTS = (4, 8, 12)
RELATED = ("group", "owner", "receiver", "consolidator", "feeds", "created_by")


@requires(VIEW)
def regime(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The regime, and every reporter over its last periods; the matrix goes to Excel."""
    found = found_regime(request, uid)
    today = timezone.localdate()
    asked = request.GET.get("count", "")
    count = int(asked) if asked.isdecimal() and int(asked) in COUNTS else COUNTS[0]
    matrix = matrix_of(found, request.user, today=today, periods=count)
    column = matrix.column(request.GET.get("period", ""))
    standing, query = request.GET.get("standing", ""), request.GET.get("q", "").strip()
    rows = matrix.filtered(query=query, column=column, standing=standing)
    page = lists.page_of(request, rows)
    if (sheet := lists.sheet_of(request, _table(found, matrix, rows))) is not None:
        return sheet
    context = _words(found, today) | {
        "regime": found, "matrix": matrix, "page": page, "query": query, "standing": standing,
        "column": matrix.periods[column] if matrix.periods else None, "count": count, "counts": COUNTS,
        "lines": [_line(matrix, row) for row in page.object_list],
        "standings": ReportTimeliness.choices, "sees_all": sees_all(request.user, found),
        "may_remind": may_remind(request.user, found),
        "may_define": reach_of(request.user, DEFINE).covers(found.owner),
        "remarks": list(found.remarks.open()), "decline": DeclineForm(), "end": EndForm(initial={"on": today}),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "reporting/regimes/regime.html", context)


@requires(DEFINE)
@require_POST
def decline(request: PersonRequest, uid: UUID) -> HttpResponse:
    """A proposed regime is not put in force."""
    found = found_regime(request, uid)
    try:
        actions.decline_regime(regime=found, by=request.user, reason=request.POST.get("reason", "")[:2000])
    except ReportingError as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.info(request, _("Đã ghi: không lập chế độ báo cáo này."))
    return redirect("reporting:regimes")


@requires(DEFINE)
@require_POST
def end(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The regime ends with a day."""
    found = found_regime(request, uid)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(found)
    try:
        actions.end_regime(regime=found, by=request.user, **form.cleaned_data)
        messages.info(request, _("Đã ghi ngày thôi áp dụng."))
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(found)


@requires(RECEIVE)
@require_POST
def remind(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Remind the units that sent nothing for a period."""
    found = found_regime(request, uid)
    try:
        period_end = datetime.date.fromisoformat(request.POST.get("period", ""))
    except ValueError:
        messages.error(request, _("Hãy chọn kỳ cần nhắc."))
        return redirect(found)
    try:
        told = remind_missing(regime=found, period_end=period_end, today=timezone.localdate(), by=request.user)
        messages.success(request, ngettext("Đã nhắc %d đơn vị.", "Đã nhắc %d đơn vị.", told) % told)
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(found)


def found_regime(request: PersonRequest, uid: UUID) -> ReportRegime:
    """A regime that the reader may see. Http404."""
    found: ReportRegime = get_object_or_404(
        ReportRegime.objects.visible_to(request.user).select_related(*RELATED), uid=uid
    )
    return found


def _line(matrix: Matrix, row: MatrixRow) -> tuple[Any, list[tuple[str, MatrixCell | None, str]]]:
    """A unit with its cells, each with the name of its period and the page of its report."""
    labels = [period.label for period in matrix.periods]
    addresses = [address_by_uid(cell.uid) if cell is not None else "" for cell in row.cells]
    return row.unit, list(zip(labels, row.cells, addresses, strict=True))


def _words(found: ReportRegime, today: datetime.date) -> dict[str, Any]:
    """The regime in words."""
    labels = {kind.code: str(kind.label) for kind in section_kinds()}
    units = list(found.units.all())
    is_ready = found.state == RegimeState.IN_FORCE
    return {
        "rule": rule_in_words(found) or found.due_text,
        "roll": roll_in_words(found),
        "reporters": reporters_in_words(found, len(units)),
        "units": units[:12],
        "dates": next_due_dates(found, today, WorkingCalendar.load()) if is_ready else [],
        "sections": [one.get("title") or labels.get(one["code"], one["code"]) for one in found.sections],
        "steps": [ReportStep(step).label for step in found.steps or INSIDE_STEPS],
        "forms": list(found.forms.order_by("code")),
        "fed_by": list(found.fed_by.filter(state=RegimeState.IN_FORCE)),
    }


def _table(found: ReportRegime, matrix: Matrix, rows: list[MatrixRow]) -> Table:
    def of(place: int, read: Callable[[MatrixCell], Any]) -> Callable[[MatrixRow], Any]:
        return lambda row: read(cell) if (cell := row.cells[place]) is not None else None

    columns = [Column(_("Đơn vị"), lambda row: row.unit.name, width=36)]
    for place, period in enumerate(matrix.periods):
        words = {"period": period.label}
        columns += [
            Column(period.label, of(place, lambda cell: str(cell.timeliness.label)), width=20),
            Column(_("Ngày gửi, %(period)s") % words, of(place, lambda cell: cell.sent_on), Kind.DATE),
            Column(_("Đang ở bước, %(period)s") % words, of(place, lambda cell: cell.step_label), width=24),
        ]
    return Table(_("Tình hình gửi báo cáo %(code)s") % {"code": found.code}, columns, rows)
