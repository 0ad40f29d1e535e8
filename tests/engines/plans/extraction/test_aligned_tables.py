"""Tables whose columns are held by spaces: columns, rows, pages and ends are found again."""

from __future__ import annotations

from statistics import mean

import pytest

from honglam.engines.documents.blocks import BlockKind, ReadDocument
from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import Indicator, TaskRow
from honglam.engines.plans.extraction.tables import find_tables, mend_torn_rows, read_tables

from .aligning import align
from .invented_tables import InventedTable, invent_indicators, invent_tasks, invent_years
from .measuring import bare, measure

_SEEDS = range(500, 512)
_HEAD = "KẾ HOẠCH\nThử nghiệm năm 2026\n\n      I. MỤC TIÊU\n      Nâng cao chất lượng phục vụ người dân.\n\nPHỤ LỤC\n"


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _read(text: str, year: int | list[int] = 2026) -> tuple[ReadDocument, list[Indicator], list[TaskRow]]:
    document = mend_torn_rows(read_text(text))
    indicators, tasks = read_tables(document, find_tables(document), OneAppendix(), year=year)
    return document, indicators, tasks


def _tasks(seed: int) -> InventedTable:
    return invent_tasks(seed, rows=10)


@pytest.mark.parametrize(
    ("middle", "repeat_header", "floor"), [(False, True, 0.98), (False, False, 0.97), (True, True, 0.93)]
)
def test_rows_of_aligned_task_tables_are_found_again(middle: bool, repeat_header: bool, floor: float) -> None:
    found = []
    for seed in _SEEDS:
        table = _tasks(seed)
        _, _, tasks = _read(_HEAD + align(table, seed, middle=middle, repeat_header=repeat_header))
        found.append(measure(table, tasks))
    assert mean(result.f1 for result in found) >= floor, [miss for result in found for miss in result.misses][:20]
    for column, least in (("no", 0.97), ("name", 0.9), ("deadline", 0.93), ("lead", 0.9), ("coordinating", 0.85)):
        shares = [result.fields[column] for result in found if column in result.fields]
        assert mean(shares) >= least, (column, [miss for result in found for miss in result.misses][:20])


def test_rows_of_aligned_indicator_tables_are_found_again() -> None:
    found = []
    for seed in _SEEDS:
        table = invent_indicators(seed, rows=9)
        _, indicators, _ = _read(_HEAD + align(table, seed))
        found.append(measure(table, indicators))
    assert mean(result.f1 for result in found) >= 0.97, [miss for result in found for miss in result.misses][:20]


def test_every_year_of_an_aligned_table_has_its_target() -> None:
    for seed in _SEEDS:
        table = invent_years(seed)
        _, indicators, _ = _read(_HEAD + align(table, seed), year=[2026, 2030])
        printed = [row.cells[column] for row in table.rows for column in table.columns if column.isdigit()]
        assert [item.target_text for item in indicators] == printed


def test_the_text_keeps_its_length_and_every_task_can_be_cited() -> None:
    for seed in _SEEDS:
        text = _HEAD + align(_tasks(seed), seed) + "\n\n      II. TỔ CHỨC THỰC HIỆN\n      1. Sở Nội vụ\n"
        before = read_text(text)
        after, _, tasks = _read(text)
        assert len(after.text) == len(before.text)
        assert bare("".join(sorted(after.text))) == bare("".join(sorted(before.text)))
        assert all(after.text[block.start : block.end] == block.text for block in after.blocks)
        assert after.text.endswith(before.text[-45:])
        for task in tasks:
            assert bare(task.name) in bare(after.text[task.source.start : task.source.end])


_BEFORE_PROSE = """PHỤ LỤC
TT        Nhiệm vụ                Đơn vị chủ trì      Thời gian
                                                      hoàn thành
 I   Hạ tầng số
 1   Nâng cấp mạng nội bộ của     Sở Khoa học và      Quý II/2026
     các cơ quan                  Công nghệ
 2   Lắp đặt thiết bị hội nghị    Văn phòng UBND      Thường xuyên
                          7
     trực tuyến                   tỉnh

      III. TỔ CHỨC THỰC HIỆN
      1. Sở Tài chính bố trí kinh phí thực hiện các nhiệm vụ theo quy định hiện
hành của pháp luật.
"""


def test_a_row_goes_on_behind_a_page_number_and_the_table_ends_where_prose_begins() -> None:
    document, _, tasks = _read(_BEFORE_PROSE)
    assert [(task.no, task.name, task.lead, task.deadline_text, task.group) for task in tasks] == [
        ("1", "Nâng cấp mạng nội bộ của các cơ quan", ["Sở Khoa học và Công nghệ"], "Quý II/2026", "I Hạ tầng số"),
        ("2", "Lắp đặt thiết bị hội nghị trực tuyến", ["Văn phòng UBND tỉnh"], "Thường xuyên", "I Hạ tầng số"),
    ]
    (table,) = document.tables()
    assert "TỔ CHỨC THỰC HIỆN" not in table.text
    assert "III. TỔ CHỨC THỰC HIỆN" in document.text


def test_columns_without_rows_are_told_and_not_made_up() -> None:
    text = "TT     Nhiệm vụ        Đơn vị chủ trì      Thời gian\nKhông có hàng nào ở dưới tiêu đề này cả.\n"
    document, _, tasks = _read(text)
    assert not tasks
    assert document.warnings
    assert not [block for block in document.blocks if block.kind is BlockKind.TABLE]


def test_a_table_is_found_by_its_titles_where_no_row_has_a_number() -> None:
    _, _, tasks = _read(
        _HEAD + "Thời gian       Nội dung công việc            Chủ trì              Phối hợp\n"
        " Tháng 2        Họp tổ thủy nông, chia ca     Tổ thủy nông         Ban nhân dân\n"
        "                trực máy bơm                                       thôn\n"
        " Tháng 4        Nạo vét mương cấp ba          Hợp tác xã Tân       Tổ thủy nông\n"
        "                                              Lập\n"
        "                Sơn lại cửa cống              Tổ thủy nông         Đoàn xã\n"
        " Quý III        Kiểm kê vật tư                Hợp tác xã Tân Lập   Đoàn xã\n"
    )
    assert [(task.name, task.lead, task.deadline_text) for task in tasks] == [
        ("Họp tổ thủy nông, chia ca trực máy bơm", ["Tổ thủy nông"], "Tháng 2"),
        ("Nạo vét mương cấp ba", ["Hợp tác xã Tân Lập"], "Tháng 4"),
        ("Sơn lại cửa cống", ["Tổ thủy nông"], "Tháng 4"),
        ("Kiểm kê vật tư", ["Hợp tác xã Tân Lập"], "Quý III"),
    ]


def test_between_known_titles_the_widest_column_names_the_work_whatever_its_words() -> None:
    _, _, tasks = _read(
        _HEAD + "TT   Chuyện cần làm ngay            Cơ quan chủ trì      Thời gian\n"
        "1    Thay máy bơm đã hỏng ở trạm    Sở Công Thương       Quý III/2026\n"
        "     bơm đầu mối\n"
        "2    Lập bản đồ các tầng nước       Sở Xây dựng          Quý IV/2026\n"
    )
    assert [(task.name, task.lead) for task in tasks] == [
        ("Thay máy bơm đã hỏng ở trạm bơm đầu mối", ["Sở Công Thương"]),
        ("Lập bản đồ các tầng nước", ["Sở Xây dựng"]),
    ]
