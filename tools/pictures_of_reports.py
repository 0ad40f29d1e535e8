"""The pictures of reports: list and way, regimes, consolidating, forms of upper levels, the register of demands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page

from tools.picturing import PHONE, Picture, to

UPPER_FORM = "Biểu 11-CĐS"
REGIME = "Kết quả thực hiện chuyển đổi số"
DRAFTS = "/reports/?group=unit&step=drafting&sort=-due"
SENT = "/reports/?group=sent&q=của+tỉnh&sort=-due"
RECEIVED = "/reports/?group=received&sort=-due"
LABELS = "Hồ sơ tiếp nhận trực tuyến\nTỷ lệ hồ sơ tiếp nhận trực tuyến\nSố cây xanh trồng mới"


def first_report(selector: str) -> Callable[[Page], None]:
    """Open the first report of the list and scroll to a part of it."""

    def opened(page: Page) -> None:
        page.locator("#report-list tbody a").first.click()
        page.locator("#history").wait_for()
        to(selector)(page)

    return opened


def check_the_code(page: Page) -> None:
    """The public page of the first report of the list."""
    first_report("main")(page)
    page.goto(str(page.locator("#files a[href*='/verify/']").get_attribute("href")))
    page.locator("#compare").wait_for()


def take_over(page: Page) -> None:
    """What the level below wrote, to be chosen into a report that is written again as a correction."""
    first_report("main")(page)
    page.goto(f"{page.url}correct/")
    page.get_by_label("Lý do").fill("Bổ sung số liệu của hai xã gửi muộn.")
    page.locator("main form .btn-primary").click()
    page.get_by_role("link", name="Lấy khó khăn, kiến nghị").first.click()
    page.locator("[data-choose]").wait_for()


def preview_due_days(page: Page) -> None:
    """The due days of a rule as it is typed."""
    page.get_by_label("Áp dụng từ ngày").fill(f"{date.today():01/%m/%Y}")
    page.get_by_label("Áp dụng từ ngày").press("Tab")
    page.locator("#due-preview ol").wait_for()
    to("#due-rule")(page)


def open_a_proposal(page: Page) -> None:
    """The regime that was read from the plan of the province."""
    page.locator("main tbody tr").filter(has_text="Các xã, phường").locator("a").first.click()
    page.wait_for_load_state()


def open_a_mapped_cell(page: Page) -> None:
    """The form in the newest month that was approved, one of its cells open."""
    page.locator("select[name=period]").select_option(index=2)
    page.wait_for_url("**period=**")
    page.locator("#cell-D8").click()
    page.locator("#cell-panel .cell-panel").wait_for()
    page.locator(".upper-scroll").evaluate("element => { element.scrollLeft = 0 }")


def open_a_filled_form(page: Page) -> None:
    """What was filled, and which cells stayed empty."""
    page.locator("a[href*='/forms/filled/']").first.click()
    page.wait_for_load_state()


def ask_for_stored_figures(page: Page) -> None:
    """A demand for figures that are stored."""
    page.get_by_label("Nội dung yêu cầu").fill("Báo cáo nhanh kết quả dịch vụ công trực tuyến")
    page.get_by_label("Các chỉ tiêu, số liệu được hỏi").fill(LABELS)
    page.get_by_role("button", name="Xem số nào đã có").click()
    page.locator("#overlaps .alert").wait_for()
    to("#id_labels")(page)


REPORT_PICTURES = (
    Picture("form-versions", "tonghop", "/indicators/forms/received/", ("Kết quả chuyển đổi số", "phiên bản")),
    # Reports along their way
    Picture("reports", "canbo.dongloc", "/reports/?group=all"),
    Picture("reports-phone", "canbo.dongloc", "/reports/?group=all", size=PHONE),
    Picture("report-writing", "canbo.dongloc", DRAFTS, prepare=first_report("main")),
    Picture("report-content", "canbo.dongloc", DRAFTS, prepare=first_report("#content")),
    Picture("report-received", "sokhcn", RECEIVED, prepare=first_report("main")),
    Picture("report-verify", "sokhcn", RECEIVED, size=PHONE, prepare=check_the_code),
    # Regimes
    Picture("regimes", "tonghop", "/reports/regimes/", size=(1440, 860)),
    Picture("regime", "sokhcn", "/reports/regimes/", (REGIME,), (1440, 860)),
    Picture("regime-new", "tonghop", "/reports/regimes/new/", prepare=preview_due_days),
    Picture("regime-proposed", "tonghop", "/reports/regimes/?state=proposed", prepare=open_a_proposal),
    Picture("arrangements", "chutich.dongloc", "/reports/regimes/arrangements/", size=(1440, 900)),
    # Consolidating
    Picture("consolidated", "sokhcn", SENT, prepare=first_report("#content")),
    Picture("proposals", "sokhcn", "/reports/proposals/"),
    Picture("take-over", "sokhcn", SENT, prepare=take_over),
    # Forms of upper levels, demands
    Picture("upper-form", "canbo.dongloc", "/reports/forms/", (UPPER_FORM,), (1440, 900), open_a_mapped_cell),
    Picture("filled-form", "canbo.dongloc", "/reports/forms/", (UPPER_FORM,), prepare=open_a_filled_form),
    Picture("demands", "canbo.dongloc", "/reports/demands/", size=(1440, 860)),
    Picture("demands-units", "tonghop", "/reports/demands/"),
    Picture("note-demand", "canbo.dongloc", "/reports/demands/new/", prepare=ask_for_stored_figures),
)
