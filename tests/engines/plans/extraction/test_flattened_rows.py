"""Flattened task rows: sums and sources of money beside bodies, short cells on one line, rows taken for headings."""

from __future__ import annotations

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import TaskRow
from honglam.engines.plans.extraction.tables import find_tables, read_tables


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _read(table: str) -> list[TaskRow]:
    document = read_text(f"KẾ HOẠCH\nCấp nước năm 2026\n\n{table}")
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]


def test_a_sum_or_a_source_of_money_is_no_part_of_the_body_before_it() -> None:
    tasks = _read(
        "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Kinh phí\n(triệu đồng) Thời gian\n\n"
        "1 Thay máy bơm đã hỏng ở \ntrạm đầu mối Công an xã Tổ thủy nông; Hội \nNông dân xã 35 Quý II/2026\n\n"
        "2 Nạo vét mương cấp ba và \nmương nội đồng Đoàn xã Tổ dân phố 11, \n12, 13 60 Quý III/2026\n\n"
        "3 Sơn lại cửa cống và lan \ncan cầu máng Hội Nông dân xã Ban nhân dân \ncác thôn 120 Tháng 4/2026\n"
    )
    assert [task.coordinating for task in tasks] == [
        ["Tổ thủy nông", "Hội Nông dân xã"],
        ["Tổ dân phố 11, 12, 13"],
        ["Ban nhân dân các thôn"],
    ]


def test_a_quarter_in_roman_stays_whole_behind_a_body_on_its_line() -> None:
    tasks = _read(
        "STT Nhiệm vụ Sản phẩm Cơ quan chủ trì Thời gian hoàn thành\n\n"
        "1 Lập bản đồ các tầng nước ngầm \ntrong tỉnh \n\nBản đồ số được duyệt \n\n"
        "Các đơn vị trực \nthuộc Quý III/2026\n\n"
        "2 Đo mực nước giếng khoan của \ncác hộ ven sông \n\nBáo cáo mực nước \n\nCác đơn vị trực \nthuộc Quý IV/2026\n"
    )
    assert [(task.lead, task.deadline_text) for task in tasks] == [
        (["Các đơn vị trực thuộc"], "Quý III/2026"),
        (["Các đơn vị trực thuộc"], "Quý IV/2026"),
    ]


_HEADER = "TT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn thành\n\n"


def test_a_cell_that_says_it_is_the_one_above_is_a_cell_of_its_own() -> None:
    tasks = _read(
        _HEADER + "1 Thay máy bơm đã hỏng ở trạm \nđầu mối Công an xã Hội Nông dân xã Quý II/2026\n\n"
        "2 Nạo vét mương cấp ba và \nmương nội đồng Như trên Đoàn xã Quý III/2026\n\n"
        "3 Sơn lại cửa cống và lan \ncan cầu máng Trạm Y tế xã nt Tháng 4/2026\n"
    )
    assert [(task.lead, task.coordinating) for task in tasks] == [
        (["Công an xã"], ["Hội Nông dân xã"]),
        (["Công an xã"], ["Đoàn xã"]),
        (["Trạm Y tế xã"], ["Đoàn xã"]),
    ]
    assert [task.deadline for task in tasks] == ["2026-06-30", "2026-09-30", "2026-04-30"]


def test_the_number_of_a_page_in_the_midst_of_a_row_is_no_row() -> None:
    tasks = _read(
        _HEADER + "1 Thay máy bơm đã hỏng Công an xã Hội Nông dân xã Quý II/2026\n\n"
        "2\n\nNạo vét mương cấp ba và mương nội \nđồng, bảo đảm nước tưới trong \n\n9\n\nmùa khô\n\n"
        "Đoàn xã Trạm Y tế xã Quý III/2026\n\n"
        "3 Sơn lại cửa cống Trạm Y tế xã Đoàn xã Tháng 4/2026\n\n"
        "4 Kiểm tra đường ống Công an xã Đoàn xã Tháng 5/2026\n"
    )
    assert [task.no for task in tasks] == ["1", "2", "3", "4"]
    assert tasks[1].name == "Nạo vét mương cấp ba và mương nội đồng, bảo đảm nước tưới trong mùa khô"
    assert (tasks[1].lead, tasks[1].deadline) == (["Đoàn xã"], "2026-09-30")


def test_a_body_that_only_helps_elsewhere_does_not_lead_where_a_merged_lead_was_not_printed() -> None:
    tasks = _read(
        _HEADER + "1 Thay máy bơm đã hỏng Phòng Kinh tế Các thôn Quý I/2026\n\n"
        "2 Nạo vét mương cấp ba Các thôn Quý II/2026\n\n"
        "3 Sơn lại cửa cống Công an xã Các thôn Quý III/2026\n\n"
        "4 Kiểm tra đường ống Phòng Kinh tế Đoàn xã Quý IV/2026\n"
    )
    assert (tasks[1].lead, tasks[1].coordinating) == (["Phòng Kinh tế"], ["Các thôn"])
    assert tasks[1].confidence < tasks[0].confidence


def test_the_last_row_belongs_to_the_table_where_it_names_a_body_and_a_time() -> None:
    tasks = _read(
        "TT Nội dung Thời gian Chủ trì Phối hợp\n\n"
        "1 Kiểm tra bến bãi ven sông \nvà các điểm đỗ Thường xuyên Công an phường Đoàn phường\n\n"
        "2 Xử lý chợ tự phát bên cầu Trước 30/4/2026\n\nBan Quản lý chợ \nBến Muối; Công \n"
        "an phường\n\nTổ dân phố 4, 5\n\n"
        "3 Sơ kết 6 tháng, tổng kết năm 15/6/2026 và \n05/12/2026 Phòng Kinh tế Các đơn vị liên \nquan\n\n"
        "IV. TỔ CHỨC THỰC HIỆN\n1. Công an phường\n- Chủ trì tuần tra.\n"
    )
    assert tasks[-1].name == "Sơ kết 6 tháng, tổng kết năm"
    assert [(task.no, task.lead, task.deadline) for task in tasks] == [
        ("1", ["Công an phường"], "recurring"),
        ("2", ["Ban Quản lý chợ Bến Muối", "Công an phường"], "2026-04-30"),
        ("3", ["Phòng Kinh tế"], "2026-12-05"),
    ]


def test_a_lone_number_that_goes_on_counting_is_a_row_whatever_number_comes_behind() -> None:
    tasks = _read(
        _HEADER + "1 Thay máy bơm đã hỏng Công an xã Hội Nông dân xã Quý II/2026\n\n"
        "2\n\nNạo vét mương cấp ba và mương nội \nđồng\n\nĐoàn xã Trạm Y tế xã Quý III/2026\n\n"
        "2 Sơn lại cửa cống Trạm Y tế xã Đoàn xã Tháng 4/2026\n\n"
        "3 Kiểm tra đường ống Công an xã Đoàn xã Tháng 5/2026\n"
    )
    assert [task.no for task in tasks] == ["1", "2", "2", "3"]
