"""Tables of indicators whose rows a converter wrote on one line: base year, several target years, units of measure."""

from __future__ import annotations

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import Indicator, PlanReading
from honglam.engines.plans.extraction.reading import read_plan

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH BÌNH HÒA\n\nKẾ HOẠCH\nPhát triển nghề cá giai đoạn 2026 - 2028\n\n"


def _read(table: str) -> PlanReading:
    return read_plan(read_text(f"{HEAD}I. MỤC TIÊU\n\n{table}\n"))


def _figures(found: list[Indicator]) -> list[tuple[str | None, float | None, str | None]]:
    return [(item.no, item.target if isinstance(item.target, float | int) else None, item.unit) for item in found]


def test_every_target_year_of_a_row_on_one_line_is_read_and_the_base_year_is_not() -> None:
    found = _read(
        "TT Tên chỉ tiêu ĐVT Ước TH\n2025 2026 2027 2028\n\n"
        "1 Sản lượng cá nuôi lồng nghìn tấn 12,5 13,1 13,8 14,6\n\n"
        "2 Tỷ lệ lồng có phao nổi đạt\nchuẩn % 41 50 62 ≥ 75\n\n"
        "3 Số tàu có thiết bị giám\nsát chiếc 88 95 104 120\n\n"
        "4 Mức thu nhập bình quân triệu đồng/người 5,2 5,9 6,4 7,0\n"
    ).indicators
    assert _figures(found) == [
        ("1", 13.1, "nghìn tấn"),
        ("1", 13.8, "nghìn tấn"),
        ("1", 14.6, "nghìn tấn"),
        ("2", 50, "%"),
        ("2", 62, "%"),
        ("2", 75, "%"),
        ("3", 95, "chiếc"),
        ("3", 104, "chiếc"),
        ("3", 120, "chiếc"),
        ("4", 5.9, "triệu đồng/người"),
        ("4", 6.4, "triệu đồng/người"),
        ("4", 7, "triệu đồng/người"),
    ]
    assert found[3].name == "Tỷ lệ lồng có phao nổi đạt chuẩn"
    assert found[5].operator == ">="
    assert not found[0].lead


def test_a_unit_of_measure_that_is_a_rate_is_no_part_of_the_name() -> None:
    found = _read(
        "TT Chỉ tiêu Đơn vị tính Thực hiện 2025 Năm 2026 Năm 2027\n\n"
        "1 Mật độ trạm quan trắc trạm/100 lồng 1,2 1,5 2,0\n\n"
        "2 Tổng số lồng nuôi lồng 310 330 350\n"
    ).indicators
    assert [(item.name, item.target, item.unit) for item in found[:2]] == [
        ("Mật độ trạm quan trắc", 1.5, "trạm/100 lồng"),
        ("Mật độ trạm quan trắc", 2, "trạm/100 lồng"),
    ]


def test_figures_and_unit_of_a_row_are_parted_though_prose_follows_the_table() -> None:
    reading = _read(
        "TT Nội dung chỉ tiêu Kết quả 2025 Chỉ tiêu 2026 Bộ phận phụ trách \n\n"
        "1 Tỷ lệ trẻ 6 tuổi biết bơi 61,5% 70% Các trường tiểu học \n\n"
        "2 Số bể bơi được sửa 02 bể 03 bể Phòng Văn hóa - Xã hội \n\n"
        "3 Tỷ lệ người từ 15 - 60 tuổi biết bơi 40% ≥ 45% Đoàn Thanh niên xã \n\n"
        "4 Xã đạt chuẩn an toàn Đạt Đạt Công an xã \n\n"
        "II. NHIỆM VỤ \n\n- Dạy bơi trong hè cho học sinh. \n\n- Cắm biển báo ở bến sông. \n\n"
        + "".join(f"- Việc cần làm ở bến số {number} của xã trong mùa mưa. \n\n" for number in range(1, 20))
    )
    found = reading.indicators
    assert [item.name for item in found[:3]] == [
        "Tỷ lệ trẻ 6 tuổi biết bơi",
        "Số bể bơi được sửa",
        "Tỷ lệ người từ 15 - 60 tuổi biết bơi",
    ]
    assert [item.lead for item in found[:2]] == [["Các trường tiểu học"], ["Phòng Văn hóa - Xã hội"]]
    assert [(item.path, item.heading) for item in reading.sections][-1] == ("II", "NHIỆM VỤ")


def test_a_row_of_figures_is_no_heading_where_no_header_tells_of_a_table() -> None:
    reading = _read(
        "Số liệu các năm:\n\n1 Lồng nuôi trên sông 310 330 350\n\n2 Tàu cá 88 95\n\n3 Bè 12 14 Hợp tác xã\n\n"
        "II. NHIỆM VỤ\n\n1. Sửa bến cá\n\n- Nạo vét luồng vào bến.\n"
    )
    assert [item.heading for item in reading.sections] == ["MỤC TIÊU", "NHIỆM VỤ", "Sửa bến cá"]
