"""Bases that no longer carry a plan, and those that still do."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.bases import expired_bases, last_year_of, replaced_documents
from tests.engines.plans.alignment.drafts.tables import said
from tests.engines.plans.alignment.writing import COMMUNE_HEAD, commune


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("của Thủ tướng Chính phủ phê duyệt Chương trình giai đoạn 2021-2025", 2025),
        ("của Thủ tướng Chính phủ phê duyệt Chương trình đến năm 2025", 2025),
        ("về chuyển đổi số năm 2025", 2025),
        ("phê duyệt Chiến lược đến năm 2025, định hướng đến năm 2030", 2030),
        ("giai đoạn 2021-2025, tầm nhìn 2030", 2030),
        ("Nghị quyết Đại hội Đảng bộ tỉnh, nhiệm kỳ 2020 - 2025", 2025),
        # A date, a look back and a title without a time say nothing.
        ("ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển khoa học", None),
        ("về tổng kết chuyển đổi số giai đoạn 2021-2025", None),
        ("của Chính phủ về định danh và xác thực điện tử", None),
        ("về Ngày Chuyển đổi số quốc gia 10/10/2025", None),
    ],
)
def test_the_last_year_of_a_title(title: str, year: int | None) -> None:
    assert last_year_of(title) == year


@pytest.mark.parametrize(
    ("basis", "weight"),
    [
        (
            "Quyết định số 88/QĐ-UBND ngày 18/02/2022 của UBND tỉnh phê duyệt Đề án Chuyển đổi số giai đoạn 2021-2025",
            "medium",
        ),
        ("Kế hoạch số 15/KH-UBND ngày 12/01/2025 của UBND tỉnh về chuyển đổi số năm 2025", "medium"),
        ("Nghị định số 130/2018/NĐ-CP ngày 27/9/2018 của Chính phủ", "high"),
        (
            "Quyết định số 88/QĐ-UBND ngày 18/02/2022 của UBND tỉnh phê duyệt Đề án đến năm 2025, định hướng đến năm"
            " 2030",
            None,
        ),
        ("Kế hoạch số 15/KH-UBND ngày 12/01/2026 của UBND tỉnh về chuyển đổi số năm 2026", None),
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị", None),
        ("Nghị định số 47/2020/NĐ-CP ngày 09/4/2020 của Chính phủ", None),
    ],
)
def test_a_basis_carries_the_plans_own_years(basis: str, weight: str | None) -> None:
    plan = commune(f"Căn cứ {basis};\nI. MỤC TIÊU\n- 80% hộ dân có tài khoản thanh toán.\n")

    assert said(expired_bases(plan)) == ([("expired_basis", weight)] if weight else [])


def test_a_document_that_the_draft_itself_says_was_replaced() -> None:
    plan = commune(
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/3/2024 của UBND tỉnh ban hành quy chế dữ liệu;\n"
        "II. NHIỆM VỤ\n1. Dữ liệu\n- Thực hiện Quyết định số 40/QĐ-UBND ngày 08/01/2026 của UBND tỉnh thay thế Quyết"
        " định số"
        " 12/QĐ-UBND ngày 05/3/2024.\n"
    )

    found = expired_bases(plan)

    assert said(found) == [("expired_basis", "high")]
    assert "40/QĐ-UBND" in found[0].suggestion


def test_naming_what_a_basis_took_the_place_of_is_no_fault() -> None:
    plan = commune(
        "Căn cứ Quyết định số 40/QĐ-UBND ngày 08/01/2026 của UBND tỉnh về quy chế dữ liệu (thay thế Quyết định số"
        " 12/QĐ-UBND ngày 05/3/2024);\nI. MỤC TIÊU\n- 80% hộ dân có tài khoản thanh toán.\n"
    )

    assert expired_bases(plan) == []


def test_what_was_done_last_year_may_rest_on_old_documents() -> None:
    plan = commune(
        "I. KẾT QUẢ THỰC HIỆN NĂM 2025\n- Đã triển khai Kế hoạch số 15/KH-UBND ngày 12/01/2025 về chuyển đổi số năm"
        " 2025.\n"
        "II. MỤC TIÊU\n- 80% hộ dân có tài khoản thanh toán.\n"
    )

    assert expired_bases(plan) == []


def test_every_shipped_replacement_names_its_source() -> None:
    shipped = replaced_documents()

    assert "130/2018/NĐ-CP".casefold() in {number.casefold() for number in shipped}
    assert all(row.source and row.successor != row.number for row in shipped.values())
    assert all("http" in row.source for row in shipped.values() if row.is_confirmed)


def test_what_is_not_confirmed_is_told_as_something_to_look_up() -> None:
    row = replaced_documents()["85/2016/NĐ-CP"]
    assert not row.is_confirmed
    head = COMMUNE_HEAD.replace("năm 2026", "năm 2027")
    (finding,) = expired_bases(commune("I. CĂN CỨ\n- Nghị định số 85/2016/NĐ-CP ngày 01/7/2016 của Chính phủ.", head))
    assert finding.severity == "medium"
    assert "tra lại" in finding.explanation
