"""Flattened tables whose cells hold one line each, on lines of their own or whole rows on one line."""

from __future__ import annotations

import pytest

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction import PlanReading, read_plan
from honglam.engines.plans.extraction.tables import mend_torn_rows
from honglam.engines.plans.extraction.tables.columns import Role, read_header

_HEAD = "KẾ HOẠCH\nGiảm nghèo năm 2026\n\nPHỤ LỤC\nDanh mục\n\n"


def read(text: str) -> PlanReading:
    return read_plan(mend_torn_rows(read_text(_HEAD + text)))


_TASKS = (
    ("1", "Xây dựng kế hoạch dạy nghề", "Kế hoạch", "Phòng Kinh tế", "Các thôn", "Quý I/2026"),
    ("2", "Rà soát hộ nghèo", "Danh sách hộ nghèo", "Phòng Văn hóa - Xã hội", "Công an xã", "Tháng 6/2026"),
    ("3", "Cấp thẻ bảo hiểm y tế", "Thẻ bảo hiểm", "Phòng Văn hóa - Xã hội", "Trạm Y tế", "Thường xuyên"),
    ("4", "Sửa nhà cho hộ nghèo", "Báo cáo", "Ủy ban MTTQ xã", "Các thôn", "Quý III/2026"),
    ("5", "Cho vay vốn", "Hồ sơ vay", "Hội Nông dân", "Hội Phụ nữ", "Năm 2026"),
)
_TASK_HEADER = ("TT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")
_TARGETS = (
    ("1", "Tỷ lệ tiêm chủng đầy đủ cho trẻ em", "%", "≥ 98", "Trạm Y tế"),
    ("2", "Số giường bệnh trên vạn dân", "Giường", "32", "Trạm Y tế"),
    ("3", "Tỷ suất tử vong trẻ em dưới 5 tuổi", "‰", "≤ 12", "Trạm Y tế"),
    ("4", "Số lượt khám chữa bệnh", "Lượt người", "> 45.000", "Trạm Y tế"),
    ("5", "Số thôn đạt chuẩn văn hóa", "Thôn", "≥ 4", "Phòng Văn hóa - Xã hội"),
    ("6", "Thu nhập bình quân đầu người", "Triệu đồng/năm", "65", "Phòng Kinh tế"),
)
_TARGET_HEADER = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2026", "Cơ quan chủ trì")


@pytest.mark.parametrize("gap", ["\n", " "])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_every_cell_of_a_task_is_found(gap: str, between: str) -> None:
    rows = [gap.join(row) for row in (_TASK_HEADER, *_TASKS)]
    found = [
        (task.no, task.name, task.product, *task.lead, *task.coordinating, task.deadline_text)
        for task in read(between.join(rows) + "\n").tasks
    ]
    assert found == list(_TASKS)


@pytest.mark.parametrize("gap", ["\n", " "])
def test_unit_and_bound_are_no_part_of_an_indicators_name(gap: str) -> None:
    rows = [gap.join(row) for row in (_TARGET_HEADER, *_TARGETS)]
    found = [
        (item.no, item.name, item.unit, item.target_text, *item.lead)
        for item in read("\n\n".join(rows) + "\n").indicators
    ]
    assert found == list(_TARGETS)


_WRAPPED = """TT
Nhiệm vụ
Sản phẩm
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian

1
Khảo sát nhu cầu học nghề của lao động
trong xã

Báo cáo khảo sát
Trung tâm Phục vụ
hành chính công xã;
Phòng Kinh tế

Các thôn
Quý II/2026

2
Rà soát hộ nghèo, hộ cận nghèo cuối năm
Quyết định
Phòng Văn hóa - Xã
hội

Các thôn
Quý IV/2026

3
Tập huấn cán bộ
Hội nghị
Phòng Văn hóa - Xã
hội

Các thôn
Quý I/2026
"""


def test_a_product_of_one_line_does_not_run_into_a_wrapped_unit() -> None:
    tasks = read(_WRAPPED).tasks
    assert [(task.name, task.product, task.lead) for task in tasks] == [
        (
            "Khảo sát nhu cầu học nghề của lao động trong xã",
            "Báo cáo khảo sát",
            ["Trung tâm Phục vụ hành chính công xã", "Phòng Kinh tế"],
        ),
        ("Rà soát hộ nghèo, hộ cận nghèo cuối năm", "Quyết định", ["Phòng Văn hóa - Xã hội"]),
        ("Tập huấn cán bộ", "Hội nghị", ["Phòng Văn hóa - Xã hội"]),
    ]


@pytest.mark.parametrize("header", ["Cấp trình, ban hành", "Cơ quan ban hành", "Cấp có thẩm quyền phê duyệt"])
def test_who_approves_is_neither_who_leads_nor_who_helps(header: str) -> None:
    column = read_header(header)
    assert column is not None
    assert column.role is Role.APPROVING


_GROUPED = """STT Nội dung Chủ trì Phối hợp Thời gian Kết quả
I Hạ tầng số
1 Phủ sóng các thôn vùng lõm Phòng Kinh tế VNPT, Viettel Quý II/2026 100% thôn có sóng
2 Lắp đặt camera an ninh Công an xã Các thôn Quý III/2026 Hệ thống camera
II Chính quyền số
3 Số hóa hồ sơ, kết quả giải quyết thủ
tục hành chính Trung tâm Phục vụ hành chính công xã Các phòng chuyên môn Thường xuyên Kho dữ liệu số
4 Tập huấn kỹ năng số Phòng Văn hóa - Xã hội Đoàn Thanh niên xã Tháng 5/2026 03 lớp tập huấn
III. GIẢI PHÁP
1. Tăng cường tuyên truyền, nâng cao nhận thức của cán bộ, công chức.
2. Phòng Kinh tế phối hợp Công an xã kiểm tra trước ngày 30/6/2026.
"""


def test_rows_on_one_line_keep_groups_and_end_where_prose_begins() -> None:
    tasks = read(_GROUPED).tasks
    assert [(task.no, task.group, task.product) for task in tasks] == [
        ("1", "I Hạ tầng số", "100% thôn có sóng"),
        ("2", "I Hạ tầng số", "Hệ thống camera"),
        ("3", "II Chính quyền số", "Kho dữ liệu số"),
        ("4", "II Chính quyền số", "03 lớp tập huấn"),
    ]
    assert tasks[2].name == "Số hóa hồ sơ, kết quả giải quyết thủ tục hành chính"
    assert all(task.confidence < 0.8 for task in tasks), "only words tell where such cells part"
