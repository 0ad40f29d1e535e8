"""The interface in a real browser: the style page, which holds every component, at a desk and on a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.people import make_person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
on_every_screen = pytest.mark.parametrize("page", list(SIZES), indirect=True)
BUILT = Path(__file__).resolve().parents[2] / "frontend" / "dist" / "manifest.json"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, drawing maps without a graphics card."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in this thread
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, live_server: Any, settings: Any) -> Iterator[Page]:
    """The style page, opened by a signed-in official; every complaint of the browser fails the test."""
    assert BUILT.exists(), "the front end is not built: run make setup"
    settings.DEBUG = True
    client = Client()
    client.force_login(make_person("giao-dien", "Nguyễn Thị Mẫu"))
    size = getattr(request, "param", "desk")
    phone = size == "phone"
    context = browser.new_context(viewport=SIZES[size], is_mobile=phone, has_touch=phone)  # type: ignore[arg-type]
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.goto(f"{live_server.url}/desk/styleguide/")
    yield opened
    context.close()
    assert complaints == []


def faults(page: Page) -> list[tuple[str, Any]]:
    """What axe finds against WCAG 2.1 AA and good practice."""
    return [(found["id"], found["nodes"][0]["target"]) for found in Axe().run(page).response["violations"]]


@on_every_screen
def test_every_component_is_accessible_and_fits_the_screen(page: Page) -> None:
    page.wait_for_selector("[data-map][data-drawn]")
    page.wait_for_selector("[data-chart] svg")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_keys_search_help_and_walk_the_rows(page: Page) -> None:
    page.wait_for_selector("html.js")
    page.keyboard.press("/")
    expect(page.locator("[data-search-everywhere]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.is-selected")).to_have_attribute("data-href", "#NV-26-101")


def test_a_filter_shows_its_result_in_the_address_and_only_there(page: Page) -> None:
    page.wait_for_selector("html.js")
    page.evaluate("document.body.dataset.same = 'page'")
    page.select_option("form[data-filters] [name=status]", "overdue")
    page.wait_for_url("**/?status=overdue")
    expect(page.locator("#table")).to_have_count(1)
    assert page.evaluate("document.body.dataset.same") == "page"
    page.go_back()
    page.wait_for_url("**/styleguide/")


def test_a_dangerous_action_asks_first(page: Page) -> None:
    page.wait_for_selector("html.js")
    page.fill("form[data-draft] [name=title]", "Rà soát")
    page.fill("form[data-draft] [name=due]", "1/12/2026")
    page.select_option("form[data-draft] [name=unit]", "a")
    page.click("form[data-draft] [data-confirm]")
    expect(page.locator("#confirm-question")).to_contain_text("Thu hồi nhiệm vụ này?")
    assert faults(page) == []
    page.click("#confirm [value=no]")
    expect(page.locator("#confirm")).to_be_hidden()
    assert page.input_value("form[data-draft] [name=due]") == "01/12/2026"


def test_what_was_written_is_still_there_after_the_tab_was_closed(page: Page) -> None:
    page.wait_for_selector("html.js")
    page.fill("form[data-draft] [name=note]", "Đã trao đổi với văn phòng")
    page.wait_for_function("() => localStorage.getItem('draft:styleguide')")
    page.reload()
    expect(page.locator("form[data-draft] [name=note]")).to_have_value("Đã trao đổi với văn phòng")


def test_the_language_is_switched_in_the_menu_and_kept(page: Page) -> None:
    assert page.get_attribute("html", "lang") == "vi"
    page.click(".topbar-user")
    page.click("[name=language][value=en]")
    page.wait_for_selector("html[lang=en]")
    page.reload()
    assert page.get_attribute("html", "lang") == "en"


@on_every_screen
def test_the_navigation_can_be_reached_on_every_screen(page: Page) -> None:
    if page.locator(".topbar-menu").is_visible():
        expect(page.locator(".sidebar-nav")).to_be_hidden()
        page.click(".topbar-menu")
    expect(page.locator(".sidebar-nav")).to_be_visible()
    assert faults(page) == []
