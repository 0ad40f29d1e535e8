"""A directive of the province, pasted from a table, becomes the work of every commune; its letter comes back signed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Desk, SitDown

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


def test_a_directive_of_the_province_becomes_the_work_of_sixty_nine_communes(sit_down: SitDown) -> None:
    desk = sit_down("coordinator")
    page = desk.open("/desk/")
    page.get_by_role("navigation").get_by_role("link", name="Giao theo văn bản").click()
    desk.check()
    fill_the_head(page, "1204/UBND-KGVX", "V/v rà soát điểm truy cập dịch vụ công")
    day = f"{DUE:%d/%m/%Y}"
    paste(page, ("Rà soát điểm truy cập tại nhà văn hóa", "Báo cáo", "các xã, phường", "", "", day),
          ("Tổng hợp điểm truy cập toàn tỉnh", "", "Sở Khoa học và Công nghệ", "", "", day))  # fmt: skip
    expect(page.get_by_text("69 đơn vị")).to_be_visible(timeout=TAKES_MS)
    desk.check()
    page.reload()  # the line drops before it is sent
    expect(page.get_by_text("Đã khôi phục phần đang nhập dở")).to_be_visible()
    expect(page.get_by_label("Chủ trì").nth(1)).to_have_value("Sở Khoa học và Công nghệ")
    page.get_by_role("button", name="Giao việc", exact=True).click()
    expect(page.get_by_text("Đã giao 2 việc cho 70 đơn vị")).to_be_visible(timeout=TAKES_MS)
    desk.check()
    plan = page.url.partition("?")[0].replace(desk.installation.url, "")
    officer = sit_down("officer")
    work = officer.open("/search/?q=số 1204")
    work.get_by_role("link", name=re.compile("Rà soát điểm truy cập tại nhà văn hóa")).first.click()
    officer.check()
    expect(work.get_by_role("link", name="1204/UBND-KGVX").first).to_be_visible()
    desk.open(LINES)
    expect(page.get_by_label("Trích yếu")).to_have_value("")  # what was sent is no draft any more
    _letter_and_signed_file(desk, plan)


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
