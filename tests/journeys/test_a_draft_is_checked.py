"""A commune's draft is checked against the province's plan, mended as the comments in Word say, and checked again."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx
from playwright.sync_api import Locator, Page, expect

from honglam.engines.plans.demo.contents.province import province_plan
from honglam.engines.plans.demo.contents.unsigned import ANNEX, ENDED, STANDING, STRONG, WEAK, unsigned_commune_plan
from honglam.engines.plans.demo.example import AimTable, Example, Group, Row, TaskTable, month
from honglam.engines.plans.demo.writers import written
from tests.engines.plans.checking.drafts import shown_text
from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.documents import COLUMNS

TODAY = date.today()
CHECKING_TAKES_MS = 120_000
NUMBER = 721
MENDED = ((WEAK, STRONG), (ENDED, STANDING))
"""What an officer types over in Word; the annex is set aside instead, because it is signed with another document."""


def plan_of_the_province() -> Example:
    """The province's targets, with one task of the communes in its annex."""
    whole = province_plan(TODAY.year)
    task = Row("Rà lỗi, làm sạch sổ hộ tịch điện tử còn thiếu trường bắt buộc", ("UBND các xã, phường",), month(12),
               "Sổ hộ tịch điện tử đủ trường")  # fmt: skip
    annex = TaskTable("PHỤ LỤC II", "DANH MỤC NHIỆM VỤ", COLUMNS, (Group("I", "Dữ liệu", (task,)),))
    aims = tuple(table for table in whole.tables if isinstance(table, AimTable))
    return replace(whole, key="tinh-de-doi-chieu", number=None, issued=None, duties=(), tables=(*aims, annex))


def mended(content: bytes) -> bytes:
    """The commented copy as an officer sends it back: comments read, words typed over, comments left in."""
    document = docx.Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        for wrong, right in MENDED:
            for run in paragraph.runs:
                run.text = run.text.replace(wrong, right) if wrong in run.text else run.text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def the_province_issues_its_plan(desk: Desk, folder: Path) -> str:
    """Bring the upper plan in and give its work, so that the commune sees it."""
    path = folder / "ke-hoach-tinh.docx"
    path.write_bytes(written(plan_of_the_province(), "docx"))
    review = errands.bring_in(desk, path)
    errands.accept_everything(desk, review)
    plan = errands.create_plan(desk, review)
    errands.issue(desk, plan, f"{NUMBER}/KH-UBND", TODAY - timedelta(days=40))
    errands.give(desk, plan)
    return plan


def finding(page: Page, words: str) -> Locator:
    """The finding that quotes these words."""
    return page.locator("#findings [data-finding]").filter(has_text=words)


def test_a_draft_is_mended_from_its_comments(sit_down: SitDown, tmp_path: Path) -> None:
    plan = the_province_issues_its_plan(sit_down("coordinator"), tmp_path)
    desk = sit_down("officer")
    check, content = _drop_the_draft(desk, tmp_path)
    _look_at_the_findings(desk, check)
    _set_one_aside(desk)
    copy = _take_the_copy_in_word(desk, content)
    _check_the_mended_draft(desk, copy, tmp_path)
    _look_on_a_phone(sit_down("officer", phone=True), check)
    _nobody_else_sees_it(sit_down("coordinator"), check)
    _compare_a_plan(sit_down("coordinator"), plan)
    _delete(desk, check)


def _drop_the_draft(desk: Desk, folder: Path) -> tuple[str, bytes]:
    page = desk.open("/plans/checks/")
    expect(page.get_by_text("Chưa soát dự thảo nào")).to_be_visible()
    page.get_by_role("link", name="Soát một dự thảo").first.click()
    desk.check()
    content = written(unsigned_commune_plan(TODAY.year), "docx")
    path = folder / "Dự thảo kế hoạch xã Đồng Lộc.docx"
    path.write_bytes(content)
    page.locator("#id_file").set_input_files(path)
    upper = page.get_by_label("Đối chiếu với kế hoạch cấp trên")
    chosen = upper.locator("option").filter(has_text=f"{NUMBER}/KH-UBND").get_attribute("value")
    upper.select_option(chosen)
    desk.photograph("check-new")
    page.get_by_role("button", name="Soát", exact=True).click()
    desk.check()
    page.goto(f"{desk.installation.url}/desk/")  # it goes on without being watched
    page.goto(f"{desk.installation.url}/plans/checks/")
    page.get_by_role("link", name=path.name).click()
    expect(page.locator("#check-counts")).to_be_visible(timeout=CHECKING_TAKES_MS)
    return page.url.replace(desk.installation.url, ""), content


def _look_at_the_findings(desk: Desk, check: str) -> None:
    page = desk.open(check)
    desk.photograph("check-findings")
    weaker = finding(page, WEAK)
    expect(weaker.get_by_role("heading")).to_have_text("Chỉ tiêu thấp hơn cấp trên")
    expect(weaker).to_contain_text("72%")
    for words in (ENDED, ANNEX):
        expect(finding(page, words)).to_have_count(1)
    page.get_by_label("Loại phát hiện").select_option("weaker_target")
    page.wait_for_url("**kind=weaker_target**")
    expect(page.locator("#findings [data-finding]")).to_have_count(1)
    desk.check()
    desk.open(check)


def _set_one_aside(desk: Desk) -> None:
    page = desk.page
    annex = finding(page, ANNEX)
    page.keyboard.press("j")
    annex.focus()
    page.keyboard.press("x")
    desk.check()
    page.keyboard.type("Phụ lục kinh phí ký kèm dự toán")
    desk.photograph("check-dismiss")
    page.keyboard.press("Enter")
    expect(annex.get_by_text("Phụ lục kinh phí ký kèm dự toán")).to_be_visible()
    expect(annex).to_contain_text("Trần Thị Bình")
    expect(page.locator("#check-counts").get_by_role("link", name=re.compile("Đã bỏ qua"))).to_contain_text("1")
    desk.check()


def _take_the_copy_in_word(desk: Desk, content: bytes) -> bytes:
    page = desk.page
    still_open = errands.figure(page.locator("#findings .findings-bar p").inner_text()) - 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Bản Word có nhận xét").click()
    copy = Path(download.value.path()).read_bytes()
    comments = list(docx.Document(io.BytesIO(copy)).comments)
    assert len(comments) == still_open
    assert {comment.author for comment in comments} == {"Hồng Lam"}
    assert any("72%" in comment.text for comment in comments)
    assert not any("Phụ lục IV" in comment.text for comment in comments)
    assert shown_text(copy) == shown_text(content)
    return copy


def _check_the_mended_draft(desk: Desk, copy: bytes, folder: Path) -> None:
    page = desk.page
    path = folder / "Dự thảo kế hoạch xã Đồng Lộc, đã sửa.docx"
    path.write_bytes(mended(copy))
    page.get_by_role("button", name="Soát lại").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(path)
    desk.check()
    dialog.get_by_role("button", name="Soát lại").click()
    expect(page.get_by_role("row").filter(has_text="Lần 2").locator("td.number").first).not_to_have_text(
        "—", timeout=CHECKING_TAKES_MS
    )
    for words in (WEAK, ENDED, ANNEX):
        expect(finding(page, words)).to_have_count(0)
    desk.check()
    page.get_by_label("Tình trạng").select_option("mended")
    page.wait_for_url("**standing=mended**")
    for words in (WEAK, ENDED):
        expect(finding(page, words)).to_have_count(1)
    desk.check()
    desk.photograph("check-mended")
    page.get_by_label("Tình trạng").select_option("dismissed")
    page.wait_for_url("**standing=dismissed**")
    expect(finding(page, ANNEX)).to_have_count(1)
    desk.check()


def _look_on_a_phone(desk: Desk, check: str) -> None:
    page = desk.open(f"{check}?standing=all")
    expect(page.locator("[data-finding]").first).to_be_visible()
    page.locator("#check-counts").evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 76)")
    desk.photograph("check-phone")
    desk.open("/plans/checks/")
    desk.open("/plans/checks/new/")


def _nobody_else_sees_it(desk: Desk, check: str) -> None:
    answer = desk.page.request.get(f"{desk.installation.url}{check}")
    assert answer.status == 404
    expect(desk.open("/plans/checks/").get_by_text("Dự thảo kế hoạch xã Đồng Lộc")).to_have_count(0)


def _compare_a_plan(desk: Desk, plan: str) -> None:
    page = desk.open(plan)
    page.get_by_role("link", name="Sáu rõ").click()
    desk.check()
    expect(page.get_by_role("heading", level=2, name=re.compile(r"^\d+ nhiệm vụ$"))).to_be_visible()
    desk.photograph("check-clears")
    page.get_by_role("link", name="Đối chiếu").click()
    desk.check()
    page.get_by_role("button", name="Đối chiếu").click()
    expect(page.locator("#check-counts")).to_be_visible(timeout=CHECKING_TAKES_MS)
    desk.check()
    desk.open(f"{plan}alignment/")


def _delete(desk: Desk, check: str) -> None:
    page = desk.open(check)
    page.get_by_label("Thao tác khác").click()
    page.get_by_role("button", name="Xóa").click()
    errands.yes(page)
    expect(page.get_by_text("Đã xóa dự thảo và kết quả soát.")).to_be_visible()
    desk.check()
    assert page.request.get(f"{desk.installation.url}{check}").status == 404
