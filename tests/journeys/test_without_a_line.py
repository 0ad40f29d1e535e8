"""The line drops: an officer reports from the phone, with a photograph, and everything arrives once and in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation
from tests.journeys.offline import ADDRESSES, KEPT, QUEUE, all_sent, lose_the_line, photograph, reports_sent, until

FIRST, SECOND = "Đã đắp 40 mét, còn 20 mét.", "Đã đắp xong 60 mét."
STORED = """
import json
from PIL import Image
from honglam.engines.plans.models import ProgressEntry
entries = ProgressEntry.objects.filter(assignment__task__name={name!r}).order_by("id")
found = []
for entry in entries:
    files = [one.file for one in entry.evidence.all()]
    pictures = [Image.open(file.path) for file in files]
    found.append({{"text": entry.text, "progress": entry.progress, "state": entry.state,
                  "offline": entry.entered_at is not None and entry.entered_at < entry.reported_at,
                  "files": [file.name for file in files], "sizes": [one.size for one in pictures],
                  "exif": [len(one.getexif()) for one in pictures]}})
print("STORED " + json.dumps(found))
"""


@dataclass(frozen=True)
class Work:
    """A piece of work of the commune, and the address of its page."""

    name: str
    address: str


_numbers = count(1)


def stored(installation: Installation, work: Work) -> list[dict[str, object]]:
    """What the server holds about the work."""
    said = installation.run("shell", script=STORED.format(name=work.name))
    return list(json.loads(said.rpartition("STORED ")[2]))


@pytest.fixture
def work(sit_down: SitDown) -> Work:
    """A piece of work, given by the province."""
    name = f"Đắp lại đoạn đê bao số {next(_numbers)}"
    due = date.today() + timedelta(days=30)
    return Work(name, errands.instruct(sit_down("coordinator"), name, "dong loc", "Xã Đồng Lộc", due))


def test_reports_wait_for_the_line_and_arrive_once_in_order(
    work: Work, sit_down: SitDown, installation: Installation
) -> None:
    desk = sit_down("officer", phone=True)
    keys = reports_sent(desk.page)
    page = lose_the_line(desk, work.name, work.address)
    expect(page.get_by_role("button", name="Phân công", exact=True)).to_be_disabled()
    _write_two_reports(desk)
    _find_them_again_after_closing_the_page(desk, work)
    _change_the_second(desk)
    assert stored(installation, work) == []
    all_sent(desk)
    found = stored(installation, work)
    assert [(one["text"], one["progress"], one["state"]) for one in found] == [
        (FIRST, 60, "in_progress"), (f"{SECOND} Có ảnh.", 100, "claimed"),
    ]  # fmt: skip
    assert all(one["offline"] for one in found)
    assert (found[0]["files"], found[0]["sizes"], found[0]["exif"]) == (["de-bao.jpg"], [[1600, 1067]], [0])
    page = desk.open(work.address)
    expect(page.locator(".timeline").first).to_contain_text(FIRST)
    _deliver_again(page, keys)
    assert len(stored(installation, work)) == 2
    _sign_out(desk)


def _write_two_reports(desk: Desk) -> None:
    page = desk.page
    form = page.locator("form.report-form")
    expect(form.get_by_label("Giữ vị trí")).not_to_be_checked()
    form.get_by_label("Tiến độ (%)").fill("60")
    form.get_by_label("Kết quả đã làm").fill(FIRST)
    photo = {"name": "de-bao.jpeg", "mimeType": "image/jpeg", "buffer": photograph()}
    form.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_text("Đã giữ báo cáo trên máy")).to_be_visible()
    expect(form.get_by_label("Kết quả đã làm")).to_have_value("")
    form.get_by_label("Kết quả đã làm").fill(SECOND)
    form.get_by_label("Báo hoàn thành").check()
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("button", name="Chờ gửi: 2")).to_be_visible()
    desk.check()
    desk.photograph("offline-form")


def _find_them_again_after_closing_the_page(desk: Desk, work: Work) -> None:
    page = desk.page
    page.goto(f"{desk.installation.url}/plans/")
    expect(page.get_by_role("heading", name="Không có mạng")).to_be_visible()
    page.goto(f"{desk.installation.url}{work.address}")
    page.get_by_role("button", name="Chờ gửi: 2").click()
    items = page.get_by_role("dialog").locator(".outbox-item")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_contain_text(FIRST)
    expect(items.nth(0)).to_contain_text("de-bao.jpg")
    expect(items.nth(1)).to_contain_text("Báo hoàn thành")
    desk.check()
    desk.photograph("offline-tray")


def _change_the_second(desk: Desk) -> None:
    item = desk.page.get_by_role("dialog").locator(".outbox-item").nth(1)
    item.get_by_role("button", name="Sửa").click()
    item.get_by_label("Nội dung").fill(f"{SECOND} Có ảnh.")
    item.get_by_role("button", name="Lưu").click()
    expect(item).to_contain_text("Có ảnh.")
    desk.check()


def _deliver_again(page: Page, sent: list[tuple[str, str, str]]) -> None:
    """The same reports once more, as after an answer that was lost."""
    assert len({key for _address, key, _body in sent}) == 2
    for address, key, body in list(sent):  # what is sent here is noted there too
        status = page.evaluate(
            """async ([address, key, body]) => {
                const session = await (await fetch("/api/session")).json();
                const headers = {"Content-Type": "application/json", "Idempotency-Key": key,
                                 "X-CSRFToken": session.csrf_token};
                return (await fetch(address, {method: "POST", body, headers})).status;
            }""",
            [address, key, body],
        )
        assert status == 201


def _sign_out(desk: Desk) -> None:
    page = desk.open("/desk/")
    until(page, f"{KEPT}.then((count) => count === 1)")
    _sign_out_here(page)
    until(page, f"{KEPT}.then((count) => count === 0)")
    assert page.evaluate(QUEUE) == []
    desk.check()


def _write_one_report_without_a_line(desk: Desk, work: Work, text: str) -> None:
    page = desk.open("/desk/")
    until(page, "navigator.serviceWorker.controller !== null")
    desk.open(work.address)
    until(page, f"({ADDRESSES})().then((kept) => kept.some((one) => one.includes('{work.address}')))")
    desk.cut_the_line()
    page.reload()
    form = page.locator("form.report-form")
    form.get_by_label("Kết quả đã làm").fill(text)
    form.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("button", name="Chờ gửi: 1")).to_be_visible()


def test_a_remark_waits_for_the_line_too(work: Work, sit_down: SitDown) -> None:
    desk = sit_down("officer", phone=True)
    _write_one_report_without_a_line(desk, work, "Đang đắp")
    page = desk.page
    remarks = page.locator("form.remark-form")
    remarks.get_by_label("Viết trao đổi").fill("Đất ở bãi số 2 không đạt.")
    remarks.get_by_role("button", name="Gửi trao đổi").click()
    expect(page.get_by_text("Đã giữ trao đổi trên máy")).to_be_visible()
    page.get_by_role("button", name="Chờ gửi: 2").click()
    item = page.get_by_role("dialog").locator(".outbox-item").nth(1)
    expect(item).to_contain_text("Đất ở bãi số 2")
    item.get_by_role("button", name="Sửa").click()
    expect(item.get_by_label("Tiến độ (%)")).to_be_hidden()
    item.get_by_label("Nội dung").fill("Đất ở bãi số 2 không đạt, chờ bãi số 3.")
    item.get_by_role("button", name="Lưu").click()
    desk.check()
    all_sent(desk)
    desk.open(work.address)
    expect(page.locator(".remarks")).to_contain_text("chờ bãi số 3")
    expect(page.locator(".remarks > li")).to_have_count(1)


def test_leaving_asks_before_it_drops_what_was_not_sent(work: Work, sit_down: SitDown) -> None:
    desk = sit_down("officer", phone=True)
    page = desk.page
    _write_one_report_without_a_line(desk, work, "Chưa gửi")
    page.get_by_label("Tài khoản").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Còn 1 báo cáo chưa gửi trên máy này")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Không").click()
    assert page.evaluate(QUEUE) == ["Chưa gửi"]


def test_a_session_that_ended_keeps_the_queue_for_its_writer_alone(
    work: Work, sit_down: SitDown, installation: Installation
) -> None:
    desk = sit_down("officer", phone=True)
    page = desk.page
    _write_one_report_without_a_line(desk, work, "Viết trước khi hết phiên")
    page.context.clear_cookies()
    desk.mend_the_line()
    page.get_by_role("button", name="Chờ gửi: 1").click()
    expect(page.get_by_text("Phiên đăng nhập đã hết")).to_be_visible()
    page.get_by_role("link", name="Đăng nhập lại").click()
    until(page, f"{KEPT}.then((count) => count === 0)")
    desk.complaints.clear()  # the session that ended is an error of the console
    desk.sign_in("head")
    until(page, f"{KEPT}.then((count) => count === 1)")
    assert page.evaluate(QUEUE) == ["Viết trước khi hết phiên"]
    expect(page.locator("[data-outbox]")).to_be_hidden()
    _sign_out_here(page)
    assert stored(installation, work) == []
    desk.sign_in("officer")
    all_sent(desk)
    assert [one["text"] for one in stored(installation, work)] == ["Viết trước khi hết phiên"]


def _sign_out_here(page: Page) -> None:
    page.get_by_label("Tài khoản").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/accounts/login/**")
