"""Targets lower than what the same document reports."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.results import targets_below_results
from tests.engines.plans.alignment.drafts.tables import likeness_of, said
from tests.engines.plans.alignment.writing import commune


@pytest.mark.parametrize(
    ("result", "target", "weight"),
    [
        (
            "Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 100%",
            "Tỷ lệ số hóa hồ sơ thủ tục hành chính đạt trên 90%",
            "high",
        ),
        (
            "Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 92%",
            "Tỷ lệ số hóa hồ sơ thủ tục hành chính đạt 90%",
            "medium",
        ),
        ("Đã có 12/18 thôn có mô hình thôn thông minh", "11/18 thôn có mô hình thôn thông minh", "high"),
        # The same or more is what a plan is for.
        ("Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 85%", "Tỷ lệ số hóa hồ sơ thủ tục hành chính đạt 90%", None),
        (
            "Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 90%",
            "Tỷ lệ số hóa hồ sơ thủ tục hành chính đạt trên 90%",
            None,
        ),
        # Less is better.
        ("Tỷ lệ hồ sơ quá hạn là 3%", "Tỷ lệ hồ sơ quá hạn dưới 2%", None),
        ("Tỷ lệ hồ sơ quá hạn là 1%", "Tỷ lệ hồ sơ quá hạn dưới 2%", "medium"),
        # Other people, other things, other measures.
        (
            "100% hộ gia đình thanh toán tiền điện không dùng tiền mặt",
            "Tỷ lệ giao dịch không dùng tiền mặt đạt trên 85%",
            None,
        ),
        ("100% cán bộ, công chức sử dụng chữ ký số", "30% người dân trưởng thành có chữ ký số", None),
        ("Tỷ lệ phủ sóng 4G đạt 100% khu dân cư", "Mạng 5G phủ sóng 60% khu dân cư", None),
        # A rise is no level.
        (
            "Tỷ lệ hồ sơ thủ tục hành chính được số hóa tăng 95% so với năm 2024",
            "Tỷ lệ số hóa hồ sơ thủ tục hành chính đạt 90%",
            None,
        ),
    ],
)
def test_a_target_below_the_result_of_the_same_measure(result: str, target: str, weight: str | None) -> None:
    plan = commune(
        f"I. KẾT QUẢ THỰC HIỆN NĂM 2025\n- {result}.\nII. MỤC TIÊU\n- {target}.\nIII. NHIỆM VỤ\n1. Chung\n- Làm.\n"
    )

    found = targets_below_results(plan, likeness_of(plan))

    assert said(found) == ([("target_below_result", weight)] if weight else [])


def test_the_finding_names_the_result_and_what_to_write() -> None:
    plan = commune(
        "I. KẾT QUẢ THỰC HIỆN NĂM 2025\n- Tỷ lệ hồ sơ thủ tục hành chính được số hóa đạt 100%.\n"
        "II. MỤC TIÊU\n- Tỷ lệ số hóa hồ sơ thủ tục hành chính đạt trên 90%.\n"
    )

    (finding,) = targets_below_results(plan, likeness_of(plan))

    assert finding.explanation.startswith("Mục I báo cáo đã đạt 100%")
    assert "100%" in finding.suggestion
    assert finding.upper is None
