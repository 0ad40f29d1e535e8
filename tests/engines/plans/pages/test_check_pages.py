"""The pages of checks: dropping a draft, looking, setting aside, Word, rounds, and the tabs of a plan."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.access.terms import RoleCode
from honglam.core.jobs.models import JobRun
from honglam.engines.documents.public import read_document
from honglam.engines.plans.actions import checks
from honglam.engines.plans.alignment import Kind, Severity, read_for_alignment
from honglam.engines.plans.checking.comparing import checked
from honglam.engines.plans.jobs import check_draft
from honglam.engines.plans.models import PlanCheck
from honglam.engines.plans.terms import AssignmentRole, CheckState, DeadlineKind
from tests.engines.plans.checking.drafts import shown_text, word
from tests.engines.plans.checking.stories import ANNEX, WEAKER, again, begun, ended, finding, the, upload
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, give

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]
FOUND = (
    finding(upper="Tỷ lệ hồ sơ trực tuyến đạt 80%"),
    finding(Kind.MISSING_ANNEX, ANNEX, severity=Severity.MEDIUM, suggestion="Kèm Phụ lục IV."),
)


class NoRun:
    """A run that nobody watches and nobody stops."""

    def progress(self, *_said: Any) -> None:
        """Nothing."""

    def check_cancelled(self) -> None:
        """Nothing."""


@pytest.fixture
def ended_check(people: People) -> PlanCheck:
    """The commune's draft with a weaker target and a missing annex."""
    return ended(people.north, people.officer, *FOUND)


def words_of(answer: Any) -> bytes:
    """The whole of a file that is sent."""
    return b"".join(answer.streaming_content)


def test_a_draft_is_dropped_and_its_check_can_be_left(people: People, browser: Browser) -> None:
    above = make_plan(people.province, "Kế hoạch của tỉnh", document_text="I. MỤC TIÊU")
    give(people.officer, RoleCode.VIEWER, unit=people.province)
    client = browser(people.officer)
    page = client.get(reverse("plans:new_check")).content.decode()
    assert "Của cấp trên" in page
    assert above.number in page
    data = {"file": upload(), "unit": people.north.pk, "upper_plan": above.pk}
    answer = client.post(reverse("plans:new_check"), data)
    check_run = PlanCheck.objects.get()
    assert answer.url == check_run.get_absolute_url()
    assert check_run.upper_plan == above
    page = client.get(answer.url).content.decode()
    assert "Anh/chị có thể rời trang này" in page
    assert 'hx-get="' + reverse("plans:check_job", args=[check_run.uid]) in page
    assert "Dừng" in client.get(reverse("plans:check_job", args=[check_run.uid])).content.decode()
    client.post(reverse("plans:stop_check", args=[check_run.uid]))
    assert "Đã dừng soát" in client.get(answer.url).content.decode()


def test_two_upper_plans_and_strange_files_are_refused_at_their_field(people: People, browser: Browser) -> None:
    own = make_plan(people.north, document_text="I. MỤC TIÊU")
    data = {"file": upload(), "unit": people.north.pk, "upper_plan": own.pk, "upper_file": upload(name="tinh.docx")}
    answer = browser(people.officer).post(reverse("plans:new_check"), data)
    assert answer.status_code == 422
    assert "Chỉ chọn một" in answer.content.decode()
    picture = {"file": upload(b"\x89PNG\r\n\x1a\n" + b"0" * 50, "anh.docx"), "unit": people.north.pk}
    assert browser(people.officer).post(reverse("plans:new_check"), picture).status_code == 422
    other = {"file": upload(), "unit": people.south.pk}
    assert browser(people.officer).post(reverse("plans:new_check"), other).status_code == 422
    assert not PlanCheck.objects.exists()


def test_findings_stand_by_weight_with_both_quotations(
    people: People, browser: Browser, ended_check: PlanCheck, django_assert_num_queries: Any
) -> None:
    client = browser(people.head)
    client.get(ended_check.get_absolute_url())
    with django_assert_num_queries(14):
        page = client.get(ended_check.get_absolute_url()).content.decode()
    for said in ("Chỉ tiêu thấp hơn cấp trên", "Tỷ lệ hồ sơ trực tuyến đạt 80%", WEAKER, "mục I", "Kèm Phụ lục IV."):
        assert said in page
    assert page.index("Phải sửa trước khi ký</h2>") < page.index("Nên sửa</h2>")
    assert 'data-copy="Kèm Phụ lục IV."' in page
    assert "chỉ đơn vị mình thấy, lưu đến" in page
    narrowed = client.get(ended_check.get_absolute_url(), {"kind": "missing_annex"}).content.decode()
    assert 'id="finding-' in narrowed
    assert narrowed.count("data-finding ") == 1
    assert client.get(ended_check.get_absolute_url(), {"severity": "low"}).content.decode().count("data-finding ") == 0


def test_other_units_and_superiors_find_nothing(people: People, browser: Browser, ended_check: PlanCheck) -> None:
    one = the(ended_check, Kind.WEAKER_TARGET)
    file = ended_check.rounds.get().file
    for person in (people.stranger, people.coordinator):
        client = browser(person)
        assert "du-thao" not in client.get(reverse("plans:checks")).content.decode()
        for name in ("check", "check_job", "commented_draft", "listed_findings"):
            assert client.get(reverse(f"plans:{name}", args=[ended_check.uid])).status_code == 404
        for name in ("check_again", "stop_check", "delete_check"):
            assert client.post(reverse(f"plans:{name}", args=[ended_check.uid])).status_code == 404
        address = reverse("plans:dismiss_finding", args=[ended_check.uid, one.uid])
        assert client.post(address, {"reason": "Không"}).status_code == 404
        assert client.get(reverse("files:download", args=[file.uid])).status_code == 404
    assert browser(people.leader).get(reverse("plans:checks")).status_code == 403
    assert browser(people.officer).get(reverse("files:download", args=[file.uid])).status_code == 200


def test_a_finding_is_set_aside_in_place_and_taken_back(
    people: People, browser: Browser, ended_check: PlanCheck
) -> None:
    client, one = browser(people.officer), the(ended_check, Kind.WEAKER_TARGET)
    address = reverse("plans:dismiss_finding", args=[ended_check.uid, one.uid])
    refused = client.post(address, {"reason": " "}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.content.decode()
    part = client.post(address, {"reason": "Đã thống nhất"}, headers={"HX-Request": "true"}).content.decode()
    assert "Đã thống nhất" in part
    assert "Trần Thị Bình" in part
    assert 'id="check-counts" hx-swap-oob="true"' in part
    assert WEAKER not in client.get(ended_check.get_absolute_url()).content.decode()
    aside = client.get(ended_check.get_absolute_url(), {"standing": "dismissed"}).content.decode()
    assert "Đã thống nhất" in aside
    back = reverse("plans:take_dismissal_back", args=[ended_check.uid, one.uid])
    assert client.post(back).status_code == 302
    assert WEAKER in client.get(ended_check.get_absolute_url()).content.decode()
    assert client.post(address, {"reason": "Lại bỏ qua"}).url.endswith(f"#finding-{one.uid}")


def test_the_draft_goes_out_as_word_with_a_comment_for_each_open_finding(
    people: People, browser: Browser, ended_check: PlanCheck
) -> None:
    client = browser(people.officer)
    address = reverse("plans:commented_draft", args=[ended_check.uid])
    content = words_of(client.get(address))
    comments = [comment.text for comment in docx.Document(io.BytesIO(content)).comments]
    assert len(comments) == 2
    assert comments[0].startswith("Chỉ tiêu thấp hơn cấp trên (phải sửa trước khi ký). Thấp hơn mức 80%")
    assert "Cấp trên: “Tỷ lệ hồ sơ trực tuyến đạt 80%” (mục I)" in comments[0]
    assert "Đề xuất: Kèm Phụ lục IV." in comments[1]
    assert shown_text(content) == shown_text(word(f"- {WEAKER}.", f"- {ANNEX}."))
    checks.dismiss(finding=the(ended_check, Kind.MISSING_ANNEX), reason="Kèm sau", by=people.officer)
    assert len(docx.Document(io.BytesIO(words_of(client.get(address)))).comments) == 1
    listed = docx.Document(io.BytesIO(words_of(client.get(reverse("plans:listed_findings", args=[ended_check.uid])))))
    assert [row.cells[3].text for row in listed.tables[0].rows[1:]] == [f"“{WEAKER}” (mục I)"]


def test_a_draft_of_another_format_goes_out_as_a_list(people: People, browser: Browser) -> None:
    check_run = begun(people.north, people.officer, upload=upload(f"KẾ HOẠCH\n\n- {WEAKER}.\n".encode(), "du-thao.txt"))
    client = browser(people.officer)
    assert client.get(reverse("plans:commented_draft", args=[check_run.uid])).status_code == 404
    run_job(check_run)
    page = client.get(check_run.get_absolute_url()).content.decode()
    assert "Danh sách (.docx)" in page
    assert "Bản Word có nhận xét" not in page
    assert client.get(reverse("plans:listed_findings", args=[check_run.uid])).status_code == 200


def run_job(check_run: PlanCheck) -> Any:
    """Let the worker do the round that waits."""
    said = check_draft(NoRun(), check_id=check_run.pk, number=check_run.started_round)  # type: ignore[arg-type]
    check_run.refresh_from_db()
    return said


def test_the_job_reads_the_draft_and_keeps_what_the_rules_find(people: People) -> None:
    content = word("I. MỤC TIÊU", f"- {WEAKER}.", "- Chi tiết tại Phụ lục IV kèm theo.")
    check_run = begun(people.north, people.officer, upload=upload(content))
    expected = checked(read_for_alignment(read_document(content, name="du-thao.docx")))
    assert run_job(check_run) == {"findings": len(expected.findings)}
    assert check_run.state == CheckState.DONE
    assert [one.kind for one in check_run.findings.weightiest_first()] == [one.kind for one in expected.findings]
    assert Kind.MISSING_ANNEX in {one.kind for one in check_run.findings.all()}
    assert run_job(check_run) == {"skipped": True}


def test_a_draft_that_cannot_be_read_says_why(people: People, browser: Browser) -> None:
    check_run = begun(people.north, people.officer, upload=upload(b"   \n \n", "trang.txt"))
    assert "failed" in run_job(check_run)
    page = browser(people.officer).get(check_run.get_absolute_url()).content.decode()
    assert "Không soát được" in page
    assert check_run.error in page.replace("&#x27;", "'").replace("&quot;", '"')


def test_a_job_of_a_draft_that_was_deleted_does_nothing(people: People) -> None:
    check_run = begun(people.north, people.officer)
    key = check_run.pk
    checks.delete_check(check_run=check_run, by=people.officer)
    assert check_draft(NoRun(), check_id=key, number=1) == {"skipped": True}  # type: ignore[arg-type]


def test_a_mended_draft_is_dropped_again(people: People, browser: Browser, ended_check: PlanCheck) -> None:
    client = browser(people.officer)
    address = reverse("plans:check_again", args=[ended_check.uid])
    client.post(address, {"file": upload(name="du-thao-2.docx")})
    ended_check.refresh_from_db()
    assert (ended_check.name, ended_check.started_round) == ("du-thao-2.docx", 2)
    page = client.post(address, {"file": upload(name="du-thao-3.docx")}, follow=True).content.decode()
    assert "Đang soát; hãy chờ xong" in page
    checks.stop_check(check_run=ended_check, by=people.officer)
    again(ended_check, people.officer, FOUND[0])
    page = client.get(ended_check.get_absolute_url(), {"standing": "mended"}).content.decode()
    assert ANNEX in page
    assert "finding-success" not in page
    assert page.count("data-finding ") == 1
    assert "Lần 3" in page


def test_when_nothing_is_left_the_page_says_so(people: People, browser: Browser) -> None:
    check_run = ended(people.north, people.officer)
    assert "Không còn chỗ nào phải sửa" in browser(people.officer).get(check_run.get_absolute_url()).content.decode()


def test_doubts_and_faults_of_the_upper_plan_stand_apart(people: People, browser: Browser) -> None:
    fault = finding(Kind.DUPLICATE, lower="", upper="Tập huấn hai lần", severity=Severity.LOW)
    check_run = ended(people.north, people.officer, fault, doubtful=(finding(lower="Gần giống nhau"),))
    page = browser(people.officer).get(check_run.get_absolute_url()).content.decode()
    assert page.index("Không còn chỗ nào phải sửa") < page.index("Gần giống nhau") < page.index("Tập huấn hai lần")


def test_only_the_owner_is_offered_to_delete(people: People, browser: Browser, ended_check: PlanCheck) -> None:
    address = reverse("plans:delete_check", args=[ended_check.uid])
    assert address not in browser(people.head).get(ended_check.get_absolute_url()).content.decode()
    refused = browser(people.head).post(address, follow=True).content.decode()
    assert "người tải dự thảo lên, xóa được" in refused
    assert address in browser(people.officer).get(ended_check.get_absolute_url()).content.decode()
    assert browser(people.officer).post(address).url == reverse("plans:checks")
    assert not PlanCheck.objects.exists()


def test_the_list_searches_counts_and_goes_to_excel(
    people: People, browser: Browser, django_assert_num_queries: Any
) -> None:
    for name in ("Kế hoạch thôn số.docx", "Kế hoạch dữ liệu.docx"):
        check_run = begun(people.north, people.officer, upload=upload(name=name))
    again_of = checks.stop_check(check_run=check_run, by=people.officer)
    again(again_of, people.officer, *FOUND)
    client = browser(people.head)
    client.get(reverse("plans:checks"))
    with django_assert_num_queries(6):
        page = client.get(reverse("plans:checks")).content.decode()
    assert "Kế hoạch thôn số.docx" in page
    assert "Kế hoạch dữ liệu" not in client.get(reverse("plans:checks"), {"q": "thon so"}).content.decode()
    assert "thôn số" not in client.get(reverse("plans:checks"), {"mine": "1"}).content.decode()
    sheet = words_of(client.get(reverse("plans:checks"), {"format": "xlsx", "sort": "-open"}))
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].iter_rows(values_only=True))
    line = next(row for row in rows if row[0] == "Kế hoạch dữ liệu.docx")
    assert (line[5], line[6]) == (2, 1)


def test_a_plan_of_the_system_is_compared_from_its_own_tab(people: People, browser: Browser) -> None:
    plan = make_plan(people.north, document_text="KẾ HOẠCH\n\nChi tiết tại Phụ lục IV kèm theo.")
    above = make_plan(people.province, "Kế hoạch của tỉnh", document_text="KẾ HOẠCH\n\nI. MỤC TIÊU")
    other_years = make_plan(people.province, "Kế hoạch năm trước", first_year=2024, last_year=2025, document_text="x")
    make_share(make_task(above), people.north)
    make_share(make_task(other_years), people.north)
    client = browser(people.officer)
    address = reverse("plans:plan_alignment", args=[plan.uid])
    assert address in client.get(plan.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert "Kế hoạch của tỉnh" in page
    assert "Kế hoạch năm trước" not in page
    answer = client.post(address, {"upper_plan": above.pk})
    check_run = PlanCheck.objects.get()
    assert answer.url == check_run.get_absolute_url()
    assert (check_run.plan, check_run.upper_plan, check_run.unit) == (plan, above, people.north)
    run_job(check_run)
    assert Kind.MISSING_ANNEX in {one.kind for one in check_run.findings.all()}
    assert check_run.get_absolute_url() in client.get(address).content.decode()
    assert "lưu đến" not in client.get(check_run.get_absolute_url()).content.decode()
    assert reverse("plans:plan_alignment", args=[above.uid]) not in (
        browser(people.leader).get(above.get_absolute_url()).content.decode()
    )


def test_a_plan_without_a_document_cannot_be_compared(people: People, browser: Browser) -> None:
    plan = make_plan(people.north)
    page = browser(people.officer).get(reverse("plans:plan_alignment", args=[plan.uid])).content.decode()
    assert "Kế hoạch không có văn bản" in page
    check_run = checks.align_plan(plan=plan, unit=people.north, by=people.officer)
    assert run_job(check_run) == {"failed": "plans.check_refused"}
    assert JobRun.objects.for_target(check_run).count() == 1


def test_the_six_clears_of_a_plan_say_which_task_lacks_what(
    people: People, browser: Browser, django_assert_num_queries: Any
) -> None:
    plan = make_plan(people.province)
    whole = make_task(plan, "Ban hành quy chế dữ liệu", deadline_kind=DeadlineKind.RECURRING)
    make_share(whole, people.north)
    make_share(whole, people.science, AssignmentRole.MONITORING)
    bare = make_task(plan, "Tập huấn", product="", approver=None)
    client, address = browser(people.coordinator), reverse("plans:plan_tab", args=[plan.uid, "clears"])
    client.get(address)
    with django_assert_num_queries(9):
        page = client.get(address).content.decode()
    for said in ("tên việc quá ngắn", "chưa có thời hạn", "chưa có đơn vị chịu trách nhiệm", "chưa rõ cấp quyết định"):
        assert page.count(said) == 1
    lacking = client.get(address, {"lacks": "schedule"}).content.decode()
    assert bare.code in lacking
    assert whole.code not in lacking
    sheet = words_of(client.get(address, {"format": "xlsx"}))
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].iter_rows(values_only=True))
    line = next(row for row in rows if row[0] == whole.code)
    assert line[3:10] == ("x", "x", "x", "x", "x", "x", 6)
    assert "tên việc quá ngắn" in client.get(address, {"format": "print"}).content.decode()
