"""A few reports of the demonstration province along their way, all invented: drafted, checked, with the clerk, sent.

Works on whatever open reports there are, and does nothing where reports have moved already. Every step goes through the
verbs that people use, by people who may do it.
"""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.people_for_units import people_who_may
from honglam.engines.documents.public import DocumentError, to_pdf
from honglam.engines.reporting.actions import corrections, issuing, writing
from honglam.engines.reporting.actions import reports as way
from honglam.engines.reporting.arrangements import arranged
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import Report, ReportMove
from honglam.engines.reporting.numbering import suggested_number
from honglam.engines.reporting.papers import paper_of
from honglam.engines.reporting.queries import STEP_PERMISSIONS
from honglam.engines.reporting.rules.stamps import stamp_of
from honglam.engines.reporting.sections import written_sections
from honglam.engines.reporting.terms import INSIDE_STEPS, EntryKind, ReportStep
from honglam.engines.reporting.waiting import people_for, unit_at

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_REPORTS = 12
SIGNER = "Nguyễn Văn Minh"
DIFFICULTIES = (
    "Máy tính ở bộ phận một cửa đã dùng trên 7 năm, mở hồ sơ nhiều trang rất chậm.",
    "Nhà văn hóa ở hai thôn vùng cao chưa có đường truyền ổn định, hướng dẫn trực tuyến hay bị gián đoạn.",
)
PROPOSAL = "Đề nghị bố trí kinh phí thay 4 bộ máy tính cho bộ phận một cửa trong quý tới."
WORDS = (
    "Kết quả cơ bản bám sát kế hoạch; phần việc còn chậm tập trung ở khâu thu thập số liệu của thôn, đã phân công lại "
    "người theo dõi."
)

logger = logging.getLogger(__name__)


def load() -> int:
    """Lead the first open reports along their way; how many moved, 0 where some have moved before."""
    if ReportMove.objects.filter(report__step__in=INSIDE_STEPS).exists():
        return 0
    found = Report.objects.filter(step=ReportStep.DRAFTING, version=1).select_related("unit", "regime", "receiver")
    stories = (_draft, _check, _return, _to_clerk, _number, _send, _receive, _correct)
    moved = 0
    for place, report in enumerate(found.order_by("due_on", "unit__sort_key", "pk")[:MOST_REPORTS]):
        try:
            stories[place % len(stories)](report)
            moved += 1
        except (ReportingError, NotAllowed, DocumentError, LookupError) as error:
            logger.info("demo report %s stays where it is: %s", report.code, error)
    return moved


def _by(report: Report, step: ReportStep | None = None) -> User:
    """Somebody who may do the step. LookupError where the demonstration province has nobody."""
    at = step or ReportStep(report.step)
    inside = arranged(report.unit, report.regime)
    people = people_for(report, inside, at, timezone.localdate())
    if not people:
        unit = unit_at(report, inside, at)
        people = people_who_may(STEP_PERMISSIONS[at], [one.pk for one in (unit, unit.parent if unit else None) if one])
    if not people:
        raise LookupError(f"nobody does {at} for {report.unit}")
    return people[0]


def _draft(report: Report) -> Report:
    by = _by(report)
    for section in written_sections(report.regime.sections):
        writing.write_section(report=report, key=section["key"], text=WORDS, seen=stamp_of(""), by=by)
    for text in DIFFICULTIES:
        writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text=text, by=by)
    writing.add_entry(report=report, kind=EntryKind.PROPOSAL, text=PROPOSAL, addressed_to=report.receiver, by=by)
    return report


def _passed(report: Report) -> Report:
    return way.pass_on(report=report, by=_by(report))


def _check(report: Report) -> Report:
    return _passed(_draft(report))


def _return(report: Report) -> Report:
    report = _check(report)
    return way.send_back(report=report, reason="Bổ sung số liệu tháng cuối quý.", by=_by(report))


def _to_clerk(report: Report) -> Report:
    report = _draft(report)
    while report.step != ReportStep.CLERK:
        report = _passed(report)
    return report


def _number(report: Report, today: datetime.date | None = None) -> Report:
    report = _to_clerk(report)
    day = today or timezone.localdate()
    return issuing.number_report(
        report=report, number=suggested_number(report.unit, day), issued_on=day, by=_by(report), signer_name=SIGNER
    )


def _send(report: Report) -> Report:
    """Sent as a scan: the demonstration has nobody's key."""
    report = _number(report)
    content = _paper(report)
    upload = SimpleUploadedFile("bao-cao-da-ky.pdf", content, "application/pdf")
    by = _by(report)
    report = issuing.bring_signed_file(report=report, upload=upload, by=by, is_copy_confirmed=True).report
    return issuing.send_report(report=report, by=by)


def _receive(report: Report) -> Report:
    report = _send(report)
    return issuing.receive_report(report=report, by=_by(report)) if report.receiver_id else report


def _correct(report: Report) -> Report:
    report = _receive(report)
    return corrections.open_correction(
        report=report, reason="Ghi nhầm số hồ sơ của tháng cuối quý.", by=_by(report, ReportStep.CLERK)
    )


def _paper(report: Report) -> bytes:
    """The paper as PDF; where LibreOffice is missing the story ends with the number."""
    return to_pdf(paper_of(report), name=f"{report.code}.docx")
