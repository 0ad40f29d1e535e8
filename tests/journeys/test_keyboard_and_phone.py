"""Working without a mouse, with the address bar, and on a phone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import errands
from tests.journeys.conftest import SitDown

WORKS = ("Đo độ sáng đèn đường thôn Bắc", "Đo độ sáng đèn đường thôn Nam", "Đo độ sáng đèn đường thôn Đông")


@pytest.fixture
def work(sit_down: SitDown) -> None:
    """Three pieces of work of one commune."""
    desk = sit_down("coordinator")
    page = desk.open("/plans/tasks/?q=do+do+sang")
    for days, name in enumerate(WORKS, start=30):
        if not page.get_by_role("link", name=name).count():
            errands.instruct(desk, name, "dong loc", "Xã Đồng Lộc", date.today() + timedelta(days))
            page.goto(f"{desk.installation.url}/plans/tasks/?q=do+do+sang")


@pytest.mark.usefixtures("work")
def test_a_list_is_walked_and_searched_from_the_keyboard(sit_down: SitDown) -> None:
    desk = sit_down("officer")
    page = desk.open("/plans/tasks/?q=do+do+sang&sort=due")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    desk.check()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    rows = page.locator("tr[data-href]")
    for key, selected in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(rows.nth(selected)).to_have_class("is-selected")
    name = str(rows.nth(1).locator("a").first.text_content())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Tìm trong toàn hệ thống")).to_be_focused()
    page.keyboard.type("den duong thon dong")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=den+duong+thon+dong")
    expect(page.get_by_role("link", name=WORKS[2])).to_be_visible()


@pytest.mark.usefixtures("work")
def test_filters_stand_in_the_address_and_the_way_back_leads_back(sit_down: SitDown) -> None:
    desk = sit_down("officer")
    page = desk.open("/plans/tasks/")
    page.get_by_role("searchbox", name="Tìm theo tên, mã, sản phẩm").fill("den duong thon")
    page.wait_for_url("**q=den+duong+thon**")
    expect(page.locator("main tbody tr")).to_have_count(len(WORKS))
    page.get_by_role("combobox", name="Trạng thái").select_option("open")
    page.wait_for_url("**status=open**")
    assert "q=den+duong+thon" in page.url
    expect(page.locator("main tbody tr")).to_have_count(len(WORKS))
    filtered = page.url
    page.get_by_role("link", name=WORKS[0]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WORKS[0])
    page.go_back()
    expect(page.locator("main tbody tr")).to_have_count(len(WORKS))
    assert page.url == filtered
    page.go_back()
    expect(page.get_by_role("searchbox", name="Tìm theo tên, mã, sản phẩm")).to_have_value("den duong thon")
    assert "status=open" not in page.url
    other = sit_down("head")
    other.page.goto(filtered)
    expect(other.page.locator("main tbody tr")).to_have_count(len(WORKS))


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize(
    ("username", "paths"),
    [
        ("officer", ("/desk/", "/plans/tasks/", "/plans/", "/plans/units/18484/", "/indicators/", "/units/",
                     "/notices/", "/search/?q=den", "/calendar/", "/people/me/")),
        ("coordinator", ("/desk/", "/plans/readings/", "/plans/readings/new/", "/plans/instruct/", "/overview/",
                         "/people/", "/jobs/")),
        ("administrator", ("/people/new/", "/people/roles/", "/people/log/")),
    ],
)  # fmt: skip
def test_the_main_pages_fit_a_phone(sit_down: SitDown, username: str, paths: tuple[str, ...]) -> None:
    desk = sit_down(username, phone=True)
    for path in paths:
        desk.open(path)
        expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
