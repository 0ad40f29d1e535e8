"""Work moves: an agreement by telephone lapses without its letter; a share is divided, reported, confirmed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

TODAY = date.today()
DUE, LATER = TODAY + timedelta(days=2), TODAY + timedelta(days=40)
UNIT = "Xã Đồng Lộc"

# The worker of the installation runs by its own clock; the nightly job is run for a later day instead.
NIGHT = """
import datetime
from honglam.engines.plans.actions.extensions import lapse_phone_extensions
print("lapsed", lapse_phone_extensions(today=datetime.date.fromisoformat({day!r})))
"""


def test_an_agreement_by_telephone_lapses_without_its_letter(sit_down: SitDown, installation: Installation) -> None:
    coordinator = sit_down("coordinator")
    task = errands.instruct(coordinator, "Rà soát trạm phát sóng bỏ không", "dong loc", UNIT, DUE)
    officer = sit_down("officer", phone=True)
    _note_the_call(officer, task)
    expect(coordinator.open("/desk/").locator("main")).to_contain_text("Đã đồng ý qua điện thoại – chờ văn bản")
    said = installation.run("shell", script=NIGHT.format(day=(TODAY + timedelta(days=30)).isoformat()))
    assert "lapsed 1" in said
    page = officer.open(task)
    expect(page.locator("#extensions")).to_contain_text("Hết hiệu lực vì không có văn bản")
    expect(page.locator(".share-table")).to_contain_text(f"{DUE:%d/%m/%Y}")
    expect(officer.open("/notices/").locator("main")).to_contain_text("Gia hạn qua điện thoại hết hiệu lực")
    _ask_instead(officer, task)
    _grant(coordinator, task)
    page = officer.open(task)
    expect(page.locator(".share-table")).to_contain_text(f"{LATER:%d/%m/%Y}")
    expect(page.locator(".share-table")).to_contain_text(f"Hạn ban đầu {DUE:%d/%m/%Y}")
    expect(page.locator("#extensions")).to_contain_text("95/UBND-TH")


def _note_the_call(desk: Desk, task: str) -> None:
    page = desk.open(task)
    page.get_by_role("button", name="Nhận việc", exact=True).click()
    expect(page.get_by_text(f"{UNIT} đã nhận việc.")).to_be_visible()
    _more(page, "Đã đồng ý qua điện thoại")
    desk.check()
    now = datetime.now()
    page.get_by_label("Hạn đề nghị").fill(f"{LATER:%d/%m/%Y}")
    page.get_by_label("Lý do").fill("Chờ doanh nghiệp cử người cùng kiểm tra")
    page.get_by_label("Người đồng ý").fill("Hoàng Văn Em, chuyên viên tổng hợp")
    page.get_by_label("Ngày gọi").fill(f"{now:%d/%m/%Y}")
    page.get_by_label("Giờ gọi").fill("00:01")
    page.get_by_role("button", name="Ghi nhận").click()
    expect(page.get_by_text("Đã ghi nhận: đồng ý qua điện thoại, chờ văn bản.")).to_be_visible()
    expect(page.locator(".share-table")).to_contain_text("Đã đồng ý qua điện thoại – chờ văn bản")
    desk.check()
    desk.photograph("phone-extension")


def _ask_instead(desk: Desk, task: str) -> None:
    page = desk.open(task)
    _more(page, "Đã đồng ý qua điện thoại")
    page.get_by_label("Hạn đề nghị").fill(f"{LATER:%d/%m/%Y}")
    page.get_by_label("Lý do").fill("Gọi lại")
    page.get_by_label("Người đồng ý").fill("Hoàng Văn Em")
    page.get_by_label("Giờ gọi").fill("00:01")
    page.get_by_role("button", name="Ghi nhận").click()
    _refused(desk, "Lần đồng ý qua điện thoại trước chưa có văn bản")
    desk.open(task)
    _more(page, "Xin gia hạn")
    desk.check()
    page.get_by_label("Hạn đề nghị").fill(f"{LATER:%d/%m/%Y}")
    page.get_by_label("Lý do").fill("Doanh nghiệp hẹn cuối tháng")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text(re.compile("Đã gửi đề nghị gia hạn"))).to_be_visible()


def _grant(desk: Desk, task: str) -> None:
    page = desk.open("/desk/")
    table = page.get_by_role("region", name="Chờ tôi quyết định")
    row = table.get_by_role("row").filter(has_text="Rà soát trạm phát sóng bỏ không")
    desk.photograph("decide-desk")
    row.get_by_role("link", name="Quyết định").click()
    desk.check()
    page.get_by_label("Hoặc số, ký hiệu văn bản").fill("95/UBND-TH")
    page.get_by_label("Ngày văn bản").fill(f"{TODAY:%d/%m/%Y}")
    desk.photograph("decide")
    page.get_by_role("button", name="Cho gia hạn", exact=True).click()
    expect(page.get_by_text(f"Đã cho gia hạn đến {LATER:%d/%m/%Y}.")).to_be_visible()
    desk.check()
    page = desk.open("/plans/extensions/?q=tram+phat+song")
    expect(page.get_by_role("heading", level=2, name="2 đề nghị")).to_be_visible()
    desk.photograph("extensions")


def test_a_share_is_divided_reported_and_confirmed(sit_down: SitDown) -> None:
    coordinator, head = sit_down("coordinator"), sit_down("head")
    task = errands.instruct(coordinator, "Lập bản đồ điểm ngập của xã", "dong loc", UNIT, LATER)
    for name in ("Khảo sát bốn thôn ven sông", "Vẽ bản đồ, công bố"):
        _divide(head, task, name)
    officer = sit_down("officer", phone=True)
    for name in ("Khảo sát bốn thôn ven sông", "Vẽ bản đồ, công bố"):
        _finish_part(officer, task, name)
        _confirm(head, task, name)
    page = head.open(task)
    expect(page.locator(".share-table")).to_contain_text("99")
    expect(page.locator("main")).to_contain_text(re.compile(r"2 phần, bình quân 99"))
    _talk(head, officer, task)
    page = head.open(task)
    errands.report(page, 100, "Hai phần đã xong, bản đồ đã công bố.", done=True)
    _confirm_without_proof_then_with(coordinator, task)


def _divide(desk: Desk, task: str, name: str) -> None:
    page = desk.open(task)
    _more(page, "Chia nhỏ")
    desk.check()
    page.get_by_label("Việc cần làm").fill(name)
    page.get_by_label("Người thực hiện").select_option(label="Trần Thị Bình")
    page.get_by_label("Hạn", exact=False).last.fill(f"{DUE:%d/%m/%Y}")
    desk.photograph("divide")
    page.get_by_role("button", name="Giao phần việc").click()
    expect(page.get_by_text("cho Trần Thị Bình")).to_be_visible()
    desk.check()


def _finish_part(desk: Desk, task: str, name: str) -> None:
    page = desk.open("/desk/")
    page.get_by_role("link", name=name).first.click()
    desk.check()
    expect(page.locator("main")).to_contain_text(f"Phần việc của {UNIT} trong nhiệm vụ")
    errands.report(page, 100, "Đã xong.", photo="ban-do.png", done=True)


def _confirm(desk: Desk, task: str, name: str) -> None:
    page = desk.open(task)
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("Đã xác nhận hoàn thành")).to_be_visible()


def _talk(head: Desk, officer: Desk, task: str) -> None:
    page = head.open(task)
    field = page.get_by_label("Viết trao đổi")
    field.fill("")
    field.press_sequentially("Nhờ @tran thi")
    option = page.get_by_role("listbox", name="Người có thể nhắc").get_by_role("option")
    expect(option).to_be_visible()
    head.photograph("mention")
    field.press("Enter")
    expect(field).to_have_value("Nhờ @officer ")
    field.press_sequentially("gửi bản đồ cho thôn trưởng.")
    page.get_by_role("button", name="Gửi trao đổi").click()
    expect(page.locator("#comments")).to_contain_text("Nhắc đến: Trần Thị Bình")
    head.check()
    expect(officer.open("/notices/").locator("main")).to_contain_text("nhắc đến anh/chị")


def _confirm_without_proof_then_with(desk: Desk, task: str) -> None:
    page = desk.open(task)
    expect(page.locator(".share-table")).to_contain_text("chưa có minh chứng")
    page.get_by_role("link", name="Xác nhận", exact=True).click()
    desk.check()
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    _refused(desk, "Chưa có minh chứng nên việc này vẫn là")
    page.get_by_label("Đường dẫn minh chứng").fill("https://donglocxa.example/ban-do-ngap")
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text("Đã xác nhận hoàn thành")).to_be_visible()
    expect(page.locator(".share-table")).to_contain_text("Hoàn thành đúng hạn")
    desk.check()


def _refused(desk: Desk, words: str) -> None:
    """A form came back with these words; that it did (422), the browser itself notes in its console."""
    expect(desk.page.get_by_text(words).first).to_be_visible()
    assert all("422" in said for said in desk.complaints), desk.complaints
    desk.complaints.clear()
    desk.check()


def _more(page: Page, action: str) -> None:
    """Take an action from the menu of the share."""
    page.locator(".share-table").get_by_label("Thao tác khác").click()
    page.get_by_role("link", name=action, exact=True).click()
