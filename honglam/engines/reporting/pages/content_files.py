"""What a report is taken away as: JSON, CSV, the Excel annexes."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.annexes import annex_workbook
from honglam.engines.reporting.assembling import content_of
from honglam.engines.reporting.content import Content
from honglam.engines.reporting.exports import figures_table, report_json
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.queries import VIEW
from honglam.toolkit.sheets import csv_response
from honglam.toolkit.sheets.responses import XLSX


@requires(VIEW)
def as_json(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The report with its content and every figure."""
    report, content = _read(request, uid)
    response = JsonResponse(report_json(report, content), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = content_disposition_header(True, f"{report.code}.json") or "attachment"
    return response


@requires(VIEW)
def as_csv(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Every figure in one table."""
    report, content = _read(request, uid)
    return csv_response(report.code, figures_table(report, content))


@requires(VIEW)
def as_annex(request: PersonRequest, uid: UUID) -> FileResponse:
    """The Excel annexes."""
    report, content = _read(request, uid)
    book = annex_workbook(report, content)
    return FileResponse(book, as_attachment=True, filename=f"Phu-luc-{report.code}.xlsx", content_type=XLSX)


def _read(request: PersonRequest, uid: UUID) -> tuple[Report, Content]:
    """A report whose content the reader may read: frozen, or as it would be now. Raises Http404."""
    reports = Report.objects.readable_by(request.user).select_related("unit", "regime", "receiver")
    report = get_object_or_404(reports, uid=uid)
    return report, content_of(report, today=timezone.localdate())
