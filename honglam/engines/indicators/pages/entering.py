"""Filling a form: the grid of one unit and period, cells saved one by one or together."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.organisations.models import Unit
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import CellDraft, Filling
from honglam.engines.indicators.corrections import has_corrected
from honglam.engines.indicators.entry import EntryView, Line, changed_since, entry_of, read_entry
from honglam.engines.indicators.errors import IndicatorError, ValueInvalid
from honglam.engines.indicators.models import IndicatorForm, IndicatorValue
from honglam.engines.indicators.pages.addresses import entry_url, place_asked
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.rules.steps import may_step
from honglam.engines.indicators.terms import SubmissionState
from honglam.toolkit.periods import Period
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

SEVERAL = 6
"""How many periods the page shows where several are asked for."""


@requires(VIEW)
def entry(request: PersonRequest, uid: UUID, period: str, unit: str) -> HttpResponseBase:
    """The form of one unit and period. A POST is the page without script: every field is saved that was changed."""
    form, found, when = place_asked(request, uid, period, unit)
    if request.method == "POST":
        return _saved_as_page(request, form, found, when)
    return entry_page(request, form, found, when)


def entry_page(
    request: PersonRequest, form: IndicatorForm, unit: Unit, period: Period, *, problems: tuple[str, ...] = (),
    refused: dict[str, tuple[str, str]] | None = None, comment: str = "",
) -> HttpResponseBase:  # fmt: skip
    """The page, with what was refused: `problems` of the form, `refused` fields with what was written and why not."""
    columns = SEVERAL if request.GET.get("periods") == "several" else 1
    view = entry_of(form=form, unit=unit, period=period, user=request.user, columns=columns)
    if (sheet := lists.sheet_of(request, _table(view))) is not None:
        return sheet
    submission, decides = view.submission, reach_of(request.user, actions.CONFIRM).covers(form.receiver)
    is_over = period.is_over(timezone.localdate())
    may_enter = reach_of(request.user, actions.ENTER).covers(unit)
    official = submission is not None and submission.snapshot is not None
    is_corrected = submission is not None and submission.state == SubmissionState.CORRECTED
    is_own = is_corrected and submission is not None and has_corrected(submission, request.user)
    context: dict[str, Any] = {
        "view": view, "problems": problems, "refused": refused or {}, "comment": comment,
        "words": comment or (submission.comment if submission is not None else ""),
        "is_several": columns > 1, "is_over": is_over,
        "may_submit": view.column.is_open and may_enter,
        "steps": [verb for verb in ("approve", "return", "lock", "unlock")
                  if decides and submission is not None and may_step(verb, submission.state)
                  and not (is_own and verb == "approve")],
        "data_query": urlencode({"form": form.code, "unit": unit.code, "period": period.code}),
        "is_own_correction": is_own, "corrected_title": _corrected_title(view),
        "shows_correction": official and not is_corrected and submission and submission.corrected_at is not None,
        "frozen": changed_since(submission, [line.cell for line in view.lines]) if official and submission else [],
        "history": history_of(submission, size=size_asked(request)) if submission is not None else None,
        "earlier": period.previous(), "later": period.next() if period.end < timezone.localdate() else None,
    }  # fmt: skip
    return render(request, "indicators/forms/entry.html", context, status=422 if problems or refused else 200)


def _corrected_title(view: EntryView) -> str:
    """What happened to an approved form that waits for its second approval."""
    if any(line.cell.is_being_corrected for line in view.lines):
        return _("Nơi nhận đã hiệu chỉnh số đã duyệt")
    return _("Đơn vị đã thay số ước bằng số thực hiện")


@requires(actions.ENTER)
@require_POST
def take_over(request: PersonRequest, uid: UUID, period: str, unit: str) -> HttpResponse:
    """Take over figures that other bodies reported: the named indicator, or all that are offered."""
    form, found, when = place_asked(request, uid, period, unit)
    code = request.POST.get("indicator", "")
    offered = entry_of(form=form, unit=found, period=when, user=request.user).offered
    wanted = [cell.indicator for cell in offered if code in ("", cell.indicator.code)]
    try:
        if not wanted:
            raise ValueInvalid(_("Không còn số nào của đơn vị khác để nhận."))
        taken = actions.accept_offered(form=form, unit=found, period=when, indicators=wanted, by=request.user)
    except IndicatorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã nhận %(n)s số do đơn vị khác báo cáo.") % {"n": len(taken)})
    return redirect(entry_url(form, found, when))


def _saved_as_page(request: PersonRequest, form: IndicatorForm, unit: Unit, period: Period) -> HttpResponseBase:
    """Save the fields of the page that were changed; what was refused comes back with the reason."""
    columns = SEVERAL if request.GET.get("periods") == "several" else 1
    view = entry_of(form=form, unit=unit, period=period, user=request.user, columns=columns)
    refused: dict[str, tuple[str, str]] = {}
    fillings = _typed(request, view, refused)
    problems: list[str] = []
    count = 0
    for filled in actions.save_fillings(form=form, fillings=fillings, by=request.user):
        if isinstance(filled.refusal, NotAllowed):
            raise filled.refusal
        if filled.refusal is not None:
            problems.append(str(filled.refusal))
        for result in filled.results:
            if result.error is not None:
                key = f"{filled.filling.period.code}|{result.cell.indicator.code}"
                refused[key] = (request.POST.get(f"value|{key}", ""), str(result.error))
            else:
                count += 1
    if refused or problems:
        return entry_page(request, form, unit, period, refused=refused, problems=tuple(dict.fromkeys(problems)))
    messages.success(request, _("Đã lưu %(n)s số.") % {"n": count} if count else _("Không có số nào thay đổi."))
    return redirect(request.get_full_path())


def _typed(request: PersonRequest, view: EntryView, refused: dict[str, tuple[str, str]]) -> list[Filling]:
    """The fields of the page that were changed, by period; what is no figure goes to `refused` with the reason."""
    fillings = []
    for number, column in enumerate(view.columns):
        drafts = []
        for line in view.lines:
            shown = line.cells[number]
            key = f"{column.key}|{shown.indicator.code}"
            text = request.POST.get(f"value|{key}")
            if not shown.is_editable or text is None or text.strip() == request.POST.get(f"was|{key}", ""):
                continue
            try:
                seen = int(request.POST.get(f"seen|{key}") or 0)
                value, is_estimate = read_entry(text, shown.indicator)
                drafts.append(CellDraft(shown.indicator, value, seen, is_estimate=is_estimate))
            except (IndicatorError, ValueError) as error:
                refused[key] = (text, str(error))
        if drafts:
            fillings.append(Filling(view.unit, view.lines[0].cells[number].period, drafts))
    return fillings


def _table(view: EntryView) -> Table:
    """The form on paper and in Excel, as it stands now."""
    compared = [
        Column(_("Cùng kỳ năm trước"), lambda line: line.year_before and line.year_before.value, Kind.NUMBER),
        Column(_("Kỳ trước"), lambda line: line.previous and line.previous.value, Kind.NUMBER),
    ]
    columns = [
        Column(_("Mã"), lambda line: line.row.key, width=16),
        Column(_("Nhóm"), lambda line: line.row.group_title, width=22),
        Column(_("Chỉ tiêu"), lambda line: line.row.label, width=52),
        Column(_("Đơn vị tính"), lambda line: line.row.measure, width=12),
        *(compared if view.compared else ()),
        *(_column_of(number, column.label) for number, column in enumerate(view.columns)),
        *(
            [Column(_("Lũy kế từ đầu năm"), lambda line: line.cumulative and line.cumulative.value, Kind.NUMBER)]
            if view.has_cumulative
            else ()
        ),
        Column(_("Tình trạng"), lambda line: _state_of(line), width=18),
        Column(_("Nguồn, ghi chú"), lambda line: " · ".join(filter(None, [line.cell.source, line.cell.comment]))),
    ]
    title = f"{view.form.code} {view.unit} {view.period.short_label}"
    return Table(title, columns, view.lines, [view.form.name, view.period.label])


def _column_of(number: int, label: str) -> Column:
    return Column(label, lambda line: line.cells[number].value, Kind.NUMBER)


def _state_of(line: Line) -> str:
    from_form = line.cell
    if from_form.is_calculated:
        return _("Tính từ chỉ tiêu khác")
    state = dict(IndicatorValue._meta.get_field("state").flatchoices).get(from_form.state, "")
    return f"{state} · {_('Ước thực hiện')}" if from_form.is_estimate else state
