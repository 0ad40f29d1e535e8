"""People move: open work is handed over, and strangers see nothing of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

DUE = date.today() + timedelta(days=20)


@pytest.fixture(scope="module", autouse=True)
def people(installation: Installation) -> None:
    """One who leaves, and one of another commune."""
    installation.add_people(
        ("leaver", "Phan Văn Lĩnh", "officer", "18484"),
        ("stranger", "Ngô Thị Hạnh", "officer", "18073"),
    )


def test_open_work_is_handed_over_when_a_post_ends(sit_down: SitDown) -> None:
    work = "Lập sơ đồ nhà văn hóa thôn có máy chiếu"
    address = errands.instruct(sit_down("coordinator"), work, "dong loc", "Xã Đồng Lộc", DUE)
    leaver = sit_down("leaver")
    leaver.open(address)
    leaver.page.get_by_role("button", name="Tôi nhận việc này").click()
    errands.report(leaver.page, 30, "Đã đi ba thôn.")
    desk = sit_down("administrator")
    _end_the_post(desk, "Phan Văn Lĩnh", to="Trần Thị Bình")
    page = sit_down("officer").open("/desk/")
    expect(page.get_by_role("row").filter(has_text=work)).to_contain_text("30%")
    page.get_by_role("link", name=work).click()
    expect(page.locator(".share-table")).to_contain_text("Trần Thị Bình")


def test_a_stranger_neither_opens_nor_finds_the_work_of_another_commune(sit_down: SitDown) -> None:
    work = "Đếm cột điện nghiêng trên đường liên thôn"
    address = errands.instruct(sit_down("coordinator"), work, "dong loc", "Xã Đồng Lộc", DUE)
    own = sit_down("officer").open(f"/search/?q={work}")
    expect(own.locator(f"a[href^='{address}']").first).to_be_visible()
    stranger = sit_down("stranger")
    page = stranger.open(f"/search/?q={work}")
    expect(page.locator(".search-hit").filter(has_text=work)).to_have_count(0)
    stranger.open("/plans/tasks/?q=cot+dien")
    expect(page.get_by_role("link", name=work)).to_have_count(0)
    for refused in (address, "/plans/units/18484/", f"{address}?format=print", f"{address}shares.xlsx"):
        answer = page.request.get(f"{stranger.installation.url}{refused}")
        assert answer.status in (403, 404), refused
        assert work not in answer.text()


def test_a_post_is_given_by_keyboard_with_the_fields_of_its_scope_only(sit_down: SitDown) -> None:
    desk = sit_down("administrator")
    page = desk.open("/people/?q=Trần Thị Bình")
    page.get_by_role("link", name="Trần Thị Bình").first.click()
    page.get_by_role("link", name="Giao vị trí công tác").click()
    desk.check()
    group, unit = page.get_by_label("Nhóm đơn vị", exact=True), page.get_by_role("combobox", name="Đơn vị", exact=True)
    page.get_by_label("Một nhóm đơn vị").check()
    expect(group).to_be_visible()
    expect(unit).to_be_hidden()
    page.get_by_label("Một đơn vị, với mọi đơn vị trực thuộc").check()
    expect(group).to_be_hidden()
    page.get_by_label("Vai trò", exact=True).select_option(label="Người xem")
    errands.choose_unit(page, "Đơn vị", "Xã Can Lộc")
    desk.check()
    page.get_by_role("button", name="Giao vị trí công tác").click()
    expect(page.get_by_text("Đã giao vị trí công tác.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Người xem")).to_contain_text("Xã Can Lộc")


def _end_the_post(desk: Desk, name: str, to: str) -> None:
    page = desk.open(f"/people/?q={name}")
    page.get_by_role("link", name=name).first.click()
    desk.check()
    page.get_by_role("link", name="Kết thúc").first.click()
    desk.check()
    page.get_by_label("Bàn giao việc cho").select_option(label=to)
    page.get_by_label("Lý do").fill("Chuyển công tác sang xã khác.")
    page.get_by_role("button", name="Kết thúc").click()
    expect(page.get_by_text("bàn giao 1 việc")).to_be_visible()
