"""A head sees a citizen's number for a stated reason; an auditor finds who, when and why, but not the number."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import hub
from tests.journeys.conftest import SitDown
from tests.journeys.installation import Installation

NUMBER, REASON = "999000481207", "Đối chiếu hồ sơ nâng lương trước thời hạn"
PERSON = """
row = create_many(register=register_of("officials"), unit=unit(code="18484"), by=by(username="administrator"), rows=[{
    "citizen_id": "999000481207", "full_name": "Nguyễn Thị Hồng Nhung", "gender": "female", "position": "Chuyên viên",
    "staff_kind": "civil_servant", "birth_date": datetime.date(1988, 4, 12), "phone": "0900000481",
}])[0]
print(json.dumps(f"/registers/officials/{row.uid}/"))
"""
# Every table of the log, in which the number may stand nowhere.
LOG = """
import json
from django.apps import apps
from django.core import serializers
held = "".join(serializers.serialize("json", one.objects.all()) for one in apps.get_app_config("audit").get_models())
print(json.dumps("999000481207" in held))
"""


@pytest.fixture(scope="module")
def file(installation: Installation) -> str:
    """The address of a person's file in the commune Đồng Lộc."""
    installation.add_people(("auditor", "Phan Thị Kim", "auditor", "42"))
    return str(hub.brought_about(installation, PERSON))


def _in_the_log(page: Page) -> Page:
    """The log, narrowed to the readings of one person."""
    page.locator("select[name=action]").select_option(label="Đọc dữ liệu cá nhân")
    page.wait_for_url("**action=**")
    page.get_by_role("searchbox", name="Tên người thực hiện").fill("le van cuong")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=**")
    return page


def test_an_unmasking_is_found_with_who_when_and_why_but_without_the_value(
    sit_down: SitDown, installation: Installation, file: str
) -> None:
    head = sit_down("head")
    page = head.open("/registers/officials/?q=hong nhung")
    page.get_by_role("link", name="Nguyễn Thị Hồng Nhung").click()
    head.check()
    seen = page.locator("#see-citizen_id")
    expect(seen).not_to_contain_text(NUMBER)
    seen.get_by_role("link", name="Xem").click()
    seen.get_by_label("Cần xem để làm gì?").fill("Cần")
    seen.get_by_role("button", name="Xem").click()
    expect(seen).to_contain_text("ít nhất 10 ký tự")
    head.complaints.clear()  # the browser notes every 422
    seen.get_by_label("Cần xem để làm gì?").fill(REASON)
    head.check()
    head.photograph("unmask")
    seen.get_by_role("button", name="Xem").click()
    expect(seen).to_contain_text(NUMBER)
    page.reload()
    expect(page.locator("main")).not_to_contain_text(NUMBER)

    auditor = sit_down("auditor")
    page = _in_the_log(auditor.open("/people/log/"))
    entry = page.get_by_role("row").filter(has_text=REASON)
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Lê Văn Cường")
    expect(entry).to_contain_text("số định danh cá nhân (CCCD)")
    expect(entry).to_contain_text("Nguyễn Thị Hồng Nhung")
    expect(entry).to_contain_text("Xã Đồng Lộc")
    expect(entry.locator("time")).to_have_attribute("datetime", re.compile(r"^\d{4}-\d\d-\d\dT"))
    auditor.check()
    auditor.photograph("log_of_personal_data")
    assert NUMBER not in page.content()
    with page.expect_download() as download:
        page.get_by_role("button", name="Xuất Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()), read_only=True)
    cells = {str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert any(REASON in cell for cell in cells)
    assert not any(NUMBER in cell for cell in cells)

    page = auditor.open("/registers/officials/readings/")
    expect(page.get_by_role("row").filter(has_text=REASON)).to_contain_text("Lê Văn Cường")
    auditor.check()
    assert NUMBER not in page.content()
    assert hub.brought_about(installation, LOG) is False, "the log holds the number itself"
    installation.run("verify_audit")


def test_an_officer_who_may_not_read_personnel_files_meets_no_way_to_the_number(sit_down: SitDown, file: str) -> None:
    desk = sit_down("officer")
    answer = desk.page.request.get(f"{desk.installation.url}{file}")
    assert answer.status in {403, 404}
    assert NUMBER not in answer.text()
    refused = desk.page.request.get(f"{desk.installation.url}{file}see/citizen_id/")
    assert refused.status in {403, 404}
