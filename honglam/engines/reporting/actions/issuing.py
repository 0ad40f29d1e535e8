"""Writes of the clerk and the receiver: number and day, the signed file, sending, taking in.

Decree 30/2020/NĐ-CP, articles 15 to 18: number and day are given, the signed original is registered and sent, its
receipt is confirmed. Nothing of the content changes any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.files.actions import store
from honglam.core.organisations.models import Unit
from honglam.engines.documents.public import CorruptDocument, verify_signatures
from honglam.engines.reporting.arrangements import arranged
from honglam.engines.reporting.content import Content
from honglam.engines.reporting.errors import ReportNumberTaken, ReportRefused, ReportStepRefused, SignedFileRefused
from honglam.engines.reporting.heads import issuing_body, own_lines
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.moving import Held, hold, moved, tell
from honglam.engines.reporting.numbering import numbers_of_year
from honglam.engines.reporting.paper import document_name, report_document
from honglam.engines.reporting.queries import ISSUE, RECEIVE
from honglam.engines.reporting.rules.numbers import written_number
from honglam.engines.reporting.rules.steps import Act
from honglam.engines.reporting.signed_copies import is_this_report, signature_rows
from honglam.engines.reporting.terms import ReportStep, SignedCopy, SigningForm

if TYPE_CHECKING:
    from honglam.core.access.models import User

PURPOSE = "reporting.report"
_PDF, _DOCX = ("pdf",), ("docx",)
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A signed file that was taken in: what it is worth, in words, and what to look at again."""

    report: Report
    explanation: str
    warning: str = ""


@transaction.atomic
def number_report(
    *, report: Report, number: str, issued_on: datetime.date, by: User, signing_form: SigningForm | None = None,
    lines: Sequence[str] = (), signer_name: str = "", address: str = "",
) -> Report:  # fmt: skip
    """Enter number, day and signer; the paper is written from the frozen content and kept as it is issued.

    `address` is that of this installation, for the code that opens the public page.

    Raises:
        NotAllowed: the person does not issue for the unit. ReportStepRefused: it is not with the clerk, or numbered.
        ReportRefused: the number or the day cannot be. ReportNumberTaken: another report of the year has it.
    """
    held = hold(report, Act.NUMBER, by)
    report = held.report
    wanted = written_number(number)
    if not wanted:
        raise ReportRefused(
            _("“%(number)s” chưa phải số, ký hiệu. Hãy ghi như 05/BC-UBND.") % {"number": number.strip()}, "number"
        )
    _must_be_a_day_of_issue(report, issued_on)
    Unit.objects.select_for_update(of=("self",)).get(pk=report.unit_id)  # one number at a time in a unit
    if wanted.casefold() in {taken.casefold() for taken in numbers_of_year(report.unit, issued_on.year)}:
        raise ReportNumberTaken(
            _("Số %(number)s đã cấp cho báo cáo khác của đơn vị trong năm %(year)d. Hãy kiểm tra sổ văn bản đi.") % {
                "number": wanted, "year": issued_on.year,
            },
            "number",
        )  # fmt: skip
    form = signing_form or held.arranged.signing_form
    report.number, report.issued_on, report.signing_form = wanted, issued_on, form
    report.signing_lines = _lines(lines) or list(own_lines(held.arranged, form, issuing_body(report.unit)))
    report.signer_name = (signer_name.strip() or held.arranged.signer_name)[:120]
    if not report.signer_name:
        raise ReportRefused(_("Hãy ghi họ tên người ký."), "signer_name")
    content = Content.from_json(report.content or {"sections": []})
    paper = ContentFile(report_document(report, content, address=address).getvalue(), name=document_name(report))
    report.document = store(upload=paper, by=by, purpose=PURPOSE, allowed=_DOCX, unit=report.unit)
    report.save(
        update_fields=["number", "issued_on", "signing_form", "signing_lines", "signer_name", "document", "updated_at"]
    )
    moved(
        held, held.step, by=by, action="reporting.report_numbered",
        note=_("Số %(number)s ngày %(day)s") % {"number": wanted, "day": f"{issued_on:%d/%m/%Y}"},
        changes={"number": ("", wanted), "issued_on": ("", issued_on)},
    )  # fmt: skip
    return report


@transaction.atomic
def bring_signed_file(
    *, report: Report, upload: UploadedFile[Any], by: User, is_copy_confirmed: bool = False
) -> BroughtFile:
    """Take the signed PDF in and judge its signatures; one that was brought before is put aside.

    Raises:
        NotAllowed, ReportStepRefused: as for `number_report`; it must be numbered. FileRefused: the content is no PDF.
        SignedFileRefused: a signature is broken, or there is none and nobody confirmed that it is a mere copy.
    """
    held = hold(report, Act.BRING_SIGNED, by)
    report = held.report
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    file = store(upload=upload, by=by, purpose=PURPOSE, allowed=_PDF, unit=report.unit)
    try:
        found = verify_signatures(data, name=file.name, roots=settings.SIGNATURE_ROOTS)
    except CorruptDocument as error:
        raise SignedFileRefused(str(error), "file") from error
    if found.verdict == "broken":
        raise SignedFileRefused(
            _("%(problem)s Hãy xin lại đúng tệp người ký đã ký, không mở ra lưu lại hay in rồi quét.")
            % {"problem": found.explanation},
            "file",
        )
    worth = SignedCopy(found.verdict)
    if worth == SignedCopy.COPY and not is_copy_confirmed:
        raise SignedFileRefused(
            _("Tệp không có chữ ký số nào. Nếu chỉ có bản quét của bản giấy, hãy đánh dấu “là bản sao” rồi tải lại."),
            "is_copy_confirmed",
        )
    before = report.signed_file
    report.signed_file, report.signed_copy, report.signatures = file, worth, signature_rows(found)
    report.save(update_fields=["signed_file", "signed_copy", "signatures", "updated_at"])
    warning = is_this_report(data, file.name, report)
    moved(
        held, held.step, by=by, action="reporting.signed_file_brought",
        note=". ".join(filter(None, [str(worth.label), warning])),
        changes={"signed_file": (before.name if before else "", file.name), "sha256": ("", file.sha256)},
    )  # fmt: skip
    return BroughtFile(report, found.explanation, warning)


@transaction.atomic
def send_report(*, report: Report, by: User, note: str = "") -> Report:
    """Send a report to its receiver; what it corrects is marked as corrected in the same moment.

    Raises:
        NotAllowed: the person does not issue for the unit. ReportStepRefused: it has no number or no signed file.
    """
    held = hold(report, Act.SEND, by)
    report = held.report
    report.step, report.sent_at, report.sent_by = ReportStep.SENT, timezone.now(), by
    report.save(update_fields=["step", "sent_at", "sent_by", "updated_at"])
    move = moved(
        held, ReportStep.SENT, by=by, action="reporting.report_sent", note=note.strip(),
        changes={"receiver": ("", report.receiver_name)},
    )  # fmt: skip
    receivers = people_who_may(RECEIVE, [report.receiver_id]) if report.receiver_id else []
    if report.corrects is not None:
        _mark_corrected(report.corrects, report, by)
        tell(
            "reporting.corrected", move, recipients=receivers,
            title=_("Đính chính: %(report)s") % {"report": report.title},
            body=_("Thay báo cáo số %(old)s bằng số %(new)s. Lý do: %(reason)s") % {
                "old": report.corrects.number, "new": report.number, "reason": report.reason,
            },
        )  # fmt: skip
    else:
        tell(
            "reporting.sent", move, recipients=receivers,
            title=_("%(unit)s gửi %(report)s") % {"unit": report.unit, "report": report.title},
            body=_("Số %(number)s ngày %(day)s") % {"number": report.number, "day": f"{report.issued_on:%d/%m/%Y}"},
        )  # fmt: skip
    return report


@transaction.atomic
def receive_report(*, report: Report, by: User, note: str = "") -> Report:
    """Confirm at the receiver that a report came in.

    Raises:
        NotAllowed: the person does not receive for the receiver. ReportStepRefused: it was not sent, or was confirmed.
    """
    held = hold(report, Act.RECEIVE, by)
    report = held.report
    report.step, report.received_at, report.received_by = ReportStep.RECEIVED, timezone.now(), by
    report.save(update_fields=["step", "received_at", "received_by", "updated_at"])
    move = moved(held, ReportStep.RECEIVED, by=by, action="reporting.report_received", note=note.strip())
    senders = [report.sent_by] if report.sent_by is not None else people_who_may(ISSUE, [report.unit_id])
    tell(
        "reporting.step", move, recipients=senders,
        title=_("%(receiver)s đã tiếp nhận %(report)s") % {"receiver": report.receiver_name, "report": report.title},
    )  # fmt: skip
    return report


def _must_be_a_day_of_issue(report: Report, day: datetime.date) -> None:
    """ReportRefused where a paper of that content cannot bear that day."""
    if day > timezone.localdate():
        raise ReportRefused(_("Ngày ban hành không thể sau hôm nay."), "issued_on")
    frozen = timezone.localdate(report.frozen_at) if report.frozen_at else day
    if day < frozen:
        raise ReportRefused(
            _("Nội dung được chốt ngày %(day)s; ngày ban hành không thể trước ngày đó.")
            % {"day": f"{frozen:%d/%m/%Y}"},
            "issued_on",
        )  # fmt: skip


def _lines(lines: Sequence[str]) -> list[str]:
    return [line.strip()[:120] for line in lines if line.strip()][:MOST_LINES]


def _mark_corrected(corrected: Report, correction: Report, by: User) -> None:
    """The report that a correction replaces stays readable and says so."""
    original = Report.objects.select_for_update(of=("self",)).select_related("unit", "regime").get(pk=corrected.pk)
    before = ReportStep(original.step)
    if before == ReportStep.CORRECTED:
        raise ReportStepRefused(_("Báo cáo này đã có bản đính chính khác; không gửi thêm bản nữa."))
    _carry_answers(original, correction)
    original.step = ReportStep.CORRECTED
    original.save(update_fields=["step", "updated_at"])
    held = Held(original, arranged(original.unit, original.regime), before)
    moved(
        held, ReportStep.CORRECTED, by=by, action="reporting.report_sent",
        note=_("Đính chính bằng báo cáo số %(number)s") % {"number": correction.number},
    )  # fmt: skip


def _carry_answers(original: Report, correction: Report) -> None:
    """What was answered while the correction was on its way stands on the same words of the correction too."""
    answered = {(row.kind, row.text): row for row in original.entries.exclude(answer="")}
    copies = [row for row in correction.entries.filter(answer="") if (row.kind, row.text) in answered]
    for row in copies:
        said = answered[row.kind, row.text]
        row.answer, row.answered_at, row.answered_by = said.answer, said.answered_at, said.answered_by
    ReportEntry.objects.bulk_update(copies, ["answer", "answered_at", "answered_by"])
