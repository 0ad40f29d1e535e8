"""A month of figures: pasted from Excel in a commune, sent, approved, counted in the figures of the province."""

from __future__ import annotations

import json
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SitDown
from tests.journeys.installation import Installation

NAMES = ("Lớp tập huấn đã mở", "Người dự lớp tập huấn", "Người được cấp chứng nhận")
FORM = """
import datetime, json
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import (
    Aggregation, Calculation, FormDefinition, IndicatorDefinition, LineDraft, RuleKind, Severity, define, define_form,
    define_rule,
)
from honglam.toolkit.periods import Scheme, latest_over
by = User.objects.get(username="coordinator")
month = latest_over(datetime.date.today(), Scheme.MONTH)
made = [define(definition=IndicatorDefinition(name, "", scheme=Scheme.MONTH, aggregation=Aggregation.SUM), by=by)
        for name in {names!r}]
form = define_form(definition=FormDefinition(
    "TH-01", "Kết quả tập huấn", Scheme.MONTH, Unit.objects.get(code="42"), month.start,
    tuple(LineDraft(one) for one in made), units=(Unit.objects.get(code="18484"),), due_after_working_days=20), by=by)
define_rule(kind=RuleKind.COMPARISON, form=form, severity=Severity.BLOCKS, by=by,
            parameters=dict(left=f"[{{made[2].code}}]", operator="<=", right=f"[{{made[1].code}}]"))
print(json.dumps([str(form.uid), month.code, made[1].code]))
"""


@pytest.fixture(scope="session")
def form(installation: Installation) -> tuple[str, str, str]:
    """A form of three lines that the commune reports monthly: its uid, the month, the code of the second line."""
    uid, month, code = json.loads(installation.run("shell", script=FORM.format(names=NAMES)).splitlines()[-1])
    return uid, month, code


def paste(page: Page, name: str, text: str) -> None:
    """Copy a rectangle and paste it into a cell, as from Excel."""
    cell = page.locator(f'[data-cell][aria-label^="{name}"]')
    cell.focus()
    cell.evaluate(
        """(cell, text) => {
          const data = new DataTransfer(); data.setData("text/plain", text);
          cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_month_goes_from_excel_to_the_sum_of_the_province(sit_down: SitDown, form: tuple[str, str, str]) -> None:
    uid, month, code = form
    commune = sit_down("officer")
    page = commune.open("/indicators/forms/")
    page.get_by_role("link", name="Kết quả tập huấn").first.click()
    paste(page, NAMES[0], "12\n1.250,5\n2000")
    expect(page.locator("[data-grid-form-notes]")).to_contain_text("Phải có")
    expect(page.locator("td.is-saved")).to_have_count(3)
    commune.check()
    page.get_by_role("button", name="Gửi tới").click()
    expect(page.get_by_role("alert").first).to_contain_text("Phải có")

    page.wait_for_load_state("load")
    commune.complaints.clear()  # the browser complains about the refused step, as it should

    # Corrected from the keyboard: down two cells, another figure, Enter.
    first = page.locator(f'[data-cell][aria-label^="{NAMES[0]}"]')
    first.focus()
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.type("1.200")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-form-notes] li")).to_have_count(0)
    commune.check()
    commune.photograph("figures-entry")
    page.get_by_role("button", name="Gửi tới").click()
    expect(page.locator("main")).to_contain_text("Đã gửi, chờ duyệt")

    office = sit_down("coordinator")
    page = office.open(f"/indicators/forms/{uid}/{month}/")
    expect(page.locator("main tbody tr")).to_have_count(1)
    page.get_by_label("Đánh dấu tất cả").check()
    office.photograph("figures-received")
    page.get_by_role("button", name="Duyệt các biểu đã đánh dấu").click()
    expect(page.locator("main tbody")).to_contain_text("Đã duyệt")
    office.check()
    page = office.open(f"/indicators/forms/{uid}/{month}/of/{code}/")
    expect(page.locator("main tbody")).to_contain_text("1.250,5")
    page = office.open(f"/indicators/forms/{uid}/{month}/18484/")
    expect(page.get_by_text("Số liệu đã duyệt")).to_be_visible()
    office.open("/indicators/forms/received/")


def test_a_phone_shows_one_field_below_the_other(sit_down: SitDown, form: tuple[str, str, str]) -> None:
    uid, _month, _code = form
    phone = sit_down("officer", phone=True)
    this_month = f"{date.today():%Y-%m}"
    page = phone.open(f"/indicators/forms/{uid}/{this_month}/18484/")
    boxes = [one.bounding_box() for one in page.locator("[data-cell]").all()]
    assert len(boxes) == len(NAMES)
    assert all(box is not None and box["height"] >= 44 for box in boxes)
    assert len({round(box["x"]) for box in boxes if box}) == 1
    page.get_by_role("link", name=f"Nguồn, ghi chú, minh chứng của {NAMES[0]}").click()
    expect(page.locator("#cell-panel h2")).to_have_text(NAMES[0])
    phone.check()
    phone.open("/indicators/forms/")
