"""Validation rules: what they find, what they leave alone, and which parameters they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from honglam.engines.indicators.rules.checks import SIGNS, Finding, RuleError, Surroundings, check, findings, rule_of
from honglam.engines.indicators.terms import RuleKind, Severity


def found(kind: str, parameters: Mapping[str, Any], value: object, **around: Any) -> Finding | None:
    """What a rule finds in a value."""
    figures = {
        name: [Decimal(str(one)) for one in given] if name == "usual" else Decimal(str(given))
        for name, given in around.items()
        if name in {"previous", "year_before", "parts", "usual"} and given is not None
    }
    surroundings = Surroundings(
        None if value is None else Decimal(str(value)),
        part_count=around.get("part_count", 0),
        values={code: Decimal(str(one)) for code, one in around.get("values", {}).items()},
        **figures,
    )
    return check(rule_of(kind, parameters), surroundings)


@pytest.mark.parametrize(
    ("kind", "parameters", "value", "around", "words"),
    [
        (RuleKind.RANGE, {"min": 0, "max": 100}, 50, {}, ""),
        (RuleKind.RANGE, {"min": 0, "max": 100}, 0, {}, ""),
        (RuleKind.RANGE, {"min": 0, "max": 100}, 100, {}, ""),
        (RuleKind.RANGE, {"min": 0, "max": 100}, "100.1", {}, "lớn hơn mức cao nhất 100"),
        (RuleKind.RANGE, {"min": 0}, -1, {}, "nhỏ hơn mức thấp nhất 0"),
        (RuleKind.RANGE, {"max": "1,5".replace(",", ".")}, None, {}, ""),
        (RuleKind.JUMP, {"percent": 50}, 150, {"previous": 100}, ""),
        (RuleKind.JUMP, {"percent": 50}, 151, {"previous": 100}, "+51%"),
        (RuleKind.JUMP, {"percent": 50}, 49, {"previous": 100}, "-51%"),
        (RuleKind.JUMP, {"percent": 50}, 49, {}, ""),
        (RuleKind.JUMP, {"percent": 50}, 1, {"previous": 0}, "từ 0"),
        (RuleKind.JUMP, {"percent": 50}, 0, {"previous": 0}, ""),
        (RuleKind.JUMP, {"percent": 50}, -50, {"previous": -100}, ""),
        (RuleKind.YEAR_ON_YEAR, {"percent": 20}, 130, {"year_before": 100}, "cùng kỳ năm trước"),
        (RuleKind.YEAR_ON_YEAR, {"percent": 20}, 130, {"previous": 1}, ""),
        (RuleKind.PARENT_DIFFERS, {"tolerance_percent": 0}, 100, {"parts": 100}, ""),
        (RuleKind.PARENT_DIFFERS, {"tolerance_percent": 0}, 100, {"parts": 99, "part_count": 12}, "12 đơn vị"),
        (RuleKind.PARENT_DIFFERS, {"tolerance_percent": 5}, 100, {"parts": 96}, ""),
        (RuleKind.PARENT_DIFFERS, {"tolerance_percent": 5}, 100, {}, ""),
        (RuleKind.UNIT_MIX_UP, {}, 1000, {"usual": [1, 1, 1]}, "gấp khoảng 1.000 lần"),
        (RuleKind.UNIT_MIX_UP, {}, 11, {"usual": [1, 1, 2]}, "gấp khoảng 10 lần"),
        (RuleKind.UNIT_MIX_UP, {}, "0.012", {"usual": [1, 1, 2]}, "1/100"),
        (RuleKind.UNIT_MIX_UP, {}, 3, {"usual": [1, 1, 2]}, ""),
        (RuleKind.UNIT_MIX_UP, {}, 40, {"usual": [1, 1, 1]}, ""),
        (RuleKind.UNIT_MIX_UP, {}, 1000, {"usual": [1, 1]}, ""),
        (RuleKind.UNIT_MIX_UP, {}, 1000, {"usual": [0, 0, 0]}, ""),
        (RuleKind.UNIT_MIX_UP, {}, 0, {"usual": [5, 5, 5]}, ""),
        (RuleKind.UNIT_MIX_UP, {}, -1000, {"usual": [1, 1, 1]}, ""),
    ],
)
def test_a_rule_finds_what_it_looks_for(
    kind: str, parameters: dict[str, Any], value: object, around: dict[str, Any], words: str
) -> None:
    finding = found(kind, parameters, value, **around)
    assert (finding is not None) == bool(words)
    assert words in (finding.message if finding else "")


@pytest.mark.parametrize(
    ("operator", "left", "right", "is_found"),
    [
        ("<=", 5, 5, False), ("<=", 6, 5, True), ("<", 5, 5, True), ("=", 5, 5, False), ("=", 5, 4, True),
        (">=", 5, 5, False), (">=", 4, 5, True), (">", 5, 5, True), (">", 6, 5, False),
    ],
)  # fmt: skip
def test_two_formulas_are_compared(operator: str, left: int, right: int, is_found: bool) -> None:
    parameters = {"left": "[A]", "operator": operator, "right": "[B] * 1"}
    finding = found(RuleKind.COMPARISON, parameters, None, values={"A": left, "B": right})
    assert (finding is not None) == is_found
    assert finding is None or f"[A] {SIGNS.get(operator, operator)} [B] * 1" in finding.message


def test_a_comparison_waits_for_both_sides() -> None:
    parameters = {"left": "[A]", "operator": "<=", "right": "[B]"}
    assert found(RuleKind.COMPARISON, parameters, None, values={"A": 6}) is None


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        (RuleKind.RANGE, {}),
        (RuleKind.RANGE, {"min": "nhiều"}),
        (RuleKind.RANGE, {"min": "NaN"}),
        (RuleKind.RANGE, {"min": 2, "max": 1}),
        (RuleKind.RANGE, {"min": 1, "maximum": 2}),
        (RuleKind.JUMP, {}),
        (RuleKind.COMPARISON, {"left": "[A]", "operator": "<="}),
        (RuleKind.COMPARISON, {"left": "[A]", "operator": "!=", "right": "1"}),
        (RuleKind.COMPARISON, {"left": "[A", "operator": "<=", "right": "1"}),
    ],
)
def test_parameters_that_say_nothing_are_refused(kind: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        rule_of(kind, parameters)


def test_what_blocks_comes_first_and_the_own_words_of_a_rule_lead() -> None:
    rules = [
        rule_of(RuleKind.RANGE, {"max": 10}, Severity.WARNS, "Xem lại."),
        rule_of(RuleKind.RANGE, {"max": 100}, Severity.BLOCKS, "Tỷ lệ không quá 100."),
    ]
    blocking, warning = findings(rules, Surroundings(Decimal(101)))
    assert (blocking.is_blocking, warning.is_blocking) == (True, False)
    assert blocking.message.startswith("Tỷ lệ không quá 100. 101 lớn hơn")
