"""Validation of a figure against its surroundings. A finding says what is strange and what to do about it."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.indicators.formulas import FormulaError, evaluate, parse
from honglam.engines.indicators.terms import RuleKind, Severity
from honglam.toolkit.numbers import format_number, format_percent

MIX_UPS = (10, 100, 1000)
MIX_UP_SPREAD = Decimal("1.5")
FEWEST_USUAL = 3
"""A figure is compared with what is usual once this many figures are known."""

OPERATORS = ("<=", "<", "=", ">=", ">")
SIGNS = {"<=": "≤", ">=": "≥"}
"""How an operator is written for people, where that is another sign."""
_NUMBERS: dict[str, tuple[str, ...]] = {
    RuleKind.RANGE: ("min", "max"),
    RuleKind.JUMP: ("percent",),
    RuleKind.YEAR_ON_YEAR: ("percent",),
    RuleKind.PARENT_DIFFERS: ("tolerance_percent",),
    RuleKind.UNIT_MIX_UP: (),
    RuleKind.COMPARISON: (),
}


class RuleError(ValueError):
    """Parameters that a kind of rule does not understand; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its parameters read: numbers by name, or two formulas and the sign between them."""

    kind: str
    severity: str = Severity.WARNS
    message: str = ""
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    left: str = ""
    operator: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a figure is compared with: its neighbours in time, its own parts, other figures of the unit and period.

    `usual` are the unit's earlier figures, newest first; `parts` is what the units below add up to, None where they
    reported nothing; `part_count` how many of them reported; `values` the figures of the unit and period by code.
    """

    value: Decimal | None
    previous: Decimal | None = None
    year_before: Decimal | None = None
    usual: Sequence[Decimal] = ()
    parts: Decimal | None = None
    part_count: int = 0
    values: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something strange: how severe, which kind of check found it, what it is and what to do."""

    severity: Severity
    kind: str
    message: str

    @property
    def is_blocking(self) -> bool:
        """Whether it has to be mended before the form is sent."""
        return self.severity == Severity.BLOCKS


def rule_of(kind: str, parameters: Mapping[str, Any], severity: str = Severity.WARNS, message: str = "") -> Rule:
    """A rule from its stored parameters: numbers as text or number, or {"left", "operator", "right"} of a comparison.

    Raises:
        RuleError: a parameter is missing, unknown, or no number; a formula cannot be read.
    """
    if kind == RuleKind.COMPARISON:
        return _comparison(parameters, severity, message)
    known = _NUMBERS[kind]
    if unknown := set(parameters) - set(known):
        raise RuleError(_("Tham số không hiểu được: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    try:
        numbers = {name: Decimal(str(parameters[name])) for name in known if parameters.get(name) not in (None, "")}
    except InvalidOperation as error:
        raise RuleError(_("Tham số của quy tắc phải là số.")) from error
    if known and not numbers:
        raise RuleError(_("Quy tắc cần ít nhất một trong các tham số: %(names)s.") % {"names": ", ".join(known)})
    if any(not number.is_finite() for number in numbers.values()):
        raise RuleError(_("Tham số của quy tắc phải là số."))
    if "min" in numbers and "max" in numbers and numbers["min"] > numbers["max"]:
        raise RuleError(_("Giá trị nhỏ nhất không được lớn hơn giá trị lớn nhất."))
    return Rule(kind, severity, message, numbers)


def check(rule: Rule, around: Surroundings) -> Finding | None:
    """What a rule finds in a figure; nothing where the figure, or what it is compared with, is missing."""
    found = _compared(rule, around) if rule.kind == RuleKind.COMPARISON else None
    if rule.kind != RuleKind.COMPARISON and around.value is not None:
        found = _FINDERS[rule.kind](rule, around.value, around)
    if not found:
        return None
    return Finding(Severity(rule.severity), rule.kind, f"{rule.message} {found}".strip())


def findings(rules: Sequence[Rule], around: Surroundings) -> tuple[Finding, ...]:
    """All that some rules find, blocking ones first."""
    found = [one for rule in rules if (one := check(rule, around)) is not None]
    return tuple(sorted(found, key=lambda one: not one.is_blocking))


def _comparison(parameters: Mapping[str, Any], severity: str, message: str) -> Rule:
    if set(parameters) != {"left", "operator", "right"}:
        raise RuleError(_("Phép so sánh cần đủ: left, operator, right."))
    if parameters["operator"] not in OPERATORS:
        raise RuleError(_("Dấu so sánh phải là một trong: %(signs)s.") % {"signs": " ".join(OPERATORS)})
    try:
        left, right = parse(str(parameters["left"])), parse(str(parameters["right"]))
    except FormulaError as error:
        raise RuleError(str(error)) from error
    return Rule(
        RuleKind.COMPARISON, severity, message, left=left.canonical, operator=parameters["operator"],
        right=right.canonical,
    )  # fmt: skip


def _range(rule: Rule, value: Decimal, around: Surroundings) -> str:
    low, high = rule.numbers.get("min"), rule.numbers.get("max")
    words = {"value": format_number(value), "low": _shown(low), "high": _shown(high)}
    if low is not None and value < low:
        return _("%(value)s nhỏ hơn mức thấp nhất %(low)s: hãy kiểm tra lại số và đơn vị tính.") % words
    if high is not None and value > high:
        return _("%(value)s lớn hơn mức cao nhất %(high)s: hãy kiểm tra lại số và đơn vị tính.") % words
    return ""


def _jump(rule: Rule, value: Decimal, around: Surroundings) -> str:
    change = _change(value, around.previous, rule.numbers["percent"])
    text = _("So với kỳ trước (%(before)s) thay đổi %(change)s: hãy kiểm tra, nếu đúng thì ghi giải trình.")
    return text % {"before": _shown(around.previous), "change": change} if change else ""


def _year_on_year(rule: Rule, value: Decimal, around: Surroundings) -> str:
    change = _change(value, around.year_before, rule.numbers["percent"])
    text = _("So với cùng kỳ năm trước (%(before)s) thay đổi %(change)s: hãy kiểm tra, nếu đúng thì ghi giải trình.")
    return text % {"before": _shown(around.year_before), "change": change} if change else ""


def _parent_differs(rule: Rule, value: Decimal, around: Surroundings) -> str:
    if around.parts is None:
        return ""
    allowed = abs(around.parts) * rule.numbers["tolerance_percent"] / 100
    if abs(value - around.parts) <= allowed:
        return ""
    words = {"value": format_number(value), "parts": format_number(around.parts), "count": around.part_count}
    text = _("%(value)s khác tổng hợp %(parts)s của %(count)s đơn vị trực thuộc đã có số: hãy đối chiếu lại.")
    return text % words


def _mix_up(rule: Rule, value: Decimal, around: Surroundings) -> str:
    if len(around.usual) < FEWEST_USUAL or not value:
        return ""
    usual = statistics.median(around.usual)
    if not usual or (usual > 0) != (value > 0):
        return ""
    times, is_bigger = (value / usual, True) if abs(value) >= abs(usual) else (usual / value, False)
    factor = next((one for one in MIX_UPS if one / MIX_UP_SPREAD <= times <= one * MIX_UP_SPREAD), None)
    if factor is None:
        return ""
    words = {"value": format_number(value), "usual": format_number(usual), "factor": format_number(factor)}
    if is_bigger:
        text = _("%(value)s gấp khoảng %(factor)s lần mức thường có (%(usual)s): có thể nhầm đơn vị tính.")
    else:
        text = _("%(value)s chỉ bằng khoảng 1/%(factor)s mức thường có (%(usual)s): có thể nhầm đơn vị tính.")
    return text % words


def _compared(rule: Rule, around: Surroundings) -> str:
    left, right = (evaluate(parse(text), around.values).value for text in (rule.left, rule.right))
    if left is None or right is None:
        return ""
    holds = {
        "<=": left <= right, "<": left < right, "=": left == right, ">=": left >= right, ">": left > right,
    }[rule.operator]  # fmt: skip
    if holds:
        return ""
    words = {
        "left": rule.left, "operator": SIGNS.get(rule.operator, rule.operator), "right": rule.right,
        "is_left": format_number(left), "is_right": format_number(right),
    }  # fmt: skip
    return _("Phải có %(left)s %(operator)s %(right)s, nhưng đang là %(is_left)s và %(is_right)s.") % words


_FINDERS: dict[str, Callable[[Rule, Decimal, Surroundings], str]] = {
    RuleKind.RANGE: _range,
    RuleKind.JUMP: _jump,
    RuleKind.YEAR_ON_YEAR: _year_on_year,
    RuleKind.PARENT_DIFFERS: _parent_differs,
    RuleKind.UNIT_MIX_UP: _mix_up,
}


def _change(value: Decimal, before: Decimal | None, most: Decimal) -> str:
    """The change in percent as text where it is more than allowed; from zero every change is more."""
    if before is None or value == before:
        return ""
    if before == 0:
        return _("từ 0")
    change = (value - before) / abs(before) * 100
    return f"{'+' if change > 0 else ''}{format_percent(change)}" if abs(change) > most else ""


def _shown(value: Decimal | None) -> str:
    return "" if value is None else format_number(value)
