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
