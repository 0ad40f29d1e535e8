"""The paper of a report as a file: as it was kept when it got its number, or as it would be now; and its PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.core.files.models import StoredFile
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.engines.reporting.content import Content
from honglam.engines.reporting.paper import report_document
from honglam.toolkit.identifiers import uuid_of

if TYPE_CHECKING:
    from honglam.engines.reporting.models import Report

PDF_JOB = "reporting.make_pdf"


def paper_of(report: Report, address: str = "") -> bytes:
    """The paper of a frozen report as .docx."""
    if report.document is not None and report.document.path.exists():
        return report.document.path.read_bytes()
    return report_document(report, Content.from_json(report.content or {"sections": []}), address=address).getvalue()


def pdf_key(report: Report) -> str:
    """What a PDF is of: another content or number makes another PDF."""
    return f"{report.pk}:{report.content_sha256[:16]}:{report.number}"[:120]


def newest_pdf_run(report: Report) -> JobRun | None:
    """The run that makes, or made, the PDF of the report as it stands."""
    return JobRun.objects.for_target(report).filter(code=PDF_JOB, key=pdf_key(report)).first()


def made_pdf(report: Report, run: JobRun | None) -> StoredFile | None:
    """The PDF, where it was made and is still kept."""
    if run is None or run.state != JobState.SUCCEEDED:
        return None
    uid = uuid_of((run.result or {}).get("file", ""))
    return StoredFile.objects.filter(uid=uid).first() if uid is not None else None
