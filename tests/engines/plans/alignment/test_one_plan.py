"""What is wrong inside one plan: dates of documents, years, bodies that ended, annexes, things said twice."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment import Finding, PlanText, check_plan, compare_plans

from .test_tasks import HEADER, table
from .writing import COMMUNE_HEAD, commune, goals, province

LONG_TERM = COMMUNE_HEAD.replace("năm 2026", "giai đoạn 2026-2030")


def found(plan: PlanText, kind: str) -> list[Finding]:
    """The findings of one kind in one plan."""
    return [finding for finding in check_plan(plan).findings if finding.kind == kind]


# --- documents cited -------------------------------------------------------------------------------------------------


def test_a_document_with_two_dates_is_found_and_the_likely_one_named() -> None:
    plan = commune(
        "I. CĂN CỨ\nNghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ.\n"
        "II. NHIỆM VỤ\n- Thực hiện Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ về chuyển đổi số.\n"
        "- Rà soát việc thực hiện Nghị quyết số 71/NQ-CP ngày 10/4/2025 của Chính phủ.\n"
    )
    (finding,) = found(plan, "citation_conflict")
    assert finding.lower is not None
    assert finding.lower.value == "2025-04-10"
    assert "01/04/2025" in finding.explanation


def test_between_two_plans_both_sides_are_quoted() -> None:
    upper = province("I. CĂN CỨ\nQuyết định số 411/QĐ-TTg ngày 31/3/2023 của Thủ tướng Chính phủ.")
    lower = commune("I. CĂN CỨ\nQuyết định số 411/QĐ-TTg ngày 31/3/2022 của Thủ tướng Chính phủ.")
    (finding,) = compare_plans(upper, lower).findings
    assert finding.kind == "citation_conflict"
    assert (finding.upper.value, finding.lower.value) == ("2023-03-31", "2022-03-31")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # One number, two issuers: two documents.
        ("Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh", "Kế hoạch số 12/KH-UBND ngày 09/02/2026 của UBND xã"),
        ("Công văn số 15/SNV-TCBC ngày 03/02/2026 của Sở Nội vụ", "Công văn số 15/SNV-TCBC của Sở Nội vụ"),
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024", "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024"),
    ],
)
def test_different_issuers_missing_dates_and_other_ways_to_write_a_date_are_no_conflict(
    first: str, second: str
) -> None:
    plan = commune(f"I. CĂN CỨ\n- {first}.\n- {second}.")
    assert not found(plan, "citation_conflict")


# --- years -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "severity"),
    [("31/12/2025", "high"), ("Năm 2025", "high"), ("Quý I/2027", "low"), ("31/12/2028", "high"), ("30/9/2026", None)],
)
def test_work_that_ends_outside_the_years_of_the_plan(due: str, severity: str | None) -> None:
    findings = found(commune(table(("Lập trang thông tin điện tử thành phần", "Công an xã", due))), "outside_period")
    assert [finding.severity.value for finding in findings] == ([severity] if severity else [])


def test_goals_left_from_the_plan_before_are_found_at_their_heading() -> None:
    (finding,) = found(
        commune("I. MỤC TIÊU\n2. Mục tiêu cụ thể đến năm 2025\n- 80% thôn có loa thông minh.", LONG_TERM),
        "outside_period",
    )
    assert "chưa có mục tiêu cho kỳ của mình" in finding.explanation


@pytest.mark.parametrize(
    ("sentence", "is_found"),
    [
        ("Chọn hai thôn làm mô hình thôn thông minh giai đoạn 2021-2025 để nhân rộng", True),
        ("Thực hiện Đề án truyền thanh cơ sở giai đoạn 2021-2025 theo hướng dẫn của Sở", False),
        ("Tổng kết giai đoạn 2021-2025, rút kinh nghiệm cho kỳ mới", False),
        ("Chọn hai thôn làm mô hình thôn thông minh giai đoạn 2026-2030", False),
    ],
)  # fmt: skip
def test_a_period_that_is_over(sentence: str, is_found: bool) -> None:
    assert bool(found(commune(f"II. NHIỆM VỤ\n- {sentence}.", LONG_TERM), "outside_period")) is is_found


def test_money_of_a_period_that_is_over_pays_for_nothing() -> None:
    body = "IV. KINH PHÍ THỰC HIỆN\n- Vốn Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2021-2025."
    assert found(commune(body, LONG_TERM), "outside_period")


# --- bodies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "named", "heir"),
    [
        ("Cùng Sở Thông tin và Truyền thông mở lớp", "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"),
        ("Gửi nhu cầu vốn về Sở KH&ĐT trước ngày 15/3/2026", "Sở KH&ĐT", "Sở Tài chính"),
        ("Dùng phần mềm của Bộ Nông nghiệp và PTNT", "Bộ Nông nghiệp và PTNT", "Bộ Nông nghiệp và Môi trường"),
        ("Trình Ủy ban nhân dân cấp huyện phê duyệt danh mục", "Ủy ban nhân dân cấp huyện", ""),
    ],
)  # fmt: skip
def test_a_body_that_ended_in_2025_is_found_with_those_who_took_over(sentence: str, named: str, heir: str) -> None:
    (finding,) = found(commune(f"II. NHIỆM VỤ\n- {sentence}."), "unknown_unit")
    assert named in finding.explanation
    assert heir in finding.explanation


@pytest.mark.parametrize(
    "text",
    [
        "I. CĂN CỨ\n- Thông tư số 22/2023/TT-BTTTT ngày 31/12/2023 của Bộ Thông tin và Truyền thông.",
        "I. KẾT QUẢ NĂM 2025\n- Đã cùng Sở Thông tin và Truyền thông mở 05 lớp tập huấn.\nII. MỤC TIÊU\n- 100% thôn có "
        "loa.",
        "II. NHIỆM VỤ\n- Tiếp nhận hệ thống của Sở Thông tin và Truyền thông (cũ) đang vận hành.",
        "II. NHIỆM VỤ\n- Phối hợp với Sở Khoa học và Công nghệ mở lớp tập huấn.",
    ],
)
def test_titles_of_documents_and_a_look_back_may_keep_the_old_name(text: str) -> None:
    assert not found(commune(text), "unknown_unit")


def test_a_body_named_many_times_is_told_once_with_the_number_of_places() -> None:
    line = "- Phối hợp với Sở Thông tin và Truyền thông kiểm tra điểm truy cập."
    (finding,) = found(commune(f"II. NHIỆM VỤ\n{line}\n{line}\n{line}"), "unknown_unit")
    assert "và 2 chỗ nữa" in finding.explanation


# --- annexes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("II. NHIỆM VỤ\n- Thực hiện các nhiệm vụ tại Phụ lục kèm theo.", ["phụ lục"]),
        ("II. NHIỆM VỤ\n- Thực hiện các nhiệm vụ theo Phụ lục II của Kế hoạch.\nPHỤ LỤC I\nDANH MỤC\n", ["Phụ lục II"]),
        ("II. NHIỆM VỤ\n- Thực hiện các nhiệm vụ tại Phụ lục 1.\nPHỤ LỤC I\nDANH MỤC\n", []),
        ("II. NHIỆM VỤ\n- Báo cáo theo Phụ lục IV ban hành kèm theo Nghị định số 30/2020/NĐ-CP.", []),
        ("II. NHIỆM VỤ\n- Thực hiện các nhiệm vụ tại phụ lục kèm theo.\nPHỤ LỤC\nDANH MỤC\n", []),
    ],
)
def test_annexes_that_are_cited_and_absent(body: str, missing: list[str]) -> None:
    findings = found(commune(body), "missing_annex")
    assert [finding.explanation.partition(" nhưng")[0] for finding in findings] == [
        f"Văn bản dẫn đến {name}" for name in missing
    ]


# --- said twice ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ("Tỷ lệ hồ sơ TTHC được số hóa đạt tối thiểu 95%", "duplicate"),
        ("Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 90%", "internal_conflict"),
        ("Tỷ lệ thủ tục hành chính được công bố đạt 90%", None),
        ("Đến năm 2030, tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 100%", None),
    ],
)
def test_a_target_that_stands_twice(second: str, kind: str | None) -> None:
    plan = commune(goals("Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 95%", second))
    findings = [finding for finding in check_plan(plan).findings if finding.kind in ("duplicate", "internal_conflict")]
    assert [finding.kind.value for finding in findings] == ([kind] if kind else [])


def test_a_task_for_the_same_owner_twice_is_found_with_both_dates() -> None:
    rows = table(
        ("Lập trang thông tin điện tử thành phần cho các thôn", "Văn phòng HĐND và UBND xã", "30/6/2026"),
        ("Lập trang thông tin điện tử thành phần cho từng thôn", "Văn phòng HĐND và UBND xã", "30/9/2026"),
        ("Lập trang thông tin điện tử thành phần cho các trường", "Phòng Văn hóa - Xã hội", "30/9/2026"),
    )
    (finding,) = found(commune(rows), "duplicate")
    assert "hai thời hạn" in finding.explanation or "thời hạn khác nhau" in finding.explanation


def test_a_body_with_two_lists_of_duties_is_told_where_the_first_stands() -> None:
    body = (
        "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Lập dự toán kinh phí mua máy quét.\n2. Công an xã\n- Trực tổng "
        "đài 24 giờ.\n"
        "3. Phòng Kinh tế\n- Theo dõi việc giải ngân nguồn vốn chuyển đổi số."
    )
    (finding,) = found(commune(body), "duplicate")
    assert "mục III/1" in finding.explanation


def test_a_plan_that_says_everything_once_has_nothing_to_mend_here() -> None:
    plan = commune(
        f"{goals('80% thôn có loa thông minh')}\n{HEADER}1\tLắp loa thông minh\tPhòng Kinh tế\tCông an xã\t30/6/2026\n"
    )
    kinds = ("duplicate", "internal_conflict", "missing_annex", "unknown_unit", "outside_period", "citation_conflict")
    assert not [finding for finding in check_plan(plan).findings if finding.kind in kinds]
