"""Cells that hold what belongs into another column."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.cells import is_body, is_figure, is_time, misplaced_cells
from tests.engines.plans.alignment.drafts.tables import WORK, drawn, row, said, tables_of

ROWS = [row(at, name) for at, name in enumerate(WORK[1:6], start=2)]


@pytest.mark.parametrize(
    ("cell", "body", "time", "figure"),
    [
        ("Phòng Văn hóa - Xã hội", True, False, False),
        ("Quý II/2026", False, True, False),
        ("31/12/2026", False, True, False),
        ("Thường xuyên", False, True, False),
        ("2026", False, False, False),
        ("100%", False, False, True),
        ("05", False, False, True),
        ("Theo Đề án 06", False, False, False),
        ("Báo cáo quý", False, False, False),
        ("100% hồ sơ được số hóa", False, False, False),
    ],
)
def test_what_a_cell_holds(cell: str, body: bool, time: bool, figure: bool) -> None:
    assert (is_body(cell), is_time(cell), is_figure(cell)) == (body, time, figure)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"due": "Phòng Văn hóa - Xã hội"}, "cột thời hạn ghi tên cơ quan"),
        ({"lead": "Quý II/2026"}, "cột chủ trì ghi thời gian"),
        ({"product": "100%"}, "cột sản phẩm ghi con số"),
        ({"product": "Phòng Kinh tế"}, "cột sản phẩm ghi tên cơ quan"),
        ({"product": "Phòng họp trực tuyến"}, None),
        ({"product": "02 lớp tập huấn"}, None),
        ({"due": "Theo Đề án 06"}, None),
        ({"due": "2026"}, None),
    ],
)
def test_a_cell_in_the_wrong_column(cells: dict[str, str], wrong: str | None) -> None:
    plan = drawn(row(1, WORK[0], **cells), *ROWS)

    found = misplaced_cells(plan, tables_of(plan))

    assert said(found) == ([("misplaced_cell", "medium")] if wrong else [])
    assert wrong is None or wrong in found[0].explanation


def test_swapped_cells_of_a_row_are_one_finding() -> None:
    plan = drawn(row(1, WORK[0], lead="30/6/2026", due="Phòng Kinh tế"), *ROWS)

    assert said(misplaced_cells(plan, tables_of(plan))) == [("misplaced_cell", "medium")]


def test_a_column_that_always_holds_something_else_is_no_slip() -> None:
    rows = [row(at, name, product="100%") for at, name in enumerate(WORK[:6], start=1)]
    plan = drawn(*rows)

    assert misplaced_cells(plan, tables_of(plan)) == []
