"""Writes of papers: a PDF is asked for, and made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.files.actions import store
from honglam.core.jobs.actions import retry, start
from honglam.engines.documents.public import to_pdf
from honglam.engines.reporting.actions.issuing import PURPOSE
from honglam.engines.reporting.errors import ReportStepRefused
from honglam.engines.reporting.paper import document_name
from honglam.engines.reporting.papers import PDF_JOB, made_pdf, newest_pdf_run, paper_of, pdf_key
from honglam.engines.reporting.queries import VIEW

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.jobs.models import JobRun
    from honglam.engines.reporting.models import Report


@transaction.atomic
def ask_pdf(*, report: Report, by: User, address: str = "") -> JobRun:
    """Have the PDF of a frozen report made in the background; asked for twice it is made once.

    Raises:
        NotAllowed: the person sees no reports. ReportStepRefused: its content does not stand yet.
    """
    require(by, VIEW)
    if not report.is_frozen:
        raise ReportStepRefused(_("Báo cáo còn đang soạn, nội dung chưa chốt. Hãy tải bản Word dự thảo."))
    run = newest_pdf_run(report)
    if run is not None and run.can_retry:
        return retry(run=run, by=by)
    if run is not None and (run.is_open or made_pdf(report, run) is not None):
        return run
    if run is not None:  # made once, and cleared away since
        run.key = ""
        run.save(update_fields=["key"])
    return start(
        PDF_JOB, by=by, unit=report.unit, target=report, target_url=report.get_absolute_url(), key=pdf_key(report),
        report_id=report.pk, person_id=by.pk, address=address,
    )  # fmt: skip


def make_pdf(*, report: Report, by: User, address: str = "") -> StoredFile:
    """Make the PDF of a report's paper and keep it for those who read the report.

    Raises:
        PdfConverterMissing, PdfConversionFailed: LibreOffice is not there, or did not do it.
    """
    name = document_name(report, "pdf")
    content = to_pdf(paper_of(report, address), name=document_name(report))
    return store(upload=ContentFile(content, name=name), by=by, purpose=PURPOSE, allowed=["pdf"], unit=report.unit)
