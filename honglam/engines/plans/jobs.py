"""Jobs of plans: load ids, call an action."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.jobs.running import JobContext, job
from honglam.engines.documents.public import DocumentError, read_document
from honglam.engines.plans.actions import readings
from honglam.engines.plans.extraction import mend_torn_rows, read_plan
from honglam.engines.plans.models import Reading
from honglam.engines.plans.terms import ReadingState

STEPS = 3


@job("plans.read_document", title=gettext_lazy("Đọc văn bản kế hoạch"))
def read_document_of_plan(run: JobContext, *, reading_id: int) -> dict[str, Any]:
    """Read a stored document and keep what was found; a document that cannot be read says why on its page."""
    reading = Reading.objects.select_related("file", "issuer").get(pk=reading_id)
    closed = (ReadingState.ACCEPTED, ReadingState.DROPPED)
    if not Reading.objects.filter(pk=reading.pk).exclude(state__in=closed).update(state=ReadingState.READING):
        return {"skipped": True}
    run.progress(0, STEPS, _("Đang mở văn bản"))
    try:
        document = mend_torn_rows(read_document(reading.file.path, name=reading.file.name))
    except DocumentError as error:
        readings.keep_failure(reading=reading, message=str(error))
        return {"failed": error.code}
    run.check_cancelled()
    run.progress(1, STEPS, _("Đang tìm nhiệm vụ, chỉ tiêu, đơn vị"))
    found = read_plan(document)
    run.check_cancelled()
    run.progress(2, STEPS, _("Đang ghép tên đơn vị"))
    readings.keep(reading=reading, document=document, found=found)
    run.progress(STEPS, STEPS, _("Đã đọc xong"))
    return {"tasks": len(found.tasks), "indicators": len(found.indicators)}
