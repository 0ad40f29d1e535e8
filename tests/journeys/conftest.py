"""What journeys share: the installation, the browser, and people at their desks."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.journeys.installation import PASSWORD, Installation, running_installation

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PATIENCE_MS = 20_000
"""How long a busy machine may take to show what is expected; a page that is there at once waits for nothing."""
KINDS_OF_ELEMENTS = """
[...new Set([...document.body.querySelectorAll("*")].map((one) => one.localName + "." + one.getAttribute("class")))]
.sort().join(" ")
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Hà Tĩnh with a coordinator, a leader, a department's and a commune's head, an officer, and an administrator."""
    with running_installation(tmp_path_factory.mktemp("ha-tinh"), "42") as running:
        running.add_people(
            ("coordinator", "Hoàng Văn Em", "coordinator", "42"),
            ("leader", "Võ Thị Giang", "province_leader", "42"),
            ("science", "Nguyễn Thị Lan", "head", "42.science-technology"),
            ("head", "Lê Văn Cường", "head", "18484"),
            ("officer", "Trần Thị Bình", "officer", "18484"),
            ("administrator", "Đặng Văn Hải", "administrator", "42"),
        )
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; closed with its file, because its event loop would stop tests of other files."""
    if not CHROMIUM:
        pytest.fail("No Chromium: install the package chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


class Desk:
    """One person's browser. Errors in the console, and pages that axe finds fault with, end the journey."""

    looked_at: ClassVar[set[str]] = set()

    def __init__(self, context: BrowserContext, installation: Installation) -> None:
        self.installation = installation
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.is_without_line = False
        self.page.on("console", lambda said: self._complain(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _complain(self, text: str) -> None:
        """Note an error of the console; that a request finds no line is none where the journey has cut it."""
        if not (self.is_without_line and "ERR_INTERNET_DISCONNECTED" in text):
            self.complaints.append(text)

    def cut_the_line(self) -> None:
        """From here on no request of this browser arrives."""
        self.is_without_line = True
        self.page.context.set_offline(True)

    def mend_the_line(self) -> None:
        """Requests arrive again; complaints about those before may still come in."""
        self.page.context.set_offline(False)

    def open(self, path: str) -> Page:
        """Open a page of the platform and look at it."""
        answer = self.page.goto(f"{self.installation.url}{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.check()
        return self.page

    def sign_in(self, username: str) -> Page:
        """Sign in as one of the installation's people."""
        self.page.goto(f"{self.installation.url}/accounts/login/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        self.check()
        return self.page

    def check(self) -> None:
        """The page has no fault that axe can see, fits the screen, and nothing was complained about in the console."""
        self.page.wait_for_load_state("load")
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert too_wide <= 0, f"{self.page.url} is {too_wide} px wider than the screen"
        if (parts := self._parts()) not in Desk.looked_at:
            report = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
            assert report.violations_count == 0, report.generate_report()
            Desk.looked_at.add(parts)
        assert not self.complaints, self.complaints

    def _parts(self) -> str:
        """What the page is made of: its address without names of rows, its width, its elements with their classes.

        Pages of the same parts are looked at once: axe takes seconds on long ones.
        """
        kinds = self.page.evaluate(KINDS_OF_ELEMENTS)
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", urlsplit(self.page.url).path)
        return f"{path} {self.page.viewport_size} {kinds}"

    def leave(self) -> None:
        """Close the browser, as when the line drops or the day ends."""
        self.page.context.close()

    def photograph(self, name: str) -> None:
        """Keep a picture for the manual, where SCREENSHOTS names a folder."""
        if folder := os.environ.get("SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png")


SitDown = Callable[..., Desk]


@pytest.fixture
def sit_down(browser: Browser, installation: Installation) -> Iterator[SitDown]:
    """`sit_down("officer")` opens a browser of that person; `phone=True` for a phone; None stays signed out."""
    contexts: list[BrowserContext] = []

    def at_desk(username: str | None, *, phone: bool = False, at: Installation = installation) -> Desk:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP, locale="vi-VN", has_touch=phone, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        desk = Desk(context, at)
        if username:
            desk.sign_in(username)
        return desk

    yield at_desk
    for context in contexts:
        context.close()
