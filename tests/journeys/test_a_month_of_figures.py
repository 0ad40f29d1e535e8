"""A month of figures: pasted from Excel in a commune, sent, approved, counted in the figures of the province."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

NEIGHBOURS = (4, "749.5", 300)
NAMES = ("Lớp tập huấn đã mở", "Người dự lớp tập huấn", "Người được cấp chứng nhận")
FORM = """
import datetime, json
from decimal import Decimal
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import (
    Aggregation, CellDraft, FormDefinition, IndicatorDefinition, LineDraft, RuleKind, Severity, approve, define,
    define_form, define_rule, save_cells, submit,
)
from honglam.toolkit.periods import Scheme, latest_over
by = User.objects.get(username="coordinator")
month = latest_over(datetime.date.today(), Scheme.MONTH)
made = [define(definition=IndicatorDefinition(name, "", scheme=Scheme.MONTH, aggregation=Aggregation.SUM), by=by)
        for name in {names!r}]
communes = tuple(Unit.objects.filter(code__in=["18484", "18073"]))
form = define_form(definition=FormDefinition(
    "TH-01", "Kết quả tập huấn", Scheme.MONTH, Unit.objects.get(code="42.science-technology"), month.start,
    tuple(LineDraft(one) for one in made), units=communes, due_after_working_days=20), by=by)
define_rule(kind=RuleKind.COMPARISON, form=form, severity=Severity.BLOCKS, by=by,
            parameters=dict(left=f"[{{made[2].code}}]", operator="<=", right=f"[{{made[1].code}}]"))
define_rule(kind=RuleKind.RANGE, indicator=made[0], severity=Severity.WARNS, by=by, parameters=dict(max=10))
neighbour = Unit.objects.get(code="18073")
drafts = [CellDraft(one, Decimal(value), source="Sổ lớp") for one, value in zip(made, {neighbours!r})]
save_cells(form=form, unit=neighbour, period=month, drafts=drafts, by=by)
approve(submission=submit(form=form, unit=neighbour, period=month, by=by), by=by)
print(json.dumps([str(form.uid), month.code, made[1].code]))
"""


@pytest.fixture(scope="session")
def form(installation: Installation) -> tuple[str, str, str]:
    """A monthly form of three lines: its uid, the month, the code of the second line. Another commune has sent it."""
    script = FORM.format(names=NAMES, neighbours=NEIGHBOURS)
    uid, month, code = json.loads(installation.run("shell", script=script).splitlines()[-1])
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
    _paste_and_correct(sit_down("officer"))
    _explain_and_send(sit_down("head"), f"/indicators/forms/{uid}/{month}/18484/")
    _receive_and_approve(sit_down("science"), uid, month, code)
    _follow_the_sum_down_to_its_evidence(sit_down("leader"), month)


def _paste_and_correct(desk: Desk) -> None:
    """The officer: a rectangle from Excel, what the form refuses, a correction by keyboard, evidence."""
    page = desk.open("/indicators/forms/")
    page.get_by_role("link", name="Kết quả tập huấn").first.click()
    paste(page, NAMES[0], "12\n1.250,5\n2000")
    expect(page.locator("[data-grid-form-notes]")).to_contain_text("Phải có")
    expect(page.locator("td.is-saved")).to_have_count(3)
    desk.check()
    page.get_by_role("button", name="Gửi tới").click()
    _refused(desk, "Phải có")
    first = page.locator(f'[data-cell][aria-label^="{NAMES[0]}"]')
    first.focus()
    for _step in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.type("1.200")
    page.keyboard.press("Enter")
    expect(page.locator("[data-grid-form-notes] li")).to_have_count(0)
    expect(page.locator("main")).to_contain_text(re.compile("lớn hơn|vượt|khoảng"))  # the warning stays beside its cell
    page.get_by_role("link", name=f"Nguồn, ghi chú, minh chứng của {NAMES[1]}").click()
    panel = page.locator("#cell-panel")
    expect(panel.get_by_role("heading", level=2)).to_have_text(NAMES[1])
    panel.get_by_label("Nguồn số liệu").fill("Sổ ký nhận các lớp")
    panel.locator("input[type=file]").set_input_files(
        {"name": "so-ky-nhan.png", "mimeType": "image/png", "buffer": errands.PHOTO}
    )
    panel.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Đã ghi số liệu, nguồn và minh chứng.")).to_be_visible()
    desk.check()
    desk.photograph("figures-entry")


def _explain_and_send(desk: Desk, entry: str) -> None:
    """The head: a warning has to be explained before the form goes out."""
    page = desk.open(entry)
    page.get_by_role("button", name="Gửi tới").click()
    _refused(desk, "ghi giải trình rồi gửi")
    page.get_by_label("Giải trình").fill("Mở thêm lớp buổi tối theo yêu cầu của các thôn.")
    page.get_by_role("button", name="Gửi tới").click()
    expect(page.locator("main")).to_contain_text("Đã gửi, chờ duyệt")
    desk.check()


def _receive_and_approve(desk: Desk, uid: str, month: str, code: str) -> None:
    """The department: what came in, with its explanation; approved together."""
    page = desk.open("/indicators/forms/received/")
    page.get_by_role("link", name="Kết quả tập huấn").first.click()
    expect(page.locator("main tbody tr")).to_have_count(2)
    desk.open(f"/indicators/forms/{uid}/{month}/18484/")
    expect(page.locator("main")).to_contain_text("Mở thêm lớp buổi tối")
    desk.open(f"/indicators/forms/{uid}/{month}/")
    page.get_by_label("Đánh dấu tất cả").check()
    desk.photograph("figures-received")
    page.get_by_role("button", name="Duyệt các biểu đã đánh dấu").click()
    row = page.locator("main tbody tr").filter(has_text="Đồng Lộc")
    expect(row).to_contain_text("Đã duyệt")
    desk.check()
    page = desk.open(f"/indicators/forms/{uid}/{month}/of/{code}/")
    expect(page.locator("main tbody")).to_contain_text("1.250,5")
    page = desk.open(f"/indicators/forms/{uid}/{month}/18484/")
    expect(page.get_by_text("Số liệu đã duyệt")).to_be_visible()


def _follow_the_sum_down_to_its_evidence(desk: Desk, month: str) -> None:
    """The leader: the province's figure is the sum of both communes; behind it stand the cells, and their evidence."""
    page = desk.open(f"/indicators/rollup/?form=TH-01&unit=42&period={month}&count=1&drafts=no")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(NAMES[1])))
    expect(row).to_contain_text("2/2")
    desk.photograph("figures-rollup")
    row.get_by_role("link", name=re.compile(r"^2\.000")).click()  # 1.250,5 and 749,5
    cells = page.locator("#cells tbody tr")
    expect(cells).to_have_count(2)
    expect(cells.filter(has_text="Đồng Lộc")).to_contain_text("1.250,5")
    expect(cells.filter(has_text="Thành Sen")).to_contain_text("749,5")
    desk.check()
    cells.filter(has_text="Đồng Lộc").get_by_role("link", name="Xã Đồng Lộc").click()
    own = page.get_by_role("link", name="so-ky-nhan.png")
    expect(own).to_be_visible()
    expect(page.locator("main")).to_contain_text("Sổ ký nhận các lớp")
    desk.check()
    desk.photograph("figures-cell")
    evidence = page.request.get(f"{desk.installation.url}{own.get_attribute('href')}")
    assert evidence.body() == errands.PHOTO


def _refused(desk: Desk, words: str) -> None:
    """The form came back with these words; that it did (422), the browser itself notes in its console."""
    expect(desk.page.get_by_role("alert").first).to_contain_text(words)
    desk.page.wait_for_load_state("load")
    assert all("422" in said for said in desk.complaints), desk.complaints
    desk.complaints.clear()


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
