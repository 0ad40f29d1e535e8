"""Writes of a report's way inside its unit: passed on, sent back, dropped, taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.reporting.errors import ReportRefused, ReportStepRefused
from honglam.engines.reporting.freezing import freeze, thaw
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.moving import hold, moved, reasoned, tell, tell_next
from honglam.engines.reporting.rules.steps import Act, earlier_steps, next_step
from honglam.engines.reporting.terms import SENT_STEPS, ReportStep
from honglam.engines.reporting.waiting import people_for

if TYPE_CHECKING:
    from honglam.core.access.models import User

FROZEN = ["content", "content_sha256", "frozen_at"]


@transaction.atomic
def pass_on(*, report: Report, by: User, note: str = "") -> Report:
    """Pass a report on to the next step inside its unit; it is frozen when it leaves its drafter.

    Raises:
        NotAllowed: the step at which it stands is not this person's to do.
        ReportStepRefused: it is with the clerk already, or has left.
    """
    held = hold(report, Act.PASS_ON, by)
    report = held.report
    to = next_step(held.step, held.arranged.steps)
    if to is None:
        raise ReportStepRefused(_("Báo cáo đang ở bước cuối trong đơn vị: hãy cấp số, tải bản đã ký rồi gửi."))
    if held.step == ReportStep.DRAFTING:
        freeze(report=report, today=timezone.localdate())
    report.step = to
    report.save(update_fields=["step", *FROZEN, "updated_at"])
    move = moved(held, to, by=by, action="reporting.report_passed_on", note=note.strip())
    tell_next(held, move)
    return report


@transaction.atomic
def send_back(*, report: Report, reason: str, by: User, to: ReportStep = ReportStep.DRAFTING) -> Report:
    """Send a report back to an earlier step inside its unit; back with its drafter it is assembled anew.

    Raises:
        NotAllowed: the step at which it stands is not this person's to do.
        ReportStepRefused: it is numbered or was sent. ReportReasonMissing. ReportRefused: no such earlier step.
    """
    held = hold(report, Act.SEND_BACK, by)
    report, reason = held.report, reasoned(reason, _("Hãy ghi lý do trả lại để người soạn biết cần sửa gì."))
    if to not in earlier_steps(held.step, held.arranged.steps):
        raise ReportRefused(_("Chọn một bước đứng trước bước hiện tại để trả lại."), "to")
    report.step = to
    if to == ReportStep.DRAFTING:
        thaw(report)
    report.save(update_fields=["step", *FROZEN, "updated_at"])
    move = moved(held, to, by=by, action="reporting.report_sent_back", reason=reason)
    tell(
        "reporting.sent_back", move, recipients=people_for(report, held.arranged, to, timezone.localdate()),
        title=_("Trả lại: %(report)s") % {"report": report.title}, body=reason,
    )  # fmt: skip
    return report


@transaction.atomic
def drop_report(*, report: Report, reason: str, by: User) -> Report:
    """Do without the report of this period; it counts neither as sent nor as missing. A correction is given up so.

    Raises:
        NotAllowed: the person may not draft it. ReportStepRefused: it is numbered. ReportReasonMissing.
    """
    held = hold(report, Act.DROP, by)
    report, reason = held.report, reasoned(reason, _("Hãy ghi lý do không lập báo cáo kỳ này."))
    report.step = ReportStep.DROPPED
    if report.corrects_id is None:
        report.reason = reason  # a correction keeps why it was opened; why it was given up stands in its way
    thaw(report)
    report.save(update_fields=["step", "reason", *FROZEN, "updated_at"])
    moved(held, ReportStep.DROPPED, by=by, action="reporting.report_dropped", reason=reason)
    return report


@transaction.atomic
def reopen_report(*, report: Report, by: User, note: str = "") -> Report:
    """Take up a report again that was dropped.

    Raises:
        NotAllowed: the person may not draft it. ReportStepRefused: it was not dropped, or it is a correction of
        what another correction corrects by now.
    """
    held = hold(report, Act.REOPEN, by)
    report = held.report
    if report.corrects is not None and _is_taken(_locked(report.corrects)):
        raise ReportStepRefused(_("Đã có bản đính chính khác cho báo cáo này; không mở lại bản đã bỏ."))
    report.step = ReportStep.DRAFTING
    if report.corrects_id is None:
        report.reason = ""
    report.save(update_fields=["step", "reason", "updated_at"])
    move = moved(held, ReportStep.DRAFTING, by=by, action="reporting.report_reopened", note=note.strip())
    tell_next(held, move)
    return report


def _locked(original: Report) -> Report:
    """The report anew, locked as those who open a correction lock it."""
    return Report.objects.select_for_update(of=("self",)).get(pk=original.pk)


def _is_taken(original: Report) -> bool:
    """Whether a report was corrected already, or another correction of it is on its way."""
    is_corrected = original.step == ReportStep.CORRECTED
    return is_corrected or original.corrections.exclude(step__in=[*SENT_STEPS, ReportStep.DROPPED]).exists()
