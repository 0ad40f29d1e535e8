"""What each kind of rule judges, told by the slow reading in plain Python."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from honglam.engines.datahub.quality.checking import Facts, Missing, check
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule

COLUMNS = (
    Column(name="key", label="Khóa", type=ColumnType.CODE),
    Column(name="unit", label="Đơn vị"),
    Column(name="name", label="Tên"),
    Column(name="number", label="Số", type=ColumnType.INTEGER),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL),
    Column(name="begun", label="Từ", type=ColumnType.DATE),
    Column(name="ended", label="Đến", type=ColumnType.DATE),
    Column(name="seen", label="Lúc", type=ColumnType.MOMENT),
    Column(name="shape", label="Hình", type=ColumnType.GEOMETRY),
    Column(name="x", label="Kinh độ", type=ColumnType.DECIMAL, scale=6),
    Column(name="y", label="Vĩ độ", type=ColumnType.DECIMAL, scale=6),
)
FACTS = Facts(
    today=datetime.date(2026, 11, 22),
    references={"units.code": ["18001", " 18004 "]},
    equal={"deeds.area": {("A",): "10.5", ("B",): None}},
    lists={"numbers": ["1", "02"]},
    expected={"rows": {"18001": 2, "18004": 1}},
)


def failing(
    kind: Kind, columns: tuple[str, ...], parameters: dict[str, Any], cells: list[tuple[str | None, ...]]
) -> list[int]:
    """The places of the rows that break one rule."""
    rows = [{"key": f"k{at}"} | dict(zip(columns, values, strict=True)) for at, values in enumerate(cells)]
    found = check(rows, COLUMNS, [Rule("rule", kind, columns, parameters)], FACTS, key="key", engine="python")
    assert found.counts["rule"] == len(found.failing)
    return sorted(int(row.key[1:]) for row in found.failing)


@pytest.mark.parametrize(
    ("kind", "column", "parameters", "right", "wrong"),
    [
        (Kind.NOT_NULL, "name", {}, ["a", "0", "\u200b"], [None, "", " \u00a0\n"]),
        (Kind.TYPE, "area", {}, [None, "", "1.5", "007"], ["NaN", "1,5", "1.505"]),
        (Kind.FORMAT, "name", {"pattern": "[0-9]{3}"}, [None, "123", "123\n"], ["1234", "12", "12٣", "123\n4",
        "1\x0023"]),
        (Kind.RANGE, "area", {"min": "0.1", "max": 5}, [None, "0.1", "5", "5.00"], ["0.09999999999999999", "5.01",
        "NaN", "x"]),
        (Kind.RANGE, "begun", {"max": "2026-11-22"}, [None, "2026-11-22"], ["2026-11-23", "2026-02-30", "22/11/2026"]),
        (Kind.RANGE, "seen", {"min": "2026-11-22"}, ["2026-11-21T17:00:00Z"], ["2026-11-21T16:59:59Z", "2026-11-22"]),
        (Kind.CODES, "number", {"list": "numbers"}, [None, "001", "2"], ["3", "x"]),
        (Kind.CODES, "name", {"codes": ["Hòa"]}, ["Ho\u0300a", " Hòa "], ["Hoà", "hòa"]),
        (Kind.REFERENCE, "unit", {"to": "units.code"}, [None, "18001", "18004"], ["18002"]),
        (Kind.FRESH, "begun", {"days": 30}, [None, "2026-10-23", "2027-01-01"], ["2026-10-22", "hôm qua"]),
        (Kind.GEOMETRY, "shape", {"box": "105,17,107,19"}, [None, '{"type":"Point","coordinates":[106,18]}'],
         ['{"type":"Point","coordinates":[104,18]}', "{}", "POINT(106 18)",
          '{"type":"Polygon","coordinates":[[[105,18],[106,18.5],[106,18],[105,18.5],[105,18]]]}']),
    ],
)  # fmt: skip
def test_kinds_of_one_column(
    kind: Kind, column: str, parameters: dict[str, Any], right: list[str | None], wrong: list[str | None]
) -> None:
    cells = [(value,) for value in (*right, *wrong)]
    assert failing(kind, (column,), parameters, cells) == list(range(len(right), len(cells)))


def test_every_row_of_a_repeated_key_fails_and_a_key_with_an_empty_part_never() -> None:
    assert failing(
        Kind.KEY, ("name", "number"), {}, [("a", "1"), ("a", "01"), ("a", "2"), ("a", None), ("a", None)]
    ) == [0, 1]


def test_the_first_is_not_after_the_second() -> None:
    cells = [("2026-01-01", "2026-01-01"), ("2026-01-02", "2026-01-01"), ("2026-01-02", None), ("2026-01-02", "mai")]
    assert failing(Kind.ORDER, ("begun", "ended"), {}, cells) == [1, 3]


def test_a_moment_and_a_day_are_compared_by_the_day_in_vietnam() -> None:
    cells = [("2026-11-22", "2026-11-21T17:00:00Z"), ("2026-11-22", "2026-11-21T16:59:59Z")]
    assert failing(Kind.ORDER, ("begun", "seen"), {}, cells) == [1]


def test_a_position_is_judged_when_both_parts_are_there() -> None:
    cells = [("105", "18.8"), ("104.999999", "18"), ("105", None), ("105", "bắc"), ("106", "18.80000000000000001")]
    assert failing(Kind.GEOMETRY, ("x", "y"), {"box": [105, 17.5, 106.5, 18.8]}, cells) == [1, 3, 4]


def test_another_dataset_must_say_the_same_where_it_knows_the_key() -> None:
    cells = [("A", "10.50"), ("A", "10.51"), ("B", "1"), ("B", None), ("C", "1"), (None, "1")]
    assert failing(Kind.EQUAL, ("name", "area"), {"to": "deeds.area"}, cells) == [1, 2]


def test_near_duplicates_are_found_exact_ones_by_their_folded_spelling() -> None:
    cells = [("Nguyễn Văn An",), ("NGUYỄN  VĂN AN",), ("Nguyễn Văn Am",), ("Trần Thị Bình",), (None,), (None,)]
    assert failing(Kind.ALIKE, ("name",), {"likeness": 100}, cells) == [0, 1]
    assert failing(Kind.ALIKE, ("name",), {"likeness": 90}, cells) == [0, 1, 2]


@pytest.mark.parametrize(
    ("newest", "missing"),
    [("2026-11-20", []), ("2026-11-12", []), ("2026-11-11", [Missing("rule", "", 10, 11)]), ("x", [Missing("rule",
    "", 10, -1)])],
)  # fmt: skip
def test_the_newest_row_says_whether_a_dataset_lives(newest: str, missing: list[Missing]) -> None:
    rule = Rule("rule", Kind.FRESH, ("begun",), {"days": 10, "of": "newest"})
    rows = [{"key": "1", "begun": newest}, {"key": "2", "begun": "1999-01-01" if newest != "x" else None}]
    found = check(rows, COLUMNS, [rule], FACTS, key="key", engine="python")
    assert found.missing == missing and found.counts == {"rule": len(missing)} and len(found.failing) == 0


def test_units_that_deliver_nothing_stand_among_the_units() -> None:
    rule = Rule("rule", Kind.COMPLETE, ("unit",), {"expected": "rows"})
    rows = [{"key": "1", "unit": " 18001 "}, {"key": "2", "unit": "other"}, {"key": "3"}]
    found = check(rows, COLUMNS, [rule], FACTS, key="key", unit_column="unit", engine="python")
    assert found.missing == [Missing("rule", "18001", 2, 1), Missing("rule", "18004", 1, 0)]
    assert [(one.unit, one.rows) for one in found.units] == [("", 1), ("18001", 1), ("18004", 0), ("other", 1)]
    assert found.expectations == {"rule": 2} and found.unit_rules == ("rule",)


def test_a_row_says_every_rule_that_it_breaks_also_beyond_sixty() -> None:
    rules = [Rule(f"r{number}", Kind.NOT_NULL, ("name",)) for number in range(130)]
    found = check([{"key": "1"}], COLUMNS, rules, FACTS, key="key", engine="python")
    assert found.failing[0].rules == tuple(rule.code for rule in rules)
    assert len(found.failing.breaking("r129")) == 1
