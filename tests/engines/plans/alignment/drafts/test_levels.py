"""Work and targets of another level, and the many ways in which a lower plan may speak of a higher body."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.levels import wrong_levels
from honglam.engines.plans.extraction.items import Source
from tests.engines.plans.alignment.drafts.tables import WORK, annex, row, said
from tests.engines.plans.alignment.writing import commune, province

DEPARTMENT = (
    "ỦY BAN NHÂN DÂN TỈNH MỘC LAM\nSỞ CÔNG THƯƠNG\n\nSố:     /KH-SCT\nMộc Lam, ngày     tháng 02 năm 2026\n\n"
    "KẾ HOẠCH\nChuyển đổi số ngành công thương năm 2026\n\n"
)
ROWS = [row(at, name) for at, name in enumerate(WORK[1:5], start=2)]


@pytest.mark.parametrize(
    ("lead", "weight"),
    [
        ("Sở Khoa học và Công nghệ", "high"),
        ("Công an tỉnh", "high"),
        ("Công an thành phố", "high"),
        ("Văn phòng UBND tỉnh", "high"),
        ("Bộ Khoa học và Công nghệ", "high"),
        ("Phòng Kinh tế", None),
        ("Công an xã", None),
        ("Bộ phận Một cửa", None),
        ("Ban Chỉ huy Quân sự xã", None),
        ("Trung tâm Phục vụ hành chính công", None),
    ],
)
def test_a_commune_gives_no_task_to_a_body_above_it(lead: str, weight: str | None) -> None:
    found = wrong_levels(commune(annex(row(1, WORK[0], lead=lead), *ROWS)))

    assert said(found) == ([("wrong_level", weight)] if weight else [])


def test_a_body_above_may_help_and_may_be_asked() -> None:
    plan = commune(
        "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Phối hợp với Sở Khoa học và Công nghệ lắp đặt wifi.\n"
        "2. Đề nghị Sở Khoa học và Công nghệ\n- Hỗ trợ kỹ thuật.\n3. Công an xã\n- Bảo đảm an ninh mạng.\n"
    )

    assert wrong_levels(plan) == []


def test_a_province_gives_tasks_to_its_departments_and_communes() -> None:
    plan = province(
        annex(row(1, WORK[0], lead="Sở Khoa học và Công nghệ"), row(2, WORK[1], lead="UBND các xã, phường"))
        + "\nI. MỤC TIÊU\n- 100% xã, phường có hội nghị truyền hình.\n"
    )

    assert wrong_levels(plan) == []


def test_a_department_gives_no_order_to_the_province() -> None:
    plan = commune(annex(row(1, WORK[0], lead="Ủy ban nhân dân tỉnh"), *ROWS), DEPARTMENT)

    assert said(wrong_levels(plan)) == [("wrong_level", "high")]


@pytest.mark.parametrize(
    ("target", "wrong"),
    [
        ("80% hồ sơ công việc cấp tỉnh được xử lý trên môi trường mạng", True),
        ("100% các xã, phường có hội nghị truyền hình", True),
        ("Tỷ trọng kinh tế số trong GRDP đạt 15%", True),
        ("90% hồ sơ công việc của xã được xử lý trên môi trường mạng", False),
        ("100% cán bộ, công chức sử dụng hệ thống thư điện tử trên địa bàn tỉnh", False),
        ("100% cán bộ, công chức có tài khoản trên hệ thống của cấp tỉnh", False),
    ],
)
def test_a_target_of_the_province_has_no_place_in_a_communes_plan(target: str, wrong: bool) -> None:
    plan = commune(f"I. MỤC TIÊU\n- {target}.\nII. NHIỆM VỤ\n1. Chung\n- Triển khai.\n")

    assert said(wrong_levels(plan)) == ([("wrong_level", "medium")] if wrong else [])


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Xây dựng và kết nối cơ sở dữ liệu quốc gia về dân cư", True),
        ("Nghiên cứu, đề xuất ban hành Bộ tiêu chí quốc gia về xã thông minh", True),
        ("Nâng cấp, hoàn thiện hệ thống quản lý sản phẩm OCOP tỉnh Mộc Lam", True),
        ("Khai thác cơ sở dữ liệu quốc gia về dân cư", False),
        ("Xây dựng cơ sở dữ liệu của xã kết nối cơ sở dữ liệu quốc gia về dân cư", False),
        ("Hoàn thiện hệ thống mạng nội bộ đáp ứng yêu cầu của tỉnh", False),
        ("Xây dựng phần mềm theo dõi Chương trình mục tiêu quốc gia tại xã", False),
    ],
)
def test_a_commune_uses_the_systems_of_the_province_and_the_nation(line: str, wrong: bool) -> None:
    plan = commune(f"II. NHIỆM VỤ\n1. Dữ liệu số\n- {line}.\n2. Xã hội số\n- Tập huấn.\n")

    assert said(wrong_levels(plan)) == ([("wrong_level", "medium")] if wrong else [])


def test_a_communes_office_does_not_report_to_ministries() -> None:
    plan = commune(
        "V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Tổng hợp, báo cáo các Bộ, ngành Trung ương định kỳ hằng quý.\n"
        "2. Công an xã\n- Bảo đảm an ninh mạng.\n"
    )

    assert said(wrong_levels(plan)) == [("wrong_level", "medium")]


def test_the_title_of_an_annex_names_the_commune() -> None:
    table = annex(row(1, WORK[0]), *ROWS)
    copied = table.replace("DANH MỤC", "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ TỈNH MỘC LAM NĂM 2026")
    own = table.replace("DANH MỤC", "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ XÃ SUỐI HOA, TỈNH MỘC LAM NĂM 2026")

    assert said(wrong_levels(commune(copied))) == [("wrong_level", "medium")]
    assert wrong_levels(commune(own)) == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Phối hợp với UBND huyện Sơn Động triển khai chợ số", True),
        ("Báo cáo Phòng Văn hóa và Thông tin huyện kết quả thực hiện", True),
        ("Kế thừa hệ thống của UBND huyện Sơn Động trước đây", False),
        ("Thực hiện Quyết định số 12/QĐ-UBND ngày 05/3/2024 của UBND huyện Sơn Động", False),
        ("Phối hợp với UBND các xã lân cận triển khai chợ số", False),
    ],
)
def test_districts_are_no_more(line: str, wrong: bool) -> None:
    plan = commune(f"II. NHIỆM VỤ\n1. Kinh tế số\n- {line}.\n2. Xã hội số\n- Tập huấn.\n")

    assert said(wrong_levels(plan)) == ([("wrong_level", "high")] if wrong else [])


def test_a_district_that_was_found_already_is_not_told_twice() -> None:
    plan = commune("II. NHIỆM VỤ\n1. Kinh tế số\n- Phối hợp với UBND huyện Sơn Động triển khai chợ số.\n")
    whole = Source(0, len(plan.document.text))

    assert wrong_levels(plan, [whole]) == []
