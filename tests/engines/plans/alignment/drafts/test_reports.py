"""Reports that one plan asks for in two ways, and chains of reports that are right."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.reports import report_mismatches
from tests.engines.plans.alignment.drafts.tables import WORK, annex, row, said
from tests.engines.plans.alignment.writing import commune

PART = "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Văn hóa - Xã hội\n- {office}\n2. Các phòng, ban, đơn vị\n- {units}\n"
CLOSING = "Trên đây là Kế hoạch chuyển đổi số năm 2026. Yêu cầu các phòng, ban, đơn vị thực hiện; {again}./.\n"
WATCHES = "Theo dõi, đôn đốc việc thực hiện."
QUARTERLY = "Định kỳ hằng quý, trước ngày 15 tháng cuối quý báo cáo kết quả về Phòng Văn hóa - Xã hội để tổng hợp."


@pytest.mark.parametrize(
    ("office", "units", "again", "weight"),
    [
        # Another rhythm, another day, another office.
        (WATCHES, QUARTERLY, "định kỳ 6 tháng báo cáo kết quả về Phòng Văn hóa - Xã hội để tổng hợp", "high"),
        (
            WATCHES,
            QUARTERLY,
            "định kỳ hằng quý, trước ngày 20 tháng cuối quý báo cáo kết quả về Phòng Văn hóa - Xã hội",
            "high",
        ),
        (
            WATCHES,
            QUARTERLY,
            "định kỳ hằng quý, trước ngày 15 tháng cuối quý báo cáo kết quả về Phòng Kinh tế để tổng hợp",
            "medium",
        ),
        # The same said twice.
        (
            WATCHES,
            QUARTERLY,
            "định kỳ hằng quý, trước ngày 15 tháng cuối quý báo cáo kết quả về Phòng Văn hóa - Xã hội",
            None,
        ),
        # The units' reports come in before the office has to send its own; then behind it.
        ("Tổng hợp, báo cáo Sở Khoa học và Công nghệ hằng quý trước ngày 20 tháng cuối quý.", QUARTERLY, "", None),
        ("Tổng hợp, báo cáo Sở Khoa học và Công nghệ hằng quý trước ngày 10 tháng cuối quý.", QUARTERLY, "", "high"),
        # The office has to report more often than it is told.
        ("Tổng hợp, báo cáo Ủy ban nhân dân xã hằng tháng.", QUARTERLY, "", "medium"),
        ("Tổng hợp, báo cáo Ủy ban nhân dân xã định kỳ 6 tháng.", QUARTERLY, "", None),
        # Difficulties are reported when they arise; another subject has its own rhythm.
        (WATCHES, QUARTERLY, "kịp thời báo cáo khó khăn, vướng mắc về Phòng Kinh tế", None),
        (WATCHES, QUARTERLY, "hằng tháng báo cáo giải ngân kinh phí về Phòng Kinh tế", None),
    ],
)
def test_one_report_has_one_rhythm_one_day_one_recipient(
    office: str, units: str, again: str, weight: str | None
) -> None:
    closing = CLOSING.format(again=again) if again else ""
    plan = commune(PART.format(office=office, units=units) + closing)

    assert said(report_mismatches(plan)) == ([("report_mismatch", weight)] if weight else [])


def test_a_row_of_the_annex_agrees_with_the_duty() -> None:
    office = "Tổng hợp, báo cáo Ủy ban nhân dân xã kết quả thực hiện kế hoạch định kỳ 6 tháng."
    monthly = row(2, "Báo cáo kết quả thực hiện kế hoạch", lead="Phòng Văn hóa - Xã hội", due="Hằng tháng")
    plan = commune(
        PART.format(office=office, units="Triển khai thực hiện.") + annex(row(1, WORK[0]), monthly, row(3, WORK[1]))
    )

    assert said(report_mismatches(plan)) == [("report_mismatch", "high")]
