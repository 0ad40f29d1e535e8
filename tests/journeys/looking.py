"""Looking at work from above and taking it along: the leader's overview, a note on a row, Excel, paper, search."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys import errands
from tests.journeys.conftest import Desk


def overview_of(desk: Desk, plan: str) -> None:
    """Hot spots, status, map and late work of one plan; a number opens exactly its rows."""
    page = desk.open("/overview/")
    page.get_by_role("combobox", name="Kế hoạch").select_option(plan.strip("/").split("/")[-1])
    page.wait_for_url("**plan=**")
    expect(page.get_by_role("heading", name="Năm điểm nóng")).to_be_visible()
    assert page.locator(".hot-list > li").count() <= 5
    expect(page.get_by_role("heading", name="Chờ tôi quyết định")).to_be_visible()
    expect(page.locator("[data-drawn=yes]")).to_be_attached()
    desk.check()
    desk.photograph("overview")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Xã Đồng Lộc"))
    late = row.locator("td[data-label='Quá hạn'] a")
    count = errands.figure(late.inner_text())
    late.click()
    desk.check()
    expect(page.get_by_role("heading", level=2, name=re.compile(rf"^{count} phân công"))).to_be_visible()
    expect(page.locator("main tbody tr")).to_have_count(count)


def write_a_note(desk: Desk, plan: str, on: str, words: str, due: date) -> str:
    """Write an instruction on a late row; it is a task with owner and date. Its address."""
    page = desk.open(f"/overview/?plan={plan.strip('/').split('/')[-1]}")
    page.locator("#overdue").get_by_role("link", name=re.compile(f"^Ghi ý kiến chỉ đạo về {on}")).click()
    page.get_by_label("Việc cần làm").fill(words)
    expect(page.get_by_role("checkbox", name="Xã Đồng Lộc")).to_be_checked()
    page.get_by_label("Hạn hoàn thành").fill(f"{due:%d/%m/%Y}")
    desk.check()
    desk.photograph("note")
    page.get_by_role("button", name="Giao việc").click()
    expect(page.get_by_text("Đã giao việc cho 1 đơn vị.")).to_be_visible()
    desk.check()
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    expect(page.locator(".share-table")).to_contain_text("Xã Đồng Lộc")
    expect(page.locator(".page-meta")).to_contain_text(f"{due:%d/%m/%Y}")
    expect(page.get_by_text("Theo ý kiến chỉ đạo ghi trên nhiệm vụ")).to_be_visible()
    return errands.task_address(page)


def overview_on_paper(desk: Desk) -> None:
    """One printed page with the same figures."""
    page = desk.open("/overview/print/")
    expect(page.get_by_role("heading", name="Năm điểm nóng")).to_be_visible()
    desk.check()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, "the overview fits on one sheet"


def list_in_excel(desk: Desk, plan: str, folder: Path) -> None:
    """The workbook holds the rows of the list, and the printed list holds them too."""
    page = desk.open(f"/plans/tasks/?plan={plan.strip('/').split('/')[-1]}&status=open")
    count = errands.figure(page.get_by_role("heading", level=2, name=re.compile(r"^\d.*nhiệm vụ$")).inner_text())
    codes = {code.split(" ")[0] for code in page.locator("main tbody th small").all_inner_texts()}
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    path = folder / "viec.xlsx"
    download.value.save_as(path)
    rows = list(load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))
    written = {str(cell) for row in rows for cell in row if str(cell).startswith("NV-")}
    assert len(written) == count
    assert codes <= written
    with page.expect_popup() as popup:
        page.get_by_role("link", name="In", exact=True).click()
    paper = popup.value
    paper.wait_for_load_state()
    expect(paper.locator("tbody tr")).to_have_count(count)
    paper.close()


def find(desk: Desk, typed: str, address: str) -> None:
    """Type words without marks into the box on top, and open the hit."""
    page = desk.open("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    desk.check()
    desk.photograph("search")
    page.locator(f"a[href^='{address}']").first.click()
    page.wait_for_url(f"**{address}**")
