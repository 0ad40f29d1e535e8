"""A received Excel form is filled from stored values: mapped once, then each quarter's blank only takes a click."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.engines.reporting.upper_forms.blanks import indicator_lines
from tests.journeys.conftest import SitDown
from tests.journeys.installation import Installation

SHEET = "Biểu 05-CĐS"
# The months that are over, as a commune reported them and a department approved them, through the same tables.
FIGURES = """
from decimal import Decimal
from django.utils import timezone
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import IndicatorValue
from honglam.engines.indicators.public import Aggregation, IndicatorDefinition, TimeAggregation, define
from honglam.toolkit.periods import Scheme, latest_over
by, unit = User.objects.get(username="coordinator"), Unit.objects.get(code="18484")
quarter = latest_over(timezone.localdate(), Scheme.QUARTER)
for name, measure, values in (
    ("Hồ sơ thủ tục hành chính tiếp nhận trong kỳ", "hồ sơ", (100, 110, 120)),
    ("Hồ sơ tiếp nhận trực tuyến", "hồ sơ", (80, 90, 100)),
    ("Thu ngân sách nhà nước trên địa bàn", "triệu đồng", (1000, 2000, 3500)),
    ("Người dân có tài khoản định danh điện tử mức 2", "người", (7000, 7100, 7250)),
):
    time = TimeAggregation.LATEST if measure == "người" else TimeAggregation.SUM
    given = {"scheme": Scheme.MONTH, "aggregation": Aggregation.SUM, "time_aggregation": time}
    indicator = define(definition=IndicatorDefinition(name, measure, **given), by=by)
    for month, value in zip(quarter.parts(Scheme.MONTH), values):
        IndicatorValue.objects.create(
            indicator=indicator, unit=unit, reporter=unit, period_scheme=month.scheme, period_code=month.code,
            period_start=month.start, period_end=month.end, value=Decimal(value), state="approved",
        )
print(quarter.label)
"""


@pytest.fixture(scope="module")
def quarter(installation: Installation) -> str:
    """The quarter that is over, whose figures are there."""
    return installation.run("shell", script=FIGURES).strip().splitlines()[-1]


def taken(page: Page) -> Any:
    """The filled workbook, downloaded as a person does."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải biểu đã điền").click()
    return openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))


def test_a_received_excel_form_is_filled_from_stored_values(sit_down: SitDown, tmp_path: Path, quarter: str) -> None:
    (tmp_path / "Biểu 05-CĐS.xlsx").write_bytes(indicator_lines())
    (tmp_path / "Biểu 05-CĐS kỳ sau.xlsx").write_bytes(indicator_lines(inserted=True, year=2027))
    desk = sit_down("officer")
    page = desk.open("/reports/forms/")
    page.get_by_role("link", name="Thêm biểu").first.click()
    desk.check()
    page.locator("#id_upload").set_input_files(tmp_path / "Biểu 05-CĐS.xlsx")
    page.get_by_label("Nơi yêu cầu").fill("Bộ Khoa học và Công nghệ")
    page.get_by_role("button", name="Đọc biểu").click()
    expect(page.get_by_role("heading", name="Biểu 05-CĐS")).to_be_visible()
    expect(page.get_by_text(re.compile(rf"{quarter}: đã có \d+/25 số"))).to_be_visible()
    desk.check()
    page.get_by_role("button", name="đề xuất chắc chắn").click()
    expect(page.get_by_text(re.compile("Đã nhận .* đề xuất chắc chắn"))).to_be_visible()

    # One doubtful cell is looked at and taken over, one that had no proposal is mapped by hand.
    page.locator("#cell-E13").click()
    expect(page.locator("#cell-panel")).to_contain_text("khác chữ")
    page.get_by_role("button", name="Nhận đề xuất này").click()
    page.locator("#cell-E10").focus()
    page.keyboard.press("Enter")
    panel = page.locator("#cell-panel")
    expect(panel).to_contain_text("Hồ sơ giải quyết quá hạn")
    panel.get_by_role("combobox", name="Chỉ tiêu").fill("thu tuc hanh chinh tiep nhan")
    panel.get_by_role("option", name="Hồ sơ thủ tục hành chính tiếp nhận trong kỳ").click()
    panel.get_by_role("button", name="Ghép ô này").click()
    expect(page.locator("#cell-E10")).to_contain_text("330")
    expect(page.locator("#cell-E12")).to_contain_text("6,5")
    desk.check()
    desk.photograph("upper_form")

    page.get_by_role("button", name=re.compile("^Điền ")).click()
    expect(page.get_by_role("link", name="Tải biểu đã điền")).to_be_visible()
    desk.check()
    sheet = taken(page)[SHEET]
    assert [sheet[cell].value for cell in ("E8", "E9", "E10", "E12", "E13")] == [330, 270, 330, 6.5, 7.25]
    assert sheet["E15"].value == "=SUM(E8:E9)"
    assert sheet["A3"].value == f"Kỳ báo cáo: {quarter}"
    assert {str(cells) for cells in sheet.merged_cells.ranges} >= {"A2:G2", "E5:F5"}
    assert (sheet.column_dimensions["B"].width, sheet.freeze_panes, len(sheet._images)) == (52, "D7", 1)

    # The next blank has one more line: the mapping goes along.
    page.get_by_role("link", name="Về biểu").click()
    page.locator("#id_upload").set_input_files(tmp_path / "Biểu 05-CĐS kỳ sau.xlsx")
    page.get_by_role("button", name="Nhận biểu mới").click()
    expect(page.get_by_text("Đã nhận phiên bản 2")).to_be_visible()
    expect(page.get_by_text("chuyển từ 9 sang 10")).to_be_visible()
    desk.check()
    page.get_by_role("button", name=re.compile("^Điền ")).click()
    sheet = taken(page)[SHEET]
    assert [sheet[cell].value for cell in ("E8", "E9", "E10", "E11", "E13")] == [330, None, 270, 330, 6.5]
    phone = sit_down("officer", phone=True)
    phone.open("/reports/forms/").get_by_role("link", name="Biểu 05-CĐS").click()
    phone.check()
