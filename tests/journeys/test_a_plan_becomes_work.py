"""A document becomes a plan, the plan becomes work, the work is reported, confirmed, returned and looked at."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from honglam.toolkit.text import strip_marks
from tests.journeys import errands, looking, reviewing
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.documents import ISSUED_DAYS_AGO, bring_to_disk, province_draft

TODAY = date.today()
ISSUED = TODAY - timedelta(days=ISSUED_DAYS_AGO)
MARKS = {"docx": "đợt một", "pdf": "đợt hai", "txt": "đợt ba"}


def test_a_document_becomes_work_that_is_reported_confirmed_returned_and_looked_at(
    sit_down: SitDown, tmp_path: Path
) -> None:
    mark = MARKS["docx"]
    desk, plan = _become_work("docx", sit_down, tmp_path)
    first, second = _report_from_a_phone(sit_down("officer", phone=True), mark)
    _confirm_one_and_return_the_other(desk, first, second)
    _learn_what_was_returned(sit_down("officer", phone=True), second)
    expect(desk.open(first).locator(".share-table")).to_contain_text("Hoàn thành đúng hạn")
    expect(desk.open(second).locator("main")).to_contain_text("Ảnh chưa thấy biển ở ngã ba")
    leader = sit_down("leader")
    looking.overview_of(leader, plan)
    looking.write_a_note(
        leader, plan, "Chụp lại biển", f"Gọi cho xã, chụp nốt trong tuần, {mark}", TODAY + timedelta(7)
    )
    looking.overview_on_paper(leader)
    sit_down("leader", phone=True).open("/overview/")
    looking.list_in_excel(desk, plan, tmp_path)
    looking.find(sit_down("officer"), f"mo diem huong dan nop ho so cho phien {strip_marks(mark)}", first)


@pytest.mark.parametrize("file_format", [one for one in MARKS if one != "docx"])
def test_a_document_of_another_format_becomes_the_same_work(
    file_format: str, sit_down: SitDown, tmp_path: Path
) -> None:
    _desk, plan = _become_work(file_format, sit_down, tmp_path)
    officer = sit_down("officer", phone=True)
    page = officer.open("/plans/units/18484/")
    expect(
        page.get_by_role("link", name=f"Mở điểm hướng dẫn nộp hồ sơ lưu động tại chợ phiên, {MARKS[file_format]}")
    ).to_be_visible()
    looking.overview_of(sit_down("leader"), plan)


def _become_work(file_format: str, sit_down: SitDown, tmp_path: Path) -> tuple[Desk, str]:
    """Bring a document in, review it in two sittings, issue the plan and give its work; the desk and the plan."""
    mark = MARKS[file_format]
    document = bring_to_disk(province_draft(mark, TODAY), file_format, tmp_path)
    review = _review_until_the_line_drops(sit_down("coordinator"), document, mark)
    desk = sit_down("coordinator")
    _take_up_the_review_again(desk, review, mark)
    errands.accept_everything(desk, review)
    plan = errands.create_plan(desk, review)
    _issue_and_give(desk, plan, mark)
    return desk, plan


def _review_until_the_line_drops(desk: Desk, document: Path, mark: str) -> str:
    review = errands.bring_in(desk, document)
    desk.check()
    desk.photograph("review")
    page = desk.page
    reviewing.the_uncertain_come_first(page)
    reviewing.source_and_items_follow_each_other(page, f"Chụp lại biển chỉ đường đến trụ sở mới, {mark}")
    reviewing.edit_item(page, "Chụp lại biển chỉ đường", "Bộ ảnh biển chỉ đường có tọa độ")
    reviewing.drop_item(page, "In lại tờ gấp hướng dẫn bằng giấy")
    reviewing.accept_and_take_back(page, "Trực đường dây hỏi đáp buổi trưa")
    reviewing.tie_loose_name(page, "Mở phòng đọc tài liệu", "so xay dung", "Sở Xây dựng")
    reviewing.add_item(desk, f"Dán lịch trực ở cổng trụ sở, {mark}", "Sở Nội vụ")
    desk.leave()
    return review


def _take_up_the_review_again(desk: Desk, review: str, mark: str) -> None:
    page = desk.open("/plans/readings/")
    page.locator(f"a[href='{review}']").first.click()
    expect(reviewing.item_of(page, "Chụp lại biển chỉ đường")).to_contain_text("Bộ ảnh biển chỉ đường có tọa độ")
    expect(reviewing.item_of(page, "In lại tờ gấp")).to_contain_text("Đã bỏ")
    expect(reviewing.item_of(page, "Mở phòng đọc tài liệu").locator(".loose-name")).to_have_count(0)
    expect(reviewing.item_of(page, "Dán lịch trực ở cổng")).to_contain_text("Thêm bằng tay")
    expect(page.get_by_role("button", name="Tạo kế hoạch")).to_be_disabled()


def _issue_and_give(desk: Desk, plan: str, mark: str) -> None:
    page = desk.page
    expect(page.get_by_text("Dự thảo: chưa có số hoặc ngày ban hành")).to_be_visible()
    assert not page.get_by_role("link", name=re.compile("^Giao việc")).count(), "work of a draft can be given"
    desk.open(f"{plan}give/")
    expect(page.get_by_text("Chưa giao được: kế hoạch còn là dự thảo")).to_be_visible()
    errands.issue(desk, plan, f"{ISSUED:%d%m}-{list(MARKS.values()).index(mark)}/KH-UBND", ISSUED)
    desk.check()
    desk.photograph("give")
    born_late = page.locator(".card").filter(has=page.get_by_role("heading", name=re.compile("quá hạn ngay khi giao")))
    expect(born_late).to_contain_text("Bàn giao danh sách máy quét")
    load = page.get_by_role("row", name=re.compile("Xã Đồng Lộc"))
    assert errands.figure(load.get_by_role("cell").first.inner_text()) >= 2
    errands.give(desk, plan)


def _report_from_a_phone(desk: Desk, mark: str) -> tuple[str, str]:
    page = desk.open("/desk/")
    desk.photograph("phone-desk")
    page.get_by_role("link", name="Xã Đồng Lộc").first.click()
    desk.check()
    desk.photograph("phone-unit")
    page.get_by_role("link", name=f"Mở điểm hướng dẫn nộp hồ sơ lưu động tại chợ phiên, {mark}").click()
    desk.check()
    expect(page.locator("blockquote")).to_contain_text("Mở điểm hướng dẫn nộp hồ sơ lưu động")
    expect(page.get_by_role("heading", name=re.compile(r"^Rõ \d.\d$"))).to_be_visible()
    page.get_by_role("button", name="Tôi nhận việc này").click()
    expect(page.get_by_text("Anh/chị đã nhận việc này.")).to_be_visible()
    first = errands.task_address(page)
    errands.report(page, 40, "Đã mở hai phiên, hướng dẫn 31 lượt người.")
    expect(page.get_by_text("Đã ghi tiến độ 40%.")).to_be_visible()
    errands.report(page, 100, "Đã mở đủ bốn phiên, 77 lượt người.", photo="cho-phien.png", done=True)
    expect(page.get_by_text("Đã báo hoàn thành, chờ xác nhận.")).to_be_visible()
    expect(page.get_by_role("link", name="cho-phien.png")).to_be_visible()
    desk.check()
    desk.photograph("phone-task")
    page.goto(f"{desk.installation.url}/plans/units/18484/?q=chup+lai+bien")
    page.get_by_role("link", name=f"Chụp lại biển chỉ đường đến trụ sở mới, {mark}").click()
    page.wait_for_url("**/plans/tasks/**")
    second = errands.task_address(page)
    errands.report(page, 100, "Đã chụp xong.", done=True)
    return first, second


def _confirm_one_and_return_the_other(desk: Desk, first: str, second: str) -> None:
    page = desk.open("/desk/")
    expect(page.get_by_role("heading", name=re.compile("Chờ tôi xác nhận"))).to_be_visible()
    desk.photograph("desk")
    page.locator(f"a[href^='{first}']").first.click()
    desk.check()
    desk.photograph("task")
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("Đã xác nhận hoàn thành")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Hoàn thành đúng hạn")
    desk.open(second)
    page.locator(".share-table").get_by_label("Thao tác khác").click()
    page.get_by_role("link", name="Trả lại").click()
    desk.check()
    page.get_by_label("Lý do").fill("Ảnh chưa thấy biển ở ngã ba; đề nghị chụp thêm.")
    page.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Đã trả lại cho đơn vị.")).to_be_visible()


def _learn_what_was_returned(desk: Desk, second: str) -> None:
    page = desk.open("/notices/")
    expect(page.locator("main")).to_contain_text("Chụp lại biển chỉ đường")
    desk.open(second)
    expect(page.locator("main")).to_contain_text("Ảnh chưa thấy biển ở ngã ba")
    expect(page.locator("main")).to_contain_text("Trả lại")
