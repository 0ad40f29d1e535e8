"""Definitions as people read them: a formula with names for codes, the circle it would make, how a figure came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.formulas import FormulaError, circle_in, parse
from honglam.engines.indicators.models import Indicator, IndicatorDependency, ValidationRule
from honglam.engines.indicators.own_figures import figure_shown, own_figures
from honglam.engines.indicators.rollup import roll_up
from honglam.engines.indicators.terms import Aggregation, Calculation, RuleKind
from honglam.toolkit.numbers import format_number, format_percent
from honglam.toolkit.periods import Period

_SIGNS = ((" * ", " × "), (" / ", " ÷ "), (" - ", " − "), ("<=", "≤"), (">=", "≥"))


@dataclass(frozen=True, slots=True)
class FormulaReading:
    """A formula that somebody writes: in words, what it uses, or what is wrong with it (the circle named)."""

    words: str = ""
    used: tuple[Indicator, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One part of a calculated figure: the indicator and its figure of the unit and period, where there is one."""

    indicator: Indicator
    value: Decimal | None
    reported: int = 0
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """How one figure came to be: the figure or the reason why there is none, and the figures that it was made from."""

    value: Decimal | None
    reason: str
    lines: tuple[TraceLine, ...]
    reported: int = 0
    expected: int | None = None
    is_draft: bool = False
    is_own: bool = False


def read_formula(text: str, *, indicator: Indicator | None = None) -> FormulaReading:
    """What a formula says, for the indicator that it is to define (None: a new one); three queries, nothing raised."""
    if not text.strip():
        return FormulaReading()
    try:
        formula = parse(text)
    except FormulaError as error:
        return FormulaReading(problem=str(error))
    known = {one.code: one for one in Indicator.objects.filter(code__in=formula.codes)}
    words = in_words(formula.canonical, {code: one.name for code, one in known.items()})
    used = tuple(known[code] for code in formula.codes if code in known)
    if unknown := [code for code in formula.codes if code not in known]:
        problem = _("Không có chỉ tiêu mang mã: %(codes)s.") % {"codes": ", ".join(unknown)}
        return FormulaReading(words, used, problem)
    if indicator is not None and (circle := circle_named(indicator, used)):
        return FormulaReading(words, used, _("Công thức đi vòng tròn: %(circle)s.") % {"circle": circle})
    return FormulaReading(words, used)


def circle_named(indicator: Indicator, used: Sequence[Indicator]) -> str:
    """The circle that an indicator would make if it used others, by codes; empty where there is none."""
    uses: dict[int | None, list[int]] = {indicator.pk: [one.pk for one in used]}
    pairs = IndicatorDependency.objects.exclude(indicator=indicator.pk).values_list("indicator_id", "used_id")
    for from_id, to_id in pairs:
        uses.setdefault(from_id, []).append(to_id)
    circle = circle_in(uses)
    if not circle:
        return ""
    codes = Indicator.objects.in_bulk([key for key in circle if key is not None])
    return " → ".join(codes[key].code if key is not None else indicator.code for key in circle)


def in_words(canonical: str, names: Mapping[str, str]) -> str:
    """A formula with the names of its indicators and the words of its functions; an unknown code stays."""
    functions = {
        "sum(": _("tổng của"), "mean(": _("trung bình của"), "min(": _("nhỏ nhất trong"), "max(": _("lớn nhất trong"),
        "if_missing(": _("số đầu tiên có trong"),
    }  # fmt: skip
    text = canonical
    for sign, shown in _SIGNS:
        text = text.replace(sign, shown)
    for name, shown in functions.items():
        text = text.replace(name, f"{shown} (")
    for code, name in names.items():
        text = text.replace(f"[{code}]", f"“{name}”")
    return text


def formula_in_words(indicator: Indicator) -> str:
    """How an indicator is calculated, in words; empty for one that is entered. One query for the names."""
    if indicator.calculation == Calculation.RATIO and indicator.numerator and indicator.denominator:
        words = f"“{indicator.numerator.name}” ÷ “{indicator.denominator.name}”"
        return words if indicator.factor == 1 else f"{words} × {format_number(indicator.factor)}"
    if indicator.calculation == Calculation.FORMULA:
        return read_formula(indicator.formula).words
    return ""


def rule_in_words(rule: ValidationRule, names: Mapping[str, str] | None = None) -> str:
    """A validation rule as a sentence; `names` are those of the indicators by code, looked up where none are given."""
    given = rule.parameters
    match rule.kind:
        case RuleKind.RANGE:
            ends = [
                f"{sign} {format_number(Decimal(given[name]))}"
                for name, sign in (("min", "≥"), ("max", "≤")) if given.get(name)
            ]  # fmt: skip
            return _("Số phải %(ends)s.") % {"ends": _(" và ").join(ends)}
        case RuleKind.JUMP:
            return _("Tăng, giảm quá %(percent)s so với kỳ trước.") % {"percent": _percent(given["percent"])}
        case RuleKind.YEAR_ON_YEAR:
            words = {"percent": _percent(given["percent"])}
            return _("Tăng, giảm quá %(percent)s so với cùng kỳ năm trước.") % words
        case RuleKind.PARENT_DIFFERS:
            words = {"percent": _percent(given["tolerance_percent"])}
            return _("Lệch quá %(percent)s so với tổng của các đơn vị trực thuộc.") % words
        case RuleKind.COMPARISON:
            text = f"{given['left']} {given['operator']} {given['right']}"
            if names is None:
                codes = {*parse(given["left"]).codes, *parse(given["right"]).codes}
                names = dict(Indicator.objects.filter(code__in=codes).values_list("code", "name"))
            return _("Phải có %(comparison)s.") % {"comparison": in_words(text, names)}
    return _("Gấp hoặc chỉ bằng khoảng 10, 100, 1.000 lần mức thường có.")


def _percent(text: str) -> str:
    return format_percent(Decimal(text))


def aggregation_in_words(indicator: Indicator) -> str:
    """How figures of units make the figure above them, as a sentence."""
    if indicator.calculation == Calculation.RATIO and indicator.aggregation == Aggregation.RECOMPUTE:
        return _("Tổng các tử số chia tổng các mẫu số, không lấy trung bình của các tỷ lệ.")
    if indicator.aggregation == Aggregation.WEIGHTED:
        return _("Trung bình có trọng số, trọng số là “%(name)s”.") % {"name": indicator.weight}
    return str(Aggregation(indicator.aggregation).label)


def trace_of(indicator: Indicator, unit: Unit, period: Period, *, include_drafts: bool = True) -> Trace:
    """How the figure of a unit and period came: what the units below add up to, else what the unit itself reported."""
    definitions = Definitions.around([indicator])
    parts = [definitions.indicators[key] for key in definitions.uses[indicator.pk]]
    shown = [indicator, *(part for part in parts if part.pk != indicator.pk)]
    table = roll_up(indicators=shown, unit=unit, periods=[period], include_drafts=include_drafts)
    own = own_figures(shown, unit, [period], include_drafts=include_drafts)
    figures = {one.pk: figure_shown(table.cell(one, period), own.get((one.pk, period.code))) for one in shown}
    made = figures[indicator.pk]
    lines = tuple(
        TraceLine(part, figures[part.pk].value, figures[part.pk].reported, figures[part.pk].expected)
        for part in shown[1:]
    )
    return Trace(made.value, made.reason, lines, made.reported, made.expected, made.is_draft, made.is_own)
