"""Sixty-nine communes send an Excel form back: two do not, one put a line in; the table is there on Friday."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from honglam.core.organisations.shipped import read_province
from tests.engines.reporting.forms import filled, sums_form
from tests.engines.reporting.test_workbooks import fill, insert_line
from tests.journeys.conftest import SitDown

COMMUNES = 69
GATHERING_TAKES_MS = 90_000


@pytest.fixture(scope="module")
def communes() -> list[str]:
    """The names of the communes of the installation, as its data have them."""
    return [unit.name for unit in read_province("42").units if unit.function == "commune"]


def test_sixty_nine_forms_become_one(sit_down: SitDown, tmp_path: Path, communes: list[str]) -> None:
    assert len(communes) == COMMUNES
    blank = sums_form()
    (tmp_path / "Biểu 01.xlsx").write_bytes(blank)
    missing, changed, sent = communes[:2], communes[2], communes[3:]
    for number, name in enumerate(sent):
        (tmp_path / f"{name}.xlsx").write_bytes(filled(blank, f"UBND {name}", fill(number)))
    (tmp_path / f"{changed}.xlsx").write_bytes(filled(blank, f"UBND {changed}", insert_line))
    desk = sit_down("coordinator")
    page = desk.open("/reports/workbooks/")
    page.get_by_role("link", name="Gộp một biểu").first.click()
    desk.check()
    page.locator("#id_form").set_input_files(tmp_path / "Biểu 01.xlsx")
    page.locator("#id_copies").set_input_files([tmp_path / f"{name}.xlsx" for name in (changed, *sent)])
    page.get_by_label("Nơi được yêu cầu gửi").select_option(label="Các xã, phường")
    page.get_by_role("button", name="Gộp", exact=True).click()
    ready = page.get_by_role("link", name="Tải biểu đã gộp")
    expect(ready).to_be_visible(timeout=GATHERING_TAKES_MS)
    desk.check()
    desk.photograph("gathering")
    expect(page.locator("#missing + ul > li")).to_have_text(missing)
    row = page.get_by_role("row").filter(has_text=f"{changed}.xlsx")
    expect(row).to_contain_text("Đã chèn thêm 1 dòng")
    with page.expect_download() as download:
        ready.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book["Biểu 01"]["C6"].value == sum(range(len(sent)))
    assert book["Biểu 01"]["C9"].value == "=SUM(C6:C8)"
    asked = [row[0] for row in book["Cần hỏi lại"].iter_rows(min_row=2, values_only=True)]
    assert asked[:2] == missing
    assert any(re.search(changed, str(name)) for name in asked)
    phone = sit_down("coordinator", phone=True)
    phone.open(page.url.replace(desk.installation.url, ""))
    phone.check()
