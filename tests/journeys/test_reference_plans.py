"""The reference plans go through the screens: those of Hà Tĩnh into one installation, Nghĩa Đàn into one of Nghệ An."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys import errands
from tests.journeys.conftest import Desk, SitDown
from tests.journeys.installation import Installation, running_installation

ISSUED = date.today() - timedelta(days=30)
TABS = {
    "Nhiệm vụ": "tasks", "Chỉ tiêu": "indicators", "Chế độ báo cáo": "reporting",
    "Căn cứ, văn bản viện dẫn": "legal_basis", "Mục": "sections", "Kết quả kỳ trước": "results",
}  # fmt: skip


@pytest.fixture(scope="module")
def nghe_an(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A second installation, set up for Nghệ An."""
    with running_installation(tmp_path_factory.mktemp("nghe-an"), "40") as running:
        running.add_people(("dau-moi", "Hồ Thị Oanh", "coordinator", "40"))
        yield running


@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("ha-tinh-province-2026", "Tỉnh Hà Tĩnh"),
        ("ntm-office-2026", "Văn phòng Điều phối thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới tỉnh"),
        ("dong-loc-commune-2026-2030", "Xã Đồng Lộc"),
        ("song-tri-ward-2026", "Phường Sông Trí"),
    ],
    ids=["province", "office", "commune", "ward"],
)
def test_the_plans_of_ha_tinh_become_work(
    name: str, issuer: str, sit_down: SitDown, installation: Installation, plans_folder: Path
) -> None:
    listed, read = _becomes_work(sit_down("coordinator"), installation, plans_folder / f"{name}.txt", issuer)
    assert listed == read, "the list of work shows every task and duty of the document"


def test_the_plan_of_nghia_dan_becomes_work_in_nghe_an(
    sit_down: SitDown, nghe_an: Installation, plans_folder: Path
) -> None:
    desk = sit_down("dau-moi", at=nghe_an)
    listed, read = _becomes_work(desk, nghe_an, plans_folder / "nghia-dan-commune-2026.txt", "Xã Nghĩa Đàn")
    assert listed == read, "the list of work shows every task and duty of the document"


def _becomes_work(desk: Desk, installation: Installation, document: Path, issuer: str) -> tuple[int, int]:
    """Bring a plan in, accept it, give it; how many pieces of work the list shows, and how many the reader found."""
    read: dict[str, Any] = json.loads(installation.run("extract_plan", str(document), "--json"))
    duties = sum(len(entry["duties"]) for entry in read["assignments"])
    review = errands.bring_in(desk, document, issuer=issuer)
    desk.check()
    page = desk.page
    shown = {tab.inner_text().split("\n")[0]: tab.inner_text() for tab in errands.review_tabs(page).all()}
    for label, key in TABS.items():
        assert (errands.figure(shown[label]) if label in shown else 0) == len(read[key]), label
    errands.accept_everything(desk, review)
    plan = errands.create_plan(desk, review)
    if not read["doc"]["number"]:
        errands.issue(desk, plan, "15/KH-UBND", ISSUED)
    errands.give(desk, plan)
    tabs = page.get_by_role("navigation", name="Phần của kế hoạch").get_by_role("link")
    figures = {str(tab.inner_text()).split("\n")[0]: tab.inner_text() for tab in tabs.all()}
    assert errands.figure(figures["Nhiệm vụ"]) == len(read["tasks"])
    assert errands.figure(figures["Phân công"]) == duties
    desk.open(f"/plans/tasks/?plan={plan.strip('/').split('/')[-1]}")
    heading = page.get_by_role("heading", level=2, name=re.compile("nhiệm vụ$"))
    expect(heading).to_be_visible()
    return errands.figure(heading.inner_text()), len(read["tasks"]) + duties
