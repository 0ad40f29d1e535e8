"""The door behind the grid: cells come as JSON while people type or paste, and go back as they stand then.

Sent: {"cells": [{"unit", "period", "indicator", "text", "version"}]}. Answered: {"cells": […], "calculated": […],
"gaps", "findings"}; a cell that was refused says why, and one that somebody else changed shows their figure too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import CellDraft, Filling
from honglam.engines.indicators.cells import Cell
from honglam.engines.indicators.entry import EntryView, entry_of, read_entry, why, written_figure
from honglam.engines.indicators.errors import IndicatorError, ValueChanged
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from honglam.engines.indicators.pages.addresses import form_asked
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.rules.checks import Finding
from honglam.toolkit import periods
from honglam.toolkit.numbers import format_number
from honglam.toolkit.periods import Period, PeriodError

MOST_CELLS = 2000
"""How many cells one request may carry: a form of three hundred lines over six periods."""


class RequestUnreadable(ValueError):
    """What was sent is not what the grid sends; the message is shown."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One cell as it was sent."""

    unit: str
    period: str
    indicator: str
    text: str
    version: int

    @property
    def key(self) -> str:
        """How the grid knows the cell."""
        return key_of(self.unit, self.period, self.indicator)


def key_of(unit: str, period: str, indicator: str) -> str:
    """The name of a cell in the page."""
    return f"{unit}|{period}|{indicator}"


@requires(actions.ENTER)
@require_POST
def save_cells(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Save cells of a form, of one unit or of several, of one period or of several."""
    form = form_asked(uid)
    try:
        sent = _read(request.body)
        units = {unit.code: unit for unit in Unit.objects.filter(code__in={one.unit for one in sent})}
        groups = _grouped(sent, form, units)
    except RequestUnreadable as error:
        return JsonResponse({"error": str(error)}, status=400)
    indicators = {
        one.code: one
        for one in Indicator.objects.filter(form_lines__form=form, code__in={c.indicator for c in sent}).distinct()
    }
    answer: dict[str, Any] = {"cells": _save(request, form, groups, units, indicators), "calculated": [], "gaps": None}
    answer["findings"] = []
    if len(groups) == 1:
        ((code, period),) = groups
        if reach_of(request.user, VIEW).covers(units[code]):
            _refresh(answer, entry_of(form=form, unit=units[code], period=period, user=request.user))
    return JsonResponse(answer)


def _read(body: bytes) -> list[Sent]:
    try:
        rows = json.loads(body)["cells"]
        sent = [
            Sent(
                str(row["unit"]), str(row["period"]), str(row["indicator"]), str(row["text"])[:60], int(row["version"])
            )
            for row in rows
        ]  # fmt: skip
    except (ValueError, KeyError, TypeError) as error:
        raise RequestUnreadable(_("Không đọc được dữ liệu gửi lên. Hãy tải lại trang.")) from error
    if not 0 < len(sent) <= MOST_CELLS:
        raise RequestUnreadable(_("Mỗi lần lưu từ 1 đến %(most)s ô. Hãy dán từng phần.") % {"most": MOST_CELLS})
    return sent


def _grouped(sent: Iterable[Sent], form: IndicatorForm, units: dict[str, Unit]) -> dict[tuple[str, Period], list[Sent]]:
    groups: dict[tuple[str, Period], list[Sent]] = {}
    for one in sent:
        try:
            period = periods.parse(one.period)
        except PeriodError as error:
            raise RequestUnreadable(error.message) from error
        if one.unit not in units:
            raise RequestUnreadable(_("Không có đơn vị “%(code)s”.") % {"code": one.unit})
        groups.setdefault((one.unit, period), []).append(one)
    return groups


def _save(
    request: PersonRequest, form: IndicatorForm, groups: dict[tuple[str, Period], list[Sent]], units: dict[str, Unit],
    indicators: dict[str, Indicator],
) -> list[dict[str, Any]]:  # fmt: skip
    """Save the cells of all units and periods at once; each as it stands then, or with what stands against it."""
    shown: dict[str, dict[str, Any]] = {}
    fillings = []
    for (code, period), sent in groups.items():
        drafts = _drafts(sent, indicators, shown)
        if drafts:
            fillings.append(Filling(units[code], period, drafts))
    filled = actions.save_fillings(form=form, fillings=fillings, by=request.user)
    changed = [result.cell for one in filled for result in one.results if isinstance(result.error, ValueChanged)]
    others = _others(changed)
    for one in filled:
        place = one.filling
        by_code = {each.indicator: each for each in groups[place.unit.code, place.period]}
        if one.refusal is not None:
            for draft in place.drafts:
                each = by_code[draft.indicator.code]
                shown[each.key] = _refused(each, getattr(one.refusal, "code", ""), str(one.refusal))
        for result in one.results:
            each = by_code[result.cell.indicator.code]
            shown[each.key] = _answer(each.key, result.cell)
            if result.error is not None:
                shown[each.key] |= {"error": str(result.error), "code": result.error.code, "text": each.text}
                if isinstance(result.error, ValueChanged):
                    shown[each.key]["theirs"] = _theirs(result.cell, others)
    return list(shown.values())


def _drafts(
    sent: list[Sent], indicators: dict[str, Indicator], shown: dict[str, dict[str, Any]]
) -> list[CellDraft]:  # fmt: skip
    """The readable cells of one unit and period; what cannot be read goes to `shown` with the reason."""
    drafts = []
    for one in sent:
        indicator = indicators.get(one.indicator)
        if indicator is None:
            shown[one.key] = _refused(one, "", _("Chỉ tiêu này không có trong biểu."))
            continue
        try:
            value, is_estimate = read_entry(one.text, indicator)
            drafts.append(CellDraft(indicator, value, one.version, is_estimate=is_estimate))
        except IndicatorError as error:
            shown[one.key] = _refused(one, error.code, str(error))
    return drafts


def _answer(key: str, cell: Cell) -> dict[str, Any]:
    return {
        "key": key, "value": written_figure(cell), "version": cell.version,
        "notes": [*notes_of(cell.findings), *estimate_notes(cell)],
        "offered": cell.is_offered, "reporter": cell.reporter,
    }  # fmt: skip


def notes_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the grid shows them."""
    return [{"blocks": finding.is_blocking, "text": finding.message} for finding in findings]


def estimate_notes(cell: Cell) -> list[dict[str, Any]]:
    """What the grid says of an estimate, or of the estimate that an actual figure replaced."""
    if cell.is_estimate and not cell.is_calculated:
        return [{"blocks": False, "kind": "estimate", "text": _("Ước thực hiện")}]
    if cell.estimated_value is not None:
        words = {"figure": format_number(cell.estimated_value)}
        return [{"blocks": False, "kind": "estimate", "text": _("Đã ước %(figure)s") % words}]
    return []


def _refused(one: Sent, code: str, message: str) -> dict[str, Any]:
    return {"key": one.key, "text": one.text, "version": one.version, "error": message, "code": code, "notes": []}


def _others(cells: Iterable[Cell]) -> dict[UUID, IndicatorValue]:
    """The figures that stand in cells where somebody else wrote meanwhile, with who did; one query where there are."""
    uids = [cell.figure_uid for cell in cells if cell.figure_uid is not None]
    if not uids:
        return {}
    return {one.uid: one for one in IndicatorValue.objects.filter(uid__in=uids).select_related("entered_by")}


def _theirs(cell: Cell, others: dict[UUID, IndicatorValue]) -> dict[str, Any]:
    """What stands there now: the figure, who wrote it and when."""
    figure = others.get(cell.figure_uid) if cell.figure_uid is not None else None
    who = f"{figure.entered_by}" if figure is not None and figure.entered_by is not None else ""
    at = "" if figure is None else f"{timezone.localtime(figure.entered_at):%H:%M %d/%m}"
    return {"value": written_figure(cell), "version": cell.version, "who": who, "at": at}


def _refresh(answer: dict[str, Any], view: EntryView) -> None:
    """What follows from the new figures: calculated cells, how many are missing, what the form's checks find."""
    place = (view.unit.code, view.period.code)
    for line in view.lines:
        if line.cell.is_calculated:
            answer["calculated"].append(
                {"key": key_of(*place, line.row.key), "value": written_figure(line.cell), "why": why(line.cell),
                 "notes": notes_of(line.cell.findings)}
            )  # fmt: skip
    answer["cumulative"] = [
        {"key": key_of(*place, line.row.key), "value": line.cumulative_figure} for line in view.lines
    ]
    answer["gaps"] = view.gaps
    answer["findings"] = notes_of(view.column.findings)
