"""A department's Excel becomes a declared register, then a clean dataset, then open data that `ckanapi` reads."""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from pathlib import Path

from ckanapi import RemoteCKAN
from playwright.sync_api import expect

from tests.journeys import errands, hub, projects_workbook
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

CODE, SLUG = "registers-projects", "du-an-dau-tu-tren-dia-ban"
REJECTED = len(projects_workbook.DEFECTS)
RULE = "disbursed-within"


def bring_in(desk: Desk, folder: Path) -> None:
    """The officer drops the file, says what two headings mean, looks at what it would do, gets the wrong rows back."""
    projects_workbook.write(folder / "Danh muc du an.xlsx")
    page = desk.open("/registers/projects/")
    page.get_by_role("link", name=re.compile("Nhập")).first.click()
    desk.check()
    page.locator("input[type=file]").set_input_files(folder / "Danh muc du an.xlsx")
    with hub.work(page):
        page.get_by_role("button", name="Đưa tệp lên").click()
    expect(page.get_by_label("Tên dự án", exact=True)).to_have_value("name")
    expect(page.get_by_label("TT", exact=True)).to_have_value("")
    for heading, column in (("Chủ đầu tư", "investor"), ("Địa bàn", "commune"), ("Đã giải ngân", "disbursed"),
                            ("Tổng vốn đăng ký (tr.đ)", "capital")):  # fmt: skip
        page.get_by_label(heading, exact=True).select_option(value=column)
    desk.check()
    desk.photograph("import_matching")
    with hub.work(page):
        page.get_by_role("button", name="Đọc thử").click()
    expect(page.get_by_role("heading", name=f"{REJECTED} dòng lỗi")).to_be_visible()
    expect(page.locator("#rejected")).to_contain_text("ba nghìn tỷ")
    desk.check()
    desk.photograph("import_preview")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp dòng lỗi").click()
    download.value.save_as(folder / "dong loi.xlsx")
    with hub.work(page):
        page.get_by_role("button", name=re.compile(r"^Nhập: thêm 18")).click()
    expect(page.locator("main")).to_contain_text("Đã thêm")
    desk.check()


def send_the_mended_rows(desk: Desk, folder: Path) -> None:
    """The wrong rows are mended in their file and sent back; the matching is kept."""
    page = desk.page
    assert projects_workbook.mend(folder / "dong loi.xlsx") == REJECTED
    page.locator("#mended-file").set_input_files(folder / "dong loi.xlsx")
    with hub.work(page):
        page.get_by_role("button", name="Đưa tệp đã sửa lên").click()
    with hub.work(page):
        page.get_by_role("button", name="Đọc thử").click()
    with hub.work(page):
        page.get_by_role("button", name=f"Nhập: thêm {REJECTED}").click()
    desk.check()
    page = desk.open("/registers/projects/?q=song la")
    expect(page.get_by_role("heading", level=2, name=f"{projects_workbook.ROWS} dòng")).to_be_visible()


def make_a_rule_block(desk: Desk) -> None:
    """The coordinator brings the catalogue up to date, and decides that too much paid out keeps rows from the hub."""
    page = desk.open("/datahub/")
    page.get_by_role("button", name="Cập nhật từ các sổ").click()
    page.wait_for_load_state("load")
    page = hub.dataset(desk, CODE, "rules/")
    row = page.get_by_role("row").filter(has_text=RULE)
    row.get_by_label("Khi sai").select_option(label="chặn công bố")
    row.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu quy tắc")).to_be_visible()
    desk.check()


def publish(desk: Desk) -> None:
    """The steward's rows are kept back until two are mended; then they are a version of the dataset."""
    page = hub.dataset(desk, CODE)
    with hub.work(page):
        page.get_by_role("button", name="Đưa dữ liệu vào kho").click()
    page = hub.dataset(desk, CODE, "versions/")
    expect(page.get_by_role("row").filter(has_text="bị chặn")).to_have_count(1)
    page = hub.dataset(desk, CODE, "quality/")
    expect(page.get_by_text("đang bị chặn công bố")).to_be_visible()
    desk.check()
    desk.photograph("publication_blocked")
    for left in (2, 1):
        page = hub.dataset(desk, CODE, f"quality/{RULE}/")
        rows = page.locator(".table-failing tbody tr")
        expect(rows).to_have_count(left)
        desk.check()
        cell = rows.first.locator("form.mend").filter(has=page.locator("input[value=disbursed]"))
        cell.locator("input[name=value]").fill("1000")
        with hub.work(page):
            cell.get_by_role("button", name="Sửa").click()
    page = hub.dataset(desk, CODE)
    with hub.work(page):
        page.get_by_role("button", name="Đưa dữ liệu vào kho").click()
    page = hub.dataset(desk, CODE, "versions/")
    expect(page.get_by_role("row").filter(has_text="đang dùng")).to_contain_text(str(projects_workbook.ROWS))
    desk.check()


def release(desk: Desk) -> None:
    """What would tell about somebody is found before anybody reads it; without that column the data goes out."""
    page = hub.dataset(desk, CODE)
    page.get_by_role("link", name="Mở dữ liệu").click()
    expect(page.locator("input[name=columns][value=capital]")).to_be_checked()
    expect(page.locator("input[name=columns][value=investor]")).not_to_be_checked()
    page.get_by_label("Tên", exact=True).fill("Dự án đầu tư trên địa bàn tỉnh")
    page.get_by_label("Tên trong địa chỉ").fill(SLUG)
    page.get_by_label("Mô tả").fill("Dự án đầu tư ngoài ngân sách: lĩnh vực, địa bàn, vốn, tiến độ.")
    for name in ("investor_kind", "geometry"):
        page.locator(f"input[name=columns][value={name}]").check()
    for name in ("investor_kind", "commune"):
        page.locator(f"input[name=quasi][value={name}]").check()
    page.get_by_label("Từ khóa, cách nhau bằng dấu phẩy").fill("đầu tư, dự án")
    page.get_by_label("Giấy phép").select_option(value="cc-by-4.0")
    desk.check()
    desk.photograph("release_form")
    page.get_by_role("button", name=re.compile("^(Ghi|Lưu)")).click()
    expect(page.get_by_text("Chưa an toàn để công bố")).to_be_visible()
    expect(page.get_by_role("button", name="Công bố", exact=True)).to_have_count(0)
    desk.check()
    desk.photograph("release_unsafe")
    page.get_by_role("link", name="Sửa", exact=True).click()
    for field in ("columns", "quasi"):
        page.locator(f"input[name={field}][value=investor_kind]").uncheck()
    page.get_by_role("button", name=re.compile("^(Ghi|Lưu)")).click()
    expect(page.get_by_text("Không thấy dữ liệu cá nhân")).to_be_visible()
    desk.check()
    desk.photograph("release_safe")
    with hub.work(page):
        page.get_by_role("button", name="Công bố", exact=True).click()
    page = desk.open("/datahub/releases/")
    expect(page.get_by_role("row").filter(has_text="Dự án đầu tư trên địa bàn tỉnh")).to_contain_text("đang công khai")


def look(desk: Desk) -> None:
    """Somebody without an account finds it, looks at rows, chart and map."""
    page = desk.open("/data/?q=dau+tu")
    page.get_by_role("link", name="Dự án đầu tư trên địa bàn tỉnh").click()
    expect(page.locator("#preview tbody tr")).to_have_count(20)
    expect(page.get_by_text("Sở Tài chính").first).to_be_visible()
    expect(page.locator(".open-map circle")).to_have_count(projects_workbook.ROWS)
    page.locator("select[name=by]").select_option(value="sector")
    page.locator("select[name=sum]").select_option(value="capital")
    with errands.next_page(page, until="load"):
        page.get_by_role("button", name="Vẽ").click()
    expect(page.locator("[data-chart-canvas] svg").first).to_be_attached()
    expect(page.locator("main")).not_to_contain_text("Công ty cổ phần Hồng Lĩnh")
    desk.check()
    desk.photograph("open_data")


def read_by_programme(url: str) -> None:
    """The client that reads CKAN everywhere reads this catalogue: lists, describes, searches, fetches the file."""
    with RemoteCKAN(f"{url}/data") as ckan:
        assert SLUG in ckan.action.package_list()
        package = ckan.action.package_show(id=SLUG)
        assert package["license_id"] == "cc-by-4.0"
        assert package["organization"]["title"] == "Sở Tài chính"
        found = ckan.action.package_search(q="dau tu")
        assert SLUG in [one["name"] for one in found["results"]]
        active = next(one for one in package["resources"] if one.get("datastore_active"))
        rows = ckan.action.datastore_search(resource_id=active["id"], limit=100)
        assert rows["total"] == projects_workbook.ROWS
        assert not {"investor", "investor_kind", "disbursed"} & set(rows["records"][0])
        some = ckan.action.datastore_search(resource_id=active["id"], filters={"sector": "tourism"})
        assert some["total"] == 6
    file = next(one["url"] for one in package["resources"] if one["format"].upper() == "CSV")
    with urllib.request.urlopen(file, timeout=30) as answer:
        lines = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8-sig")))
    assert {line["code"] for line in lines} == {f"DA-{number:02}" for number in range(1, projects_workbook.ROWS + 1)}


def test_an_excel_becomes_open_data(sit_down: SitDown, installation: Installation, tmp_path: Path) -> None:
    installation.add_people(
        ("finance.officer", "Lê Thị Mai", "officer", "42.finance"), ("finance", "Phạm Văn Hùng", "head", "42.finance")
    )
    officer, coordinator = sit_down("finance.officer"), sit_down("coordinator")
    bring_in(officer, tmp_path)
    send_the_mended_rows(officer, tmp_path)
    make_a_rule_block(coordinator)
    publish(sit_down("finance"))
    release(coordinator)
    look(sit_down(None, phone=True))
    read_by_programme(installation.url)
