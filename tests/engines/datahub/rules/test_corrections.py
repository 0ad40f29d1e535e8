"""What can be corrected from a value alone: truth tables."""

from __future__ import annotations

import unicodedata

import pytest

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.engines.datahub.rules.corrections import Known, corrections_of, folded_names, typed

COLUMNS = (
    Column(name="name", label="Tên"), Column(name="day", label="Ngày", type=ColumnType.DATE),
    Column(name="count", label="Số", type=ColumnType.INTEGER),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL, scale=2),
    Column(name="sold", label="Đã bán", type=ColumnType.BOOLEAN),
    Column(name="kind", label="Loại", type=ColumnType.CODE, codes=(("wood", "Nhà gỗ"), ("brick", "Nhà gạch"))),
    Column(name="commune", label="Xã", type=ColumnType.CODE),
    Column(name="shape", label="Hình", type=ColumnType.GEOMETRY),
    Column(name="end", label="Ngày hết", type=ColumnType.DATE),
)  # fmt: skip
RULES = (
    Rule("day-type", Kind.TYPE, ("day",)), Rule("kind-known", Kind.CODES, ("kind",), {"codes": ["wood", "brick"]}),
    Rule("order", Kind.ORDER, ("day", "end")),
    Rule("commune-known", Kind.REFERENCE, ("commune",), {"to": "units.code"}),
)  # fmt: skip
UNITS = folded_names([("90001", "xã Đồng Hạ"), ("90003", "xã Hai Tên"), ("90004", "Xã hai tên")])


def corrected(**row: str | None) -> dict[str, tuple[str, str]]:
    """Column → (new value, rule) of what is suggested for a row."""
    found = corrections_of(row, Known(COLUMNS, RULES, "commune", UNITS))
    return {one.column: (one.new, one.rule) for one in found}


@pytest.mark.parametrize(
    ("column", "old", "new", "rule"),
    [
        ("name", "  Nhà  văn hóa ", "Nhà văn hóa", ""),
        ("name", unicodedata.normalize("NFD", "Hà Tĩnh"), "Hà Tĩnh", ""),
        ("day", "22/11/2026", "2026-11-22", "day-type"),
        ("day", "2-1-2026", "2026-01-02", "day-type"),
        ("count", "1.234", "1234", ""),
        ("area", "1.234,5", "1234.5", ""),
        ("area", "12,75", "12.75", ""),
        ("sold", "Có", "true", ""),
        ("sold", "không", "false", ""),
        ("kind", "nha go", "wood", "kind-known"),
        ("kind", "BRICK", "brick", "kind-known"),
        ("commune", "Xã Đồng hạ", "90001", "commune-known"),
    ],
)
def test_what_was_meant_is_suggested(column: str, old: str, new: str, rule: str) -> None:
    assert corrected(**{column: old}) == {column: (new, rule)}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Nhà văn hóa"), ("name", None), ("name", "Dòng một\n  dòng hai"), ("day", "2026-11-22"),
        ("day", "31/02/2026"), ("day", "tháng 11"), ("count", "mười"), ("area", "1.234"), ("sold", "có thể"),
        ("kind", "wood"), ("kind", "đá"), ("commune", "90001"), ("commune", "xã hai tên"), ("commune", "xã Lạ"),
        ("shape", '{"type": "Point"}'),
    ],
)  # fmt: skip
def test_what_is_right_or_not_certain_is_left_alone(column: str, value: str | None) -> None:
    assert corrected(**{column: value}) == {}


@pytest.mark.parametrize(
    ("day", "end", "expected"),
    [
        ("2024-05-06", "2024-07-01", {}),
        ("2024-12-03", "2024-05-20", {"day": ("2024-03-12", "order")}),
        ("2024-05-20", "2024-03-12", {"end": ("2024-12-03", "order")}),
        ("2024-05-20", "2024-04-25", {}),
        ("2024-06-01", "2024-05-07", {}),
        ("22/11/2026", "2020-01-02", {"day": ("2026-11-22", "day-type")}),
    ],
)
def test_day_and_month_are_exchanged_only_where_one_way_alone_heals(
    day: str, end: str, expected: dict[str, tuple[str, str]]
) -> None:
    assert corrected(day=day, end=end) == expected


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        (ColumnType.DATE, " 5/3/2026 ", "2026-03-05"),
        (ColumnType.DATE, "2026-03-05", "2026-03-05"),
        (ColumnType.DECIMAL, "1.125,5", "1125.5"),
        (ColumnType.DECIMAL, "310", "310"),
        (ColumnType.DECIMAL, "ba trăm", "ba trăm"),
        (ColumnType.TEXT, " Đồng Lộc ", "Đồng Lộc"),
    ],
)
def test_what_a_person_types_is_read_as_it_is_written_here(kind: ColumnType, text: str, meant: str) -> None:
    assert typed(Column(name="value", label="giá trị", type=kind), text) == meant
