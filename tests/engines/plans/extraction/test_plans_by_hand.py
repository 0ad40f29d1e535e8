"""Plans of many shapes, read whole: what a careful reader would take from each."""

from __future__ import annotations

import re
import unicodedata

import pytest

from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import PlanReading, read_plan

from .by_hand import FOLDER, document, names, reading_of, text_of, wrapped


def targets(reading: PlanReading) -> list[tuple[str, str, object, str | None]]:
    return [(item.name, item.operator, item.target, item.unit) for item in reading.indicators]


def duties(reading: PlanReading) -> dict[str, list[str]]:
    return {item.unit: item.duties for item in reading.assignments}


def reports(reading: PlanReading) -> set[tuple[str, str | None, str]]:
    return {(item.who, item.to, item.frequency) for item in reading.reporting}


def test_a_plan_that_a_decision_issues_is_read_behind_its_articles() -> None:
    reading = reading_of("decision_with_plan")
    assert targets(reading) == [
        ("Hình thành 03 tuyến phố đi bộ", "=", 3, "tuyến phố"),
        ("thu hút trên 1.200.000 lượt khách", ">", 1_200_000, "lượt khách"),
        ("Doanh thu dịch vụ ban đêm", ">=", 12, "%"),
        ("Tỷ lệ cơ sở lưu trú niêm yết giá", "=", 100, "%"),
        ("cơ sở chấp nhận thanh toán không dùng tiền mặt", ">=", 70, "%"),
    ]
    assert list(duties(reading)) == [
        "Sở Công Thương",
        "Công an tỉnh",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
        "Ủy ban nhân dân các xã, phường",
    ]
    assert reports(reading) == {
        ("Sở Công Thương", "Ủy ban nhân dân tỉnh", "quarterly"),
        ("Ủy ban nhân dân các xã, phường", "Sở Công Thương", "monthly"),
        ("các cơ quan, đơn vị", "Ủy ban nhân dân tỉnh (qua Sở Công Thương)", "adhoc"),
    }
    assert "123/QĐ-UBND" not in [item.number for item in reading.legal_basis]


def test_a_programme_of_the_party_numbers_with_dashes_and_names_units_in_sentences() -> None:
    reading = reading_of("party_programme")
    assert [item.path for item in reading.sections] == ["I", "I/1", "I/2", "II", "II/1", "II/2", "III"]
    assert ("tỷ lệ bao phủ bảo hiểm y tế", ">", 95, "%") in targets(reading)
    assert ("Mỗi xã có ít nhất một trạm y tế đạt chuẩn quốc gia", ">=", 1, "trạm y tế/xã") in targets(reading)
    assert list(duties(reading))[-1] == "Văn phòng Tỉnh ủy"
    assert reports(reading) == {
        ("Văn phòng Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", "semiannual"),
        ("Văn phòng Tỉnh ủy", "Ban Thường vụ Tỉnh ủy", "annual"),
    }


def test_a_plan_of_a_ministry_with_capitals_and_paragraphs() -> None:
    reading = reading_of("ministry_plan")
    assert "C/I/1" not in [item.path for item in reading.sections]
    assert ("Thời gian cấp", "<=", 30, "phút") in targets(reading)
    assert duties(reading)["Trung tâm Chứng thực điện tử quốc gia"] == [
        "Làm đầu mối triển khai Kế hoạch",
        "Tổng hợp, báo cáo Lãnh đạo Bộ hằng tháng, hằng quý và khi có yêu cầu",
    ]
    assert {frequency for _, _, frequency in reports(reading)} == {"monthly", "quarterly", "adhoc"}


def test_a_commune_plan_with_slashes_and_hamlets() -> None:
    reading = reading_of("mekong_commune_plan")
    assert ("Gia cố 1.250 m bờ kênh tại ấp Phú Thuận và ấp Phú Hòa", "=", 1250, "m") in targets(reading)
    assert all("850" not in item.target_text for item in reading.indicators), "money of the budget is no target"
    assert duties(reading)["Trưởng các ấp"] == ["Nắm chắc số hộ trong vùng sạt lở", "Thông báo kịp thời cho người dân"]
    led = next(item for item in reading.indicators if item.unit == "dân quân")
    assert led.lead == ["Ban Chỉ huy Quân sự xã"]


def test_results_are_read_only_where_the_plan_reports() -> None:
    reading = reading_of("department_plan")
    assert [(item.value, item.unit) for item in reading.results] == [
        (80, "%"), (30, "%"), (8, "lớp"), (420, "cán bộ"), (87.5, "%"), (3, "bệnh viện"),
    ]  # fmt: skip
    assert all(item.section.startswith("Phần thứ hai") for item in reading.indicators)
    assert "Văn phòng Sở" in duties(reading)
    assert not reading_of("ministry_plan").results


def test_goals_of_several_years_in_a_table_beside_results_in_prose() -> None:
    reading = reading_of("multi_year_plan")
    assert [(item.value, item.unit) for item in reading.results] == [
        (156, "camera"), (98.6, "%"), (4512, "hồ sơ"), (99.1, "%"), (35, "%"),
    ]  # fmt: skip
    assert {item.section for item in reading.indicators} == {"II/2"}
    assert ("Văn phòng HĐND và UBND phường", "Ủy ban nhân dân phường", "annual") in reports(reading)


def test_a_decree_is_no_plan_and_says_so() -> None:
    reading = reading_of("decree")
    assert not (reading.indicators or reading.tasks or reading.assignments or reading.reporting or reading.results)
    assert any("không phải là kế hoạch" in message for message in reading.messages)
    assert [item.number for item in reading.legal_basis] == ["23/2004/QH11"]


@pytest.mark.parametrize(
    "name", [name for name in names() if "    " not in text_of(name) and name != "multi_year_plan"]
)
def test_the_way_a_document_is_wrapped_does_not_change_what_it_says(name: str) -> None:
    flowing = reading_of(name)
    again = read_plan(document(unicodedata.normalize("NFC", wrapped(text_of(name)))))
    assert [item.path for item in again.sections] == [item.path for item in flowing.sections]
    assert targets(again) == targets(flowing)
    assert duties(again) == duties(flowing)
    assert reports(again) == reports(flowing)


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


@pytest.mark.parametrize("name", names())
def test_every_span_contains_its_item(name: str) -> None:
    text = read_document(FOLDER / f"{name}.txt").text
    reading = reading_of(name)
    pairs = [
        *((item.number, item.source) for item in reading.legal_basis),
        *((item.heading, item.source) for item in reading.sections),
        *((item.text, item.source) for item in reading.results),
        *((item.name, item.source) for item in reading.indicators),
        *((item.quote, item.source) for item in reading.reporting),
        *(pair for item in reading.assignments for pair in zip(item.duties, item.duty_sources, strict=True)),
        *((item.unit, item.source) for item in reading.assignments),
    ]
    assert pairs
    for words, source in pairs:
        assert folded(words) in folded(text[source.start : source.end]), words


UNITS_WITHOUT_NUMBERS = """KẾ HOẠCH
Phòng cháy rừng năm 2026

I. MỤC TIÊU
Giảm số vụ cháy.

II. TRÁCH NHIỆM THỰC HIỆN
Sở Nông nghiệp và Môi trường{colon}
- Làm đầu mối theo dõi; định kỳ hằng quý báo cáo UBND tỉnh và Bộ Nông nghiệp và Môi trường kết quả.
- Kiểm tra các chủ rừng{end}
Đề nghị Công an tỉnh{colon}
- Điều tra nguyên nhân các vụ cháy{end}
Ủy ban nhân dân các xã, phường{colon}
Vận động người dân không đốt nương; bố trí lực lượng trực.
Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nông nghiệp và Môi trường để được hướng dẫn./.
"""


@pytest.mark.parametrize("colon", ["", ":"])
@pytest.mark.parametrize("end", ["", ".", ";"])
def test_units_stand_alone_on_lines_without_numbers(colon: str, end: str) -> None:
    reading = read_plan(document(UNITS_WITHOUT_NUMBERS.format(colon=colon, end=end)))
    assert duties(reading) == {
        "Sở Nông nghiệp và Môi trường": [
            "Làm đầu mối theo dõi; định kỳ hằng quý báo cáo UBND tỉnh và Bộ Nông nghiệp và Môi trường kết quả",
            "Kiểm tra các chủ rừng",
        ],
        "Công an tỉnh": ["Điều tra nguyên nhân các vụ cháy"],
        "Ủy ban nhân dân các xã, phường": ["Vận động người dân không đốt nương; bố trí lực lượng trực"],
    }
    assert reports(reading) == {
        ("Sở Nông nghiệp và Môi trường", "UBND tỉnh", "quarterly"),
        ("Sở Nông nghiệp và Môi trường", "Bộ Nông nghiệp và Môi trường", "quarterly"),
        ("các đơn vị", "Sở Nông nghiệp và Môi trường", "adhoc"),
    }


@pytest.mark.parametrize(
    ("printed", "recipients"),
    [
        ("UBND tỉnh và Bộ Y tế", {"UBND tỉnh", "Bộ Y tế"}),
        ("Văn phòng HĐND và UBND xã", {"Văn phòng HĐND và UBND xã"}),
        ("Sở Giáo dục và Đào tạo", {"Sở Giáo dục và Đào tạo"}),
        ("Sở Nội vụ và gửi Bộ Nội vụ", {"Sở Nội vụ", "Bộ Nội vụ"}),
    ],
)
def test_recipients_joined_by_and_are_parted_unless_they_are_one_name(printed: str, recipients: set[str]) -> None:
    text = f"KẾ HOẠCH\nĐào tạo năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Tư pháp\n- Hằng năm báo cáo {printed} kết quả.\n"
    reading = read_plan(document(text))
    assert {item.to for item in reading.reporting} == recipients


def test_reports_listed_behind_a_colon_share_one_quote_and_the_duty_stays() -> None:
    reading = read_plan(
        document(
            "KẾ HOẠCH\nDân vận năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n"
            "1. Giám đốc các sở, ngành tỉnh; Chủ tịch UBND các xã có trách nhiệm triển khai Kế hoạch, gửi báo cáo về "
            "Sở Nội vụ: báo cáo quý trước ngày 10 tháng cuối quý; báo cáo 6 tháng trước ngày 10/6.\n"
            "2. Sở Nội vụ tổng hợp chung.\n"
            "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện; báo cáo đột xuất khi có yêu cầu của UBND tỉnh./.\n"
        )
    )
    everyone = "Giám đốc các sở, ngành tỉnh; Chủ tịch UBND các xã"
    assert [duty[:17] for duty in duties(reading)[everyone]] == ["có trách nhiệm tr"]
    assert reports(reading) == {
        (everyone, "Sở Nội vụ", "quarterly"),
        (everyone, "Sở Nội vụ", "semiannual"),
        ("các đơn vị", "UBND tỉnh", "adhoc"),
    }
    assert len({item.quote for item in reading.reporting if item.who == everyone}) == 1


def test_a_numbered_paragraph_behind_another_is_no_heading_for_a_note_in_brackets() -> None:
    text = "KẾ HOẠCH\nLưu trữ năm 2026\n\nI. NỘI DUNG\n\n1. Phổ biến văn bản.\n\n2. Kiểm tra các xã.\n\n{below}\n"
    for below in ("(Có bảng phân công kèm theo)", "Kinh phí do đơn vị tự bố trí."):
        reading = read_plan(document(text.format(below=below)))
        assert [item.path for item in reading.sections] == ["I"]


def test_the_closing_paragraph_begins_anew_behind_a_full_line() -> None:
    duty = "- Tuyên truyền, vận động nhân dân tham gia thực hiện tốt các nội dung của Kế hoạch này."
    head = "KẾ HOẠCH\nLưu trữ năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n1. Các ấp\n"
    text = f"{head}{duty}\nTrên đây là Kế hoạch lưu trữ năm 2026./.\n"
    reading = read_plan(document(text))
    assert duties(reading) == {"Các ấp": [duty[2:-1]]}


def test_a_ward_plan_with_units_before_colons_and_parts_of_wholes() -> None:
    reading = reading_of("highland_ward_plan")
    assert (reading.doc.issuer, reading.doc.date) == ("ỦY BAN NHÂN DÂN PHƯỜNG ĐẮK NƯA", "2026-02-09")
    assert [(item.value, item.unit) for item in reading.results] == [
        (46, "cơ sở"),
        (5, "cơ sở"),
        (21.5, "triệu đồng"),
        (98.1, "%"),
    ]
    found = targets(reading)
    assert ("14/14 tổ dân phố tổ chức", "=", 14, "tổ dân phố") in found
    assert ("tỷ lệ mắc", "<", 7, "người/100.000 dân") in found
    assert 30 not in [target for _, _, target, _ in found], "what must not happen is no target"
    assert list(duties(reading)) == [
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Trạm Y tế phường",
        "Công an phường",
        "Ủy ban MTTQ Việt Nam phường và các đoàn thể",
        "Các tổ dân phố",
    ]
    assert reports(reading) == {
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "UBND phường", "quarterly"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "Sở Y tế", "quarterly"),
        ("Trạm Y tế phường", "Trung tâm Y tế khu vực Đắk Nưa", "adhoc"),
        ("các đơn vị", "UBND phường (qua Phòng Kinh tế, Hạ tầng và Đô thị)", "adhoc"),
    }


def test_a_badly_printed_copy_says_the_same() -> None:
    printed = wrapped(text_of("highland_ward_plan"), double=False).split("\n")
    pages = [f"{line}\n\n– {index // 22 + 1} –\n\f" if index % 22 == 21 else line for index, line in enumerate(printed)]
    spoilt = "\n".join(pages).replace("214/KH-UBND", "214/KH-\nUBND").replace("+ V", "+V").replace("phẩm", "phâm")
    clean = reading_of("highland_ward_plan")
    again = read_plan(document(unicodedata.normalize("NFC", unicodedata.normalize("NFD", spoilt))))
    assert [item.number for item in again.legal_basis] == [item.number for item in clean.legal_basis]
    assert [item.path for item in again.sections] == [item.path for item in clean.sections]
    assert [item.value for item in again.results] == [item.value for item in clean.results]
    assert [target for _, _, target, _ in targets(again)] == [target for _, _, target, _ in targets(clean)]
    assert duties(again) == duties(clean)
    assert reports(again) == reports(clean)


def test_a_department_plan_with_tasks_under_units() -> None:
    reading = reading_of("port_city_department_plan")
    assert reading.doc.year == [2026, 2028]
    assert ("Sản lượng", "=", 48, "triệu lượt khách/năm") in targets(reading)
    assert ("27/30 tuyến có thẻ vé điện tử liên thông", "=", 27, "tuyến") in targets(reading)
    assert duties(reading)["Các doanh nghiệp vận tải"] == [
        "đầu tư phương tiện theo lộ trình; chấp hành biểu đồ chạy xe"
    ]
    assert reports(reading) == {
        ("Phòng Quản lý vận tải", "Giám đốc Sở", "monthly"),
        ("Phòng Quản lý vận tải", "Trung tâm Quản lý giao thông công cộng", "monthly"),
        ("Trung tâm Quản lý giao thông công cộng", "Phòng Quản lý vận tải", "semiannual"),
        ("Trung tâm Quản lý giao thông công cộng", "Phòng Quản lý vận tải", "annual"),
        ("các đơn vị", "Giám đốc Sở", "adhoc"),
    }


def test_an_action_programme_of_the_party_with_units_as_subjects() -> None:
    reading = reading_of("party_action_programme")
    assert [target for _, _, target, _ in targets(reading)] == [75, [38, 40], 20, 100]
    assert list(duties(reading)) == [
        "Đảng ủy Ủy ban nhân dân tỉnh",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Các ban đảng, Văn phòng Tỉnh ủy, các đảng ủy trực thuộc Tỉnh ủy",
    ]
