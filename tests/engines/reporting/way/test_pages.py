"""The list of reports and the page of one: what each reader is offered, what is typed and refused in place, files."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.engines.documents.public import PdfConverterMissing
from honglam.engines.reporting.actions import issuing, papers, reports, writing
from honglam.engines.reporting.desk import reports_waiting_for
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.rules.stamps import stamp_of
from honglam.engines.reporting.terms import EntryKind, ReportStep
from tests.engines.documents.signatures.signing import page
from tests.engines.reporting.made import make_regime, make_report
from tests.people import People, people

from .stories import at_clerk, numbered, receiver, report, sections, sent, upload

__all__ = ["people", "receiver", "report", "sections"]
pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def at(name: str, report: Report, *more: str) -> str:
    return reverse(f"reporting:{name}", args=[report.uid, *more])


def test_the_list_has_groups_and_filters(report: Report, people: People, receiver: User) -> None:
    address = reverse("reporting:reports")
    assert report.title in text(browser(people.officer), address)
    assert report.title in text(browser(people.head), address, group="unit")
    assert report.title not in text(browser(people.stranger), address, group="all")
    assert report.title not in text(browser(receiver), address, group="received")
    assert report.title in text(browser(receiver), address, group="all"), "it is waited for"
    sent(report, people)
    assert report.title in text(browser(receiver), address, group="mine")
    assert report.title in text(browser(people.officer), address, group="sent")
    officer = browser(people.officer)
    for query, is_there in (
        ({"step": "sent"}, True), ({"step": "clerk"}, False), ({"period": "2026-Q3"}, True), ({"period": "x"}, False),
        ({"unit": people.north.code}, True), ({"unit": "90002"}, False), ({"q": "12/BC"}, True), ({"q": "zz"}, False),
        ({"regime": str(report.regime.uid)}, True), ({"timeliness": "missing"}, False),
    ):  # fmt: skip
        assert (report.title in text(officer, address, group="all", **query)) is is_there, query


def test_the_list_costs_no_query_a_row(people: People, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        make_report(make_regime(people.science, people.north), people.north, code=f"T{number}")
    client = browser(people.officer)
    client.get(reverse("reporting:reports"))
    with django_assert_max_num_queries(26):
        client.get(reverse("reporting:reports"))


@pytest.mark.parametrize(
    ("step", "who", "button"),
    [
        (ReportStep.DRAFTING, "officer", "Chốt và chuyển"), (ReportStep.CHECKING, "head", "Đồng ý, chuyển"),
        (ReportStep.SIGNING, "head", "Đồng ý ký, chuyển"), (ReportStep.CLERK, "officer", "Cấp số, ngày ban hành"),
        (ReportStep.CHECKING, "officer", "chờ Lê Văn Cường"),
    ],
)  # fmt: skip
def test_each_reader_is_offered_one_next_step(
    people: People, sections: None, step: ReportStep, who: str, button: str
) -> None:
    report = make_report(make_regime(people.science, people.north), people.north, step=step)
    assert button in text(browser(getattr(people, who)), report.get_absolute_url())


def test_a_stranger_finds_nothing_and_a_receiver_no_draft(report: Report, people: People, receiver: User) -> None:
    assert browser(people.stranger).get(report.get_absolute_url()).status_code == 404
    waiting = text(browser(receiver), report.get_absolute_url())
    assert "Đơn vị chưa gửi báo cáo này" in waiting
    assert browser(receiver).get(at("report_document", report)).status_code == 404


def test_words_are_typed_in_place_and_kept_where_they_are_refused(report: Report, people: People) -> None:
    client, address = browser(people.officer), at("write_section", report, "words")
    answer = client.post(address, {"text": "Tốt", "seen": stamp_of("")}, **HTMX)
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "draft-saved")
    assert "Đã lưu" in answer.content.decode()
    refused = client.post(address, {"text": "Bản của tôi", "seen": stamp_of("")}, **HTMX)
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "Bản của tôi" in shown and "Tốt" in shown and stamp_of("Tốt") in shown
    assert client.post(address, {"text": "Khá", "seen": stamp_of("Tốt")}).status_code == 302
    without_script = client.post(address, {"text": "Nữa", "seen": "cũ"})
    assert without_script.status_code == 409 and "Nữa" in without_script.content.decode()
    assert client.post(at("write_section", report, "facts"), {"text": "x"}).status_code == 404


def test_entries_are_written_in_place(report: Report, people: People) -> None:
    client = browser(people.officer)
    add = at("add_entry", report, "proposal")
    answer = client.post(add, {"text": "Cấp máy", "addressed_to": people.science.code}, **HTMX)
    assert "Kiến nghị Sở Khoa học và Công nghệ" in answer.content.decode()
    entry = report.entries.get()
    assert entry.addressed_to == people.science
    change = reverse("reporting:change_entry", args=[entry.uid])
    refused = client.post(change, {"text": "Cấp 5 máy", "seen": "cũ"}, **HTMX)
    assert refused.status_code == 422 and "Cấp 5 máy" in refused.content.decode()
    assert client.post(add, {"text": ""}, **HTMX).status_code == 422
    assert client.post(add, {"text": ""}).status_code == 422, "without scripts what was typed comes back too"
    second = writing.add_entry(report=report, kind=EntryKind.PROPOSAL, text="Nâng mạng", by=people.officer)
    client.post(reverse("reporting:move_entry", args=[second.uid]), {"to": "up"})
    assert report.entries.order_by("position").first() == second
    assert client.post(reverse("reporting:remove_entry", args=[entry.uid]), {"seen": "cũ"}, **HTMX).status_code == 422
    assert browser(people.stranger).post(change, {"text": "x"}).status_code == 404


def test_the_way_from_page_to_page(report: Report, people: People, receiver: User) -> None:
    officer, head = browser(people.officer), browser(people.head)
    assert officer.post(at("pass_on_report", report), {"note": "Xong"}).status_code == 302
    assert officer.post(at("pass_on_report", report)).status_code == 403
    assert head.post(at("send_back_report", report), {"to": "drafting", "reason": ""}).status_code == 422
    assert head.post(at("send_back_report", report), {"to": "drafting", "reason": "Thiếu"}).status_code == 302
    officer.post(at("pass_on_report", report))
    for _step in range(3):
        head.post(at("pass_on_report", report))
    form = text(officer, at("number_report", report))
    assert "01/BC-UBND" in form and "TM. ỦY BAN NHÂN DÂN" in form
    day = f"{timezone.localdate():%d/%m/%Y}"
    given = {"number": "7/BC-UBND", "issued_on": day, "signing_form": "tm", "lines": "", "signer_name": ""}
    assert officer.post(at("number_report", report), given).status_code == 422
    assert officer.post(at("number_report", report), given | {"signer_name": "An"}).status_code == 302
    signed = at("bring_signed_report", report)
    assert officer.post(signed, {"file": upload(page())}).status_code == 422
    assert officer.post(signed, {"file": upload(page()), "is_copy_confirmed": "on"}).status_code == 302
    assert officer.post(at("send_report", report)).status_code == 302
    shown = text(browser(receiver), report.get_absolute_url())
    assert "Tiếp nhận" in shown and "07/BC-UBND" in shown and "Bản sao, không có giá trị ký số" in shown
    assert browser(receiver).post(at("receive_report", report)).status_code == 302
    asked = {"reason": "Sai số 12"}
    assert browser(receiver).post(at("ask_report_correction", report), asked).status_code == 302
    assert "Sai số 12" in text(officer, report.get_absolute_url())
    answer = officer.post(at("correct_report", report), asked)
    new = Report.objects.get(version=2)
    assert answer.headers["Location"] == new.get_absolute_url()
    assert "Thay báo cáo số 07/BC-UBND" in text(officer, new.get_absolute_url())
    assert officer.post(at("drop_report", new), {"reason": "Số cũ đúng"}).status_code == 302
    assert officer.post(at("reopen_report", new)).status_code == 302


# --- Paper ---


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def paper(user: User, report: Report) -> bytes:
    return b"".join(browser(user).get(at("report_document", report)).streaming_content)


def test_a_draft_is_marked_and_the_issued_paper_has_the_form_of_the_decree(report: Report, people: People) -> None:
    draft = words_of(paper(people.officer, report))
    assert "DỰ THẢO" in draft and "……/BC-UBND" in draft
    report = numbered(report, people, "5/BC-UBND")
    issued = words_of(paper(people.officer, report))
    day = timezone.localdate()
    for said in (
        "ỦY BAN NHÂN DÂN\nXÃ BẮC SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 05/BC-UBND",
        f"Bắc Sơn, ngày {day.day:02d} tháng", "BÁO CÁO", "Kính gửi: Sở Khoa học và Công nghệ.",
        "Căn cứ Nghị định số 09/2019/NĐ-CP.", "I. KẾT QUẢ", "Đã hoàn thành 12 việc.", "II. ĐÁNH GIÁ",
        "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Cường", report.code,
        f"/verify/{report.code}/", "Phụ lục", "SỐ LIỆU SO VỚI KỲ TRƯỚC", "+2",
    ):  # fmt: skip
        assert said in issued, said
    assert "DỰ THẢO" not in issued
    assert len(docx.Document(io.BytesIO(paper(people.officer, report))).inline_shapes) == 1, "the code to scan"


def test_the_issued_paper_stays_as_it_was_kept(report: Report, people: People) -> None:
    report = numbered(report, people)
    before = paper(people.officer, report)
    report.regime.legal_basis = "Nghị định khác"
    report.regime.save()
    assert paper(people.officer, report) == before


def test_a_pdf_is_made_by_a_job_once(report: Report, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "to_pdf", lambda _content, *, name: page(name[:5]))
    client = browser(people.officer)
    client.post(at("make_report_pdf", report))
    assert not JobRun.objects.exists(), "a draft has no PDF"
    report = numbered(report, people)
    assert client.get(at("report_pdf", report)).status_code == 404
    client.post(at("make_report_pdf", report))
    client.post(at("make_report_pdf", report))
    run = JobRun.objects.get(code="reporting.make_pdf")
    assert "Tạo bản PDF" in text(client, at("report_pdf_job", report))
    file = papers.make_pdf(report=report, by=people.officer)
    JobRun.objects.filter(pk=run.pk).update(
        state=JobState.SUCCEEDED, result={"file": str(file.uid)}, started_at=timezone.now(), finished_at=timezone.now()
    )
    assert b"".join(client.get(at("report_pdf", report)).streaming_content).startswith(b"%PDF")
    waiting = text(client, at("report_pdf_job", report))
    assert at("report_pdf", report) in waiting, "whoever waits gets the way to the file, without loading the page anew"
    assert "hx-get" not in waiting
    assert "Bản PDF để trình ký số" in text(client, report.get_absolute_url())
    assert browser(people.stranger).get(at("report_pdf", report)).status_code == 404


def test_without_the_converter_the_reason_is_said(
    report: Report, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = at_clerk(report, people)
    monkeypatch.setattr("honglam.engines.documents.converting.shutil.which", lambda _name: None)
    with pytest.raises(PdfConverterMissing, match="LibreOffice"):
        papers.make_pdf(report=report, by=people.officer)


def test_the_desk_names_the_reports_that_wait(report: Report, people: People) -> None:
    found = reports_waiting_for(people.officer, timezone.localdate())
    assert ([one.report for one in found.rows], found.count) == ([report], 1)
    assert "Báo cáo chờ tôi" in text(browser(people.officer), reverse("desk:home"))
    reports.pass_on(report=report, by=people.officer)
    assert "Báo cáo chờ tôi" not in text(browser(people.officer), reverse("desk:home"))
    assert reports_waiting_for(people.stranger, timezone.localdate()).count == 0


def test_the_page_costs_a_bounded_number_of_queries(
    report: Report, people: People, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        writing.add_entry(report=report, kind=EntryKind.DIFFICULTY, text=f"Việc {number}", by=people.officer)
    client = browser(people.officer)
    client.get(report.get_absolute_url())
    with django_assert_max_num_queries(40):
        client.get(report.get_absolute_url())


def test_the_signed_file_is_for_those_who_read_the_report(report: Report, people: People, receiver: User) -> None:
    report = numbered(report, people)
    report = issuing.bring_signed_file(
        report=report, upload=upload(page()), by=people.officer, is_copy_confirmed=True
    ).report
    assert report.signed_file is not None
    address = reverse("files:download", args=[report.signed_file.uid])
    assert browser(receiver).get(address).status_code == 404, "it was not sent yet"
    issuing.send_report(report=report, by=people.officer)
    assert browser(receiver).get(address).status_code == 200
    assert browser(people.stranger).get(address).status_code == 404
