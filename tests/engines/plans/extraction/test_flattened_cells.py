"""Cells of flattened tables whose edges only their words tell: shares, grades, counts, years and bare marks."""

from __future__ import annotations

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import Indicator, TaskRow
from honglam.engines.plans.extraction.tables import find_tables, read_tables


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _read(*rows: str) -> tuple[list[Indicator], list[TaskRow]]:
    document = read_text("PHỤ LỤC\nDANH MỤC\n\n" + "\n\n".join(rows) + "\n")
    return read_tables(document, find_tables(document), OneAppendix(), year=2026)


def test_shares_behind_so_grades_and_counted_bodies_are_cells_of_their_own() -> None:
    indicators, _ = _read(
        "TT Chỉ tiêu Mục tiêu 2026 Đơn vị phụ trách",
        "I Làng nghề",
        "1 Tỷ lệ hợp đồng mua bán được \nký số 90% Phòng Kinh tế",
        "2 Tỷ lệ hộ làm gốm có lò ga ≥ 45% Phòng Kinh tế",
        "3 Tỷ lệ học sinh lớp 9 biết nghề 60% Phòng Văn hóa - Xã hội",
        "II Du lịch",
        "4 Số xưởng mở cửa đón khách 12 xưởng Phòng Kinh tế",
        "5 Số trường đưa học sinh đến tham quan 07 trường Phòng Văn hóa - Xã hội",
        "6 Tỷ lệ khách hài lòng về làng nghề 85% Phòng Kinh tế",
    )
    assert [(item.no, item.name, item.target, item.lead) for item in indicators] == [
        ("1", "Tỷ lệ hợp đồng mua bán được ký số", 90, ["Phòng Kinh tế"]),
        ("2", "Tỷ lệ hộ làm gốm có lò ga", 45, ["Phòng Kinh tế"]),
        ("3", "Tỷ lệ học sinh lớp 9 biết nghề", 60, ["Phòng Văn hóa - Xã hội"]),
        ("4", "Số xưởng mở cửa đón khách", 12, ["Phòng Kinh tế"]),
        ("5", "Số trường đưa học sinh đến tham quan", 7, ["Phòng Văn hóa - Xã hội"]),
        ("6", "Tỷ lệ khách hài lòng về làng nghề", 85, ["Phòng Kinh tế"]),
    ]


def test_a_mark_without_unit_and_present_value_is_read_in_the_last_row() -> None:
    indicators, _ = _read(
        "TT Tiêu chí ĐVT Hiện trạng Mục tiêu 2026 Đơn vị phụ trách",
        "1 Tỷ lệ hộ dùng nước máy % 71 80 Phòng Kinh tế",
        "2 Tỷ lệ rác được thu gom % 66 75 Phòng Kinh tế",
        "3 Tỷ lệ nhà kiên cố % 83,5 90 Phòng Kinh tế",
        "4 Làng không có lò gốm đốt củi trong \nkhu dân cư Đạt Công an xã",
    )
    assert [(item.no, item.operator, item.lead) for item in indicators][-1] == ("4", "done", ["Công an xã"])


def test_the_year_that_ends_a_name_is_no_part_of_the_date_behind_it() -> None:
    _, tasks = _read(
        "TT Nội dung công việc Thời gian thực hiện Đơn vị thực hiện Đơn vị phối hợp",
        "1 Soạn và trình kế hoạch mở lớp gốm năm \n2026 Tháng 02/2026 Phòng Kinh tế Hội Nông dân xã",
        "2 Mời nghệ nhân đứng lớp Tháng 4/2026 Phòng Kinh tế Các thôn",
        "3 Đánh giá lớp học, soạn chương \ntrình năm 2027 Tháng 12/2026 Phòng Kinh tế Các đơn vị liên quan",
    )
    assert [(task.name, task.deadline_text) for task in tasks] == [
        ("Soạn và trình kế hoạch mở lớp gốm năm 2026", "Tháng 02/2026"),
        ("Mời nghệ nhân đứng lớp", "Tháng 4/2026"),
        ("Đánh giá lớp học, soạn chương trình năm 2027", "Tháng 12/2026"),
    ]
