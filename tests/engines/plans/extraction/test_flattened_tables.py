"""Tables flattened into lines: rows and columns are found again, whatever the converter's habit."""

from __future__ import annotations

from statistics import mean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglam.engines.documents.blocks import ReadDocument
from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction.items import Indicator, TaskRow
from honglam.engines.plans.extraction.tables import find_tables, mend_torn_rows, read_tables

from .flattening import PLAIN, SPACED, STEADY, flatten
from .invented_tables import InventedTable, invent_indicators, invent_tasks
from .measuring import bare, measure

_SEEDS = range(100, 112)


class OneAppendix:
    """An outline with a single appendix."""

    def path_at(self, offset: int) -> str:
        return "PHỤ LỤC"


def _read(table: InventedTable, seed: int, habit: str) -> tuple[ReadDocument, list[Indicator], list[TaskRow]]:
    text = "KẾ HOẠCH\nThử nghiệm năm 2026\n\nPHỤ LỤC\nDanh mục\n\n" + flatten(table, seed, habit)
    document = mend_torn_rows(read_text(text))
    indicators, tasks = read_tables(document, find_tables(document), OneAppendix(), year=2026)
    return document, indicators, tasks


@pytest.mark.parametrize(("habit", "floor"), [(STEADY, 0.98), (SPACED, 0.97), (PLAIN, 0.96)])
def test_rows_of_invented_task_tables_are_found_again(habit: str, floor: float) -> None:
    found = []
    for seed in _SEEDS:
        table = invent_tasks(seed, rows=10)
        _, _, tasks = _read(table, seed, habit)
        found.append(measure(table, tasks))
    assert mean(result.f1 for result in found) >= floor
    for column, least in (("no", 0.96), ("name", 0.95), ("deadline", 0.95), ("lead", 0.85), ("coordinating", 0.82)):
        shares = [result.fields[column] for result in found if column in result.fields]
        assert mean(shares) >= least, (column, [miss for result in found for miss in result.misses][:20])


@pytest.mark.parametrize("habit", [STEADY, SPACED, PLAIN])
def test_rows_of_invented_indicator_tables_are_found_again(habit: str) -> None:
    found = []
    for seed in _SEEDS:
        table = invent_indicators(seed, rows=9)
        _, indicators, _ = _read(table, seed, habit)
        found.append(measure(table, indicators))
    assert mean(result.f1 for result in found) >= 0.97
    assert mean(result.fields["target"] for result in found) >= 0.95
    assert mean(result.fields["lead"] for result in found) >= 0.93


@pytest.mark.parametrize("habit", [STEADY, SPACED])
def test_every_task_stands_in_the_stretch_that_it_cites(habit: str) -> None:
    for seed in _SEEDS:
        document, _, tasks = _read(invent_tasks(seed, rows=10), seed, habit)
        for task in tasks:
            assert 0 <= task.source.start < task.source.end <= len(document.text)
            assert bare(task.name) in bare(document.text[task.source.start : task.source.end])


_TORN = """PHỤ LỤC

TT Nhiệm vụ Đơn vị chủ trì Đơn vị phối hợp Thời gian

1
Lắp đặt hệ thống truyền thanh ứng dụng
công nghệ tại các thôn

Phòng Kinh tế

Công an xã

Quý I/2026

2
Tổ chức tập huấn kỹ năng số cho thành viên
tổ công nghệ số

Phòng Văn hóa -
Xã

Các thôn,

Quý II/2026




cộng đồng và người dân trên địa bàn toàn
xã

hội

đơn vị

3
Số hóa hồ sơ lưu trữ của cơ quan

Phòng Kinh tế

Công an xã

Năm 2026
"""


def test_a_row_torn_by_a_page_break_is_put_together() -> None:
    document = mend_torn_rows(read_text(_TORN))
    _, tasks = read_tables(document, find_tables(document), OneAppendix(), year=2026)
    assert [task.no for task in tasks] == ["1", "2", "3"]
    torn = tasks[1]
    assert torn.name == (
        "Tổ chức tập huấn kỹ năng số cho thành viên tổ công nghệ số cộng đồng và người dân trên địa bàn toàn xã"
    )
    assert torn.lead == ["Phòng Văn hóa - Xã hội"]
    assert torn.coordinating == ["Các thôn, đơn vị"]
    assert torn.deadline == "2026-06-30"
    assert bare(torn.name) in bare(document.text[torn.source.start : torn.source.end])


def test_mending_moves_letters_only_inside_torn_rows() -> None:
    before = read_text(_TORN)
    after = mend_torn_rows(before)
    assert len(after.text) == len(before.text)
    assert sorted(after.text) == sorted(before.text)
    assert all(after.text[block.start : block.end] == block.text for block in after.blocks)
    assert mend_torn_rows(read_text("Không có bảng nào.")).text == "Không có bảng nào."


def test_prose_after_the_table_is_no_row() -> None:
    table = invent_tasks(4, rows=6)
    prose = (
        "\nV. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh tế\n- Chủ trì, phối hợp với các đơn vị liên quan tổ chức"
        " thực hiện kế hoạch bảo đảm hiệu quả, đúng tiến độ.\n"
        "- Định kỳ hằng quý báo cáo Ủy ban nhân dân xã kết quả thực hiện.\n"
    )
    document = read_text("PHỤ LỤC\n\n" + flatten(table, 4, STEADY) + prose)
    regions = find_tables(document)
    assert len(regions) == 1
    assert "TỔ CHỨC THỰC HIỆN" not in document.text[regions[0].start : regions[0].end]


def test_an_empty_report_form_gives_no_task() -> None:
    form = (
        "MẪU BÁO CÁO\n\nTT Nhiệm vụ Đơn vị chủ trì Thời gian hoàn thành Kết quả thực hiện\n\n"
        "1 Nhiệm vụ thứ nhất\n\n2 Nhiệm vụ thứ hai\n\n3 Nhiệm vụ thứ ba\n"
    )
    document = read_text(form)
    indicators, tasks = read_tables(document, find_tables(document), OneAppendix(), year=2026)
    assert not tasks
    assert not indicators


_BITS = st.sampled_from(
    [
        "TT Nhiệm vụ Đơn vị chủ trì Thời gian", "TT Chỉ tiêu Mục tiêu 2026 Đơn vị chủ trì", "1", "2", "3.", "II",
        "a)", "Phòng Kinh tế",
        "Sở Nội vụ; các xã, phường", "Quý I/2026", "Thường xuyên", "100%", "Đạt", "Xây dựng kế hoạch phát triển",
        "của cơ quan, đơn vị",
        "- Hội Nông dân", "PHỤ LỤC 02", "Nơi nhận:", "", "  ", "\t", "(", "57-", "NQ/TW", "12.1. Lắp đặt",
        "STT\tTên nhiệm vụ\tChủ trì\tThời hạn",
        "1\tSố hóa\tSở Y tế\t2026", "\t\tđơn vị\t",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_BITS, st.sampled_from([" ", "\n", " \n\n", "\n\n\n\n"])), max_size=40))
def test_no_text_breaks_the_reader(bits: list[tuple[str, str]]) -> None:
    document = mend_torn_rows(read_text("".join(bit + end for bit, end in bits) or "x"))
    regions = find_tables(document)
    indicators, tasks = read_tables(document, regions, OneAppendix(), year=2026)
    for region in regions:
        assert 0 <= region.start < region.end <= len(document.text)
    for item in [*indicators, *tasks]:
        assert 0 <= item.source.start < item.source.end <= len(document.text)
        assert item.source.end - item.source.start <= 6000
        assert 0.0 <= item.confidence <= 1.0


def test_rows_without_numbers_are_found_under_a_header_of_known_titles() -> None:
    document = read_text(
        "KẾ HOẠCH\n\nThời gian Nội dung công việc Chủ trì Phối hợp\n\n"
        "Tháng 2 Họp tổ thủy nông, chia ca \ntrực máy bơm\n\nTổ thủy nông Ban nhân dân thôn\n\n"
        "Tháng 4 Nạo vét mương cấp ba \nvà mương nội đồng\n\nHợp tác xã Tân \nLập Tổ thủy nông\n\n"
        "Quý III Kiểm kê vật tư và \nphụ tùng máy bơm\n\nHợp tác xã Tân \nLập Tổ thủy nông\n"
    )
    _, tasks = read_tables(document, find_tables(document), OneAppendix(), year=2026)
    assert [(task.name, task.lead, task.deadline_text) for task in tasks] == [
        ("Họp tổ thủy nông, chia ca trực máy bơm", ["Tổ thủy nông"], "Tháng 2"),
        ("Nạo vét mương cấp ba và mương nội đồng", ["Hợp tác xã Tân Lập"], "Tháng 4"),
        ("Kiểm kê vật tư và phụ tùng máy bơm", ["Hợp tác xã Tân Lập"], "Quý III"),
    ]
    assert max(task.confidence for task in tasks) < 0.75
