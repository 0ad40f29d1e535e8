"""Filling a form: the grid of one unit and period, cells saved one by one or together, and the page of one cell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.audit.models import AuditEntry
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.organisations.models import Unit
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import CellDraft, Filling
from honglam.engines.indicators.entry import EntryView, Line, changed_since, entry_of, read_figure, why
from honglam.engines.indicators.errors import IndicatorError, ValueInvalid
from honglam.engines.indicators.forms import CellForm
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from honglam.engines.indicators.pages.addresses import entry_url, place_asked
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.rules.steps import may_step
from honglam.engines.indicators.terms import OFFICIAL_STATES
from honglam.toolkit.periods import Period
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

SEVERAL = 6
"""How many periods the page shows where several are asked for."""

EVIDENCE_FORMATS = ("pdf", "docx", "xlsx", "pptx", "png", "jpg")
EVIDENCE_ACCEPT = ",".join(f".{kind}" for kind in (*EVIDENCE_FORMATS, "jpeg"))
EARLIER = 13
"""How many figures of the same indicator the page of a cell shows: a year and the same period before it."""


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
    context: dict[str, Any] = {
        "view": view, "problems": problems, "refused": refused or {}, "comment": comment,
        "words": comment or (submission.comment if submission is not None else ""),
        "is_several": columns > 1, "is_over": is_over,
        "may_submit": view.column.is_open and may_enter,
        "steps": [verb for verb in ("approve", "return", "lock", "unlock")
                  if decides and submission is not None and may_step(verb, submission.state)],
        "frozen": changed_since(submission, [line.cell for line in view.lines]) if official and submission else [],
        "history": history_of(submission, size=size_asked(request)) if submission is not None else None,
        "earlier": period.previous(), "later": period.next() if period.end < timezone.localdate() else None,
    }  # fmt: skip
    return render(request, "indicators/forms/entry.html", context, status=422 if problems or refused else 200)


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


@requires(VIEW)
def cell(request: PersonRequest, uid: UUID, period: str, unit: str, indicator: str) -> HttpResponseBase:
    """One cell: why it is what it is, its earlier figures, its comment and evidence; a part of the page with script."""
    form, found, when = place_asked(request, uid, period, unit)
    asked = get_object_or_404(Indicator, code=indicator, form_lines__form=form)
    view = entry_of(form=form, unit=found, period=when, user=request.user)
    line = next(line for line in view.lines if line.cell.indicator.pk == asked.pk)
    fields = CellForm(
        request.POST or None, request.FILES or None,
        initial={"comment": line.cell.comment, "source": line.cell.source},
    )  # fmt: skip
    if request.method == "POST" and fields.is_valid() and _told(request, form, found, when, line, fields):
        return redirect(entry_url(form, found, when))
    entries = AuditEntry.objects.for_target(asked).filter(unit=found)
    context = {
        "view": view, "line": line, "cell": line.cell, "fields": fields, "why": why(line.cell),
        "used": _used(view, line.cell), "evidence_accept": EVIDENCE_ACCEPT, "entries": entries[:10],
        "evidence": _evidence(line.cell.figure_uid), "earlier": _earlier(asked, found, when),
    }  # fmt: skip
    name = "indicators/forms/cell.html" if request.htmx else "indicators/forms/cell_page.html"
    return render(request, name, context, status=422 if fields.errors else 200)


def _told(
    request: PersonRequest, form: IndicatorForm, unit: Unit, period: Period, line: Line, fields: CellForm
) -> bool:
    """Whether comment, source and evidence of a cell were kept."""
    data, shown = fields.cleaned_data, line.cell
    try:
        if not shown.is_editable:
            raise ValueInvalid(_("Ô này không sửa được nữa."))
        value = read_figure(data["value"], shown.indicator) if data["value"] else shown.value
        if value is None:
            raise ValueInvalid(_("Hãy nhập số trước, rồi ghi nguồn, ghi chú, minh chứng cho số đó."))
        file = None
        if data["evidence"]:
            file = store(upload=data["evidence"], by=request.user, purpose="indicators.evidence",
                         allowed=EVIDENCE_FORMATS, unit=unit)  # fmt: skip
        draft = CellDraft(shown.indicator, value, shown.version, data["source"], data["comment"], file)
        actions.save_cell(form=form, unit=unit, period=period, draft=draft, by=request.user)
    except FileRefused as error:
        fields.add_error("evidence", str(error))
    except IndicatorError as error:
        fields.add_error(None, str(error))
    else:
        messages.success(request, _("Đã ghi số liệu, nguồn và minh chứng."))
        return True
    return False


def _used(view: EntryView, shown: Any) -> list[tuple[str, str, str]]:
    """What a calculated cell was made from: code, name where the form has it, figure."""
    names = {line.cell.indicator.code: line.row.label for line in view.lines}
    return [(step.code, names.get(step.code, ""), "" if step.value is None else step.value) for step in shown.trace]


def _evidence(figure_uid: UUID | None) -> Any:
    if figure_uid is None:
        return None
    figure = IndicatorValue.objects.filter(uid=figure_uid).select_related("evidence", "entered_by").first()
    return figure


def _earlier(indicator: Indicator, unit: Unit, period: Period) -> list[tuple[Period, Any, bool]]:
    """The figures of the periods before, newest first: period, figure, whether it is official."""
    before = [period.previous()]
    while len(before) < EARLIER:
        before.append(before[-1].previous())
    known = {
        code: (value, state)
        for code, value, state in IndicatorValue.objects.of_indicators([indicator.pk])
        .of_unit(unit)
        .of_periods(before)
        .values_list("period_code", "value", "state")
    }
    return [(one, known[one.code][0], known[one.code][1] in OFFICIAL_STATES) for one in before if one.code in known]


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
                drafts.append(CellDraft(shown.indicator, read_figure(text, shown.indicator), seen))
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
    return dict(IndicatorValue._meta.get_field("state").flatchoices).get(from_form.state, "")
