"""One piece of work with two last days or two leads, and works that are merely alike."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.disagreeing import two_dates, two_leads
from tests.engines.plans.alignment.drafts.tables import WORK, annex, likeness_of, row, said
from tests.engines.plans.alignment.writing import commune

ROWS = [row(at, name, due="30/9/2026") for at, name in enumerate(WORK[:4], start=2)]


def test_a_duty_later_than_its_row_in_the_annex_is_a_conflict() -> None:
    plan = commune(
        "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Vẽ bản đồ số các điểm du lịch cộng đồng xong trước ngày"
        " 30/11/2026.\n" + annex(row(1, "Vẽ bản đồ số các điểm du lịch cộng đồng", due="Quý II/2026"), *ROWS)
    )

    found = two_dates(plan, likeness_of(plan))

    assert said(found) == [("internal_conflict", "high")]
    assert "30/06/2026" in found[0].explanation
    assert "30/11/2026" in found[0].explanation


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # Steps and instalments of one kind of work have their own days.
        (
            ("Tập huấn kỹ năng số cho cán bộ các thôn đợt 1", "30/4/2026"),
            ("Tập huấn kỹ năng số cho cán bộ các thôn đợt 2", "31/8/2026"),
        ),
        (
            ("Kiểm tra kỷ luật hành chính tại các trường học", "30/4/2026"),
            ("Kiểm tra kỷ luật hành chính tại các trạm y tế", "31/8/2026"),
        ),
        # A mere year contradicts no month of that year.
        (
            ("Vẽ bản đồ số các điểm du lịch cộng đồng", "2026"),
            ("Vẽ bản đồ số các điểm du lịch cộng đồng", "Tháng 8/2026"),
        ),
        (
            ("Vẽ bản đồ số các điểm du lịch cộng đồng", "Thường xuyên"),
            ("Vẽ bản đồ số các điểm du lịch cộng đồng", "Tháng 8/2026"),
        ),
    ],
)
def test_works_that_only_look_alike_are_no_conflict(first: tuple[str, str], second: tuple[str, str]) -> None:
    plan = commune(annex(row(1, first[0], due=first[1]), row(2, second[0], due=second[1]), *ROWS[1:]))

    assert two_dates(plan, likeness_of(plan)) == []


def test_a_duty_and_a_row_under_different_leads_are_a_conflict() -> None:
    plan = commune(
        "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n"
        "- Chủ trì, phối hợp với Công an xã và các đơn vị liên quan vẽ bản đồ số các điểm du lịch cộng đồng.\n"
        "2. Phòng Văn hóa - Xã hội\n- Phối hợp tuyên truyền.\n"
        + annex(row(1, "Vẽ bản đồ số các điểm du lịch cộng đồng", lead="Phòng Văn hóa - Xã hội"), *ROWS)
    )

    assert said(two_leads(plan, likeness_of(plan))) == [("internal_conflict", "medium")]


@pytest.mark.parametrize(
    "duty",
    [
        "Phối hợp với Phòng Văn hóa - Xã hội vẽ bản đồ số các điểm du lịch cộng đồng.",
        "Chủ trì kiểm tra việc vẽ bản đồ số các tuyến đường giao thông nông thôn.",
    ],
)
def test_helping_and_other_work_are_no_conflict(duty: str) -> None:
    plan = commune(
        f"V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- {duty}\n2. Phòng Văn hóa - Xã hội\n- Theo dõi việc thực hiện.\n"
        + annex(row(1, "Vẽ bản đồ số các điểm du lịch cộng đồng", lead="Phòng Văn hóa - Xã hội"), *ROWS)
    )

    assert two_leads(plan, likeness_of(plan)) == []


def test_rows_that_share_out_one_work_are_no_conflict() -> None:
    plan = commune(
        annex(
            row(1, "Số hóa tài liệu lưu trữ của cơ quan theo danh mục", lead="Phòng Kinh tế"),
            row(2, "Số hóa tài liệu lưu trữ của cơ quan theo danh mục", lead="Công an xã"),
            *ROWS[1:],
        )
    )

    assert two_leads(plan, likeness_of(plan)) == []
