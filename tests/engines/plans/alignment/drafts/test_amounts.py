"""Counts, counted lists and sums of money that do not agree, and those that need not."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.amounts import counted_lists, different_counts, wrong_sums
from tests.engines.plans.alignment.drafts.tables import WORK, annex, likeness_of, row, said, tables_of
from tests.engines.plans.alignment.writing import commune

ROWS = [row(at, name) for at, name in enumerate(WORK[:5], start=1)]


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        (
            "Tạo lập 38 cơ sở dữ liệu chuyên ngành kết nối kho dữ liệu của xã",
            "Kết nối 36 cơ sở dữ liệu chuyên ngành với kho dữ liệu của xã",
            True,
        ),
        (
            "Tạo lập 38 cơ sở dữ liệu chuyên ngành kết nối kho dữ liệu của xã",
            "Kết nối 38 cơ sở dữ liệu chuyên ngành với kho dữ liệu của xã",
            False,
        ),
        # A part of them, and at least so many, are other counts.
        (
            "Tạo lập 38 cơ sở dữ liệu chuyên ngành kết nối kho dữ liệu của xã",
            "Trước mắt thí điểm 5 cơ sở dữ liệu chuyên ngành với kho dữ liệu của xã",
            False,
        ),
        (
            "Mở 3 lớp tập huấn kỹ năng số cho cán bộ các thôn",
            "Mở 5 lớp tập huấn bán hàng trực tuyến cho hộ kinh doanh",
            False,
        ),
    ],
)
def test_two_counts_of_the_same_things_conflict(first: str, second: str, conflict: bool) -> None:
    plan = commune(f"II. NHIỆM VỤ\n1. Dữ liệu số\n- {first}.\n2. Chính quyền số\n- {second}.\n" + annex(*ROWS))

    found = different_counts(plan, likeness_of(plan))

    assert said(found) == ([("internal_conflict", "high")] if conflict else [])


def test_last_years_count_is_no_rival_of_this_years() -> None:
    plan = commune(
        "I. KẾT QUẢ THỰC HIỆN NĂM 2025\n- Đã tạo lập 36 cơ sở dữ liệu chuyên ngành của xã.\n"
        "II. NHIỆM VỤ\n1. Dữ liệu số\n- Tạo lập 38 cơ sở dữ liệu chuyên ngành của xã.\n"
    )

    assert different_counts(plan, likeness_of(plan)) == []


@pytest.mark.parametrize(("count", "conflict"), [(7, True), (5, False)])
def test_a_sentence_that_counts_the_rows_of_an_annex_counts_right(count: int, conflict: bool) -> None:
    plan = commune(f"II. NHIỆM VỤ\n1. Danh mục\n- Thực hiện {count} nhiệm vụ tại Phụ lục kèm theo.\n" + annex(*ROWS))

    found = counted_lists(plan, tables_of(plan))

    assert said(found) == ([("internal_conflict", "high")] if conflict else [])


@pytest.mark.parametrize(
    ("funding", "conflicts"),
    [
        (
            "Tổng kinh phí thực hiện là 900 triệu đồng, trong đó: ngân sách tỉnh 500 triệu đồng, ngân sách xã 300"
            " triệu đồng.",
            1,
        ),
        (
            "Tổng kinh phí thực hiện là 900 triệu đồng, trong đó: ngân sách tỉnh 600 triệu đồng, ngân sách xã 300"
            " triệu đồng.",
            0,
        ),
        ("Tổng kinh phí thực hiện là 1,2 tỷ đồng, gồm: ngân sách tỉnh 700 triệu đồng; ngân sách xã 500 triệu đồng.", 0),
        # One part alone is no list of parts.
        ("Tổng kinh phí thực hiện là 900 triệu đồng, trong đó ngân sách tỉnh hỗ trợ 500 triệu đồng.", 0),
    ],
)
def test_the_parts_of_a_total_add_up(funding: str, conflicts: int) -> None:
    plan = commune(f"II. NHIỆM VỤ\n1. Hạ tầng\n- Lắp wifi.\nIV. KINH PHÍ\n- {funding}\n")

    assert len(wrong_sums(plan, [])) == conflicts


def test_parts_in_bullets_below_the_total_are_added() -> None:
    plan = commune(
        "IV. KINH PHÍ\nTổng kinh phí thực hiện: 900 triệu đồng, trong đó:\n"
        "- Ngân sách tỉnh: 500 triệu đồng.\n- Ngân sách xã: 300 triệu đồng.\n"
    )

    found = wrong_sums(plan, [])

    assert said(found) == [("internal_conflict", "high")]
    assert "100 triệu đồng" in found[0].explanation


def test_two_totals_for_one_plan_conflict() -> None:
    plan = commune(
        "II. NHIỆM VỤ\n1. Hạ tầng\n- Tổng kinh phí thực hiện kế hoạch là 900 triệu đồng.\n"
        "IV. KINH PHÍ\n- Tổng kinh phí thực hiện kế hoạch dự kiến 850 triệu đồng.\n"
    )

    assert said(wrong_sums(plan, [])) == [("internal_conflict", "high")]


@pytest.mark.parametrize(("total", "conflicts"), [("500", 1), ("450", 0)])
def test_the_column_of_funds_adds_up(total: str, conflicts: int) -> None:
    header = "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tThời hạn hoàn thành\tKinh phí (triệu đồng)"
    lines = [f"{at}\t{name}\tPhòng Kinh tế\t30/6/2026\t150" for at, name in enumerate(WORK[:3], start=1)]
    plan = commune(annex(*lines, f"4\tTổng cộng\t\t\t{total}", header=header))

    assert len(wrong_sums(plan, tables_of(plan))) == conflicts
