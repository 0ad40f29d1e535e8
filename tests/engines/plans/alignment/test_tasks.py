"""Work that communes must do: carried in other words, missing, too late, or outside the field of a special plan."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment import compare_plans

from .writing import COMMUNE_HEAD, PROVINCE_HEAD, commune, compared, kinds, province

HEADER = "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn hoàn thành\n"


def table(*rows: tuple[str, str, str]) -> str:
    """A table of tasks in an annex: name, lead, deadline."""
    lines = "".join(f"{at}\t{name}\t{lead}\tSở Nội vụ\t{due}\n" for at, (name, lead, due) in enumerate(rows, start=1))
    return f"PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n{HEADER}{lines}"


CAMERA = ("Lắp đặt camera giám sát tại các điểm giao thông trọng điểm", "UBND các xã, phường", "30/6/2026")


def test_work_given_to_the_communes_that_a_commune_does_not_carry_is_missing() -> None:
    (finding,) = compared(table(CAMERA), "II. NHIỆM VỤ\n- Duy trì trang thông tin điện tử của xã.").findings
    assert finding.kind == "missing_task"
    assert finding.severity == "high"
    assert finding.upper is not None
    assert finding.upper.value == "2026-06-30"
    assert finding.lower is None
    assert "hạn 30/6/2026" in finding.suggestion


@pytest.mark.parametrize(
    "carried",
    [
        "II. NHIỆM VỤ\n- Hoàn thành lắp đặt hệ thống camera giám sát ở các điểm giao thông trọng điểm của xã.",
        table(("Lắp camera giám sát giao thông tại các điểm trọng điểm", "Công an xã", "31/5/2026")),
        "III. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Tham mưu lắp đặt camera giám sát tại điểm giao thông trọng điểm.",
    ],
)
def test_work_carried_in_other_words_or_in_another_place_is_not_missing(carried: str) -> None:
    assert not compared(table(CAMERA), carried).findings


def test_work_of_departments_and_of_the_province_is_not_asked_of_a_commune() -> None:
    upper = table(
        ("Xây dựng trung tâm điều hành thông minh của tỉnh", "Sở Khoa học và Công nghệ", "31/12/2026"),
        ("Chuẩn hóa danh mục hồ sơ của cơ quan chuyên môn", "Các sở, ban, ngành cấp tỉnh", "30/9/2026"),
    )
    assert not compared(upper, "II. NHIỆM VỤ\n- Duy trì trang thông tin điện tử của xã.").findings


def test_what_was_done_last_year_does_not_carry_this_years_work() -> None:
    lower = (
        "I. KẾT QUẢ NĂM 2025\n- Đã lắp đặt camera giám sát tại các điểm giao thông trọng điểm.\n"
        "II. MỤC TIÊU\n- 100% thôn có loa."
    )
    assert kinds(compared(table(CAMERA), lower).findings) == ["missing_task"]


@pytest.mark.parametrize(
    ("due", "severity"),
    [
        ("30/6/2026", None),
        ("15/6/2026", None),
        ("31/7/2026", "high"),
        ("Quý IV/2026", "high"),
        ("Thường xuyên", "medium"),
    ],
)
def test_a_later_date_or_none_is_found_and_an_earlier_one_is_not(due: str, severity: str | None) -> None:
    findings = compared(table(CAMERA), table((CAMERA[0], "Công an xã", due))).findings
    assert [finding.severity for finding in findings if finding.kind == "later_deadline"] == (
        [severity] if severity else []
    )
    assert len(findings) == (1 if severity else 0)


def test_training_without_a_date_is_never_certainly_late() -> None:
    name = "Tập huấn kỹ năng số căn bản cho người dân tại nhà văn hóa"
    comparison = compared(
        table((name, "UBND các xã, phường", "30/6/2026")), table((name, "Phòng Văn hóa - Xã hội", "Thường xuyên"))
    )
    assert not comparison.findings
    assert kinds(comparison.to_review) == ["later_deadline"]


def test_a_plan_for_a_special_field_answers_for_its_field_only_and_the_rest_is_told_once() -> None:
    upper = table(
        CAMERA,
        ("Dựng bản đồ số các vùng trồng chè an toàn", "UBND các xã, phường", "31/10/2026"),
        ("Lập trang thông tin điện tử thành phần cho từng đơn vị", "UBND các xã, phường", "31/8/2026"),
    )
    head = COMMUNE_HEAD.replace(
        "Chuyển đổi số xã Suối Hoa", "Chuyển đổi số trong sản xuất vùng trồng chè an toàn xã Suối Hoa"
    )
    comparison = compare_plans(
        province(upper, PROVINCE_HEAD), commune("II. NHIỆM VỤ\n- Mua máy đo độ ẩm cho đồi chè của hợp tác xã.", head)
    )
    missing = [finding for finding in comparison.findings if finding.kind == "missing_task"]
    assert [(finding.severity.value, "2 việc ngoài lĩnh vực" in finding.explanation) for finding in missing] == [
        ("high", False), ("low", True),
    ]  # fmt: skip
    assert "bản đồ số" in missing[0].upper.text  # type: ignore[union-attr]
    assert "chỉ về" in comparison.messages[0]
