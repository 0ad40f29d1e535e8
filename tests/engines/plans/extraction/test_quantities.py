"""Figures, bounds and units as Vietnamese documents print them."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction.quantities import find_quantities, parse_number, read_target


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("5", 5), ("05", 5), ("1.234", 1234), ("1.234,5", 1234.5), ("203.324", 203324), ("99,2", 99.2), ("99.2", 99.2),
        ("12.000.000", 12_000_000), ("một", 1), ("Mười", 10), ("0,5", 0.5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_vietnamese_prints_them(digits: str, value: float) -> None:
    assert parse_number(digits) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt tối thiểu 75%", [(">=", 75, "%")]),
        ("đạt 15 - 20%", [("range", [15, 20], "%")]),
        ("từ 70% đến 80% số hộ", [("range", [70, 80], "%")]),
        ("70-80 %", [("range", [70, 80], "%")]),
        ("đạt trên 80%", [(">", 80, "%")]),
        ("lớn hơn 70%.", [(">", 70, "%")]),
        ("từ 80% trở lên", [(">=", 80, "%")]),
        ("từ 05 mỏ đá vôi trở lên", [(">=", 5, "mỏ")]),
        ("không quá 30 phút", [("<=", 30, "phút")]),
        ("không quá 05 ngày làm việc", [("<=", 5, "ngày làm việc")]),
        ("xuống dưới 45 phút", [("<", 45, "phút")]),
        ("ít nhất một cán bộ", [(">=", 1, "cán bộ")]),
        ("có một chữ ký số", [("=", 1, "chữ ký số")]),
        ("không dưới 3 lớp", [(">=", 3, "lớp")]),
        ("2.665 triệu đồng", [("=", 2665, "triệu đồng")]),
        ("18/18 bản có tổ công nghệ số", [("=", 18, "bản")]),
        ("ít nhất 12/15 tiêu chí", [(">=", 12, "tiêu chí")]),
        ("đạt 98,5% (64/65 xã)", [("=", 98.5, "%")]),
        ("Số hóa 1,2 triệu trang tài liệu", [("=", 1.2, "triệu trang")]),
        ("03 trợ lý ảo phục vụ công tác", [("=", 3, "trợ lý ảo")]),
        ("cấp 5 triệu chứng thư", [("=", 5, "triệu chứng thư")]),
        ("đến 01 Gbps", [("=", 1, "Gbps")]),
        ("gia cố 1.250 m bờ kênh", [("=", 1250, "m")]),
        ("99,1% và 98.6%", [("=", 99.1, "%"), ("=", 98.6, "%")]),
        ("tổng số 203.324 lượt", [("=", 203324, "lượt")]),
        ("tuổi thọ trung bình đạt 76 tuổi", [("=", 76, "tuổi")]),
        ("tuổi thọ bình quân từ 75 tuổi trở lên", [(">=", 75, "tuổi")]),
        ("số năm sống khỏe ít nhất 66 năm", [(">=", 66, "năm")]),
        ("tỷ suất tử vong xuống còn dưới 9‰", [("<", 9, "‰")]),
        ("mức sinh 2,05 con/phụ nữ", [("=", 2.05, "con/phụ nữ")]),
        ("không quá 112 bé trai/100 bé gái", [("<=", 112, "bé trai/100 bé gái")]),
        (
            "có 11 bác sĩ và 32 giường bệnh trên 1 vạn dân",
            [("=", 11, "bác sĩ/1 vạn dân"), ("=", 32, "giường bệnh/1 vạn dân")],
        ),
        ("thu nhập trên 1 ha mặt nước đạt 210 triệu đồng/năm", [("=", 210, "triệu đồng/năm")]),
        ("có 14 sản phẩm đạt 4 sao trở lên", [("=", 14, "sản phẩm")]),
        ("trẻ vào lớp 6 đạt 97%", [("=", 97, "%")]),
        ("vượt cả 5 chỉ tiêu", []),
        ("tối thiểu 2/3 số hộ đồng ý", [(">=", 66.7, "%")]),
        ("xử lý 40 trường hợp", [("=", 40, "trường hợp")]),
        ("tặng 15 “Gia đình văn hóa”", [("=", 15, "Gia đình")]),
        ("7/9 “Cộng đồng an toàn”", [("=", 7, "Cộng đồng")]),
    ],
)
def test_figures_are_found_with_their_bound_and_unit(text: str, expected: list[tuple[str, object, str]]) -> None:
    assert [(found.operator, found.target, found.unit) for found in find_quantities(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 12-NQ/TU ngày 22/12/2024",
        "Quyết định 1999/QĐ-TTg ngày 03 tháng 6 năm 2020",
        "giai đoạn 2026-2030",
        "Đề án 06 và cấp độ 2",
        "dân số từ 15 tuổi trở lên",
        "hoạt động 24/7, phủ sóng 4G, 5G",
        "trước 05/12 các xã gửi báo cáo",
        "trước ngày 05/12 trường học báo cáo",
        "trực 24/24 giờ, 2/3 số thành viên có mặt",
        "kết nối 2 chiều giữa chính quyền 2 cấp",
        "Quý 1/2026 và tháng 10/2026",
        "tiêu chí số 8, chỉ tiêu 15.2",
        "có một số mô hình",
        "sau 22 giờ",
        "https://vi-du.vn/tin/100-bai",
        "xem khoản 2 Điều 5",
    ],
)
def test_dates_numbers_of_documents_names_and_ages_are_no_figures(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("cell", "operator", "target"),
    [
        ("100%", "=", 100), (">80%", ">", 80), ("≥ 95", ">=", 95), ("50-80%", "range", [50, 80]), ("Đạt", "done", None),
        ("Hoàn thành", "done", None), ("Có", "done", None), ("100% đối với các hồ sơ đủ điều kiện", "=", 100),
        ("Trên 1.500", ">", 1500), ("12", "=", 12), ("10 - 12", "range", [10, 12]),
    ],
)  # fmt: skip
def test_a_target_cell_is_read_whole(cell: str, operator: str, target: object) -> None:
    quantity = read_target(cell)
    assert quantity is not None
    assert (quantity.operator, quantity.target, quantity.text) == (operator, target, cell)


@pytest.mark.parametrize("cell", ["", "Không", "Theo kế hoạch riêng"])
def test_a_cell_without_a_target_gives_none(cell: str) -> None:
    assert read_target(cell) is None
