"""Anybody checks a report: by its code, by its file; what was not sent answers like what does not exist."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglam.core.access.models import User
from honglam.engines.reporting.actions import corrections
from honglam.engines.reporting.models import Report
from honglam.surfaces.portal.limiting import MOST_A_MINUTE
from honglam.toolkit.identifiers import with_check
from tests.engines.documents.signatures.signing import page
from tests.engines.reporting.way.stories import numbered, receiver, report, sections, sent
from tests.people import People, people

__all__ = ["people", "receiver", "report", "sections"]
pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 20, 5, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


def shown(code: str, status: int = 200) -> str:
    answer = Client().get(reverse("verify:report", args=[code]))
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def test_the_portal_says_what_it_offers_in_both_languages(people: People) -> None:
    answer = Client().get(reverse("portal:home"))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Tỉnh Thử Nghiệm" in text and "Mã tra cứu" in text and "English" in text and "/accounts/login/" in text


def test_a_typed_code_leads_to_its_page(report: Report, people: People) -> None:
    report = sent(report, people)
    typed = f" {report.code.lower().replace('-', '–')} "
    answer = Client().get(reverse("verify:start"), {"code": typed})
    assert answer.headers["Location"] == reverse("verify:report", args=[report.code])
    assert report.title in shown(report.code.lower())


def test_a_sent_report_is_shown_without_its_content_and_without_people_of_the_desk(
    report: Report, people: People, receiver: User
) -> None:
    report = sent(report, people)
    text = shown(report.code)
    assert report.signed_file is not None
    for said in (
        report.title, "12/BC-UBND", "Xã Bắc Sơn", "Sở Khoa học và Công nghệ", "Lê Văn Cường", "CHỦ TỊCH",
        report.signed_file.sha256, "chưa có bản đính chính nào", "Bản sao, không có giá trị ký số",
    ):  # fmt: skip
        assert said in text, said
    for hidden in ("Trần Thị Bình", "Ngô Thị Hà", "Đã hoàn thành 12 việc", f"/reports/{report.uid}"):
        assert hidden not in text, hidden


def test_content_is_public_only_where_the_regime_says_so(report: Report, people: People) -> None:
    report = sent(report, people)
    report.regime.is_public = True
    report.regime.save()
    text = shown(report.code)
    assert "Nội dung báo cáo" in text and "/desk/" not in text


def test_what_was_not_sent_answers_like_what_does_not_exist(report: Report, people: People) -> None:
    unknown = with_check("BC-2026-99999")
    report = numbered(report, people)
    draft, nothing = shown(report.code, 404), shown(unknown, 404)
    assert bare(draft, report.code) == bare(nothing, unknown)


def bare(text: str, code: str) -> str:
    """A page without the code that was asked for and the token of its form."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text).replace(code, "X")


def test_a_mistyped_code_is_told_from_an_unknown_one(report: Report, people: People) -> None:
    report = sent(report, people)
    wrong = report.code[:-1] + ("A" if report.code[-1] != "A" else "B")
    assert "gõ chưa đúng" in shown(wrong, 404)


def test_codes_cannot_be_tried_through(people: People) -> None:
    with time_machine.travel(NOON, tick=False):
        for _try in range(MOST_A_MINUTE):
            shown("BC-2026-00001-0", 404)
        assert "Hãy chờ một phút" in shown("BC-2026-00001-0", 429)
    with time_machine.travel(NOON + datetime.timedelta(minutes=1), tick=False):
        shown("BC-2026-00001-0", 404)


def test_a_correction_and_what_it_corrects_name_each_other(report: Report, people: People) -> None:
    old = sent(report, people)
    new = sent(corrections.open_correction(report=old, reason="Cộng nhầm cột", by=people.officer), people, "15/BC-UBND")
    assert "Báo cáo này đã được đính chính" in shown(old.code) and new.code in shown(old.code)
    assert "Đây là bản đính chính" in shown(new.code) and old.code in shown(new.code)


def compared(code: str, content: bytes | None) -> tuple[int, str]:
    given = {"file": SimpleUploadedFile("ban-toi-co.pdf", content)} if content is not None else {}
    answer = Client().post(reverse("verify:report", args=[code]), given)
    return answer.status_code, str(answer.content.decode())


def test_a_file_is_compared_and_not_kept(report: Report, people: People) -> None:
    report = sent(report, people)
    assert report.signed_file is not None
    same = report.signed_file.path.read_bytes()
    assert "Đúng bản đã gửi" in compared(report.code, same)[1]
    assert "Không phải bản đã gửi" in compared(report.code, page("khác"))[1]
    status, text = compared(report.code, None)
    assert status == 422 and "Hãy chọn tệp PDF" in text
    assert compared("BC-2026-00001-0", same)[0] == 404
