"""Jobs of plans: load ids, call an action."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.jobs.running import JobContext, job
from honglam.engines.documents.public import DocumentError, read_document
from honglam.engines.plans.actions import checks, document_imports, extensions, readings, recurrence, reminders
from honglam.engines.plans.alignment import PlanText, read_for_alignment
from honglam.engines.plans.checking.comparing import checked
from honglam.engines.plans.errors import CheckRefused
from honglam.engines.plans.extraction import mend_torn_rows, read_plan
from honglam.engines.plans.models import CheckRound, DocumentImport, PlanCheck, Reading
from honglam.engines.plans.plan_documents import document_of
from honglam.engines.plans.terms import OPEN_CHECKS, CheckState, ImportState, ReadingState

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


@job("plans.give_imported", title=gettext_lazy("Giao việc từ hệ thống văn bản"))
def give_imported_documents(run: JobContext, *, import_id: int, person_id: int) -> dict[str, Any]:
    """Give the work of an accepted import; run again after a break it goes on."""
    document_import = DocumentImport.objects.select_related("unit").get(pk=import_id)
    if document_import.state != ImportState.RUNNING:
        return {"skipped": True}

    def told(done: int, total: int, number: str) -> None:
        run.check_cancelled()
        run.progress(done, total, _("Đã giao theo văn bản %(number)s") % {"number": number})

    by = User.objects.get(pk=person_id)
    return {"given": document_imports.give_imported(document_import=document_import, by=by, told=told)}


@job("plans.open_periods", title=gettext_lazy("Mở kỳ mới của việc thường xuyên"))
def open_periods_of_today(run: JobContext) -> dict[str, Any]:
    """Open what has begun since yesterday; run twice, it opens nothing twice."""
    return {"opened": recurrence.open_periods(today=timezone.localdate())}


@job("plans.lapse_phone_extensions", title=gettext_lazy("Kết thúc gia hạn qua điện thoại chưa có văn bản"))
def lapse_phone_extensions_of_today(run: JobContext) -> dict[str, Any]:
    """Let dates count again whose letter did not come in time."""
    return {"lapsed": extensions.lapse_phone_extensions(today=timezone.localdate())}


@job("plans.send_reminders", title=gettext_lazy("Nhắc hạn công việc"))
def send_reminders_of_today(run: JobContext) -> dict[str, Any]:
    """Tell everybody what is near and what has passed; run twice, it tells nobody twice."""
    return {"told": reminders.send_reminders(today=timezone.localdate())}


@job("plans.check_draft", title=gettext_lazy("Soát dự thảo kế hoạch"))
def check_draft(run: JobContext, *, check_id: int, number: int) -> dict[str, Any]:
    """Check one round of a draft; a document that cannot be read says why on the page of the check."""
    waiting = PlanCheck.objects.filter(pk=check_id, started_round=number, state__in=OPEN_CHECKS)
    if not waiting.update(state=CheckState.RUNNING):
        return {"skipped": True}
    current = CheckRound.objects.select_related(
        "file", "check_run__plan__file", "check_run__upper_plan__file", "check_run__upper_file"
    ).get(check_run=check_id, number=number)
    check_run = current.check_run
    run.progress(0, STEPS, _("Đang đọc dự thảo"))
    try:
        draft = _draft_of(current)
        run.check_cancelled()
        run.progress(1, STEPS, _("Đang đọc kế hoạch cấp trên") if check_run.upper_name else _("Đang đối chiếu"))
        upper = _upper_of(check_run)
        run.check_cancelled()
        run.progress(2, STEPS, _("Đang đối chiếu"))
        comparison = checked(draft, upper, today=timezone.localdate())
    except (DocumentError, CheckRefused) as error:
        checks.keep_check_failure(check_run=check_run, number=number, message=str(error))
        return {"failed": error.code}
    run.check_cancelled()
    ended = checks.keep_comparison(
        check_run=check_run, number=number, comparison=comparison, text_length=len(draft.document.text)
    )
    run.progress(STEPS, STEPS, _("Đã soát xong"))
    return {"findings": ended.found} if ended else {"skipped": True}


def _draft_of(current: CheckRound) -> PlanText:
    if current.file is not None:
        return read_for_alignment(read_document(current.file.path, name=current.file.name))
    assert current.check_run.plan is not None  # a round of a draft has its file
    return read_for_alignment(document_of(current.check_run.plan))


def _upper_of(check_run: PlanCheck) -> PlanText | None:
    if check_run.upper_file is not None:
        return read_for_alignment(read_document(check_run.upper_file.path, name=check_run.upper_file.name))
    return read_for_alignment(document_of(check_run.upper_plan)) if check_run.upper_plan is not None else None


@job("plans.forget_drafts", title=gettext_lazy("Xóa dự thảo đã soát quá hạn lưu"))
def forget_drafts_of_today(run: JobContext) -> dict[str, Any]:
    """Delete drafts that were kept for as long as the province keeps them."""
    return {"deleted": checks.forget_drafts(today=timezone.localdate())}
