"""The page of one report, its paper and its PDF."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import History, history_of, size_asked
from honglam.core.files.models import StoredFile
from honglam.engines.reporting.actions.papers import ask_pdf
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.pages.finding import page_of, read_report, seen_report
from honglam.engines.reporting.pages.report_list import period_label
from honglam.engines.reporting.pages.report_text import entry_lists
from honglam.engines.reporting.paper import document_name, report_document, verification_address
from honglam.engines.reporting.papers import made_pdf, newest_pdf_run
from honglam.engines.reporting.queries import VIEW
from honglam.engines.reporting.shown_report import ReportPage
from honglam.toolkit.official_paper import DOCX

SEEN_BY_OTHERS = (
    "reporting.report_sent", "reporting.report_received", "reporting.correction_asked", "reporting.correction_opened",
)  # fmt: skip
"""What the history tells those outside the reporting unit: not what was drafted, sent back or said on the way."""


@requires(VIEW)
def report(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Where a report stands, what it says, what the reader can do next, and how it came here."""
    found = seen_report(request, uid)
    page = page_of(request, found)
    return shown(request, page)


def shown(request: PersonRequest, page: ReportPage) -> HttpResponse:
    """The page of a report."""
    found = page.report
    files = [file for file in (found.document, found.signed_file) if file is not None]
    run = newest_pdf_run(found) if page.is_readable and found.is_frozen else None
    context = {
        "page": page,
        "report": found,
        "content": page.content if page.is_readable else None,
        "is_editable": page.may["write"],
        "entry_lists": entry_lists(found) if page.may["write"] else [],
        "period": period_label(found.period_code) if found.period_code else "",
        "pdf_run": run,
        "pdf": made_pdf(found, run),
        "public_address": verification_address(found, address_of(request)),
        "has_roots": settings.SIGNATURE_ROOTS is not None,
        "history": _history(request, page, files),
    }
    return render(request, "reporting/report.html", context)


def _history(request: PersonRequest, page: ReportPage, files: list[StoredFile]) -> History | None:
    """What happened to it: all of it for the reporting unit, from its sending on for others, nothing while unread."""
    if not page.is_readable:
        return None
    is_inside = Report.objects.seen_inside_by(request.user).filter(pk=page.report.pk).exists()
    within = None if is_inside else Q(action__in=SEEN_BY_OTHERS)
    return history_of(page.report, *files, size=size_asked(request), within=within)


@requires(VIEW)
def document(request: PersonRequest, uid: UUID) -> FileResponse:
    """The paper as .docx: once it has a number as it was kept then, before that as a draft of what it says now."""
    page = page_of(request, read_report(request, uid))
    found = page.report
    if found.document is not None and found.document.path.exists():
        stream = found.document.path.open("rb")
        return FileResponse(stream, as_attachment=True, filename=found.document.name, content_type=DOCX)
    paper = report_document(found, page.content, address=address_of(request))
    return FileResponse(paper, as_attachment=True, filename=document_name(found), content_type=DOCX)


@requires(VIEW)
def pdf(request: PersonRequest, uid: UUID) -> FileResponse:
    """The paper as PDF, once it was made."""
    found = read_report(request, uid)
    file = made_pdf(found, newest_pdf_run(found))
    if file is None or not file.path.exists():
        raise Http404
    return FileResponse(
        file.path.open("rb"), as_attachment="view" not in request.GET, filename=document_name(found, "pdf"),
        content_type="application/pdf",
    )  # fmt: skip


@requires(VIEW)
@require_POST
def make_pdf(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Have the PDF made in the background."""
    found = read_report(request, uid)
    try:
        ask_pdf(report=found, by=request.user, address=address_of(request))
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(f"{found.get_absolute_url()}#files")


@requires(VIEW)
def pdf_job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far the PDF is; a part that asks for itself, until it is the way to the PDF."""
    found = read_report(request, uid)
    run = newest_pdf_run(found)
    context = {"report": found, "run": run, "pdf": made_pdf(found, run)}
    return render(request, "reporting/parts/pdf_job.html", context)


def address_of(request: PersonRequest) -> str:
    """Where this installation answers, where the settings do not say it."""
    return settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
