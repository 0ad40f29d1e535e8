"""A directive of the province becomes the work of every commune, and what one of them does about it is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys import errands, offline
from tests.journeys.conftest import Desk, SitDown

WORK = "Rà soát điểm truy cập tại nhà văn hóa"
UNIT, SCIENCE = "Xã Đồng Lộc", "Sở Khoa học và Công nghệ"
LINES = "/plans/letters/new/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DUE = date.today() + timedelta(days=30)
TAKES_MS = 90_000
PASTE = """(text) => {
  const field = document.activeElement;
  const data = new DataTransfer();
  data.setData("text/plain", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def fill_the_head(page: Page, number: str, title: str) -> None:
    """The document as its document system knows it."""
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày ban hành").fill(f"{date.today():%d/%m/%Y}")
    page.get_by_label("Trích yếu").fill(title)


def paste(page: Page, *rows: tuple[str, ...]) -> None:
    """A range copied from Excel, put into the first cell."""
    page.get_by_label("Việc cần làm").first.focus()
    page.evaluate(PASTE, "\n".join("\t".join(row) for row in rows))


@dataclass(frozen=True)
class Counted:
    """What pages say about one unit's share of a directive: on the overview, and on the directive's own page."""

    done_this_week: int
    done: int
    waiting: int
    done_of_plan: int


def test_a_directive_becomes_sixty_nine_shares_and_one_is_done_without_a_line_confirmed_and_counted(
    sit_down: SitDown,
) -> None:
    desk = sit_down("coordinator")
    plan = _give_to_all_communes(desk)
    assert _shares_of(desk, plan) == 69 + 1
    before = _counted(desk, plan)
    assert (before.done, before.waiting, before.done_of_plan) == (0, 0, 0)
    phone = sit_down("officer", phone=True)
    task = _report_without_a_line(phone, plan)
    reported = _counted(desk, plan)
    assert reported == replace(before, waiting=1)
    _confirm_as_the_monitoring_unit(sit_down("science"), task)
    assert _counted(desk, plan) == replace(before, done_this_week=before.done_this_week + 1, done=1, done_of_plan=1)
    page = phone.open(task)
    expect(page.locator(".share-table")).to_contain_text("Hoàn thành đúng hạn")
    _letter_and_signed_file(desk, plan)


def _give_to_all_communes(desk: Desk) -> str:
    """Enter the directive and its work, lose the page once on the way; the address of the directive."""
    page = desk.open("/desk/")
    page.get_by_role("navigation").get_by_role("link", name="Giao theo văn bản").click()
    desk.check()
    fill_the_head(page, "1204/UBND-KGVX", "V/v rà soát điểm truy cập dịch vụ công")
    day = f"{DUE:%d/%m/%Y}"
    paste(page, (WORK, "Báo cáo", "các xã, phường", "", SCIENCE, day),
          ("Tổng hợp điểm truy cập toàn tỉnh", "", SCIENCE, "", "", day))  # fmt: skip
    expect(page.get_by_text("69 đơn vị")).to_be_visible(timeout=TAKES_MS)
    desk.check()
    page.reload(wait_until="commit")  # the line drops before it is sent
    expect(page.get_by_text("Đã khôi phục phần đang nhập dở")).to_be_visible()
    expect(page.get_by_label("Chủ trì").nth(1)).to_have_value(SCIENCE)
    page.get_by_role("button", name="Giao việc", exact=True).click()
    expect(page.get_by_text("Đã giao 2 việc cho 70 đơn vị")).to_be_visible(timeout=TAKES_MS)
    desk.check()
    plan = page.url.partition("?")[0].replace(desk.installation.url, "")
    desk.open(LINES)
    expect(page.get_by_label("Trích yếu")).to_have_value("")  # what was sent is no draft any more
    return plan


def _shares_of(desk: Desk, plan: str) -> int:
    """How many leading shares the overview counts for the directive."""
    page = desk.open(f"/overview/?plan={plan.strip('/').split('/')[-1]}")
    return errands.figure(page.get_by_role("link", name=re.compile("phân công chủ trì$")).inner_text())


def _counted(desk: Desk, plan: str) -> Counted:
    page = desk.open(f"/overview/?plan={plan.strip('/').split('/')[-1]}")
    week = page.locator(".change-list li").filter(has_text="Hoàn thành").locator("strong").inner_text()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=UNIT, exact=True))
    done = row.locator("td[data-label='Xong']").inner_text()
    page = desk.open(f"{plan}tasks/?by=unit")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=UNIT, exact=True))
    waiting = row.locator("td[data-label='Chờ xác nhận']").inner_text()
    of_plan = row.locator("td[data-label='Xong']").inner_text()
    return Counted(*map(errands.figure, (week, done, waiting, of_plan)))


def _report_without_a_line(desk: Desk, plan: str) -> str:
    """Find the work by the number of its directive, report it done where there is no line; the address of the task."""
    page = desk.open("/search/?q=số 1204")
    page.get_by_role("link", name=re.compile(WORK)).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORK)
    desk.check()
    expect(page.get_by_role("link", name="1204/UBND-KGVX").first).to_be_visible()
    task = errands.task_address(page)
    page.get_by_role("button", name="Tôi nhận việc này").click()
    expect(page.get_by_text("Anh/chị đã nhận việc này.")).to_be_visible()
    sent = offline.reports_sent(page)
    offline.lose_the_line(desk, WORK, task)
    form = page.locator("form.report-form")
    form.get_by_label("Tiến độ (%)").fill("100")
    form.get_by_label("Kết quả đã làm").fill("Đã rà soát mười ba nhà văn hóa.")
    photo = {"name": "nha-van-hoa.jpeg", "mimeType": "image/jpeg", "buffer": offline.photograph()}
    form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    form.get_by_label("Báo hoàn thành").check()
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("button", name="Chờ gửi: 1")).to_be_visible()
    desk.check()
    assert not sent
    offline.all_sent(desk)
    assert len(sent) == 1, "a report is sent once"
    page = desk.open(task)
    expect(page.locator(".timeline").first).to_contain_text("Đã rà soát mười ba nhà văn hóa.")
    expect(page.get_by_role("link", name="nha-van-hoa.jpg")).to_have_count(1)
    return task


def _confirm_as_the_monitoring_unit(desk: Desk, task: str) -> None:
    page = desk.open("/desk/")
    waiting = page.get_by_role("region", name=re.compile("Chờ tôi xác nhận"))
    waiting.locator(f"a[href^='{task}']").first.click()
    desk.check()
    expect(page.get_by_role("link", name="nha-van-hoa.jpg").first).to_be_visible()
    desk.photograph("directive-confirm")
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("Đã xác nhận hoàn thành")).to_be_visible()
    desk.check()


def _letter_and_signed_file(desk: Desk, plan: str) -> None:
    page = desk.open(plan)
    answer = page.request.get(f"{desk.installation.url}{plan}letter.docx")
    assert answer.ok
    assert answer.body().startswith(b"PK")
    desk.open(f"{plan}signed/")
    page.locator("input[type=file]").set_input_files({"name": "1204.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Lưu bản đã ký").click()
    expect(page.get_by_role("link", name="1204.pdf")).to_be_visible()
    desk.check()


def test_an_export_of_the_document_system_becomes_work_once(sit_down: SitDown, tmp_path: Path) -> None:
    desk = sit_down("coordinator")
    page = _upload(desk, tmp_path, number="1310/UBND-TH")
    page.get_by_role("button", name="Xem trước từng dòng").click()
    desk.check()
    expect(page.get_by_role("row").filter(has_text="Xã Không Có Thật")).to_contain_text("Cần sửa")
    page.get_by_role("button", name="Giao 1 việc").click()
    expect(page.get_by_role("row").filter(has_text="Lập sổ theo dõi")).to_contain_text("Đã giao", timeout=TAKES_MS)
    desk.check()
    page.get_by_role("link", name="1310/UBND-TH").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("sổ theo dõi")
    page = _upload(desk, tmp_path, number="1310/UBND-TH")
    expect(page.get_by_role("row").filter(has_text="Lập sổ theo dõi")).to_contain_text("Đã có, bỏ qua")
    expect(page.get_by_role("button", name=re.compile("^Giao"))).to_have_count(0)


def _upload(desk: Desk, folder: Path, *, number: str) -> Page:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Số ký hiệu", "Ngày văn bản", "Trích yếu", "Nội dung giao việc", "Đơn vị xử lý chính", "Hạn xử lý"])
    sheet.append([number, date.today(), "V/v lập sổ theo dõi", "Lập sổ theo dõi", "Xã Đồng Lộc", f"{DUE:%d/%m/%Y}"])
    sheet.append([number, date.today(), "V/v lập sổ theo dõi", "Báo cáo", "Xã Không Có Thật", ""])
    book.save(folder / "tdoffice.xlsx")
    page = desk.open("/plans/imports/new/")
    page.locator("input[type=file]").set_input_files(folder / "tdoffice.xlsx")
    page.get_by_role("button", name="Tải lên và xem trước").click()
    desk.check()
    return page
