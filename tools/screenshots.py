"""The pictures of the manual, taken of a fresh demonstration province.

    python -m tools.screenshots [NAME …]      all pictures, or the named ones, into docs/manual/images

The province stands in a folder of its own and is gone afterwards, so that the last pictures may change it. Journeys can
keep pictures too (SCREENSHOTS=folder, see tests/journeys/conftest.py); those are for looking at, these for printing.
"""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from honglam.engines.plans.demo.contents.unsigned import ANNEX, unsigned_commune_plan
from honglam.engines.plans.demo.writers import written
from tools.pictures_of_registers import REGISTER_PICTURES
from tools.pictures_of_reports import REPORT_PICTURES
from tools.picturing import PHONE, Picture, to

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "manual" / "images"
HONGLAM = [sys.executable, "-m", "honglam"]
PASSWORD = "trinh-dien-42"
COLOURS = 256
"""Of the palette that pictures are reduced to: nobody sees the difference, and they are half the size."""


def open_units(page: Page) -> None:
    """Unfold the units of a task and go to the one that reports completion."""
    page.locator("details:has(table)").first.evaluate("element => { element.open = true }")
    row = page.locator("details tr").filter(has_text="chờ xác nhận").first
    row.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 420)")


def issue_today(page: Page) -> None:
    """Fill in the day of issue, then issue."""
    page.get_by_role("link", name="Nhập số, ngày ban hành").click()
    page.get_by_label("Số, ký hiệu").fill("112/KH-UBND")
    page.get_by_label("Ngày ban hành").fill(time.strftime("%d/%m/%Y"))
    page.get_by_role("button", name="Ban hành", exact=True).click()
    page.wait_for_url("**/give/")


def cut_the_line(page: Page) -> None:
    """Wait until the pages of one's own work are kept, cut the line, and open the page again."""
    page.wait_for_timeout(4000)  # until the service worker has taken the page over
    page.reload()
    page.wait_for_timeout(8000)
    page.context.set_offline(True)
    page.reload()
    page.locator("[data-saved-note]").wait_for()


def report_without_a_line(page: Page) -> None:
    """Write two reports while the line is cut, and open the tray."""
    cut_the_line(page)
    page.locator(".table-shares tbody a").first.click()
    for percent, text in (("45", "Đã làm xong ở bốn thôn, còn hai thôn."), ("60", "Thêm thôn Hạ, có biên bản.")):
        form = page.locator("form.report-form")
        form.get_by_label("Tiến độ (%)").fill(percent)
        form.get_by_label("Kết quả đã làm").fill(text)
        form.get_by_role("button", name="Gửi báo cáo").click()
        page.wait_for_timeout(1500)
    page.wait_for_timeout(6000)  # until the short messages have gone
    page.locator("[data-outbox]").click()


PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}"""


def paste_work(page: Page) -> None:
    """A document with three lines of work, pasted as Excel copies them."""
    page.get_by_label("Số, ký hiệu").fill("1204/UBND-KGVX")
    page.get_by_label("Ngày ban hành").fill(f"{date.today():%d/%m/%Y}")
    page.get_by_label("Trích yếu").fill("V/v rà soát điểm truy cập dịch vụ công tại nhà văn hóa thôn")
    day = f"{date.today() + timedelta(days=30):%d/%m/%Y}"
    rows = (
        ("Rà soát điểm truy cập", "Báo cáo", "các xã, phường", "", "Sở Khoa học và Công nghệ", day),
        ("Tập huấn cán bộ hướng dẫn", "Lớp tập huấn", "Sở Nội vụ; Sở Tài chính", "", "", day),
        ("Tổng hợp, báo cáo UBND tỉnh", "Báo cáo", "Sở Khoa học và Công nghệ", "", "", day),
    )
    page.get_by_label("Việc cần làm").first.focus()
    page.evaluate(PASTE, "\n".join("\t".join(row) for row in rows))
    page.get_by_text("69 đơn vị").wait_for()
    page.get_by_text("2 đơn vị").wait_for()


def import_a_sheet(page: Page) -> None:
    """An export with a row that has to be mended, as far as its review."""
    book = openpyxl.Workbook()
    today, day = date.today(), f"{date.today() + timedelta(days=30):%d/%m/%Y}"
    for row in (
        ("Số ký hiệu", "Ngày văn bản", "Trích yếu", "Nội dung giao việc", "Đơn vị xử lý chính", "Hạn xử lý"),
        ("2301/UBND-KGVX", today, "V/v rà soát điểm truy cập", "Báo cáo điểm truy cập", "các xã, phường", day),
        ("2301/UBND-KGVX", today, "V/v rà soát điểm truy cập", "Tổng hợp toàn tỉnh", "Sở Khoa học và Công nghệ", day),
        ("", today, "V/v kết nối dữ liệu", "Báo cáo kết quả kết nối", "Sở Dữ liệu", "cuối năm"),
    ):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    page.locator("input[type=file]").set_input_files(
        {"name": "van-ban-giao-viec.xlsx", "mimeType": "application/octet-stream", "buffer": stream.getvalue()}
    )
    page.get_by_role("button", name="Tải lên và xem trước").click()
    page.get_by_role("button", name="Xem trước từng dòng").click()
    page.get_by_text("Cần sửa").first.wait_for()


def open_a_sum(page: Page) -> None:
    """Open the cells behind the first figure of a roll-up."""
    page.locator("#rollup tbody td a").first.click()


ASKED, DIVIDED = "Khảo sát điểm trắng", "Số hóa hồ sơ lưu trữ"
"""Of the work that is named here there is one in every year of the demonstration."""
DRAFT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_draft(*, mended: bool = False) -> FilePayload:
    """A commune's draft in Word, with the faults that checking finds, or with two of them mended."""
    content = written(unsigned_commune_plan(date.today().year, mended=mended), "docx")
    name = "Dự thảo kế hoạch xã Đồng Lộc, đã sửa.docx" if mended else "Dự thảo kế hoạch xã Đồng Lộc.docx"
    return {"name": name, "mimeType": DRAFT, "buffer": content}


def drop_a_draft(page: Page) -> None:
    """Choose a draft and the plan of the province."""
    page.locator("#id_file").set_input_files(word_draft())
    upper = page.get_by_label("Đối chiếu với kế hoạch cấp trên")
    chosen = upper.locator("option").filter(has_text="Hà Tĩnh").first
    upper.select_option(chosen.get_attribute("value"))


def check_a_draft(page: Page) -> None:
    """Wait until what was found in the draft stands there."""
    drop_a_draft(page)
    page.get_by_role("button", name="Soát", exact=True).click()
    page.locator("#check-counts").wait_for(timeout=120_000)


def look_at_findings(page: Page) -> None:
    """Check a draft and scroll to what was found."""
    check_a_draft(page)
    to("#check-counts")(page)


def set_a_finding_aside(page: Page) -> None:
    """Write why a finding is set aside."""
    check_a_draft(page)
    finding = page.locator("#findings [data-finding]").filter(has_text=ANNEX)
    finding.locator("[data-dismiss]").click()
    finding.get_by_label("Lý do bỏ qua").fill("Phụ lục kinh phí ký kèm dự toán")
    finding.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 300)")


def check_the_mended_draft(page: Page) -> None:
    """Check again, and show what was mended."""
    check_a_draft(page)
    page.get_by_role("button", name="Soát lại").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(word_draft(mended=True))
    dialog.get_by_role("button", name="Soát lại").click()
    page.get_by_role("row").filter(has_text="Lần 2").wait_for()
    page.locator("[data-job]").wait_for(state="detached", timeout=120_000)
    page.get_by_label("Tình trạng").select_option("mended")
    page.wait_for_url("**standing=mended**")


def open_clears(page: Page) -> None:
    """The tab that says which task lacks what."""
    page.get_by_role("link", name="Sáu rõ", exact=True).click()
    page.locator(".table-clears").wait_for()


PICTURES = (
    # The officer
    Picture("sign-in", "", "/accounts/login/"),
    Picture("my-work", "canbo.dongloc", "/desk/"),
    Picture("my-work-phone", "canbo.dongloc", "/desk/", size=PHONE),
    Picture("task", "canbo.dongloc", "/desk/", ("Chấm điểm mức độ",), prepare=to("main")),
    Picture("report", "canbo.dongloc", "/desk/", ("Chấm điểm mức độ",), prepare=to("#report")),
    Picture("report-phone", "canbo.dongloc", "/desk/", ("Chấm điểm mức độ",), PHONE, to("#report")),
    Picture("search", "canbo.dongloc", "/search/?q=so+hoa+ho+so"),
    Picture("notices", "canbo.dongloc", "/notices/"),
    # The head of a unit
    Picture("unit-work", "chutich.dongloc", "/plans/units/"),
    Picture("plans", "tonghop", "/plans/"),
    Picture("bring-in", "tonghop", "/plans/readings/new/"),
    Picture("review", "tonghop", "/plans/readings/", ("Tổ dân phố số",), (1440, 900)),
    Picture("plan", "tonghop", "/plans/", ("Phát triển dữ liệu số",)),
    Picture("confirm", "tonghop", "/desk/", ("Ban hành kế hoạch dữ liệu",), prepare=open_units),
    Picture("overview", "lanhdao", "/overview/", size=(1440, 1390)),
    Picture("overview-map", "lanhdao", "/overview/", prepare=to("main [data-map]"), size=(1440, 900)),
    Picture("overview-phone", "lanhdao", "/overview/", size=PHONE),
    Picture("instruct", "lanhdao", "/plans/instruct/"),
    # The office
    Picture("give-by-document", "tonghop", "/plans/letters/new/", prepare=paste_work, size=(1440, 1240)),
    Picture("import-rows", "tonghop", "/plans/imports/new/", prepare=import_a_sheet, size=(1280, 900)),
    # A draft before it is signed
    Picture("gathering", "tonghop", "/reports/workbooks/", ("Biểu 02",)),
    Picture("check-new", "canbo.dongloc", "/plans/checks/new/", prepare=drop_a_draft),
    Picture("check-findings", "canbo.dongloc", "/plans/checks/new/", prepare=look_at_findings),
    Picture("check-dismiss", "canbo.dongloc", "/plans/checks/new/", prepare=set_a_finding_aside),
    Picture("check-mended", "canbo.dongloc", "/plans/checks/new/", prepare=check_the_mended_draft),
    Picture("check-phone", "canbo.dongloc", "/plans/checks/new/", size=PHONE, prepare=look_at_findings),
    Picture("check-clears", "tonghop", "/plans/", ("Phát triển dữ liệu số",), prepare=open_clears),
    # Whoever writes the plan of a unit
    Picture("own-plan", "canbo.dongloc", "/plans/?q=21/KH-UBND", ("Phát triển dữ liệu số", "Lập kế hoạch của đơn vị")),
    # Work that moves
    Picture("extension-list", "tonghop", "/plans/extensions/"),
    Picture("extension", "canbo.dongloc", "/desk/", (ASKED,), prepare=to("#extensions")),
    Picture("decide-extension", "tonghop", "/plans/extensions/?mine=1", ("Quyết định",), (1280, 900)),
    Picture("parts", "chutich.dongloc", "/desk/", (DIVIDED,), (1440, 760), to("h2:has-text('Phần việc của')")),
    Picture("remarks", "chutich.dongloc", "/desk/", (DIVIDED,), prepare=to("#comments"), size=(1280, 760)),
    Picture("mandates", "tonghop", "/plans/", ("V/v rà soát điểm hỗ trợ", "Nhiệm vụ")),
    Picture(
        "periods", "tonghop", "/plans/tasks/?q=ho+tro+nguoi+dan+nop", ("Hỗ trợ người dân nộp",), prepare=to("#periods")
    ),
    Picture("timeline", "tonghop", "/plans/tasks/?view=timeline", size=(1440, 900)),
    Picture("feeds", "canbo.dongloc", "/desk/", ("Lịch hạn việc",), (1280, 700)),
    # Figures
    Picture("figures-forms", "canbo.dongloc", "/indicators/forms/"),
    Picture("figures-entry", "canbo.dongloc", "/indicators/forms/", ("Kết quả chuyển đổi số", "10/2026"), (1440, 960)),
    Picture("figures-received", "sokhcn", "/indicators/forms/received/", ("Kết quả chuyển đổi số",)),
    Picture("figures-rollup", "lanhdao", "/indicators/rollup/?form=CDS-01&count=3", size=(1440, 960)),
    Picture("figures-cells", "lanhdao", "/indicators/rollup/?form=CDS-01&count=3", prepare=open_a_sum),
    Picture("figures-completeness", "sokhcn", "/indicators/completeness/?form=CDS-01"),
    Picture("definition", "tonghop", "/indicators/?q=ty+le+ho+so+tiep+nhan", ("Tỷ lệ hồ sơ tiếp nhận", "Định nghĩa")),
    *REPORT_PICTURES,
    *REGISTER_PICTURES,
    # The administrator
    Picture("units", "quantri", "/units/"),
    Picture("unit", "quantri", "/units/?q=dong+loc", ("Xã Đồng Lộc",)),
    Picture("people", "quantri", "/people/"),
    Picture("post", "quantri", "/people/?q=canbo.dongloc", ("Phạm Thị Kim Hương", "Giao vị trí công tác")),
    Picture("roles", "quantri", "/people/roles/"),
    Picture("calendar", "quantri", "/calendar/"),
    Picture("log", "quantri", "/people/log/"),
    Picture("jobs", "quantri", "/jobs/schedule/"),
    Picture("events", "quantri", "/events/"),
    # Without a line; on browsers of their own, because the line stays cut
    Picture("phone-saved-copy", "chutich.dongloc", "/desk/", size=PHONE, prepare=cut_the_line),
    Picture("phone-outbox", "thon1.dongloc", "/desk/", size=PHONE, prepare=report_without_a_line),
    # Last, because it changes the province
    Picture("issue", "tonghop", "/plans/", ("Phổ cập kỹ năng số", "Nhập số, ngày ban hành")),
    Picture("give", "tonghop", "/plans/", ("Phổ cập kỹ năng số",), prepare=issue_today),
)


@contextmanager
def demonstration() -> Iterator[str]:
    """A fresh demonstration province, served; its address. Everything is gone at the end."""
    folder = tempfile.mkdtemp(prefix="honglam-pictures-")
    environment = os.environ | {"HONGLAM_VAR": folder, "HONGLAM_LOG_LEVEL": "WARNING"}
    environment.pop("DATABASE_URL", None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    subprocess.run([*HONGLAM, "demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*HONGLAM, "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{address}/healthz")
        yield address
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, seconds: int = 60) -> None:
    """Wait until the address answers. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise TimeoutError(address)


def sign_in(browser: Browser, address: str, account: str, size: tuple[int, int]) -> Page:
    """A browser of one person; without an account a stranger's."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN", has_touch=width < 600)
    if account:
        page.goto(f"{address}/accounts/login/")
        page.locator("input[name=login]").fill(account)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page


def take(page: Page, address: str, picture: Picture) -> bytes:
    """Open the page, follow the links, and look: a PNG."""
    page.goto(f"{address}{picture.path}")
    for text in picture.follow:
        links = page.locator("main")
        exact = links.get_by_role("link", name=text, exact=True)
        (exact if exact.count() else links.get_by_role("link", name=text)).first.click()
        page.wait_for_load_state()
    if picture.prepare:
        picture.prepare(page)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(700)  # maps and charts draw after the network is quiet
    return page.screenshot()


def keep(png: bytes, path: Path) -> None:
    """Reduce to a palette and write."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    reduced = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    reduced.save(path, optimize=True)


def main(names: list[str]) -> int:
    """Exit status 0 where every wanted picture was taken."""
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with demonstration() as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--lang=vi-VN"]
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        desks: dict[tuple[str, tuple[int, int]], Page] = {}
        for picture in wanted:
            key = (picture.account, picture.size)
            if key not in desks:
                desks[key] = sign_in(browser, address, *key)
            path = IMAGES / f"{picture.name}.png"
            keep(take(desks[key], address, picture), path)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
