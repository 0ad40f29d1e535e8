"""The review screen item by item, as an officer with a signed plan and ten minutes goes through it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Desk
from tests.journeys.documents import LOOSE_NAME


def item_of(page: Page, words: str) -> Locator:
    """The card of the item that says these words."""
    return page.locator("[data-item]").filter(has_text=words)


def the_uncertain_come_first(page: Page) -> None:
    """Names that are tied to nothing stand on top; below them confidence rises."""
    loose = [bool(card.locator(".loose-name").count()) for card in page.locator("[data-item]").all()]
    assert any(loose)
    assert loose == sorted(loose, reverse=True), "an item with a loose name stands below one without"
    sure = page.locator("[data-item]:not(:has(.loose-name)) .status").all_text_contents()
    order = {"Chưa chắc": 0, "Cần xem": 1, "Chắc": 2}
    ranks = [order[word.strip()] for word in sure]
    assert ranks == sorted(ranks), sure


def source_and_items_follow_each_other(page: Page, words: str) -> None:
    """Click an item and the source shows its place; click the source and the item comes."""
    source, items = page.locator("[data-review-pane=source]"), page.locator("[data-review-pane=items]")
    card = items.locator("[data-item]").last
    card.get_by_role("heading").click()
    expect(card).to_have_class(re.compile("is-linked"))
    expect(source.locator(".is-linked").first).to_be_in_viewport()
    place = source.locator("[data-span]").filter(has_text=words).first
    place.scroll_into_view_if_needed()
    place.click()
    expect(item_of(page, words)).to_have_class(re.compile("is-linked"))
    expect(item_of(page, words)).to_be_in_viewport()
    assert words[:30] in " ".join(source.locator(".is-linked").all_text_contents())


def edit_item(page: Page, words: str, product: str) -> None:
    """Mend what was read, in place."""
    item_of(page, words).get_by_role("link", name="Sửa").click()
    form = page.locator("[data-item].is-editing")
    form.get_by_label("Sản phẩm, kết quả").fill(product)
    form.get_by_role("button", name="Lưu và nhận").click()
    card = item_of(page, words)
    expect(card).to_contain_text("Đã sửa so với bản đọc")
    expect(card).to_contain_text("Đã nhận")
    expect(card).to_contain_text(product)


def drop_item(page: Page, words: str) -> None:
    """Say that something is no task."""
    item_of(page, words).get_by_role("button", name="Bỏ", exact=True).click()
    expect(item_of(page, words)).to_contain_text("Đã bỏ")


def accept_and_take_back(page: Page, words: str) -> None:
    """A decision can be taken back."""
    item_of(page, words).get_by_role("button", name="Nhận", exact=True).click()
    expect(item_of(page, words)).to_contain_text("Đã nhận")
    item_of(page, words).get_by_role("button", name="Xem lại").click()
    expect(item_of(page, words).get_by_role("button", name="Nhận", exact=True)).to_be_visible()


def tie_loose_name(page: Page, words: str, typed: str, unit: str) -> None:
    """Look for the unit that a name means, without tone marks, and choose it."""
    card = item_of(page, words)
    expect(card.locator(".loose-name")).to_contain_text(LOOSE_NAME)
    card.get_by_role("searchbox", name="Tìm đơn vị").fill(typed)
    card.locator(".unit-options").get_by_role("button", name=unit).click()
    expect(item_of(page, words).locator(".unit-chip.is-tied", has_text=LOOSE_NAME)).to_be_visible()
    expect(item_of(page, words).locator(".loose-name")).to_have_count(0)


def add_item(desk: Desk, name: str, lead: str) -> None:
    """Add by hand what the reader missed."""
    page = desk.page
    page.get_by_role("link", name="Thêm mục").click()
    desk.check()
    page.get_by_label("Nhiệm vụ").fill(name)
    page.get_by_label("Chủ trì").fill(lead)
    page.get_by_label("Loại thời hạn").select_option("Thường xuyên")
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(item_of(page, name)).to_contain_text("Thêm bằng tay")
