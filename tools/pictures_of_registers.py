"""The pictures of registers and of the hub: a register and its rows, quality, sharing, open data, deliveries."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import openpyxl
from playwright.sync_api import Page

from tools.picturing import PHONE, Picture, to

PARCELS, DEVICES = "registers-parcels", "registers-devices"
HEADINGS = ("Mã số dự án", "Tên dự án", "Chủ đầu tư", "Loại nhà đầu tư", "Lĩnh vực", "Xã, phường", "Tổng vốn (tr.đ)",
            "Khởi công theo tiến độ", "Hoàn thành theo tiến độ")  # fmt: skip
ROWS = (
    ("HT-2026-01", "Kho lạnh Cửa Sót", "Công ty TNHH Kẻ Gỗ", "doanh nghiệp trong nước", "thương mại – dịch vụ",
     "Xã Đồng Lộc", "85.500,5", date(2026, 3, 1), date(2028, 6, 30)),
    ("HT-2026-02", "Nhà máy may Ngàn Phố", "Công ty cổ phần Sông La", "doanh nghiệp trong nước",
     "công nghiệp – xây dựng", "Xã Hương Sơn", "ba trăm tỷ", date(2026, 5, 1), date(2027, 12, 31)),
    ("", "Vùng trồng cam Trà Sơn", "Hợp tác xã Trà Sơn", "hợp tác xã", "nông nghiệp", "Xã Đồng Lộc", "12.300",
     date(2026, 2, 1), date(2029, 2, 1)),
    ("HT-2026-04", "Khách sạn Biển Ngang", "Tập đoàn Hồng Lĩnh", "doanh nghiệp trong nước", "du lịch",
     "Xã Sơn Hồng", "240.000", "01/04/2026", "31/02/2028"),
)  # fmt: skip
PURPOSE = "Lập hồ sơ cấp độ của các hệ thống thông tin xã đang dùng"


def first_of(selector: str, then: Callable[[Page], None] | None = None) -> Callable[[Page], None]:
    """Open the first link of a list, then look at a part of it."""

    def opened(page: Page) -> None:
        page.locator(selector).first.click()
        page.wait_for_load_state()
        if then is not None:
            then(page)

    return opened


FIRST_ROW = first_of("main tbody th a")


def try_a_file(page: Page) -> None:
    """An Excel file with three rows that have to be mended, tried."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for line in (("SỞ TÀI CHÍNH",), (), HEADINGS, *ROWS):
        book.worksheets[0].append(line)
    book.save(stream)
    page.locator("input[name=file]").set_input_files(
        {"name": "Danh mục dự án.xlsx", "mimeType": "application/octet-stream", "buffer": stream.getvalue()}
    )
    page.get_by_role("button", name="Đưa tệp lên").click()
    page.get_by_label("Chủ đầu tư", exact=True).select_option(value="investor")
    page.get_by_label("Tổng vốn (tr.đ)", exact=True).select_option(value="capital")
    page.get_by_role("button", name="Đọc thử").click()
    page.locator("#rejected").wait_for(timeout=60_000)


def ask_for_a_personal_value(page: Page) -> None:
    """The form that asks what a citizen's number is needed for."""
    FIRST_ROW(page)
    page.locator("#see-citizen_id").get_by_role("link", name="Xem").click()
    page.locator("#see-citizen_id").get_by_label("Cần xem để làm gì?").fill("Đối chiếu hồ sơ nâng lương trước thời hạn")
    to(".row-sections")(page)


def find_suggestions(page: Page) -> None:
    """What the hub suggests; looked for where nobody did yet."""
    if not page.locator("main tbody tr").count():
        page.get_by_role("button", name="Tìm lại").click()
        page.locator("main tbody tr").first.wait_for(timeout=60_000)


def mend_some_rows(page: Page) -> None:
    """Two serial numbers are filled in; the list of rows that moved the score."""
    for serial in ("PF3K7A2M", "PF3K7A9Q"):
        cell = page.locator("form.mend").first
        cell.locator("input[name=value]").fill(serial)
        cell.get_by_role("button").click()
        page.wait_for_load_state()
        page.locator("[data-job]").wait_for(state="detached", timeout=60_000)
    address = page.url.partition("/datahub/")[0]
    page.goto(f"{address}/datahub/{DEVICES}/changes/")


def ask_for_data(page: Page) -> None:
    """Three columns of the commune's own systems for thirty days."""
    page.get_by_label("Mục đích sử dụng").fill(PURPOSE)
    page.get_by_label("Căn cứ pháp lý").fill("Nghị định 331/2026/NĐ-CP, bảo đảm an ninh mạng theo cấp độ")
    for name in ("system_code", "name", "level"):
        page.locator(f"input[name=columns][value={name}]").check()
    to("main form")(page)


REGISTER_PICTURES = (
    Picture("register", "tonghop", "/registers/projects/", size=(1440, 900)),
    Picture("register-phone", "tonghop", "/registers/projects/", size=PHONE),
    Picture("register-row", "tonghop", "/registers/projects/", size=(1440, 960), prepare=FIRST_ROW),
    Picture("register-import", "tonghop", "/registers/projects/import/", size=(1440, 900), prepare=try_a_file),
    Picture("register-unmask", "sokhcn", "/registers/officials/", prepare=ask_for_a_personal_value),
    # Quality
    Picture("quality", "tonghop", f"/datahub/{DEVICES}/quality/", size=(1440, 1100)),
    Picture("quality-rows", "tonghop", f"/datahub/{DEVICES}/quality/serial-given/", size=(1440, 860)),
    Picture("quality-suggestions", "tonghop", f"/datahub/{PARCELS}/suggestions/", prepare=find_suggestions),
    Picture("quality-changes", "tonghop", f"/datahub/{DEVICES}/quality/serial-given/", prepare=mend_some_rows),
    # Sharing
    Picture("sharing-ask", "canbo.dongloc", "/datahub/datasets/registers-systems/ask/", prepare=ask_for_data),
    Picture("sharing-request", "sokhcn", "/datahub/requests/?state=asked", size=(1280, 1100), prepare=FIRST_ROW),
    Picture("sharing-grant", "canbo.dongloc", "/datahub/grants/?whose=ours", prepare=FIRST_ROW),
    Picture("sharing-reads", "tonghop", "/datahub/reads/"),
    # Open data
    Picture("open-release", "tonghop", "/datahub/releases/", prepare=FIRST_ROW),
    Picture("open-catalogue", "", "/data/"),
    Picture("open-dataset", "", "/data/?q=du+an", ("Dự án đầu tư",), (1280, 1500)),
    # What comes in
    Picture("deliveries", "tonghop", "/datahub/deliveries/"),
    Picture("delivery", "tonghop", "/datahub/deliveries/", prepare=FIRST_ROW),
    Picture("sector-databases", "tonghop", "/datahub/databases/"),
)
