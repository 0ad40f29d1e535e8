"""A report goes from its drafter to the clerk and out; who may do what, who is told, what can never be done again."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.files.errors import FileRefused
from honglam.core.notices.models import Notice
from honglam.engines.reporting.actions import corrections, issuing, reports, writing
from honglam.engines.reporting.content import Content
from honglam.engines.reporting.errors import (
    ReportChangedMeanwhile,
    ReportNumberTaken,
    ReportReasonMissing,
    ReportRefused,
    ReportStepRefused,
    SignedFileRefused,
)
from honglam.engines.reporting.models import Report, ReportArrangement, ReportMove
from honglam.engines.reporting.rules.stamps import entry_stamp, stamp_of
from honglam.engines.reporting.terms import EntryKind, ReportStep, SignedCopy
from honglam.engines.reporting.waiting import waiting_for
from tests.engines.documents.signatures.signing import page
from tests.people import People, make_person, people

from .stories import at_clerk, believe, numbered, receiver, report, sections, sent, signed_file, upload

__all__ = ["people", "receiver", "report", "sections"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def inbox(person: User) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


def waits_for(person: User) -> list[str]:
    person.forget_posts()
    return [row.code for row in waiting_for(person, TODAY)]


def test_a_report_goes_through_every_step_and_each_one_is_told(report: Report, people: People) -> None:
    assert waits_for(people.officer) == [report.code]
    reports.pass_on(report=report, by=people.officer, note="Em đã rà số liệu")
    assert waits_for(people.head) == [report.code] and waits_for(people.officer) == []
    assert "Trưởng phòng kiểm tra" in inbox(people.head)[0]
    for step in (ReportStep.OFFICE, ReportStep.SIGNING, ReportStep.CLERK):
        assert reports.pass_on(report=report, by=people.head).step == step
    assert waits_for(people.officer) == [report.code]
    steps = list(ReportMove.objects.filter(report=report).values_list("from_step", "to_step"))
    assert steps == [
        ("drafting", "checking"), ("checking", "office"), ("office", "signing"), ("signing", "clerk"),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="reporting.report_passed_on").count() == 4
    with pytest.raises(ReportStepRefused):
        reports.pass_on(report=report, by=people.officer)


def test_it_is_frozen_when_it_leaves_its_drafter_and_free_when_it_is_back(report: Report, people: People) -> None:
    writing.write_section(report=report, key="words", text="Tốt", seen=stamp_of(""), by=people.officer)
    report = reports.pass_on(report=report, by=people.officer)
    assert report.is_frozen and len(report.content_sha256) == 64
    assert Content.from_json(report.content or {}).section("words").blocks[0].text == "Tốt"  # type: ignore[union-attr]
    reports.pass_on(report=report, by=people.head)
    report = reports.send_back(report=report, to=ReportStep.CHECKING, reason="Xem lại số 12", by=people.head)
    assert report.is_frozen, "sent back, but not to the drafter"
    report = reports.send_back(report=report, reason="Thiếu số liệu quý trước", by=people.head)
    assert (report.step, report.is_frozen) == (ReportStep.DRAFTING, False)
    assert inbox(people.officer)[-1].startswith("Trả lại:")
    writing.write_section(report=report, key="words", text="Khá", seen=stamp_of("Tốt"), by=people.officer)


def test_steps_that_the_regime_leaves_out_are_passed_over(report: Report, people: People) -> None:
    report.regime.steps = ["drafting", "signing", "clerk"]
    report.regime.save()
    assert reports.pass_on(report=report, by=people.officer).step == ReportStep.SIGNING


def test_sending_back_says_why_and_goes_to_an_earlier_step(report: Report, people: People) -> None:
    reports.pass_on(report=report, by=people.officer)
    with pytest.raises(ReportReasonMissing):
        reports.send_back(report=report, reason="  ", by=people.head)
    with pytest.raises(ReportRefused):
        reports.send_back(report=report, reason="x", to=ReportStep.SIGNING, by=people.head)


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_only_the_people_of_a_step_pass_it_on(report: Report, people: People, who: str) -> None:
    reports.pass_on(report=report, by=people.officer)
    with pytest.raises(NotAllowed):
        reports.pass_on(report=report, by=getattr(people, who))


def test_the_named_person_is_waited_for_and_a_stand_in_may_act(report: Report, people: People) -> None:
    deputy = make_person("deputy", "Hồ Văn Phó", RoleCode.HEAD, people.north)
    arrangement = ReportArrangement.objects.create(unit=people.north, checker=deputy)
    reports.pass_on(report=report, by=people.officer)
    assert (inbox(deputy) != [], inbox(people.head)) == (True, [])
    assert waits_for(deputy) == [report.code] and waits_for(people.head) == []
    deputy.is_active = False
    deputy.save()
    assert waits_for(people.head) == [report.code], "who is locked out is not waited for"
    reports.pass_on(report=report, by=people.head)
    assert arrangement.checker == deputy


def test_a_regime_s_own_arrangement_comes_before_that_for_all(report: Report, people: People) -> None:
    one, other = (make_person(f"p{n}", f"Người {n}", RoleCode.OFFICER, people.north) for n in (1, 2))
    ReportArrangement.objects.create(unit=people.north, drafter=one)
    assert waits_for(one) == [report.code] and waits_for(people.officer) == []
    ReportArrangement.objects.create(unit=people.north, regime=report.regime, drafter=other)
    assert waits_for(other) == [report.code] and waits_for(one) == []


def test_an_office_that_drafts_sees_and_writes_the_report_of_its_commune(report: Report, people: People) -> None:
    clerk = make_person("culture", "Đỗ Thị Lan", RoleCode.OFFICER, people.north_culture)
    assert not Report.objects.visible_to(clerk).exists()
    with pytest.raises(NotAllowed):
        reports.pass_on(report=report, by=clerk)
    ReportArrangement.objects.create(unit=people.north, drafting_unit=people.north_culture)
    assert Report.objects.visible_to(clerk).get() == report
    assert waits_for(clerk) == [report.code] and waits_for(people.officer) == []
    assert reports.pass_on(report=report, by=clerk).step == ReportStep.CHECKING


def test_a_receiver_sees_that_it_waits_and_reads_only_what_was_sent(
    report: Report, people: People, receiver: User
) -> None:
    assert Report.objects.visible_to(receiver).exists()
    assert not Report.objects.readable_by(receiver).exists()
    sent(report, people)
    assert Report.objects.readable_by(receiver).get() == report
    assert not Report.objects.visible_to(people.stranger).exists()


def test_a_report_that_is_not_asked_for_is_dropped_and_taken_up_again(report: Report, people: People) -> None:
    with pytest.raises(ReportReasonMissing):
        reports.drop_report(report=report, reason="", by=people.officer)
    report = reports.drop_report(report=report, reason="Sáp nhập, Sở cho miễn", by=people.officer)
    assert (report.step, report.reason) == (ReportStep.DROPPED, "Sáp nhập, Sở cho miễn")
    with pytest.raises(ReportStepRefused):
        reports.pass_on(report=report, by=people.officer)
    assert reports.reopen_report(report=report, by=people.officer).reason == ""


# --- What people type ---


def test_nobody_overwrites_words_that_they_have_not_seen(report: Report, people: People) -> None:
    writing.write_section(report=report, key="words", text="Của chị Bình", seen=stamp_of(""), by=people.officer)
    with pytest.raises(ReportChangedMeanwhile) as refused:
        writing.write_section(report=report, key="words", text="Của anh Cường", seen=stamp_of(""), by=people.head)
    assert refused.value.current == "Của chị Bình"
    writing.write_section(
        report=report, key="words", text="Của cả hai", seen=stamp_of("Của chị Bình"), by=people.head
    )  # fmt: skip
    report.refresh_from_db()
    assert report.written == {"words": "Của cả hai"}
    with pytest.raises(ReportRefused):
        writing.write_section(report=report, key="facts", text="x", seen=stamp_of(""), by=people.officer)
    with pytest.raises(ReportRefused):
        writing.write_section(report=report, key="words", text="x" * 20_001, seen="", by=people.officer)


def test_entries_are_added_moved_changed_and_removed(report: Report, people: People) -> None:
    by = people.officer
    texts = ["Thiếu máy", "Mạng yếu", "Thiếu người"]
    entries = [writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text=text, by=by) for text in texts]
    writing.move_entry(entry=entries[2], places=-2, by=by)
    assert order(report) == ["Thiếu người", "Thiếu máy", "Mạng yếu"]
    writing.move_entry(entry=entries[2], places=-1, by=by)
    writing.move_entry(entry=entries[0], places=1, by=by)
    assert order(report) == ["Thiếu người", "Mạng yếu", "Thiếu máy"]
    with pytest.raises(ReportChangedMeanwhile):
        writing.change_entry(entry=entries[0], text="Thiếu 5 máy", seen="cu", by=by)
    seen = entry_stamp(entries[0].text, None)
    changed = writing.change_entry(entry=entries[0], text="Thiếu 5 máy", seen=seen, by=by)
    with pytest.raises(ReportChangedMeanwhile):
        writing.remove_entry(entry=changed, seen=seen, by=by)
    writing.remove_entry(entry=changed, seen=entry_stamp(changed.text, None), by=by)
    assert order(report) == ["Thiếu người", "Mạng yếu"]
    with pytest.raises(ReportChangedMeanwhile):
        writing.change_entry(entry=changed, text="x", seen=seen, by=by)
    with pytest.raises(ReportRefused):
        writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text="  ", by=by)


def order(report: Report) -> list[str]:
    return list(report.entries.filter(kind=EntryKind.DIFFICULTY).order_by("position").values_list("text", flat=True))


def test_a_proposal_names_the_body_that_it_asks(report: Report, people: People) -> None:
    proposal = writing.add_entry(
        report=report, kind=EntryKind.PROPOSAL, text="Cấp máy", addressed_to=people.science, by=people.officer
    )
    difficulty = writing.add_entry(
        report=report, kind=EntryKind.DIFFICULTY, text="Thiếu máy", addressed_to=people.science, by=people.officer
    )
    assert (proposal.addressed_to, difficulty.addressed_to) == (people.science, None)


# --- The clerk ---


def test_a_number_is_given_once_a_year_in_a_unit(report: Report, people: People) -> None:
    done = numbered(report, people)
    assert (done.number, done.signing_lines) == ("12/BC-UBND", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])
    assert done.document is not None and done.document.kind == "docx"
    second = at_clerk(other_report(report), people)
    with pytest.raises(ReportNumberTaken) as refused:
        number(second, people, "012/bc-ubnd")
    assert refused.value.column == "number"
    assert number(second, people, "13/BC-UBND").number == "13/BC-UBND"


def other_report(report: Report) -> Report:
    """The report of the quarter before."""
    return Report.objects.create(
        code="BC-X", regime=report.regime, unit=report.unit, receiver=report.receiver, title="Báo cáo quý II",
        period_scheme="quarter", period_code="2026-Q2", period_start=datetime.date(2026, 4, 1),
        period_end=datetime.date(2026, 6, 30), due_on=datetime.date(2026, 6, 20),
    )  # fmt: skip


def number(report: Report, people: People, typed: str, day: datetime.date = TODAY, name: str = "An") -> Report:
    return issuing.number_report(report=report, number=typed, issued_on=day, by=people.officer, signer_name=name)


@pytest.mark.parametrize(
    ("typed", "days", "name", "column"),
    [("12", 0, "An", "number"), ("12/BC-UBND", 1, "An", "issued_on"), ("12/BC-UBND", -1, "An", "issued_on"),
     ("12/BC-UBND", 0, " ", "signer_name")],
)  # fmt: skip
def test_a_number_and_a_day_that_cannot_be_are_refused(
    report: Report, people: People, typed: str, days: int, name: str, column: str
) -> None:
    report = at_clerk(report, people)
    with pytest.raises(ReportRefused) as refused:
        number(report, people, typed, TODAY + datetime.timedelta(days=days), name)
    assert refused.value.column == column


AFTER_NUMBERING: dict[str, Callable[[Report, People], Any]] = {
    "write": lambda r, p: writing.write_section(report=r, key="words", text="x", seen=stamp_of(""), by=p.coordinator),
    "add": lambda r, p: writing.add_entry(report=r, kind=EntryKind.DIFFICULTY, text="x", by=p.coordinator),
    "change": lambda r, p: writing.change_entry(entry=r.entries.get(), text="x", seen="", by=p.coordinator),
    "remove": lambda r, p: writing.remove_entry(entry=r.entries.get(), seen="", by=p.coordinator),
    "move": lambda r, p: writing.move_entry(entry=r.entries.get(), places=1, by=p.coordinator),
    "pass_on": lambda r, p: reports.pass_on(report=r, by=p.coordinator),
    "send_back": lambda r, p: reports.send_back(report=r, reason="x", by=p.coordinator),
    "drop": lambda r, p: reports.drop_report(report=r, reason="x", by=p.coordinator),
    "reopen": lambda r, p: reports.reopen_report(report=r, by=p.coordinator),
    "number": lambda r, p: number(r, p, "99/BC-UBND"),
}


@pytest.mark.parametrize("verb", AFTER_NUMBERING)
@pytest.mark.parametrize("is_sent", [False, True])
def test_after_numbering_nothing_is_changed_any_more(report: Report, people: People, verb: str, is_sent: bool) -> None:
    writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text="Thiếu máy", by=people.officer)
    report = (sent if is_sent else numbered)(report, people)
    before = Report.objects.filter(pk=report.pk).values().get()
    with pytest.raises(ReportStepRefused):
        AFTER_NUMBERING[verb](report, people)
    assert Report.objects.filter(pk=report.pk).values().get() == before
    assert report.entries.get().text == "Thiếu máy"


# --- The signed file ---


def bring(report: Report, people: People, content: bytes, **options: Any) -> issuing.BroughtFile:
    return issuing.bring_signed_file(report=report, upload=upload(content), by=people.officer, **options)


def test_an_original_is_kept_with_whose_signatures_it_bears(
    report: Report, people: People, tmp_path: Path, settings: Any
) -> None:
    believe(tmp_path, settings)
    report = numbered(report, people)
    brought = bring(report, people, signed_file(report.code, report.number))
    report = brought.report
    assert (report.signed_copy, brought.warning) == (SignedCopy.ORIGINAL, "")
    person, body = report.signatures
    assert (person["signer"], person["is_body"], person["authority"]) == ("Lê Văn Cường", False, "official")
    assert body["is_body"] and body["is_vouched"] and person["time"]
    assert "danh sách thu hồi" in person["revocation"]


def test_a_signature_that_nobody_vouches_for_is_kept_as_such(report: Report, people: People) -> None:
    report = numbered(report, people)
    assert bring(report, people, signed_file(report.code)).report.signed_copy == SignedCopy.UNVOUCHED


def test_a_broken_signature_is_refused_with_what_to_do(report: Report, people: People) -> None:
    report = numbered(report, people)
    content = signed_file("Tong so 1200")
    at = content.index(b"/Type /Page")
    with pytest.raises(SignedFileRefused, match="xin lại đúng tệp"):
        bring(report, people, content[:at] + b"/Type /Pagf" + content[at + 11 :])
    report.refresh_from_db()
    assert report.signed_file is None


def test_a_scan_counts_as_a_copy_only_when_somebody_says_so(report: Report, people: People) -> None:
    report = numbered(report, people)
    with pytest.raises(SignedFileRefused) as refused:
        bring(report, people, page())
    assert refused.value.column == "is_copy_confirmed"
    assert bring(report, people, page(), is_copy_confirmed=True).report.signed_copy == SignedCopy.COPY
    with pytest.raises((SignedFileRefused, FileRefused)):
        bring(report, people, b"khong phai pdf")


def test_the_file_of_another_report_is_pointed_out(report: Report, people: People) -> None:
    report = numbered(report, people)
    warning = bring(report, people, page("Bao cao khac hoan toan " * 20), is_copy_confirmed=True).warning
    assert report.code in warning and "12/BC-UBND" in warning
    right = bring(report, people, page(f"{report.code} So: 12/BC-UBND " * 9), is_copy_confirmed=True)
    assert right.warning == ""


def test_it_is_sent_with_number_and_signed_file_and_its_receipt_is_confirmed(
    report: Report, people: People, receiver: User
) -> None:
    report = numbered(report, people)
    with pytest.raises(ReportStepRefused, match="tải bản đã ký"):
        issuing.send_report(report=report, by=people.officer)
    bring(report, people, page(), is_copy_confirmed=True)
    report = issuing.send_report(report=report, by=people.officer)
    assert (report.step, report.sent_by) == (ReportStep.SENT, people.officer)
    assert "gửi" in inbox(receiver)[-1] and waits_for(receiver) == [report.code]
    with pytest.raises(NotAllowed):
        issuing.receive_report(report=report, by=people.officer)
    report = issuing.receive_report(report=report, by=receiver)
    assert (report.step, report.received_by) == (ReportStep.RECEIVED, receiver)
    assert "đã tiếp nhận" in inbox(people.officer)[-1]


# --- Corrections ---


def test_a_correction_goes_the_whole_way_and_then_replaces_the_old_one(
    report: Report, people: People, receiver: User
) -> None:
    writing.write_section(report=report, key="words", text="Tốt", seen=stamp_of(""), by=people.officer)
    writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text="Thiếu máy", by=people.officer)
    old = issuing.receive_report(report=sent(report, people), by=receiver)
    corrections.ask_correction(report=old, reason="Số hồ sơ sai", by=receiver)
    assert inbox(people.officer)[-1].startswith("Đề nghị đính chính")
    with pytest.raises(ReportReasonMissing):
        corrections.open_correction(report=old, reason="", by=people.officer)
    new = corrections.open_correction(report=old, reason="Cộng nhầm cột", by=people.officer)
    assert (new.version, new.corrects, new.written) == (2, old, {"words": "Tốt"})
    assert new.code != old.code and order(new) == ["Thiếu máy"]
    with pytest.raises(ReportStepRefused, match="làm dở"):
        corrections.open_correction(report=old, reason="nữa", by=people.officer)
    new = sent(new, people, "15/BC-UBND")
    old.refresh_from_db()
    assert (old.step, new.step) == (ReportStep.CORRECTED, ReportStep.SENT)
    assert old.content is not None and old.signed_file is not None, "the old one stays readable"
    assert inbox(receiver)[-1].startswith("Đính chính")
    with pytest.raises(ReportStepRefused):
        corrections.open_correction(report=old, reason="x", by=people.officer)


def test_a_correction_that_is_given_up_leaves_room_for_another(report: Report, people: People) -> None:
    old = sent(report, people)
    first = corrections.open_correction(report=old, reason="Nhầm", by=people.officer)
    reports.drop_report(report=first, reason="Số cũ đúng", by=people.officer)
    second = corrections.open_correction(report=old, reason="Sai thật", by=people.officer)
    assert second.version == 3
    with pytest.raises(ReportStepRefused):
        reports.reopen_report(report=first, by=people.officer)
    first.refresh_from_db()
    assert first.reason == "Nhầm"


def test_the_receiver_asks_and_only_the_unit_corrects(report: Report, people: People, receiver: User) -> None:
    old = sent(report, people)
    with pytest.raises(NotAllowed):
        corrections.open_correction(report=old, reason="x", by=receiver)
    with pytest.raises(NotAllowed):
        corrections.ask_correction(report=old, reason="x", by=people.stranger)
    with pytest.raises(ReportReasonMissing):
        corrections.ask_correction(report=old, reason=" ", by=receiver)
