"""Tables that share targets out among places: a row for every place, a column for every measure."""

from __future__ import annotations

import pytest

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction import PlanReading, mend_torn_rows, read_plan
from honglam.engines.plans.extraction.tables.places import columns_of_places, measure_of

_HEADER = ["TT", "Tên xóm", "Tỷ lệ ô phơi trải bạt (%)", "Số giếng đào mới (giếng)"]
_ROWS = [["1", "Xóm Bãi Trên", "≥ 60", "2"], ["2", "Xóm Bãi Dưới", "45 - 50", "1"], ["3", "Xóm Gò", "70", ""]]


def _read(title: str) -> PlanReading:
    table = "\n".join("\t".join(row) for row in [_HEADER, *_ROWS])
    return read_plan(
        read_text(f"KẾ HOẠCH\nPhát triển nghề muối năm 2026\n\nI. NHIỆM VỤ\n- Có.\n\nPHỤ LỤC 01\n{title}\n\n{table}\n")
    )


def test_every_figure_is_a_target_of_its_place_named_by_its_column() -> None:
    reading = _read("CHỈ TIÊU GIAO CÁC XÓM NĂM 2026")
    assert [(item.name, item.operator, item.target, item.unit, item.lead) for item in reading.indicators] == [
        ("Tỷ lệ ô phơi trải bạt", ">=", 60, "%", ["Xóm Bãi Trên"]),
        ("Tỷ lệ ô phơi trải bạt", "range", [45, 50], "%", ["Xóm Bãi Dưới"]),
        ("Tỷ lệ ô phơi trải bạt", "=", 70, "%", ["Xóm Gò"]),
        ("Số giếng đào mới", "=", 2, "giếng", ["Xóm Bãi Trên"]),
        ("Số giếng đào mới", "=", 1, "giếng", ["Xóm Bãi Dưới"]),
    ]
    assert [section.path for section in reading.sections] == ["I", "PHỤ LỤC 01"]


def test_the_span_runs_from_the_measure_to_the_row_of_the_place() -> None:
    table = "\n".join("\t".join(row) for row in [_HEADER, *_ROWS])
    document = read_text(f"KẾ HOẠCH\nNghề muối năm 2026\n\nPHỤ LỤC\nCHỈ TIÊU GIAO CÁC XÓM\n\n{table}\n")
    for item in read_plan(document).indicators:
        quoted = document.text[item.source.start : item.source.end]
        assert item.name in quoted
        assert item.lead[0] in quoted


def test_a_table_that_tells_how_things_are_gives_no_targets() -> None:
    assert _read("SỐ LIỆU CÁC XÓM NĂM 2025").indicators == []


@pytest.mark.parametrize("header", ["Hiện trạng năm 2025 (%)", "Kinh phí hỗ trợ (triệu đồng)", "Ghi chú"])
def test_columns_of_other_times_and_of_money_are_no_targets(header: str) -> None:
    assert (
        columns_of_places(["TT", "Thôn", header], [["1", "Thôn Gò", "5"], ["2", "Thôn Bãi", "6"]], "CHỈ TIÊU") is None
    )


@pytest.mark.parametrize(
    ("header", "measure"),
    [
        ("Số cây trồng mới (cây)", ("Số cây trồng mới", "cây")),
        ("Tỷ lệ hộ dùng nước sạch (ĐVT: %)", ("Tỷ lệ hộ dùng nước sạch", "%")),
        ("Số hộ vay vốn", ("Số hộ vay vốn", None)),
    ],
)
def test_a_column_says_in_brackets_how_it_is_measured(header: str, measure: tuple[str, str | None]) -> None:
    assert measure_of(header) == measure


def test_such_a_table_is_found_where_only_spaces_hold_its_columns() -> None:
    document = mend_torn_rows(
        read_text(
            "KẾ HOẠCH\nPhát triển nghề muối năm 2026\n\nPHỤ LỤC 01\nCHỈ TIÊU GIAO CÁC XÓM\n\n"
            "TT      Tên xóm           Tỷ lệ ô phơi        Số giếng đào mới (giếng)\n"
            "                          trải bạt (%)\n"
            "1       Xóm Bãi Trên            60                     2\n"
            "2       Xóm Bãi Dưới            45                     1\n"
            "3       Xóm Gò                  70                     3\n"
        )
    )
    items = read_plan(document).indicators
    assert sorted((item.name, item.target, item.lead[0]) for item in items)[-3:] == [
        ("Tỷ lệ ô phơi trải bạt", 45, "Xóm Bãi Dưới"),
        ("Tỷ lệ ô phơi trải bạt", 60, "Xóm Bãi Trên"),
        ("Tỷ lệ ô phơi trải bạt", 70, "Xóm Gò"),
    ]
