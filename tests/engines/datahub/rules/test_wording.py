"""A rule without a message says in words what is wrong with a row."""

from __future__ import annotations

import pytest

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.engines.datahub.rules.wording import message_of

COLUMNS = [
    Column(name="area", label="Diện tích"), Column(name="day", label="Ngày cấp"),
    Column(name="size", label="Cỡ", type=ColumnType.INTEGER),
    Column(name="share", label="Phần", type=ColumnType.DECIMAL),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "columns", "parameters", "words"),
    [
        (Kind.NOT_NULL, ("area",), {}, "Thiếu Diện tích"),
        (Kind.TYPE, ("area",), {}, "Diện tích sai kiểu"),
        (Kind.FORMAT, ("area",), {"pattern": "[0-9]"}, "Diện tích sai mẫu"),
        (Kind.RANGE, ("area",), {"min": "1", "max": "9"}, "Diện tích ngoài khoảng 1 đến 9"),
        (Kind.RANGE, ("area",), {"min": "1000.5"}, "Diện tích dưới 1.000,5"),
        (Kind.RANGE, ("day",), {"max": "2026-01-02"}, "Ngày cấp trên 02/01/2026"),
        (Kind.ORDER, ("size", "share"), {}, "Cỡ lớn hơn Phần"),
        (Kind.RANGE, ("area",), {"max": "9"}, "Diện tích trên 9"),
        (Kind.CODES, ("area",), {"codes": ["a"]}, "Diện tích ngoài danh mục"),
        (Kind.KEY, ("area", "day"), {}, "Trùng nhau ở Diện tích, Ngày cấp"),
        (Kind.REFERENCE, ("area",), {"to": "x.y"}, "Diện tích không có trong x.y"),
        (Kind.ORDER, ("day", "area"), {}, "Ngày cấp sau Diện tích"),
        (Kind.GEOMETRY, ("area",), {}, "Diện tích không phải vị trí hợp lệ"),
        (Kind.EQUAL, ("day", "area"), {"to": "x.y"}, "Diện tích khác với x.y"),
        (Kind.ALIKE, ("area",), {}, "Gần giống nhau ở Diện tích"),
        (Kind.FRESH, ("day",), {"days": 9}, "Ngày cấp cũ quá 9 ngày"),
        (Kind.FRESH, ("day",), {"days": 9, "of": "newest"}, "Không có dòng nào mới trong 9 ngày (Ngày cấp)"),
        (Kind.COMPLETE, ("area",), {"expected": "x"}, "Chưa đủ số dòng theo Diện tích"),
    ],
)
def test_every_kind_has_its_sentence(kind: Kind, columns: tuple[str, ...], parameters: object, words: str) -> None:
    assert message_of(Rule("a", kind, columns, parameters), COLUMNS) == words  # type: ignore[arg-type]


def test_a_message_that_somebody_wrote_stays() -> None:
    assert message_of(Rule("a", Kind.NOT_NULL, ("area",), message="Ghi diện tích"), COLUMNS) == "Ghi diện tích"
