"""What others learn of a report and when: nothing of its draft, its way only from the sending on, answers not lost."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.engines.reporting.actions import consolidating, corrections, issuing, reports, writing
from honglam.engines.reporting.actions.reminding import send_reminders
from honglam.engines.reporting.entries import offered_to
from honglam.engines.reporting.errors import ReportStepRefused
from honglam.engines.reporting.models import Report, ReportArrangement
from honglam.engines.reporting.rules.stamps import stamp_of
from honglam.engines.reporting.terms import EntryKind, ReportStep
from tests.engines.documents.signatures.signing import page
from tests.engines.reporting.made import make_regime, make_report
from tests.people import People, make_person, people

from .stories import numbered, receiver, report, sections, sent, upload

__all__ = ["people", "receiver", "report", "sections"]
pytestmark = pytest.mark.django_db
SECRET = "Câu này còn bàn trong phòng"


def told(user: User, address: str, status: int = 200) -> str:
    browser = Client()
    browser.force_login(user)
    answer = browser.get(address, {"history": "120"})
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def sent_correction(old: Report, people: People, number: str) -> Report:
    new = corrections.open_correction(report=old, reason="Ghi nhầm", by=people.officer)
    return sent(new, people, number)


def test_the_receiver_reads_nothing_of_a_draft_not_even_in_its_history(
    report: Report, people: People, receiver: User
) -> None:
    writing.write_section(report=report, key="words", text=SECRET, seen=stamp_of(""), by=people.officer)
    address = reverse("reporting:report", args=[report.uid])
    assert SECRET in told(people.officer, address)
    assert SECRET not in told(receiver, address)
    writing.write_section(report=report, key="words", text="Xong", seen=stamp_of(SECRET), by=people.officer)
    sent(report, people)
    seen = told(receiver, address)
    assert SECRET not in seen and "Gửi báo cáo" in seen
    assert SECRET in told(people.officer, address), "the unit itself keeps its way"


def test_only_who_drafts_a_report_sees_what_may_be_taken_over_into_it(
    report: Report, people: People, receiver: User
) -> None:
    sent(report, people)
    address = reverse("reporting:take_over", args=[report.uid])
    told(people.officer, address)
    told(receiver, address, 403)


def test_an_office_reads_only_the_reports_that_are_arranged_to_it(report: Report, people: People) -> None:
    clerk = make_person("culture", "Phan Thị Cúc", RoleCode.OFFICER, people.north_culture)
    ReportArrangement.objects.create(unit=people.north, drafting_unit=people.north_culture)
    assert Report.objects.readable_by(clerk).filter(pk=report.pk).exists()
    ReportArrangement.objects.create(unit=people.north, regime=report.regime, drafting_unit=people.north_police)
    clerk.forget_posts()
    assert not Report.objects.readable_by(clerk).filter(pk=report.pk).exists()


def test_an_answer_given_while_a_correction_is_on_its_way_stands_on_the_correction(
    report: Report, people: People, receiver: User
) -> None:
    asked = writing.add_entry(
        report=report, kind=EntryKind.PROPOSAL, text="Xin máy quét", addressed_to=people.science, by=people.officer
    )
    old = sent(report, people)
    new = corrections.open_correction(report=old, reason="Ghi nhầm", by=people.officer)
    consolidating.answer_entry(entry=asked, text="Đã duyệt 4 máy", by=receiver)
    new = sent(new, people, "13/BC-UBND")
    assert new.entries.get().answer == "Đã duyệt 4 máy"


def test_what_was_taken_over_is_not_offered_again_by_a_correction(report: Report, people: People) -> None:
    writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text="Thiếu máy quét", by=people.officer)
    above = make_report(make_regime(people.province, people.science), people.science)
    report.regime.feeds = above.regime
    report.regime.save()
    old = sent(report, people)
    (offer,) = offered_to(above)
    coordinator = make_person("above", "Hồ Văn Tư", RoleCode.HEAD, people.science)
    consolidating.take_over_entries(report=above, entries=[offer.value], by=coordinator)
    sent_correction(old, people, "13/BC-UBND")
    assert [one.is_taken for one in offered_to(above)] == [True]


def test_nobody_is_reminded_of_a_correction_as_of_a_report_that_is_late(report: Report, people: People) -> None:
    old = sent(report, people)
    corrections.open_correction(report=old, reason="Ghi nhầm", by=people.officer)
    assert send_reminders(today=datetime.date(2026, 9, 22)) == 0


def test_a_report_is_corrected_by_one_report_only(report: Report, people: People) -> None:
    old = sent(report, people)
    first = corrections.open_correction(report=old, reason="Ghi nhầm", by=people.officer)
    reports.drop_report(report=first, reason="Không cần", by=people.officer)
    second = numbered(
        corrections.open_correction(report=old, reason="Nhầm nữa", by=people.officer), people, "14/BC-UBND"
    )
    issuing.bring_signed_file(report=second, upload=upload(page()), by=people.officer, is_copy_confirmed=True)
    with pytest.raises(ReportStepRefused):
        reports.reopen_report(report=first, by=people.officer)
    Report.objects.filter(pk=old.pk).update(step=ReportStep.CORRECTED)
    with pytest.raises(ReportStepRefused):
        issuing.send_report(report=second, by=people.officer)


def test_the_field_for_a_code_takes_anything(people: People) -> None:
    for typed in ("/", "//", " ", "?", "%2F", "BC/1"):
        assert Client().get(reverse("verify:start"), {"code": typed}).status_code in (200, 302), typed
