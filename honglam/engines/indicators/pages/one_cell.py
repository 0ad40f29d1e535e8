"""The page of one cell: why it is what it is, its source, comment and evidence; a correction of what was approved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.models import AuditEntry
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.files.models import StoredFile
from honglam.core.organisations.models import Unit
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import CellDraft
from honglam.engines.indicators.corrections import CORRECTABLE
from honglam.engines.indicators.entry import EntryView, Line, entry_of, read_entry, read_figure, why
from honglam.engines.indicators.errors import FormIncomplete, IndicatorError, ValueChanged, ValueInvalid
from honglam.engines.indicators.forms import CellForm, CorrectionForm, SettlingForm
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.pages.addresses import entry_url, place_asked
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.terms import OFFICIAL_STATES
from honglam.toolkit.periods import Period

EVIDENCE_FORMATS = ("pdf", "docx", "xlsx", "pptx", "png", "jpg")
EVIDENCE_ACCEPT = ",".join(f".{kind}" for kind in (*EVIDENCE_FORMATS, "jpeg"))
EARLIER = 13
"""How many figures of the same indicator the page of a cell shows: a year and the same period before it."""


@requires(VIEW)
def cell(request: PersonRequest, uid: UUID, period: str, unit: str, indicator: str) -> HttpResponseBase:
    """One cell: why it is what it is, its earlier figures, its comment and evidence; a part of the page with script."""
    form, found, when = place_asked(request, uid, period, unit)
    asked = get_object_or_404(Indicator.objects.filter(form_lines__form=form).distinct(), code=indicator)
    view = entry_of(form=form, unit=found, period=when, user=request.user)
    line = next((line for line in view.lines if line.cell.indicator.pk == asked.pk), None)
    if line is None:  # another version of the form asks for it
        raise Http404
    correcting = _may_correct(request, view, line)
    settling = not correcting and _may_settle(request, view, line)
    shape: type[CellForm] = CorrectionForm if correcting else SettlingForm if settling else CellForm
    fields = shape(
        request.POST or None, request.FILES or None,
        initial={
            "comment": line.cell.comment, "source": line.cell.source,
            "is_estimate": line.cell.is_estimate and not correcting,
        },
    )  # fmt: skip
    if request.method == "POST" and fields.is_valid() and _kept(request, view, line, fields):
        return redirect(entry_url(form, found, when))
    entries = AuditEntry.objects.for_target(asked).filter(unit=found)
    context = {
        "view": view, "line": line, "cell": line.cell, "fields": fields, "why": why(line.cell),
        "used": _used(view, line.cell), "evidence_accept": EVIDENCE_ACCEPT, "entries": entries[:10],
        "evidence": _evidence(line.cell.figure_uid), "earlier": _earlier(asked, found, when),
        "correcting": correcting, "settling": settling,
        "seen": _seen(request) if _is_same(request, fields) else line.cell.version,
    }  # fmt: skip
    name = "indicators/forms/cell.html" if request.htmx else "indicators/forms/cell_page.html"
    return render(request, name, context, status=422 if fields.errors else 200)


def _may_correct(request: PersonRequest, view: EntryView, line: Line) -> bool:
    """Whether the reader may correct this figure as the receiver of an approved form."""
    return (
        view.submission is not None
        and view.submission.state in CORRECTABLE
        and not line.cell.is_calculated
        and line.cell.indicator.applies_to(view.period)
        and reach_of(request.user, actions.CONFIRM).covers(view.form.receiver)
    )


def _may_settle(request: PersonRequest, view: EntryView, line: Line) -> bool:
    """Whether the reader may put the actual figure in the place of an approved estimate of the unit."""
    return (
        view.submission is not None
        and view.submission.state in CORRECTABLE
        and line.cell.is_estimate
        and line.cell.is_official
        and reach_of(request.user, actions.ENTER).covers(view.unit)
    )


def _kept(request: PersonRequest, view: EntryView, line: Line, fields: CellForm) -> bool:
    """Whether what was written could be kept; what stands against it goes to the fields."""
    try:
        if isinstance(fields, CorrectionForm):
            _correct(request, view, line, fields.cleaned_data)
            said = _("Đã ghi hiệu chỉnh; đơn vị báo cáo có thông báo. Cần một người khác duyệt lại.")
        elif isinstance(fields, SettlingForm):
            _settle(request, view, line, fields.cleaned_data)
            said = _("Đã thay số ước bằng số thực hiện; nơi nhận có thông báo để duyệt lại.")
        else:
            _tell(request, view, line, fields.cleaned_data)
            said = _("Đã ghi số liệu, nguồn và minh chứng.")
    except FileRefused as error:
        fields.add_error("evidence", str(error))
    except FormIncomplete as error:
        fields.add_error("value" if "value" in fields.fields else None, list(error.problems))
    except IndicatorError as error:
        fields.add_error(None, ValidationError(str(error), code=error.code))
    else:
        messages.success(request, said)
        return True
    return False


def _tell(request: PersonRequest, view: EntryView, line: Line, data: dict[str, Any]) -> None:
    """Keep comment, source and evidence of a cell. Raises FileRefused, IndicatorError."""
    shown = line.cell
    if not shown.is_editable:
        raise ValueInvalid(_("Ô này không sửa được nữa."))
    value, is_marked = read_entry(data["value"], shown.indicator) if data["value"] else (shown.value, False)
    if value is None:
        raise ValueInvalid(_("Hãy nhập số trước, rồi ghi nguồn, ghi chú, minh chứng cho số đó."))
    file = _stored(request, data["evidence"], view.unit)
    draft = CellDraft(
        shown.indicator, value, _seen(request), data["source"], data["comment"], file,
        is_estimate=data["is_estimate"] or is_marked,
    )  # fmt: skip
    actions.save_cell(form=view.form, unit=view.unit, period=view.period, draft=draft, by=request.user)


@transaction.atomic
def _correct(request: PersonRequest, view: EntryView, line: Line, data: dict[str, Any]) -> None:
    """Correct an approved figure, with its evidence. Raises FileRefused, IndicatorError."""
    value, is_marked = read_entry(data["value"], line.cell.indicator)
    if value is None or view.submission is None:
        raise ValueInvalid(_("Hãy ghi số đúng; muốn bỏ số thì trả lại biểu cho đơn vị."))
    actions.correct_value(
        submission=view.submission, indicator=line.cell.indicator, value=value, reason=data["reason"],
        by=request.user, expected_version=_seen(request), source=data["source"], comment=data["comment"],
        evidence=_stored(request, data["evidence"], view.unit), is_estimate=data["is_estimate"] or is_marked,
    )  # fmt: skip


@transaction.atomic
def _settle(request: PersonRequest, view: EntryView, line: Line, data: dict[str, Any]) -> None:
    """Replace an approved estimate by the actual figure. Raises FileRefused, IndicatorError."""
    value = read_figure(data["value"], line.cell.indicator)
    if value is None or view.submission is None:
        raise ValueInvalid(_("Hãy ghi số thực hiện."))
    actions.settle_estimate(
        submission=view.submission, indicator=line.cell.indicator, value=value, by=request.user,
        expected_version=_seen(request), source=data["source"], comment=data["comment"],
        evidence=_stored(request, data["evidence"], view.unit),
    )  # fmt: skip


def _seen(request: PersonRequest) -> int:
    """The version of the figure that the page showed to the person; 0 where there was none, or none was sent."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else 0


def _is_same(request: PersonRequest, fields: CellForm) -> bool:
    """Whether the page still stands for the figure that the person saw: not at first, nor once told of another."""
    return request.method == "POST" and not fields.has_error(NON_FIELD_ERRORS, ValueChanged.code)


def _stored(request: PersonRequest, upload: Any, unit: Unit) -> StoredFile | None:
    """The evidence that was chosen, kept. Raises FileRefused."""
    if not upload:
        return None
    return store(upload=upload, by=request.user, purpose="indicators.evidence", allowed=EVIDENCE_FORMATS, unit=unit)


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
