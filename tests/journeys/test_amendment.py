"""A plan is amended: what was done stays done, what changed is shown, what is gone is withdrawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from honglam.engines.plans.demo.contents.commune import amended_commune_plan, commune_plan
from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.documents import bring_to_disk

FIRST = date.today() - timedelta(days=75)
SECOND = min(FIRST + timedelta(days=40), date(FIRST.year, 12, 31))
KEPT = "Phân công cán bộ trực hỗ trợ nộp hồ sơ trực tuyến theo từng thôn"
MOVED = "Số hóa hồ sơ đất đai lưu tại kho của xã"
NEW = "Thử nghiệm trợ lý ảo trả lời câu hỏi về thủ tục đất đai"
GONE = "Đặt mã QR thanh toán tại chợ và bàn tiếp nhận hồ sơ"


def test_an_amended_version_keeps_progress_and_shows_what_changed(sit_down: SitDown, tmp_path: Path) -> None:
    signed = replace(commune_plan(FIRST.year), issued=(FIRST.day, FIRST.month))
    amended = replace(amended_commune_plan(FIRST.year), issued=(SECOND.day, SECOND.month))
    desk = sit_down("head")
    review = errands.bring_in(desk, bring_to_disk(signed, "docx", tmp_path))
    errands.accept_everything(desk, review)
    plan = errands.create_plan(desk, review)
    errands.give(desk, plan)
    done = _report_on_the_kept_task(desk, plan)
    review = _bring_in_the_amended_version(desk, plan, bring_to_disk(amended, "docx", tmp_path))
    _see_what_changes(desk.page)
    errands.accept_everything(desk, review)
    desk.page.get_by_role("button", name="Cập nhật kế hoạch").click()
    desk.page.wait_for_url(f"**{plan}")
    _see_the_plan_as_amended(desk, plan)
    expect(desk.open(done).locator(".share-table")).to_contain_text("60%")
    expect(desk.page.locator("main")).to_contain_text("Đã phân công trực ở bảy thôn.")
    tasks = desk.open(f"{plan}tasks/")
    expect(tasks.get_by_role("link", name=GONE)).to_have_count(0)
    expect(tasks.get_by_role("row").filter(has_text=MOVED)).to_contain_text(f"15/12/{FIRST.year}")
    _give_only_what_is_new(desk, plan)
    expect(desk.open(f"{plan}tasks/").get_by_role("row").filter(has_text=NEW)).not_to_contain_text("Chưa giao")


def _report_on_the_kept_task(desk: Desk, plan: str) -> str:
    page = desk.open(f"{plan}tasks/")
    page.get_by_role("link", name=KEPT).click()
    page.wait_for_url("**/plans/tasks/**")
    if not page.locator("form.report-form").count():
        page.locator("main").get_by_role("link", name="Báo cáo", exact=True).first.click()
    errands.report(page, 60, "Đã phân công trực ở bảy thôn.")
    return errands.task_address(page)


def _bring_in_the_amended_version(desk: Desk, plan: str, document: Path) -> str:
    page = desk.open(plan)
    page.locator(".page-actions summary").click()
    address = page.get_by_role("link", name="Tải bản sửa đổi, bổ sung").get_attribute("href")
    return errands.bring_in(desk, document, address=str(address))


def _see_what_changes(page: Page) -> None:
    said = page.locator(".alert").filter(has_text="sửa đổi, bổ sung")
    expect(said).to_contain_text(re.compile(r"1 việc mới, \d+ việc thay đổi, 1 việc không còn"))
    expect(said).to_contain_text(GONE)
    expect(page.locator("[data-item]").filter(has_text=NEW)).to_contain_text("Việc mới")
    expect(page.locator("[data-item]").filter(has_text=MOVED)).to_contain_text(f"→ 15/12/{FIRST.year}")


def _see_the_plan_as_amended(desk: Desk, plan: str) -> None:
    page = desk.page
    desk.check()
    expect(page.locator(".plan-life [aria-current=step]")).to_have_text("Sửa đổi lần 1")
    desk.photograph("amended")
    desk.open(f"{plan}history/")
    expect(page.locator("main")).to_contain_text(re.compile("[Ss]ửa đổi"))


def _give_only_what_is_new(desk: Desk, plan: str) -> None:
    page = desk.open(f"{plan}give/")
    expect(page.locator(".lead-line")).to_contain_text("của 1 nhiệm vụ")  # the others were given before
    errands.give(desk, plan)
