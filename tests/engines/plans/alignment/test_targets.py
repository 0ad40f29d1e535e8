"""Targets of two levels held against each other: weaker, missing, and what only looks alike."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment import compare_plans
from honglam.engines.plans.alignment.likeness import counted
from honglam.engines.plans.alignment.targets import concerns_communes, level_of, measures_alike
from honglam.engines.plans.extraction.items import Indicator, Source

from .writing import commune, compared, goals, kinds, province


@pytest.mark.parametrize(
    ("above", "below", "weaker"),
    [
        ("40% doanh nghiệp nhỏ và vừa ứng dụng công nghệ số", "Tỷ lệ DNNVV ứng dụng công nghệ số đạt trên 30%", True),
        ("40% doanh nghiệp nhỏ và vừa ứng dụng công nghệ số", "Tỷ lệ DNNVV ứng dụng công nghệ số đạt 45%", False),
        # A bare figure is a floor: “đạt 80%” and “trên 80%” promise the same.
        ("Tỷ lệ hộ gia đình có cáp quang trên 80%", "80% hộ gia đình có cáp quang", False),
        ("Giảm tỷ lệ hồ sơ quá hạn xuống dưới 2%", "Tỷ lệ hồ sơ quá hạn dưới 5%", True),
        ("Giảm tỷ lệ hồ sơ quá hạn xuống dưới 5%", "Tỷ lệ hồ sơ quá hạn dưới 2%", False),
        ("Tỷ lệ hộ nghèo không quá 3%", "Tỷ lệ hộ nghèo không quá 4%", True),
        ("100% thôn có tổ công nghệ số cộng đồng", "Tỷ lệ thôn có tổ công nghệ số cộng đồng đạt 50-60%", True),
    ],
)  # fmt: skip
def test_a_weaker_target_is_found_in_other_words_and_a_stronger_one_is_not(
    above: str, below: str, weaker: bool
) -> None:
    comparison = compared(goals(above), goals(below))
    assert kinds(comparison.findings) == (["weaker_target"] if weaker else [])


def test_a_weaker_target_quotes_both_sides_and_says_what_to_write() -> None:
    (finding,) = compared(
        goals("90% người dân từ 15 tuổi trở lên có tài khoản giao dịch điện tử"),
        goals("Dân số từ 15 tuổi trở lên có tài khoản thanh toán điện tử đạt trên 65%"),
    ).findings
    assert finding.severity == "high"
    assert (finding.upper.value, finding.upper.unit, finding.upper.section) == (90, "%", "I")  # type: ignore[union-attr]
    assert "tài khoản thanh toán điện tử đạt trên 65%" in finding.lower.text  # type: ignore[union-attr]
    assert "thấp hơn 25 điểm phần trăm" in finding.explanation
    assert finding.suggestion.startswith("Nâng chỉ tiêu lên ít nhất 90%")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hồ sơ thủ tục hành chính được số hóa", "thủ tục hành chính được công bố"),
        ("cán bộ, công chức sử dụng chữ ký số", "người dân trưởng thành có chữ ký số"),
        ("hộ kinh doanh dùng hóa đơn điện tử", "doanh nghiệp nhỏ và vừa dùng hóa đơn điện tử"),
        ("người dân hài lòng với dịch vụ công trực tuyến", "người dân sử dụng dịch vụ công trực tuyến"),
        ("hồ sơ nộp trực tuyến toàn trình", "hồ sơ nộp trực tuyến"),
        ("hồ sơ công việc được xử lý trên môi trường mạng", "hồ sơ thủ tục hành chính được xử lý trên môi trường mạng"),
    ],
)
def test_another_denominator_or_another_measure_is_another_target(first: str, second: str) -> None:
    assert not measures_alike(first, second)


def test_a_near_match_with_a_lower_figure_is_for_a_person_to_judge() -> None:
    comparison = compared(
        goals("Tỷ lệ cán bộ, công chức được tập huấn kỹ năng số căn bản đạt 95%"),
        goals("Tỷ lệ người dân được tập huấn kỹ năng số căn bản đạt 75%"),
    )
    assert "weaker_target" not in kinds(comparison.findings)
    assert kinds(comparison.to_review) == ["weaker_target", "missing_target"]
    assert "cần người xem" in comparison.to_review[0].explanation


def test_a_target_that_measures_something_else_of_the_same_people_does_not_answer() -> None:
    comparison = compared(
        goals("Tỷ lệ người dân hài lòng khi sử dụng dịch vụ công trực tuyến đạt 95%"),
        goals("Tỷ lệ người dân sử dụng dịch vụ công trực tuyến đạt 75%"),
    )
    assert kinds(comparison.findings) == ["missing_target"]


def test_a_target_that_the_province_brings_about_itself_is_for_a_person_to_judge() -> None:
    upper = (
        goals("100% xã, phường có hệ thống hội nghị truyền hình") + "\nII. TỔ CHỨC THỰC HIỆN\n1. Văn phòng UBND tỉnh\n"
        "- Lắp hệ thống hội nghị truyền hình tại các xã, phường trong năm 2026.\n"
        "2. UBND các xã, phường\n- Bố trí cán bộ phụ trách việc chuyển đổi số của địa phương mình.\n"
    )
    comparison = compared(upper, goals("100% thôn có tổ công nghệ số cộng đồng"))
    assert "missing_target" not in kinds(comparison.findings)
    assert "missing_target" in kinds(comparison.to_review)


def test_a_target_for_an_earlier_year_may_be_lower_and_one_for_a_later_year_may_not() -> None:
    upper = "I. MỤC TIÊU\n- Đến năm 2030, 90% thôn có điểm truy cập Internet công cộng."
    assert not compared(upper, goals("60% thôn có điểm truy cập Internet công cộng")).findings
    later = "I. MỤC TIÊU\n- Đến năm 2030, 60% thôn có điểm truy cập Internet công cộng."
    assert kinds(compared(goals("90% thôn có điểm truy cập Internet công cộng"), later).findings) == ["weaker_target"]


def test_a_count_is_never_held_against_a_share() -> None:
    comparison = compared(
        goals("100% thôn có tổ công nghệ số cộng đồng"), goals("12 thôn có tổ công nghệ số cộng đồng")
    )
    assert "weaker_target" not in kinds(comparison.findings)


def test_what_a_commune_can_count_is_missed_and_what_is_the_provinces_own_is_not() -> None:
    comparison = compared(
        goals(
            "30% người dân trưởng thành cài đặt ứng dụng công dân số",
            "50% hệ thống thông tin của tỉnh vận hành trên nền tảng điện toán đám mây",
            "Tỷ trọng kinh tế số trong GRDP đạt 20%",
            "100% cơ sở khám, chữa bệnh triển khai bệnh án điện tử",
        ),
        goals("100% thôn có tổ công nghệ số cộng đồng"),
    )
    (finding,) = comparison.findings
    assert finding.kind == "missing_target"
    assert "ứng dụng công dân số" in finding.upper.text  # type: ignore[union-attr]
    assert finding.lower is None


def test_a_target_that_is_only_talked_about_is_shown_with_the_place_that_talks() -> None:
    (finding,) = compared(
        goals("30% người dân trưởng thành cài đặt ứng dụng công dân số"),
        "II. NHIỆM VỤ\n- Vận động người dân trưởng thành cài đặt ứng dụng công dân số tại nhà văn hóa thôn.",
    ).findings
    assert finding.severity == "low"
    assert "không đặt chỉ tiêu" in finding.explanation
    assert finding.lower is not None


@pytest.mark.parametrize(
    ("name", "lead", "expected"),
    [
        ("người dân có hồ sơ sức khỏe điện tử", [], True),
        ("xã, phường có hệ thống hội nghị truyền hình", [], True),
        ("cán bộ, công chức cấp tỉnh, cấp xã được tập huấn", [], True),
        ("cán bộ, công chức cấp tỉnh được tập huấn", [], False),
        ("người dân được khám sức khỏe định kỳ", ["Sở Y tế"], False),
        ("người dân được khám sức khỏe định kỳ", ["Sở Y tế", "UBND các xã, phường"], True),
        ("khu vực dân cư được phủ sóng 5G", [], False),
        ("chỉ số DTI tăng 5 bậc", [], False),
    ],
)
def test_what_concerns_communes(name: str, lead: list[str], expected: bool) -> None:
    assert concerns_communes(indicator(name, lead=lead)) is expected


@pytest.mark.parametrize(
    ("operator", "target", "name", "bound", "less"),
    [
        (">=", 70.0, "hộ có nước sạch", 70, False),
        ("range", [50.0, 60.0], "hộ có nước sạch", 50, False),
        ("range", [2.0, 3.0], "hộ nghèo", 3, True),
        ("<", 2.0, "hồ sơ trả chậm", 2, True),
        ("=", 20.0, "giảm chi phí hội họp", 20, False),
    ],
)  # fmt: skip
def test_what_a_target_promises_at_least(
    operator: str, target: float | list[float], name: str, bound: float, less: bool
) -> None:
    level = level_of(indicator(name, operator=operator, target=target))
    assert level is not None
    assert (level.bound, level.less_is_better) == (bound, less)


def test_a_target_without_a_figure_has_no_level() -> None:
    assert level_of(indicator("hoàn thành đề án", operator="done", target=None)) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Tỷ lệ hồ sơ TTHC được số hóa", "dossiers"),
        ("TTHC đủ điều kiện được cung cấp toàn trình", "procedures"),
        ("DNNVV dùng hóa đơn điện tử", "sme"),
        ("người dân từ 15 tuổi trở lên", "adults"),
        ("độ bao phủ", ""),
    ],
)
def test_who_is_counted(text: str, who: str) -> None:
    assert counted(text) == who


def test_plans_of_different_provinces_are_never_held_against_each_other() -> None:
    other = commune(
        goals("10% người dân có hồ sơ sức khỏe điện tử"),
        "ỦY BAN NHÂN DÂN\nXÃ BẢN CẦU\nTỈNH SƠN HẠ\n\nKẾ HOẠCH\nChuyển đổi số xã Bản Cầu, tỉnh Sơn Hạ năm 2026\n\n",
    )
    comparison = compare_plans(province(goals("95% người dân có hồ sơ sức khỏe điện tử")), other)
    assert not comparison.findings
    assert "hai tỉnh khác nhau" in comparison.messages[0]


def indicator(
    name: str, *, operator: str = "=", target: float | list[float] | None = 10.0, lead: list[str] | None = None
) -> Indicator:
    return Indicator("I", None, None, name, operator, target, "", "%", lead or [], Source(0, 1), 1.0)
