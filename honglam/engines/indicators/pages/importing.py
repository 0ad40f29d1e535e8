"""A form out to Excel and in again: the file is read and shown first; a confirmed reading is written as a whole."""

from __future__ import annotations

import io
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import CellDraft
from honglam.engines.indicators.entry import EntryView, entry_of
from honglam.engines.indicators.errors import IndicatorError, ValueChanged
from honglam.engines.indicators.form_sheets import SheetReading, read_filled, write_template
from honglam.engines.indicators.models import IndicatorForm
from honglam.engines.indicators.pages.addresses import entry_url, place_asked
from honglam.engines.indicators.queries import VIEW
from honglam.toolkit.sheets import CellError, Column, Kind, SheetError, Table, xlsx_response
from honglam.toolkit.text import strip_marks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "indicators.sheet"
MOST_BYTES = 5_000_000
AN_HOUR = 3600


@requires(VIEW)
def template(request: PersonRequest, uid: UUID, period: str, unit: str) -> HttpResponseBase:
    """The form as a file to fill in."""
    form, found, when = place_asked(request, uid, period, unit)
    stream = io.BytesIO()
    write_template(stream, entry_of(form=form, unit=found, period=when, user=request.user))
    stream.seek(0)
    name = f"{form.code} {strip_marks(str(found))} {when.code}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


@requires(actions.ENTER)
def bring_in(request: PersonRequest, uid: UUID, period: str, unit: str) -> HttpResponseBase:
    """Choose a filled file, look at what it changes, confirm."""
    form, found, when = place_asked(request, uid, period, unit)
    view = entry_of(form=form, unit=found, period=when, user=request.user)
    context: dict[str, Any] = {"view": view, "reading": None, "problem": ""}
    if request.method == "POST" and "confirm" in request.POST:
        problem = _write(request, view)
        if not problem:
            return redirect(entry_url(form, found, when))
        context["problem"] = problem
    elif request.method == "POST":
        context |= _read(request, view)
    status = 422 if context["problem"] or (context["reading"] and context["reading"].errors) else 200
    return render(request, "indicators/forms/bring_in.html", context, status=status)


@requires(actions.ENTER)
@require_POST
def error_report(request: PersonRequest, uid: UUID, period: str, unit: str) -> HttpResponseBase:
    """What is wrong with a file, as a file: row, cell, column, what stands there, how to mend it."""
    form, found, when = place_asked(request, uid, period, unit)
    try:
        rows = signing.loads(request.POST.get("errors", ""), salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        messages.error(request, _("Báo cáo lỗi đã quá cũ. Hãy tải tệp lên lại."))
        return redirect(entry_url(form, found, when, "bring_in"))
    errors = [CellError(**row) for row in rows]
    columns = [
        Column(_("Dòng"), lambda error: error.row, Kind.NUMBER),
        Column(_("Ô"), lambda error: error.cell, width=8),
        Column(_("Cột"), lambda error: error.heading, width=22),
        Column(_("Giá trị trong tệp"), lambda error: error.value, width=30),
        Column(_("Lỗi và cách sửa"), lambda error: error.message, width=70),
    ]
    title = _("Lỗi trong tệp nhập")
    notes = [f"{form.code} · {found} · {when.label}"]
    return xlsx_response(f"{title} {form.code} {when.code}", [Table(title, columns, errors, notes)])


def _read(request: PersonRequest, view: EntryView) -> dict[str, Any]:
    """What a file says, with everything that the next step needs, signed."""
    upload = request.FILES.get("file")
    if upload is None:
        return {"problem": _("Hãy chọn tệp Excel đã nhập.")}
    if (upload.size or 0) > MOST_BYTES:
        return {"problem": _("Tệp lớn hơn 5 MB. Hãy dùng tệp mẫu của biểu này.")}
    try:
        reading: SheetReading = read_filled(io.BytesIO(upload.read()), view)
    except SheetError as error:
        return {"problem": error.message}
    rows = [
        [row.cell.indicator.code, None if row.value is None else str(row.value), row.source, row.comment,
         row.cell.version, row.is_estimate] for row in reading.rows
    ]  # fmt: skip
    return {
        "reading": reading,
        "file_name": upload.name,
        "payload": signing.dumps([_place(view), rows], salt=SALT, compress=True),
        "errors": signing.dumps([asdict(error) for error in reading.errors], salt=SALT, compress=True),
    }


def _write(request: PersonRequest, view: EntryView) -> str:
    """Write a confirmed reading, all of it or nothing; why not, or an empty text."""
    try:
        place, rows = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return _("Lần đọc tệp đã quá cũ. Hãy tải tệp lên lại.")
    if place != _place(view):
        return _("Tệp này của biểu, đơn vị hoặc kỳ khác.")
    indicators = {line.cell.indicator.code: line.cell.indicator for line in view.lines}
    drafts = [
        CellDraft(
            indicators[code],
            None if value is None else Decimal(value),
            version,
            source or None,
            comment or None,
            is_estimate=is_estimate,
        )
        for code, value, source, comment, version, is_estimate in rows
        if code in indicators
    ]
    if not drafts:
        return _("Tệp không thay đổi số nào.")
    try:
        _write_all(request, view.form, view, drafts)
    except ValueChanged:
        return _("Có người vừa ghi số khác vào biểu; chưa ghi số nào. Hãy tải tệp lên lại để xem chỗ khác nhau.")
    except IndicatorError as error:
        return str(error)
    messages.success(request, _("Đã ghi %(n)s số từ tệp Excel.") % {"n": len(drafts)})
    return ""


@transaction.atomic
def _write_all(request: PersonRequest, form: IndicatorForm, view: EntryView, drafts: list[CellDraft]) -> None:
    """All cells, or none: the first refusal undoes the others. Raises IndicatorError."""
    results = actions.save_cells(form=form, unit=view.unit, period=view.period, drafts=drafts, by=request.user)
    for result in results:
        if result.error is not None:
            raise result.error


def _place(view: EntryView) -> list[str]:
    return [str(view.form.uid), view.unit.code, view.period.code]
