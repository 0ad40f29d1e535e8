"""Calculating a formula in Decimal. What cannot be calculated says why; nothing is raised to the page."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.formulas.grammar import Formula
from honglam.engines.indicators.formulas.nodes import Call, Chain, Negative, Node, Number, Reference
from honglam.toolkit.numbers import format_number

BIGGEST = Decimal(10) ** 16
STEP = Decimal("0.0001")
"""Figures are kept with four decimals."""

_ARITHMETIC = decimal.Context(prec=40, rounding=decimal.ROUND_HALF_UP, Emax=10_000, Emin=-10_000)


@dataclass(frozen=True, slots=True)
class Step:
    """One reference of a formula with the figure that was used for it; None where there was none."""

    code: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula gave: a value, or the reason why there is none, and the figures it was made from."""

    value: Decimal | None
    reason: str
    steps: tuple[Step, ...]


class _NotYet(Exception):
    """The formula has no value with these figures."""


def evaluate(formula: Formula, values: Mapping[str, Decimal | None]) -> Outcome:
    """Calculate a formula with the figures of its references, by code; a missing code counts as missing figure.

    The value is rounded to four decimals, half up.
    """
    steps = tuple(Step(code, values.get(code)) for code in formula.codes)
    try:
        with decimal.localcontext(_ARITHMETIC):
            value = rounded(_value(formula.root, values))
    except _NotYet as error:
        return Outcome(None, str(error), steps)
    except decimal.DecimalException:
        return Outcome(None, _("Chưa tính được: kết quả quá lớn."), steps)
    if abs(value) >= BIGGEST:
        return Outcome(None, _("Chưa tính được: kết quả quá lớn."), steps)
    return Outcome(value, "", steps)


def rounded(value: Decimal) -> Decimal:
    """A figure as it is kept: four decimals, half up, minus zero is zero."""
    with decimal.localcontext(_ARITHMETIC):
        return value.quantize(STEP) + 0


def explain(formula: Formula, values: Mapping[str, Decimal | None], names: Mapping[str, str]) -> str:
    """The calculation in words: the formula, each reference with its name and figure, and what came out."""
    outcome = evaluate(formula, values)
    lines = [formula.canonical]
    for step in outcome.steps:
        figure = _("chưa có số") if step.value is None else format_number(step.value)
        name = names.get(step.code, "")
        lines.append(f"[{step.code}] {name} = {figure}".replace("  ", " "))
    lines.append(outcome.reason if outcome.value is None else f"= {format_number(outcome.value)}")
    return "\n".join(lines)


def _value(node: Node, values: Mapping[str, Decimal | None]) -> Decimal:
    match node:
        case Number(value=number):
            return number
        case Reference(code=code):
            found = values.get(code)
            if found is None:
                raise _NotYet(_("Chưa tính được: chưa có số của [%(code)s].") % {"code": code})
            return found
        case Negative(operand=operand):
            return -_value(operand, values)
        case Chain(first=first, rest=rest):
            result = _value(first, values)
            for sign, operand in rest:
                result = _combined(result, sign, _value(operand, values))
            return result
        case Call(name="if_missing", arguments=(wanted, instead)):
            try:
                return _value(wanted, values)
            except _NotYet:
                return _value(instead, values)
        case Call(name=name, arguments=arguments):
            figures = [_value(argument, values) for argument in arguments]
            return _of_several(name, figures)


def _combined(left: Decimal, sign: str, right: Decimal) -> Decimal:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    if right == 0:
        raise _NotYet(_("Chưa tính được: chia cho 0."))
    return left / right


def _of_several(name: str, figures: list[Decimal]) -> Decimal:
    match name:
        case "sum":
            return sum(figures, Decimal(0))
        case "mean":
            return sum(figures, Decimal(0)) / len(figures)
        case "min":
            return min(figures)
    return max(figures)
