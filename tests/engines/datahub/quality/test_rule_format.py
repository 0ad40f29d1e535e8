"""A rule that says nothing, or says something else in another engine, is refused before it runs."""

from __future__ import annotations

from typing import Any

import pytest

from honglam.engines.datahub.quality.checking import FactError, Facts, check
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule, RuleError, check_rule

COLUMNS = (
    Column(name="code", label="Mã", type=ColumnType.CODE),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL),
    Column(name="begun", label="Ngày", type=ColumnType.DATE),
    Column(name="seen", label="Lúc", type=ColumnType.MOMENT),
)


@pytest.mark.parametrize("pattern", ["[0-9]{12}", "(?:AB|Đ)-[0-9]+", "[A-ZĐ][^0-9]*\\.?", "a{2,5}", "[a-z]{2,}(x|y)?"])
def test_patterns_that_mean_the_same_everywhere_are_taken(pattern: str) -> None:
    check_rule(Rule("p", Kind.FORMAT, ("code",), {"pattern": pattern}))


@pytest.mark.parametrize(
    "pattern",
    [
        "\\d{12}", "\\w+", "a.c", "^a", "a$", "(?i)đ", "(?=a)b", "(?!a)b", "(?P<x>a)", "a*?", "a++", "a{2}+",
        "[a&&b]", "[a--b]",
        "[a~~b]", "[[:alpha:]]", "\\bword", "a{1000}", "(a", "\\p{L}", "",
    ],
)  # fmt: skip
def test_patterns_that_engines_read_differently_are_refused(pattern: str) -> None:
    with pytest.raises(RuleError):
        check_rule(Rule("p", Kind.FORMAT, ("code",), {"pattern": pattern}))


@pytest.mark.parametrize(
    ("kind", "columns", "parameters", "says"),
    [
        (Kind.RANGE, ("area",), {"min": "nhỏ"}, "không so được"), (Kind.RANGE, ("area",), {"min": 2, "max": 1},
        "lớn hơn"),
        (Kind.RANGE, ("begun",), {"min": "1"}, "không so được"), (Kind.ORDER, ("area", "begun"), {}, "thứ tự"),
        (Kind.ORDER, ("code", "begun"), {}, "thứ tự"), (Kind.FORMAT, ("seen",), {"pattern": "a"}, "mẫu"),
        (Kind.CODES, ("code",), {"codes": []}, "danh sách"), (Kind.GEOMETRY, ("code",), {"box": "1,2,3"}, "bốn số"),
        (Kind.GEOMETRY, ("code",), {"box": "9,0,1,1"}, "tây"), (Kind.ALIKE, ("code",), {"likeness": 101}, "100"),
        (Kind.FRESH, ("area",), {"days": 3}, "cột ngày"), (Kind.FRESH, ("begun",), {"days": -1}, "số nguyên"),
        (Kind.FRESH, ("begun",), {"days": 1, "of": "oldest"}, "newest"), (Kind.NOT_NULL, ("absent",), {}, "absent"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_says_why(
    kind: Kind, columns: tuple[str, ...], parameters: dict[str, Any], says: str
) -> None:
    with pytest.raises(RuleError, match=says):
        check([], COLUMNS, [Rule("rule", kind, columns, parameters)], key="code", engine="python")


@pytest.mark.parametrize(
    ("kind", "columns", "parameters"),
    [
        (Kind.REFERENCE, ("code",), {"to": "communes.code"}), (Kind.CODES, ("code",), {"list": "uses"}),
        (Kind.EQUAL, ("code", "area"), {"to": "deeds.area"}), (Kind.COMPLETE, ("code",), {"expected": "parcels"}),
    ],
)  # fmt: skip
def test_what_a_rule_compares_with_has_to_be_among_the_facts(
    kind: Kind, columns: tuple[str, ...], parameters: dict[str, Any]
) -> None:
    with pytest.raises(FactError):
        check([], COLUMNS, [Rule("rule", kind, columns, parameters)], Facts(), key="code", engine="python")


def test_codes_of_rules_are_used_once() -> None:
    rule = Rule("rule", Kind.NOT_NULL, ("code",))
    with pytest.raises(RuleError, match="lặp"):
        check([], COLUMNS, [rule, rule], key="code")
