"""Errands that several journeys share: from a document to given work, at the desk of the person who does it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Desk

Moment = Literal["commit", "load"]
READING_TAKES_MS = 90_000
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAJ0lEQVR42m3CAREAIACEsI9jHOMQxzjEsgC7bdgP5l3MA/Me5on5A95iTsFfu9UfAAAAAElFTkSuQmCC"
)
"""A small picture."""


@contextmanager
def next_page(page: Page, *, until: Moment = "commit", milliseconds: float = 30_000) -> Iterator[None]:
    """What is pressed inside leads to a page anew, though its address and its messages may be those of the last one.

    Waiting for an address or a message that is there already waits for nothing. From `commit` on the short messages of
    the new page can be read before they leave.
    """
    with page.expect_navigation(wait_until=until, timeout=milliseconds):
        yield


def bring_in(desk: Desk, document: Path, *, issuer: str = "", address: str = "/plans/readings/new/") -> str:
    """Upload a document of one's own or another issuer, wait until it has been read; the address of its review."""
    page = desk.open(address)
    if issuer:
        choose_unit(page, "Cơ quan ban hành", issuer)
    page.locator("input[type=file]").set_input_files(document)
    page.get_by_role("button", name="Tải lên và đọc").click()
    expect(page.locator("[data-review]")).to_be_visible(timeout=READING_TAKES_MS)
    return page.url.partition("?")[0].replace(desk.installation.url, "")


def choose_unit(page: Page, label: str, name: str) -> None:
    """Choose a unit in a picker, by keyboard alone: type, walk down to it, take it."""
    field = page.get_by_role("combobox", name=label, exact=True)
    with page.expect_response(lambda answer: "q=" in answer.url):  # not the list of an empty field
        field.fill(name)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(options.filter(has_text=name).first).to_be_visible()
    at = next(number for number, option in enumerate(options.all()) if name in option.inner_text())
    marked = options.nth(0).get_attribute("aria-selected") == "true"
    for _step in range(at if marked else at + 1):
        field.press("ArrowDown")
    field.press("Enter")
    expect(options).to_have_count(0)


def review_tabs(page: Page) -> Locator:
    """The kinds of items that the reading has."""
    return page.get_by_role("navigation", name="Phần của văn bản").get_by_role("link")


def accept_everything(desk: Desk, review: str) -> None:
    """Go through all kinds of items: accept what is trusted, then the rest."""
    page = desk.page
    page.goto(f"{desk.installation.url}{review}")
    addresses = [str(link.get_attribute("href")) for link in review_tabs(page).all()]
    for address in addresses:
        page.goto(f"{desk.installation.url}{review}{address}")
        accept_tab(page)


def accept_tab(page: Page) -> None:
    """Accept the trusted items of the kind that is open, then the rest."""
    for which in ("trusted", "all"):
        button = page.locator(f"button[name=which][value={which}]")
        if button.count():
            with next_page(page, until="load"):
                button.click()
                if which == "all":
                    yes(page)
    expect(page.locator("button[name=which]")).to_have_count(0)


def yes(page: Page) -> None:
    """Answer the question before an action."""
    page.get_by_role("dialog").get_by_role("button", name="Đồng ý").click()


def create_plan(desk: Desk, review: str) -> str:
    """Take the last step of the review; the address of the plan."""
    page = desk.page
    page.goto(f"{desk.installation.url}{review}")
    page.get_by_role("button", name="Tạo kế hoạch").click()
    page.wait_for_url(lambda url: "/readings/" not in url)
    desk.check()
    return page.url.replace(desk.installation.url, "")


def issue(desk: Desk, plan: str, number: str, issued_on: date) -> None:
    """Enter number and date of a signed plan."""
    page = desk.open(f"{plan}issue/")
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày ban hành").fill(f"{issued_on:%d/%m/%Y}")
    page.get_by_role("button", name="Ban hành", exact=True).click()
    page.wait_for_url("**/give/")


def give(desk: Desk, plan: str) -> None:
    """Give the work of a plan on the day that the page proposes."""
    page = desk.open(f"{plan}give/")
    with next_page(page, milliseconds=60_000):
        page.get_by_role("button", name=re.compile(r"^Giao [\d.]+ phần việc")).click()
        yes(page)
    expect(page.get_by_text(re.compile(r"Đã giao \d+ phần việc"))).to_be_visible()
    desk.check()


def figure(text: str) -> int:
    """The number in a text as pages print it: “1.234 việc” is 1234."""
    found = re.search(r"\d[\d.]*", text)
    assert found, text
    return int(found.group().replace(".", ""))


def task_address(page: Page) -> str:
    """The address of the task that is open."""
    return urlsplit(page.url).path


def report(page: Page, percent: int, text: str, *, photo: str = "", done: bool = False) -> None:
    """Report on the share that is open, with a photograph as evidence and as done where that is asked for."""
    page.wait_for_load_state("load")  # a kept draft may still come back into the fields
    form = page.locator("form.report-form")
    key = form.locator("[name=key]").input_value()
    form.get_by_label("Tiến độ (%)").fill(str(percent))
    form.get_by_label("Kết quả đã làm").fill(text)
    if photo:
        form.locator("input[type=file]").set_input_files({"name": photo, "mimeType": "image/png", "buffer": PHOTO})
    if done:
        form.get_by_label("Báo hoàn thành").check()
    with next_page(page):
        form.get_by_role("button", name="Gửi báo cáo").click()
    expect(page).to_have_url(re.compile(f"sent={key.replace('-', '')}"))


def instruct(desk: Desk, name: str, typed: str, unit: str, due: date) -> str:
    """Give one piece of work at once to a unit that is found by typing; the address of the task."""
    page = desk.open("/plans/instruct/")
    page.get_by_label("Việc cần làm").fill(name)
    page.get_by_role("group", name="Chủ trì").get_by_role("searchbox").fill(typed)
    page.get_by_role("group", name="Chủ trì").get_by_role("checkbox", name=re.compile(f"^{unit}")).check()
    page.get_by_label("Hạn hoàn thành").fill(f"{due:%d/%m/%Y}")
    page.get_by_role("button", name="Giao việc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return task_address(page)
