"""Jobs of reports: load ids, call an action."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.jobs.running import JobContext, job
from honglam.engines.reporting.actions.gatherings import put_together
from honglam.engines.reporting.actions.papers import make_pdf
from honglam.engines.reporting.actions.reminding import send_reminders
from honglam.engines.reporting.actions.rounds import open_rounds
from honglam.engines.reporting.actions.upper_forms import fill_form
from honglam.engines.reporting.models import Report, UpperForm, WorkbookGathering
from honglam.engines.reporting.papers import PDF_JOB
from honglam.engines.reporting.terms import GatheringState
from honglam.toolkit import periods


@job("reporting.gather", title=gettext_lazy("Gộp biểu Excel"))
def gather_workbooks(run: JobContext, *, gathering_id: int, person_id: int) -> dict[str, Any]:
    """Put the copies of a form together; run again it does the same once more."""
    gathering = WorkbookGathering.objects.select_related("form", "group", "unit").get(pk=gathering_id)
    if gathering.state != GatheringState.WAITING:
        return {"skipped": True}

    def told(done: int, total: int, name: str) -> None:
        run.check_cancelled()
        run.progress(done, total, _("Đang đọc %(name)s") % {"name": name} if name else _("Đã gộp xong"))

    gathered = put_together(gathering=gathering, by=User.objects.get(pk=person_id), told=told)
    return {"failed": True} if gathered is None else {"missing": len(gathered.missing), "doubts": len(gathered.doubts)}


@job("reporting.open_rounds", title=gettext_lazy("Mở kỳ báo cáo"))
def open_rounds_of_reports(run: JobContext) -> dict[str, Any]:
    """Open the reports that regimes in force ask for today."""
    return {"opened": open_rounds(today=timezone.localdate())}


@job("reporting.send_reminders", title=gettext_lazy("Nhắc báo cáo sắp đến hạn, quá hạn"))
def send_reminders_of_reports(run: JobContext) -> dict[str, Any]:
    """Tell people of the reports that are near or late."""
    return {"people": send_reminders(today=timezone.localdate())}


@job("reporting.fill_form", title=gettext_lazy("Điền biểu của cấp trên"))
def fill_upper_form(run: JobContext, *, form_id: int, period: str, person_id: int) -> dict[str, Any]:
    """Fill a form with many cells for a period; run again it is filled once more, as a file of its own."""
    form = UpperForm.objects.select_related("unit").get(pk=form_id)
    run.progress(0, 1, _("Đang lấy số đã có"))
    filled = fill_form(form=form, period=periods.parse(period), by=User.objects.get(pk=person_id))
    run.progress(1, 1, _("Đã điền xong"))
    return {"filled": filled.filled_count, "missing": len(filled.missing)}


@job(PDF_JOB, title=gettext_lazy("Tạo bản PDF của báo cáo"))
def make_report_pdf(run: JobContext, *, report_id: int, person_id: int, address: str = "") -> dict[str, Any]:
    """Make the PDF of a report's paper; run again it makes the same once more."""
    run.progress(0, 1, _("Đang chuyển bản Word sang PDF"))
    related = ("unit__parent", "unit__second_parent", "regime__consolidator", "receiver", "corrects", "document")
    report = Report.objects.select_related(*related).get(pk=report_id)
    file = make_pdf(report=report, by=User.objects.get(pk=person_id), address=address)
    run.progress(1, 1, _("Đã tạo xong"))
    return {"file": str(file.uid)}
