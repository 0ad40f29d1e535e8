"""At the door: who gets in, who does not, and what they are told."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import SitDown


def test_a_stranger_is_led_to_the_door_and_back_to_the_page_after_signing_in(sit_down: SitDown) -> None:
    desk = sit_down(None)
    desk.page.goto(f"{desk.installation.url}/plans/tasks/")
    assert "/accounts/login/" in desk.page.url
    desk.check()
    desk.page.get_by_label("Tên đăng nhập").fill("officer")
    desk.page.locator("input[name=password]").fill("Mat-khau-thu-2026")
    desk.page.get_by_role("button", name="Đăng nhập", exact=True).click()
    desk.page.wait_for_url("**/plans/tasks/")


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(sit_down: SitDown) -> None:
    desk = sit_down(None, phone=True)
    desk.page.goto(f"{desk.installation.url}/accounts/login/")
    desk.page.get_by_label("Tên đăng nhập").fill("officer")
    desk.page.locator("input[name=password]").fill("khong-phai-mat-khau")
    desk.page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(desk.page.get_by_text("Tên đăng nhập hoặc mật khẩu chưa đúng.")).to_be_visible()
    assert "/accounts/login/" in desk.page.url


def test_the_desk_opens_on_a_phone_and_on_a_desktop(sit_down: SitDown) -> None:
    for phone in (False, True):
        page = sit_down("officer", phone=phone).open("/desk/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width == 0, "the page is wider than the screen"
