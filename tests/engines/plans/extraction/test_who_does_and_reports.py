"""Who has which duties in the implementation section, who reports by when, and what is nobody's duty."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction import PlanReading, read_plan

from .by_hand import document


def implemented(*lines: str) -> PlanReading:
    return read_plan(document("KẾ HOẠCH\nNuôi ong năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\n"))


def test_a_heading_in_a_row_of_units_is_a_unit_whatever_its_words() -> None:
    reading = implemented(
        "1. Phòng Kinh tế", "- Chủ trì thực hiện.", "2. Công an xã", "- Tuần tra.",
        "3. Già làng uy tín", "- Vận động bà con.", "4. Các ông (bà) Trưởng xóm", "- Ký cam kết.",
        "5. Chế độ thông tin", "- Lập sổ theo dõi.",
    )  # fmt: skip
    units = [item.unit for item in reading.assignments]
    assert units == ["Phòng Kinh tế", "Công an xã", "Già làng uy tín", "Các ông (bà) Trưởng xóm"]


def test_a_numbered_duty_begins_with_its_subject() -> None:
    reading = implemented(
        "1. Phòng Kinh tế chủ trì hướng dẫn kỹ thuật.",
        "2. Các nghiệp đoàn trực thuộc Liên đoàn xây dựng tổ nuôi ong.",
        "3. Các nội dung khác thực hiện theo quy định.",
    )
    assert [item.unit for item in reading.assignments][:2] == [
        "Phòng Kinh tế",
        "Các nghiệp đoàn trực thuộc Liên đoàn",
    ]
    assert len(reading.assignments) == 2


def test_the_paragraph_that_closes_is_nobodys_duty_but_may_ask_for_a_report() -> None:
    reading = implemented(
        "1. Hội Nông dân xã", "- Vận động hội viên.",
        "Căn cứ nội dung Kế hoạch, các phòng, ban, thôn tổ chức thực hiện; kịp thời báo cáo UBND xã giải quyết./.",
    )  # fmt: skip
    assert [item.duties for item in reading.assignments] == [["Vận động hội viên"]]
    assert [(item.who, item.to) for item in reading.reporting] == [("các phòng, ban, thôn", "UBND xã")]


@pytest.mark.parametrize(
    ("duty", "recipient", "frequency", "rule"),
    [
        ("Báo cáo Sở Y tế trước ngày 9/6 và 9/12 hằng năm", "Sở Y tế", "semiannual", "trước ngày 9/6 và 9/12 hằng năm"),
        ("Báo cáo UBND xã tiến độ hằng tháng", "UBND xã", "monthly", "hằng tháng"),
        ("Hằng quý báo cáo Sở Y tế trước ngày 5 tháng cuối quý", "Sở Y tế", "quarterly", "trước ngày 5 tháng cuối quý"),
        ("Trước ngày 12 hằng tháng gửi báo cáo về Sở Y tế", "Sở Y tế", "monthly", "Trước ngày 12 hằng tháng"),
        ("Báo cáo UBND xã trước ngày 08/12/2026", "UBND xã", "annual", "trước ngày 08/12/2026"),
        ("Báo cáo nhanh về UBND xã ngay khi có dịch bệnh", "UBND xã", "adhoc", "ngay khi có dịch bệnh"),
        ("Trước ngày 8/6 và ngày 8/12 báo cáo Sở Y tế", "Sở Y tế", "semiannual", "Trước ngày 8/6 và ngày 8/12"),
        ("Báo cáo tháng gửi UBND xã trước ngày 22", "UBND xã", "monthly", "trước ngày 22"),
        ("Báo cáo ngay UBND xã khi có ong chết", "UBND xã", "adhoc", "ngay UBND xã khi có ong chết"),
        ("Báo cáo UBND xã theo quý", "UBND xã", "quarterly", "theo quý"),
        ("Báo cáo UBND xã vào ngày làm việc cuối cùng của tháng", "UBND xã", "monthly",
         "ngày làm việc cuối cùng của tháng"),
        (
            "Báo cáo Sở Y tế trước ngày 9 tháng 6 và ngày 9 tháng 12; đột xuất khi có yêu cầu",
            "Sở Y tế", "semiannual", "trước ngày 9 tháng 6 và ngày 9 tháng 12",
        ),
        ("Báo cáo UBND xã ngay khi cống bị hư hỏng", "UBND xã", "adhoc", "ngay khi cống bị hư hỏng"),
    ],
)  # fmt: skip
def test_the_rule_of_a_report_is_its_date(duty: str, recipient: str, frequency: str, rule: str) -> None:
    reading = implemented("1. Phòng Kinh tế", f"- {duty}.")
    assert [(item.to, item.frequency, item.due_rule) for item in reading.reporting] == [(recipient, frequency, rule)]


def test_a_letter_behind_a_lettered_duty_opens_a_duty_though_it_holds_a_colon() -> None:
    reading = implemented(
        "1. Phòng Kinh tế",
        "a) Theo dõi, đôn đốc các thôn thực hiện Kế hoạch.",
        "b) Tổng hợp báo cáo Sở Y tế: 6 tháng trước ngày 9/6, năm trước ngày 5/11.",
    )
    assert [section.path for section in reading.sections] == ["I", "I/1"]
    assert len(reading.assignments[0].duties) == 2
