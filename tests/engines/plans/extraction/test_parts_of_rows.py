"""Several contents under one name, and cells that say “như trên”, in drawn, tabbed and space-aligned tables."""

from __future__ import annotations

import pytest

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import TaskRow
from honglam.engines.plans.extraction.tables import find_tables, mend_torn_rows, read_tables

from .small_tables import OneAppendix, from_tabs, from_word

HEADER = ["TT", "Nhiệm vụ", "Nội dung thực hiện", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
LOCKS = ["1", "Vận hành âu thuyền", "Thay cửa âu phía hạ lưu", "Sở Xây dựng", "Sở Tài chính", "Quý II/2026"]
SILT = ["", "", "Nạo vét luồng vào âu", "", "Sở Công Thương", "Trước ngày 25 hằng tháng"]
TOLLS = ["", "", "Niêm yết giá dịch vụ qua âu", "", "nt", "Thường xuyên"]
LIGHTS = ["2", "Thắp đèn luồng", "Lắp phao báo hiệu", "Công an tỉnh", "Các xã ven sông", "Quý III/2026"]


def _told(tasks: list[TaskRow]) -> list[tuple[str | None, str, str | None, list[str], list[str], str | None]]:
    return [(task.no, task.name, task.content, task.lead, task.coordinating, task.deadline) for task in tasks]


EXPECTED = [
    ("1", "Vận hành âu thuyền", "Thay cửa âu phía hạ lưu", ["Sở Xây dựng"], ["Sở Tài chính"], "2026-06-30"),
    (None, "Vận hành âu thuyền", "Nạo vét luồng vào âu", ["Sở Xây dựng"], ["Sở Công Thương"], "recurring"),
    (None, "Vận hành âu thuyền", "Niêm yết giá dịch vụ qua âu", ["Sở Xây dựng"], ["Sở Công Thương"], "recurring"),
    ("2", "Thắp đèn luồng", "Lắp phao báo hiệu", ["Công an tỉnh"], ["Các xã ven sông"], "2026-09-30"),
]


def test_contents_under_one_merged_name_are_work_of_their_own() -> None:
    rows = [HEADER, LOCKS, SILT, TOLLS, LIGHTS]
    assert _told(from_word(rows, (1, 0, 3, 0), (1, 1, 3, 1), (1, 3, 3, 3))) == EXPECTED


def test_where_merged_cells_are_not_shown_a_new_content_with_a_time_of_its_own_is_work() -> None:
    assert _told(from_tabs([HEADER, LOCKS, SILT, TOLLS, LIGHTS])) == EXPECTED


def test_the_rest_of_a_content_without_a_time_goes_on_with_the_row_above() -> None:
    rest = ["", "", "và hai bờ kênh dẫn", "", "", ""]
    tasks = from_tabs([HEADER, LOCKS, rest, LIGHTS])
    assert [task.content for task in tasks] == ["Thay cửa âu phía hạ lưu và hai bờ kênh dẫn", "Lắp phao báo hiệu"]


ALIGNED = """KẾ HOẠCH
Quản lý đường thủy năm 2026

PHỤ LỤC

TT   Nhiệm vụ              Nội dung thực hiện         Đơn vị chủ trì      Đơn vị phối hợp     Thời gian
1    Vận hành âu thuyền    Thay cửa âu phía hạ lưu    Ban Quản lý công    Sở Tài chính        Quý II/2026
                           Nạo vét luồng vào âu và    trình thủy          Sở Công Thương      Trước ngày 25
                           bến chờ                    lợi                                     hằng tháng
                           Niêm yết giá dịch vụ                           nt                  Thường xuyên
2    Thắp đèn luồng        Lắp phao báo hiệu          Công an tỉnh        Các xã ven sông     Quý III/2026
3    Diễn tập cứu nạn      Xây dựng kịch bản          Công an tỉnh        Sở Y tế             Quý IV/2026
"""


def test_parts_of_a_row_are_found_where_only_spaces_hold_the_columns() -> None:
    document = mend_torn_rows(read_text(ALIGNED))
    tasks = read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]
    assert [(task.name, task.content, task.deadline) for task in tasks[:3]] == [
        ("Vận hành âu thuyền", "Thay cửa âu phía hạ lưu", "2026-06-30"),
        ("Vận hành âu thuyền", "Nạo vét luồng vào âu và bến chờ", "recurring"),
        ("Vận hành âu thuyền", "Niêm yết giá dịch vụ", "recurring"),
    ]
    assert [task.lead for task in tasks[:3]] == [["Ban Quản lý công trình thủy lợi"]] * 3
    assert tasks[2].coordinating == ["Sở Công Thương"]
    for task in tasks:
        assert task.name in document.text[task.source.start : task.source.end]


@pytest.mark.parametrize("words", ["Như trên", "nt", "-nt-", "(như trên)"])
def test_a_cell_may_say_that_it_is_the_one_above(words: str) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"],
        ["1", "Đo mực nước giếng khoan", "Sở Công Thương", "UBND các xã", "Quý I/2026"],
        ["2", "Lập bản đồ các tầng nước", words, "Sở Xây dựng", words],
    ]
    tasks = from_tabs(rows)
    assert tasks[1].lead == ["Sở Công Thương"]
    assert (tasks[1].deadline_text, tasks[1].deadline) == ("Quý I/2026", "2026-03-31")


def test_what_is_like_nothing_above_stays_as_printed() -> None:
    tasks = from_tabs(
        [
            ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"],
            ["1", "Đo mực nước giếng khoan", "Như trên", "Quý I/2026"],
            ["2", "Lập bản đồ các tầng nước", "Sở Xây dựng", "Quý II/2026"],
        ]
    )
    assert tasks[0].lead == ["Như trên"]


def test_the_work_to_be_finished_beside_a_project_is_its_content() -> None:
    tasks = from_tabs(
        [
            ["TT", "Dự án", "Công việc phải hoàn thành", "Cơ quan chủ trì", "Hạn hoàn thành"],
            ["1", "Cầu phao Bến Ngự", "Bàn giao mặt bằng mố trái", "Sở Xây dựng", "30/6/2026"],
            ["2", "Đê bao Cồn Lớn", "Di dời đường điện", "Sở Công Thương", "15/7/2026"],
        ]
    )
    assert [task.content for task in tasks] == ["Bàn giao mặt bằng mố trái", "Di dời đường điện"]


def test_a_name_that_breaks_off_in_one_row_and_ends_in_the_next_leads_both() -> None:
    document = mend_torn_rows(
        read_text(
            "KẾ HOẠCH\nQuản lý đường thủy năm 2026\n\nPHỤ LỤC\n\n"
            "TT   Nhiệm vụ                 Chủ trì             Phối hợp          Thời gian\n"
            "1    Thay cửa âu hạ lưu       Văn phòng HĐND và   Công an xã        Quý II/2026\n"
            "2    Lắp phao báo hiệu        UBND xã             Các thôn          Quý III/2026\n"
            "3    Nạo vét luồng vào âu     Công an xã          Đoàn xã           Quý IV/2026\n"
            "4    Diễn tập cứu nạn         Trạm Y tế xã        Đoàn xã           Quý IV/2026\n"
        )
    )
    tasks = read_tables(document, find_tables(document), OneAppendix(), year=2026)[1]
    assert [task.lead for task in tasks[:3]] == [["Văn phòng HĐND và UBND xã"]] * 2 + [["Công an xã"]]
