"""A commune asks a department for data, gets three columns for thirty days, reads exactly these, then no more."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys import hub
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

CODE = "registers-systems"
PURPOSE = "Lập hồ sơ cấp độ của các hệ thống thông tin xã đang dùng"
ASKED = ("system_code", "name", "level", "approval")
GIVEN = ["system_code", "name", "level"]
# The department's register: three systems of the commune Đồng Lộc, two of others; published in the hub.
SYSTEMS = """
rows = [
    {"system_code": f"HT-{number:02}", "name": name, "owner": unit(code=owner), "level": level,
     "operator": unit(code="42.science-technology"), "approval": f"{number}/QĐ-UBND",
     "approved_on": datetime.date(2026, 3, number), "users": 40 * number}
    for number, (name, owner, level) in enumerate((
        ("Trang thông tin điện tử xã Đồng Lộc", "18484", "2"), ("Một cửa xã Đồng Lộc", "18484", "2"),
        ("Truyền thanh thông minh xã Đồng Lộc", "18484", "1"), ("Trang thông tin điện tử xã Sơn Hồng", "18160", "2"),
        ("Hệ thống giám sát bản quyền", "42.science-technology", "3"),
    ), start=1)
]
create_many(register=register_of("systems"), unit=unit(code="42.science-technology"), rows=rows,
            by=by(username="administrator"))
sync_supplies()
publish(dataset=Dataset.objects.get(code="registers-systems"), by=None)
print(json.dumps("đã công bố"))
"""
# Thirty days later: the right began that long ago. The server runs by its own clock.
THIRTY_DAYS_LATER = """
from honglam.engines.datahub.models import Grant
grant = Grant.objects.get(dataset__code="registers-systems", unit__code="18484")
past = datetime.timedelta(days=30)
Grant.objects.filter(pk=grant.pk).update(starts_on=grant.starts_on - past, ends_on=grant.ends_on - past)
print(json.dumps(str(grant.ends_on - past)))
"""


@pytest.fixture(scope="module", autouse=True)
def systems(installation: Installation) -> None:
    """The department has its register of information systems in the hub."""
    hub.brought_about(installation, SYSTEMS)


def ask(desk: Desk) -> None:
    """The commune asks for four columns of its own systems for sixty days, and says why and by which law."""
    page = hub.dataset(desk, CODE)
    page.get_by_role("link", name="Đề nghị khai thác").click()
    page.get_by_label("Mục đích sử dụng").fill(PURPOSE)
    page.get_by_label("Căn cứ pháp lý").fill("Nghị định 331/2026/NĐ-CP về bảo đảm an ninh mạng theo cấp độ")
    for name in ASKED:
        page.locator(f"input[name=columns][value={name}]").check()
    page.get_by_label("Chỉ các dòng thuộc đơn vị đề nghị").uncheck()
    page.get_by_label("Chỉ các dòng có").select_option(value="owner")
    page.get_by_label("là một trong các giá trị").fill("18484")
    page.get_by_label("Số ngày dùng").fill("60")
    page.get_by_label("Hệ thống sẽ đọc dữ liệu").fill("Phần mềm quản lý an toàn thông tin của xã")
    desk.check()
    desk.photograph("ask_for_data")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Đã gửi đề nghị")).to_be_visible()
    expect(page.get_by_text(re.compile("Hạn trả lời"))).to_be_visible()
    desk.check()


def answer(desk: Desk) -> None:
    """The owner finds the request among what waits, and gives three columns for thirty days."""
    page = desk.open("/desk/")
    waiting = page.get_by_role("row").filter(has_text="Xã Đồng Lộc").filter(has_text="Hệ thống thông tin")
    waiting.get_by_role("link").first.click()
    expect(page.get_by_text(PURPOSE, exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="quyết định phê duyệt cấp độ").uncheck()
    page.get_by_label("Số ngày", exact=True).fill("30")
    page.get_by_label("Ghi chú cho đơn vị").fill("Ba cột là đủ để lập hồ sơ.")
    desk.check()
    desk.photograph("answer_a_request")
    page.get_by_role("button", name="Đồng ý").click()
    expect(page.get_by_role("link", name="Quyền khai thác", exact=True).last).to_be_visible()
    desk.check()


def read(desk: Desk) -> str:
    """The commune reads its three rows with three columns on a page, and gets a key for its software; the key."""
    page = desk.open("/datahub/grants/?whose=ours")
    page.get_by_role("link", name="Hệ thống thông tin").first.click()
    last = date.today() + timedelta(days=29)
    expect(page.locator("main")).to_contain_text(f"Đến hết {last:%d/%m/%Y}")
    desk.check()
    desk.photograph("right_to_read")
    page.get_by_role("link", name="Xem, tải dữ liệu").click()
    expect(page.get_by_role("columnheader")).to_have_count(len(GIVEN))
    expect(page.locator("main tbody tr")).to_have_count(3)
    expect(page.locator("main")).not_to_contain_text("Sơn Hồng")
    desk.check()
    page.go_back()
    page.get_by_label("Tên hệ thống dùng khóa").fill("Phần mềm an toàn thông tin")
    page.get_by_role("button", name="Tạo khóa").click()
    expect(page.get_by_text("Chỉ hiện một lần")).to_be_visible()
    desk.check()
    return page.locator("pre code").inner_text().strip()


def test_three_columns_for_thirty_days(sit_down: SitDown, installation: Installation) -> None:
    officer, owner = sit_down("officer"), sit_down("science")
    rows = f"{installation.url}/api/shared/v1/datasets/{CODE}/rows"
    assert officer.page.request.get(f"{installation.url}/datahub/{CODE}/rows/").status == 403
    assert hub.asked_by_a_programme(rows)[0] == 401
    ask(officer)
    answer(owner)
    key = read(officer)

    # The software reads the same three columns and rows, and nothing beside them.
    status, found = hub.asked_by_a_programme(rows, key)
    assert status == 200
    assert [sorted(row) for row in found["rows"]] == [sorted(GIVEN)] * 3, found
    assert {row["system_code"] for row in found["rows"]} == {"HT-01", "HT-02", "HT-03"}
    assert hub.asked_by_a_programme(f"{rows}?columns=approval", key)[0] in {400, 403, 422}
    status, other = hub.asked_by_a_programme(f"{rows}?filter.owner=18160", key)
    assert status != 200 or other["rows"] == []

    # Each reading is a line of the log, and the report says who used what.
    page = owner.open("/datahub/reads/lines/")
    lines = page.locator("main tbody tr").filter(has_text="Đồng Lộc")
    three = re.compile("mã hệ thống, tên hệ thống thông tin, cấp độ", re.IGNORECASE)
    given = lines.filter(has_text=three).filter(has_text="Phần mềm an toàn thông tin")
    expect(given.first).to_contain_text("hệ thống đọc (API)")
    expect(lines.filter(has_text="Trần Thị Bình").first).to_contain_text("xem trên trang")
    owner.check()
    owner.photograph("readings_of_data")
    page = owner.open("/datahub/reads/")
    used = page.locator("main tbody tr").filter(has_text="Hệ thống thông tin").filter(has_text="Đồng Lộc")
    expect(used).to_have_count(1)
    assert hub.count_in(used.locator("td[data-label='Số lần']").inner_text()) == 2, "refused ones do not count"
    owner.check()
    owner.photograph("who_used_what")

    # After the last day nothing is given any more, on the page nor to the software, and the refusal is written down.
    hub.brought_about(installation, THIRTY_DAYS_LATER)
    status, refused = hub.asked_by_a_programme(rows, key)
    assert status == 410, refused
    page = officer.open("/datahub/grants/?whose=ours")
    page.get_by_role("link", name="Hệ thống thông tin").first.click()
    expect(page.get_by_role("link", name="Xem, tải dữ liệu")).to_have_count(0)
    expect(page.get_by_role("link", name="Đề nghị gia hạn")).to_be_visible()
    officer.check()
    gone = officer.page.request.get(f"{page.url}rows/")
    assert gone.status in {403, 404, 410}
    assert "Một cửa xã Đồng Lộc" not in gone.text()
    page = owner.open("/datahub/reads/lines/")
    expect(page.locator("main tbody tr").filter(has_text="410").first).to_be_visible()
