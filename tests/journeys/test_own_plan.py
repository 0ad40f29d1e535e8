"""A commune's officer makes the draft of the commune's plan from the province's, and opens it as Word does."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import docx
from docx.enum.text import WD_COLOR_INDEX
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SitDown
from tests.journeys.test_a_letter_becomes_work import LINES, TAKES_MS, paste

NUMBER = "315/KH-UBND"
TITLE = "Kế hoạch phát triển dịch vụ số tỉnh Hà Tĩnh năm 2099"
DUE = date.today() + timedelta(days=60)


def give_the_plan(page: Page) -> None:
    """The province's plan with two tasks for every commune and one for a department."""
    page.get_by_label("Loại văn bản").select_option(label="Kế hoạch")
    page.get_by_label("Số, ký hiệu").fill(NUMBER)
    page.get_by_label("Ngày ban hành").fill(f"{date.today():%d/%m/%Y}")
    page.get_by_label("Trích yếu").fill(TITLE)
    tasks = (
        ("Kích hoạt tài khoản định danh điện tử cho người già yếu", "Danh sách", "các xã, phường"),
        ("Làm sạch sổ hộ tịch điện tử còn thiếu trường bắt buộc", "", "các xã, phường"),
        ("Tổng hợp kết quả của các địa phương trong toàn tỉnh", "", "Sở Khoa học và Công nghệ"),
    )
    paste(page, *((*task, "", "", f"{DUE:%d/%m/%Y}") for task in tasks))
    expect(page.get_by_text("69 đơn vị").first).to_be_visible(timeout=TAKES_MS)
    page.get_by_role("button", name="Giao việc", exact=True).click()
    expect(page.get_by_text(re.compile(r"Đã giao 3 việc"))).to_be_visible(timeout=TAKES_MS)


def test_an_officer_takes_the_draft_of_the_commune_home(sit_down: SitDown, tmp_path: Path) -> None:
    give_the_plan(sit_down("coordinator").open(LINES))
    desk = sit_down("officer")
    page = desk.open(f"/plans/?q={NUMBER}")
    page.get_by_role("link", name=re.compile("phát triển dịch vụ số")).first.click()
    page.get_by_role("link", name="Lập kế hoạch của đơn vị").click()
    desk.check()
    expect(page.get_by_role("checkbox", name=re.compile("định danh điện tử"))).to_be_checked()
    expect(page.get_by_text("việc nói đến “tài khoản định danh”")).to_be_visible()
    page.get_by_role("button", name="Xem những chỗ phải điền").click()
    expect(page.get_by_text("chỗ phải điền trong dự thảo").first).to_be_visible()
    desk.check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải dự thảo (.docx)").first.click()
    assert download.value.suggested_filename.startswith("Dự thảo kế hoạch")
    download.value.save_as(tmp_path / "ke-hoach.docx")
    document = docx.Document(str(tmp_path / "ke-hoach.docx"))
    assert document.tables[0].rows[0].cells[0].text.startswith("ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LỘC")
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert [row[2] for row in rows if row[1].startswith("Kích hoạt")] == ["Công an xã"]
    assert not [row for row in rows if row[1].startswith("Tổng hợp")]
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert any("Một đơn vị chịu trách nhiệm" in note.text for note in document.comments)
