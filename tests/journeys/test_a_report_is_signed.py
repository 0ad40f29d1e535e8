"""A quarter's report of a commune: from stored facts to a signed PDF that anybody can check, and its correction."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from honglam.toolkit.periods import Period, Scheme, latest_over
from tests.engines.documents.signatures.signing import holder, signed
from tests.engines.documents.signatures.signing import page as paper
from tests.journeys import errands, reporting
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation

NAME = "Kết quả phát triển kinh tế số và xã hội số"
COMMUNE, DEPARTMENT = "Xã Đồng Lộc", "Sở Khoa học và Công nghệ"
CHAIRMAN = holder("Lê Văn Cường", "UBND xã Đồng Lộc")
COMMITTEE = holder("ỦY BAN NHÂN DÂN XÃ ĐỒNG LỘC", "UBND tỉnh Hà Tĩnh")
NUMBER, CORRECTED = "215/BC-UBND", "219/BC-UBND"
GIVEN, DONE, OVERDUE = 4, 2, 1
DIFFICULTY = "Tổ công nghệ số của ba thôn chưa có máy tính."
PROPOSAL = "Đề nghị bố trí ba máy tính cho tổ công nghệ số."
NEXT, COMPLETED = "Mở hai lớp kỹ năng số.", "Mở hai lớp kỹ năng số; rà soát thuê bao ở sáu thôn."
REASON = "Ghi thiếu số thôn đã rà soát."
PDF_TAKES_MS = 120_000
SIGNER_LINES = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")

# Four pieces of work: one done in time, one late, one past its day, one whose day is still far.
WORK = """
quarter = latest_over(TODAY, Scheme.QUARTER_CUT_OFF)
province, commune = Unit.objects.get(code="42"), Unit.objects.get(code="18484")
first = quarter.start + days(3)
tasks = [give(name, [commune], province, "coordinator", first, first + days(due)) for name, due in (
    ("Đưa đặc sản lên sàn giao dịch", 30), ("Gắn mã QR cho di tích", 30), ("Rà soát thuê bao dùng máy 2G", 40),
    ("Lập bản đồ số các thôn", 300))]
do(tasks[0], "officer", "coordinator", first + days(25))
do(tasks[1], "officer", "coordinator", first + days(45))
reporting.arrange(unit=commune, by=person("coordinator"), arrangement=reporting.Arrangement(
    drafter=person("officer"), checker=person("room"), office_unit=Unit.objects.get(code="18484.office"),
    office_person=person("office"), signer=person("head"), clerk=person("clerk"), signing_form="kt",
    signer_name="Lê Văn Cường"))
print(json.dumps(len(tasks)))
"""


@dataclass(frozen=True)
class Opened:
    """A report by its address and its code."""

    address: str
    code: str


@pytest.fixture(scope="module")
def quarter(installation: Installation) -> Period:
    """The last quarter that is over, in which the commune had work; who drafts, checks, signs and issues there."""
    installation.add_people(
        ("room", "Phạm Thị Dung", "head", "18484"),
        ("office", "Bùi Quang Huy", "head", "18484.office"),
        ("clerk", "Ngô Thị Hạnh", "officer", "18484.office"),
    )
    assert reporting.told_by(installation, WORK) == GIVEN
    return latest_over(date.today(), Scheme.QUARTER_CUT_OFF)


def test_a_report_goes_from_stored_facts_to_a_signed_paper_and_its_correction(
    sit_down: SitDown, quarter: Period, tmp_path: Path
) -> None:
    _define(sit_down("coordinator"), quarter)
    officer, room, office, head = (sit_down(name) for name in ("officer", "room", "office", "head"))
    report = _draft(officer, quarter)
    _check_and_send_back(room, officer, report)
    reporting.pass_on(room, report.address, "Văn phòng rà soát")
    reporting.pass_on(office, report.address, "Trình ký")
    reporting.pass_on(head, report.address, "Văn thư cấp số, phát hành")
    clerk, department, stranger = sit_down("clerk"), sit_down("science"), sit_down(None)
    _number(clerk, report, NUMBER)
    _read_the_paper(clerk, report, tmp_path)
    original = _sign(_pdf(clerk, report))
    _bring_and_send(clerk, report, original)
    _same_figure_in_every_file(officer, report)
    _receive(department, report)
    _look_up(stranger, report.code)
    _compare(stranger, original)
    newer = _correct(department, clerk, report)
    _pass_all_the_way(officer, room, office, head, newer)
    _number(clerk, newer, CORRECTED)
    _bring_and_send(clerk, newer, _sign(paper(f"{newer.code} {CORRECTED}")))
    _see_the_correction(stranger, report, newer)


def _define(desk: Desk, quarter: Period) -> None:
    """The coordinator: every quarter, by the 20th, to the department; the outline as it is proposed."""
    page = desk.open("/reports/regimes/")
    page.get_by_role("link", name="Lập chế độ báo cáo").first.click()
    desk.check()
    page.get_by_label("Tên báo cáo").fill(NAME)
    page.get_by_label("Căn cứ", exact=False).first.fill("Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019")
    page.get_by_label("Kỳ báo cáo").select_option("quarter_cut_off")
    page.get_by_label("Chậm nhất ngày").fill("20")
    page.get_by_label("Áp dụng từ ngày").fill(f"{quarter.start:%d/%m/%Y}")
    expect(page.locator("#due-preview")).to_contain_text("chậm nhất ngày 20 của tháng cuối kỳ")
    errands.choose_unit(page, f"Đơn vị phải báo cáo {reporting.OPTIONAL}", COMMUNE)
    errands.choose_unit(page, f"Nơi nhận trong tỉnh {reporting.OPTIONAL}", DEPARTMENT)
    page.get_by_role("button", name="Lưu và áp dụng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đề cương báo cáo")
    desk.check()
    desk.photograph("report-outline")
    with errands.next_page(page):
        page.get_by_role("button", name="Lưu đề cương").click()
    expect(page.locator("#matrix")).to_contain_text(COMMUNE)
    desk.check()


def _draft(desk: Desk, quarter: Period) -> Opened:
    """The officer: figures are there; one is followed to its list; what no fact says is typed."""
    page = desk.open("/reports/")
    row = page.get_by_role("row").filter(has_text=NAME.lower()).filter(has_text=re.compile(r"quý \w+ năm"))
    row.get_by_role("link").first.click()
    desk.check()
    report = Opened(errands.task_address(page), _code(page))
    work = reporting.section(page, "work")
    expect(work).to_contain_text(f"Đến ngày {quarter.end:%d/%m/%Y}, {COMMUNE}")
    expect(work).to_contain_text(f"Trong kỳ đã hoàn thành {DONE} nhiệm vụ: 1 đúng hạn, 1 quá hạn")
    desk.photograph("report-draft")
    work.get_by_role("link", name=str(GIVEN), exact=True).first.click()
    expect(page.locator("#share-list tbody tr")).to_have_count(GIVEN)
    desk.check()
    page = desk.open(report.address)
    reporting.save_entry(page, "difficulty", DIFFICULTY)
    reporting.save_entry(page, "proposal", PROPOSAL, DEPARTMENT)
    reporting.write(page, "next", NEXT)
    desk.check()
    reporting.pass_on(desk, report.address, "Trưởng phòng kiểm tra")
    return report


def _code(page: Page) -> str:
    found = re.search(r"BC-\d{4}-\w+-\w", page.locator("main").inner_text() + page.title())
    assert found
    return found.group()


def _check_and_send_back(room: Desk, officer: Desk, report: Opened) -> None:
    """The head of the room sends it back once; the officer reads why, completes it, passes it on again."""
    page = room.open(report.address)
    page.locator("#next").get_by_role("link", name="Trả lại").click()
    room.check()
    page.get_by_label("Lý do").fill(REASON)
    with errands.next_page(page):
        page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(page.get_by_text("Đã trả lại.")).to_be_visible()
    page = officer.open(report.address)
    expect(page.locator("#way")).to_contain_text(REASON)
    reporting.write(page, "next", COMPLETED)
    reporting.pass_on(officer, report.address, "Trưởng phòng kiểm tra")
    expect(room.open(report.address).locator("#section-next")).to_contain_text(COMPLETED)


def _number(desk: Desk, report: Opened, number: str) -> None:
    """The clerk: number and day; the lines of the signature stand as they are arranged."""
    page = desk.open(report.address)
    page.get_by_role("link", name="Cấp số, ngày ban hành").click()
    desk.check()
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày ban hành").fill(f"{date.today():%d/%m/%Y}")
    expect(page.get_by_label("Dòng quyền hạn")).to_have_value("\n".join(SIGNER_LINES))
    with errands.next_page(page):
        page.get_by_role("button", name="Cấp số", exact=True).click()
    expect(page.get_by_text("Đã cấp số.")).to_be_visible()
    desk.check()


def _read_the_paper(desk: Desk, report: Opened, folder: Path) -> None:
    """The Word file: number, in whose name it is signed, code, figures, what was typed."""
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="Bản Word đã chốt").click()
    file = folder / "bao-cao.docx"
    download.value.save_as(file)
    words = docx.Document(str(file))
    cells = [cell.text for table in words.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in words.paragraphs), *cells])
    for said in (f"Số: {NUMBER}", *SIGNER_LINES, "Lê Văn Cường", f"Mã tra cứu: {report.code}", DIFFICULTY, COMPLETED):
        assert said in text, said
    assert f"Trong kỳ đã hoàn thành {DONE} nhiệm vụ: 1 đúng hạn, 1 quá hạn" in text


def _pdf(desk: Desk, report: Opened) -> bytes:
    """The PDF that LibreOffice makes of the Word file; a page of our own where there is none."""
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        warnings.warn("No LibreOffice: the PDF of the report was NOT made, a page of our own is signed", stacklevel=2)
        return paper(f"{report.code} {NUMBER}")
    page = desk.open(report.address)
    page.get_by_role("button", name="Tạo bản PDF").click()
    made = page.get_by_role("link", name="Bản PDF để trình ký số")
    expect(made).to_be_visible(timeout=PDF_TAKES_MS)
    desk.check()
    answer = page.request.get(f"{desk.installation.url}{made.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF")
    return answer.body()


def _sign(content: bytes) -> bytes:
    """On the desk of the deputy chairman, then of the clerk, with devices of their own: the platform has no keys."""

    def both() -> bytes:
        return signed(signed(content, CHAIRMAN, "nguoi-ky"), COMMITTEE, "co-quan")

    with ThreadPoolExecutor(1) as aside:  # pyHanko wants an event loop of its own; the browser has that of this thread
        return aside.submit(both).result()


def _bring_and_send(desk: Desk, report: Opened, content: bytes) -> None:
    """The clerk: the signed file comes back and is judged, then goes out."""
    page = desk.open(report.address)
    page.get_by_role("link", name="Tải bản đã ký lên").click()
    desk.check()
    page.locator("#id_file").set_input_files(
        {"name": "bao-cao-da-ky.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    with errands.next_page(page):
        page.get_by_role("button", name="Tải lên và kiểm tra chữ ký").click()
    expect(page.locator("#signed")).to_contain_text("Bản gốc điện tử, đủ chữ ký số")
    expect(page.locator("main")).to_contain_text("Lê Văn Cường")
    expect(page.locator("main")).not_to_contain_text("Trong tệp không thấy")
    desk.check()
    desk.photograph("report-signed")
    with errands.next_page(page):
        page.get_by_role("button", name="Gửi báo cáo").click()
        errands.yes(page)
    expect(page.get_by_text(f"Đã gửi báo cáo tới {DEPARTMENT}.")).to_be_visible()
    desk.check()


def _same_figure_in_every_file(desk: Desk, report: Opened) -> None:
    """JSON, CSV and Excel say what the page says."""

    def body(name: str) -> bytes:
        answer = desk.page.request.get(f"{desk.installation.url}{report.address}{name}")
        assert answer.ok, name
        return answer.body()

    wanted = {"work.in_force": str(GIVEN), "work.done": str(DONE), "work.overdue": str(OVERDUE)}
    tree = json.loads(body("figures.json"))
    assert wanted.items() <= {one["key"]: one["value"] for one in tree["figures"]}.items()
    rows = csv.reader(io.StringIO(body("figures.csv").decode("utf-8-sig")), delimiter=_delimiter(body("figures.csv")))
    assert wanted.items() <= {row[1]: row[3] for row in rows if len(row) > 3}.items()
    sheet = openpyxl.load_workbook(io.BytesIO(body("annexes.xlsx")))["Mọi số liệu"]
    cells = {row[1]: str(row[3]) for row in sheet.iter_rows(values_only=True) if row[1]}
    assert wanted.items() <= cells.items()


def _delimiter(content: bytes) -> str:
    return ";" if b";" in content.splitlines()[0] else ","


def _receive(desk: Desk, report: Opened) -> None:
    """The department: the report waits, is read, is taken in."""
    page = desk.open("/reports/?group=received")
    page.locator(f"a[href='{report.address}']").first.click()
    expect(page.locator("#section-difficulties")).to_contain_text(DIFFICULTY)
    with errands.next_page(page):
        page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(page.get_by_text(f"Đã tiếp nhận báo cáo của {COMMUNE}.")).to_be_visible()
    desk.check()


def _look_up(desk: Desk, code: str) -> None:
    """A stranger without an account: the code that stands on the paper."""
    page = desk.open("/verify/")
    page.get_by_label("Mã tra cứu").fill(code.lower())
    page.get_by_role("button", name="Tra cứu").click()
    main = page.locator("main")
    for said in (NUMBER, "Có báo cáo này trong hệ thống", "Bản gốc điện tử, đủ chữ ký số", "Lê Văn Cường",
                 "ỦY BAN NHÂN DÂN XÃ ĐỒNG LỘC"):  # fmt: skip
        expect(main).to_contain_text(said)
    desk.check()
    desk.photograph("report-verified")


def _compare(desk: Desk, original: bytes) -> None:
    """The same file, then one that differs by a byte."""
    page = desk.page
    for content, said in ((original, "Đúng bản đã gửi"), (original + b"\n", "Không phải bản đã gửi")):
        page.locator("#id_file").set_input_files(
            {"name": "bao-cao.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        with errands.next_page(page, until="load"):
            page.get_by_role("button", name="So với bản đã gửi").click()
        expect(page.locator("#compare")).to_contain_text(said)
        desk.check()


def _correct(department: Desk, clerk: Desk, report: Opened) -> Opened:
    """The department asks; the commune opens a correction with the reason."""
    page = department.open(report.address)
    page.locator("main").get_by_label("Thao tác khác").click()
    page.get_by_role("link", name="Đề nghị đính chính").click()
    department.check()
    page.get_by_label("Lý do").fill(REASON)
    with errands.next_page(page):
        page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Đã gửi đề nghị đính chính.")).to_be_visible()
    page = clerk.open(report.address)
    page.locator("main .btn-primary").filter(has_text="Mở bản đính chính").click()
    clerk.check()
    expect(page.get_by_label("Lý do")).to_have_value(REASON)
    with errands.next_page(page):
        page.get_by_role("button", name="Mở bản đính chính").click()
    expect(page.get_by_text("Đã mở bản đính chính.")).to_be_visible()
    clerk.check()
    newer = errands.task_address(page)
    assert newer != report.address
    return Opened(newer, _code(page))


def _pass_all_the_way(officer: Desk, room: Desk, office: Desk, head: Desk, report: Opened) -> None:
    """A correction takes the same steps."""
    page = officer.open(report.address)
    expect(page.locator("#entries-difficulty ol > li")).to_have_count(1)  # the words came along
    reporting.write(page, "next", f"{COMPLETED} Đã rà soát bốn thôn.")
    for desk, step in ((officer, "Trưởng phòng kiểm tra"), (room, "Văn phòng rà soát"), (office, "Trình ký"),
                       (head, "Văn thư cấp số, phát hành")):  # fmt: skip
        reporting.pass_on(desk, report.address, step)


def _see_the_correction(desk: Desk, report: Opened, newer: Opened) -> None:
    """The code on the old paper says that it was corrected, and leads to the new one."""
    page = desk.open(f"/verify/{report.code}/")
    expect(page.locator("main")).to_contain_text("Báo cáo này đã được đính chính")
    expect(page.locator("main")).to_contain_text(REASON)
    page.get_by_role("link", name="Xem bản thay thế").click()
    page.wait_for_url(f"**/verify/{newer.code}/")
    expect(page.locator("main")).to_contain_text(CORRECTED)
    expect(page.locator("main")).to_contain_text("Đây là bản đính chính")
    desk.check()
