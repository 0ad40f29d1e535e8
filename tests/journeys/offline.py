"""Working where there is no line: pages kept beforehand, the queue of reports in the browser, what went out of it."""

from __future__ import annotations

import io
import re
import time

from PIL import Image
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import Desk

KEPT = "caches.keys().then((names) => names.filter((name) => name.startsWith('pages-')).length)"
ADDRESSES = """
async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().map((one) => one.url);
}
"""
QUEUE = """
() => new Promise((resolve) => {
  const opening = indexedDB.open("honglam-offline");
  opening.onsuccess = () => {
    const all = opening.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result.map((entry) => entry.text)); };
  };
})
"""


def photograph() -> bytes:
    """A photograph as a phone takes it: large, and with the place in it."""
    exif = Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(content, "JPEG", exif=exif, quality=80)
    return content.getvalue()


def until(page: Page, expression: str) -> None:
    """Wait until a script says yes. Playwright's own waiting needs eval, which our pages forbid."""
    deadline = time.monotonic() + 45
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(200)


def reports_sent(page: Page) -> list[tuple[str, str, str]]:
    """Address, key and body of every report that goes out of this browser from now on."""
    found: list[tuple[str, str, str]] = []

    def note(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/reports"):
            found.append((request.url, request.headers["idempotency-key"], request.post_data or ""))

    page.context.on("request", note)
    return found


def lose_the_line(desk: Desk, name: str, address: str) -> Page:
    """Wait at one's desk until the page of a piece of work is kept, cut the line, and open the kept page."""
    page = desk.open("/desk/")
    until(page, "navigator.serviceWorker.controller !== null")
    page.reload()
    until(page, f"({ADDRESSES})().then((kept) => kept.some((one) => one.includes('{address}?share=')))")
    desk.cut_the_line()
    page.reload()
    expect(page.get_by_text(re.compile("Đang xem bản lưu lúc"))).to_be_visible()
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text(re.compile("Đang xem bản lưu lúc"))).to_be_visible()
    return page


def all_sent(desk: Desk) -> None:
    """The line is back, and nothing waits in the browser any more; the short message may have gone before."""
    page = desk.page
    desk.mend_the_line()
    until(page, f"({QUEUE})().then((texts) => texts.length === 0)")
    expect(page.locator("[data-outbox]")).to_be_hidden()
