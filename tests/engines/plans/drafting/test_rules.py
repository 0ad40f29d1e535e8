"""Decisions of the draft as truth tables: who leads, by when, on what it stands, what is said of money."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.calendar.counting import WorkingTime
from honglam.engines.plans.drafting import OwnBody, UpperWork
from honglam.engines.plans.drafting.deadlines import own_due, printed
from honglam.engines.plans.drafting.owners import own_name, owner_of
from honglam.engines.plans.drafting.standing import funding_said, is_of_general_standing
from honglam.engines.plans.drafting.wording import place_of
from tests.engines.plans.drafting.stories import BODIES, CENTRE, ECONOMY, POLICE

CALENDAR = WorkingTime()


@pytest.mark.parametrize(
    ("task", "body"),
    [
        ("Cấp tài khoản định danh điện tử mức 2 cho người già yếu", POLICE),
        ("Hướng dẫn người dân cài đặt VNeID", POLICE),
        ("Đặt mã QR tại bàn tiếp nhận hồ sơ", CENTRE),
        ("Đưa sản phẩm OCOP lên sàn thương mại điện tử", ECONOMY),
        # No rule names a body for digital transformation: communes give it to different offices.
        ("Nâng cấp mạng nội bộ và thiết bị tại trụ sở", None),
        ("Bảo đảm an toàn thông tin mạng", None),
        # Two bodies could be meant.
        ("Đặt điểm cấp tài khoản định danh tại Bộ phận Một cửa", None),
        # Named far behind as an example among others.
        ("Rà soát, cập nhật thường xuyên các nguồn số liệu đang có ở tất cả những ngành và lĩnh vực như y tế, "
         "giáo dục, hồ sơ đất đai", None),
    ],
)  # fmt: skip
def test_a_body_leads_only_where_it_is_certain(task: str, body: OwnBody | None) -> None:
    owner = owner_of(UpperWork("k", task, task), BODIES)
    assert (owner.body if owner else None) == body


def test_nobody_leads_where_the_commune_has_no_such_body_or_two() -> None:
    work = UpperWork("k", "Cấp tài khoản định danh điện tử", "")
    assert owner_of(work, ()) is None
    assert owner_of(work, (POLICE, OwnBody("Công an khu vực", "commune-police"))) is None


@pytest.mark.parametrize(
    ("name", "own"), [("Công an tỉnh", "Công an xã"), ("công an tỉnh", "Công an xã"), ("Sở Y tế", "Sở Y tế")]
)
def test_the_own_body_stands_for_its_superior_in_its_line_of_work(name: str, own: str) -> None:
    assert own_name(name, BODIES) == own


@pytest.mark.parametrize(
    ("due", "written_on", "own"),
    [
        ((2026, 6, 30), (2026, 3, 2), (2026, 6, 25)),  # a Tuesday: three working days back, over a weekend
        ((2026, 2, 24), (2026, 1, 5), (2026, 2, 12)),  # over Tết
        ((2026, 6, 30), (2026, 6, 26), (2026, 6, 30)),  # too near to be earlier
        ((2026, 6, 30), (2026, 6, 30), None),
        ((2026, 6, 30), (2026, 9, 1), None),
    ],
)
def test_the_own_day_is_three_working_days_earlier(
    due: tuple[int, int, int], written_on: tuple[int, int, int], own: tuple[int, int, int] | None
) -> None:
    found = own_due(dt.date(*due), written_on=dt.date(*written_on), calendar=CALENDAR)
    assert found == (dt.date(*own) if own else None)


@given(st.dates(dt.date(2026, 1, 5), dt.date(2030, 12, 31)), st.integers(-40, 400))
def test_the_own_day_is_never_later_than_the_superiors_and_never_past(written_on: dt.date, days: int) -> None:
    due = written_on + dt.timedelta(days=days)
    found = own_due(due, written_on=written_on, calendar=CALENDAR)
    assert found is None or written_on < found <= due


@pytest.mark.parametrize(
    ("day", "text"), [((2026, 1, 5), "05/01/2026"), ((2026, 3, 5), "05/3/2026"), ((2026, 12, 25), "25/12/2026")]
)
def test_days_below_ten_and_the_first_two_months_take_a_nought(day: tuple[int, int, int], text: str) -> None:
    assert printed(dt.date(*day)) == text


@pytest.mark.parametrize(
    ("kind", "number", "before", "stands"),
    [
        ("Luật", "60/2024/QH15", True, True),
        ("Nghị quyết", "57-NQ/TW", True, True),
        ("Quyết định", "411/QĐ-TTg", True, True),
        ("Nghị quyết", "08/NQ-HĐND", True, True),
        ("Quyết định", "411/QĐ-TTg", False, False),
        ("Công văn", "12/SKHCN-CĐS", True, False),
        ("Kế hoạch", "535/KH-UBND", True, False),
    ],
)
def test_what_binds_the_unit_too_is_a_basis(kind: str, number: str, before: bool, stands: bool) -> None:
    assert is_of_general_standing(kind, number, stands_before_text=before) is stands


@pytest.mark.parametrize(
    ("text", "headings", "said"),
    [
        ("IV. KINH PHÍ\nTừ ngân sách theo phân cấp hiện hành.\nV. TỔ CHỨC", (("KINH PHÍ", 0, 12), ("TỔ CHỨC", 51, 61)),
         "Từ ngân sách theo phân cấp hiện hành"),
        ("IV. DANH MỤC VÀ KINH PHÍ\n1. Danh mục\n2. Kinh phí: Từ ngân sách theo phân cấp.",
         (("DANH MỤC VÀ KINH PHÍ", 0, 24), ("Danh mục", 25, 36), ("Kinh phí: Từ ngân sách theo phân cấp.", 37, 78)),
         "Kinh phí: Từ ngân sách theo phân cấp"),
        ("I. MỤC TIÊU\nII. NHIỆM VỤ", (("MỤC TIÊU", 0, 11), ("NHIỆM VỤ", 12, 24)), ""),
    ],
)  # fmt: skip
def test_what_the_plan_says_of_money(text: str, headings: tuple[tuple[str, int, int], ...], said: str) -> None:
    assert funding_said(text, headings) == said


@pytest.mark.parametrize(
    ("section", "number", "place"),
    [("PHỤ LỤC III", "6", "Phụ lục III, mục 6"), ("V/6", "", "phần V, mục 6"), ("II/8/a", "", "phần II, mục 8.a"),
     ("", "4", "mục 4"), ("", "", "")],
)  # fmt: skip
def test_where_a_task_stands_above(section: str, number: str, place: str) -> None:
    assert place_of(UpperWork("k", "Việc", "", section=section, number=number)) == place
