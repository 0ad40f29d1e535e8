"""Formulas: read as people write them, calculated exactly, never raising on figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.indicators.formulas import FormulaError, circle_in, evaluate, explain, order_of, parse
from honglam.engines.indicators.formulas.grammar import written
from honglam.engines.indicators.formulas.nodes import Call, Chain, Negative, Node, Number, Reference

VALUES = {"A": Decimal(3), "B": Decimal(4), "KHÔNG": Decimal(0), "CT-2026-00001-K": Decimal("12.5")}


@pytest.mark.parametrize(
    ("text", "value", "canonical"),
    [
        ("[A] + [B] * 2", "11", "[A] + [B] * 2"),
        ("([A]+[B])*2", "14", "([A] + [B]) * 2"),
        ("[A] - [B] - 1", "-2", "[A] - [B] - 1"),
        ("[A] × [B] : 2", "6", "[A] * [B] / 2"),
        ("-[A] + 5", "2", "(-[A]) + 5"),
        ("1.234,5 + 0.125", "1234.625", "1.234,5 + 0,125"),
        ("1234.5", "1234.5", "1.234,5"),
        ("1.234", "1234", "1.234"),
        ("sum([A]; [B]; 1,5)", "8.5", "sum([A]; [B]; 1,5)"),
        ("sum([A], [B], 1)", "8", "sum([A]; [B]; 1)"),
        ("min(1,2)", "1.2", "min(1,2)"),
        ("Mean([A]; [B])", "3.5", "mean([A]; [B])"),
        ("max([A]; [B]) - min([A]; [B])", "1", "max([A]; [B]) - min([A]; [B])"),
        ("if_missing([X]; 7)", "7", "if_missing([X]; 7)"),
        ("if_missing([A] / [X], [B])", "4", "if_missing([A] / [X]; [B])"),
        ("[CT-2026-00001-K] / 3", "4.1667", "[CT-2026-00001-K] / 3"),
    ],
)
def test_a_formula_is_read_and_calculated(text: str, value: str, canonical: str) -> None:
    formula = parse(text)
    assert formula.canonical == canonical
    assert evaluate(formula, VALUES).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", None, "trống"),
        ("[A] +", None, "thiếu ở cuối"),
        ("[A", None, "thiếu ở cuối"),
        ("([A] + [B]", None, "thiếu ở cuối"),
        ("[A] [B]", 5, "ký tự thứ 5"),
        ("1.2.3", 4, "ký tự thứ 4"),
        ("median([A])", 1, "Không có hàm"),
        ("if_missing([A])", 1, "2 đối số"),
        ("[ ]", None, "Không hiểu"),
        ("__import__('os')", None, "Không hiểu"),
        ("-" * 60 + "1", None, "lồng nhau"),
        ("1+" * 1500 + "1", None, "dài quá"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, place: int | None, words: str) -> None:
    with pytest.raises(FormulaError, match=words) as refused:
        parse(text)
    if place is not None:
        assert refused.value.position == place


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[A] / [KHÔNG]", "chia cho 0"),
        ("[A] / ([B] - 4)", "chia cho 0"),
        ("[A] + [X]", "chưa có số của [X]"),
        ("sum([A]; [X])", "chưa có số của [X]"),
        ("if_missing([X]; [Y])", "chưa có số của [Y]"),
        ("*".join(["999999999999"] * 100), "quá lớn"),
        ("/".join(["0,000001"] * 100), "quá lớn"),
    ],
)
def test_what_cannot_be_calculated_says_why(text: str, reason: str) -> None:
    outcome = evaluate(parse(text), VALUES)
    assert outcome.value is None
    assert outcome.reason.startswith("Chưa tính được")
    assert reason in outcome.reason


def test_the_trace_names_every_figure_once() -> None:
    told = explain(parse("[A] / [B] * 100 + [A] + [X]"), VALUES, {"A": "Hồ sơ trực tuyến", "B": "Tổng số hồ sơ"})
    assert told.splitlines()[1:] == [
        "[A] Hồ sơ trực tuyến = 3",
        "[B] Tổng số hồ sơ = 4",
        "[X] = chưa có số",
        "Chưa tính được: chưa có số của [X].",
    ]


NUMBERS = st.decimals(0, 10**9, places=2).map(Number)
LEAVES = NUMBERS | st.sampled_from(["A", "B", "KHÔNG", "X"]).map(Reference)


def _grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    rest = st.lists(st.tuples(st.sampled_from("+-"), inner), min_size=1, max_size=3).map(tuple)
    times = st.lists(st.tuples(st.sampled_from("*/"), inner), min_size=1, max_size=3).map(tuple)
    return (
        st.builds(lambda first, pairs: Chain(first, pairs, 2), inner, rest | times)
        | st.builds(lambda operand: Negative(operand, 2), inner)
        | st.builds(
            lambda name, arguments: Call(name, tuple(arguments), 2),
            st.sampled_from(["sum", "mean", "min", "max"]),
            st.lists(inner, min_size=1, max_size=3),
        )
        | st.builds(lambda one, other: Call("if_missing", (one, other), 2), inner, inner)
    )


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _grown, max_leaves=12)


class Missing(Exception):
    """No value, in the second reckoning."""


def reckoned(node: Node) -> Fraction:
    """The same formula in exact fractions, written a second time."""
    match node:
        case Number(value=value):
            return Fraction(value)
        case Reference(code=code):
            if code not in VALUES:
                raise Missing
            return Fraction(VALUES[code])
        case Negative(operand=operand):
            return -reckoned(operand)
        case Call(name="if_missing", arguments=(one, other)):
            try:
                return reckoned(one)
            except Missing:
                return reckoned(other)
        case Call(name=name, arguments=arguments):
            figures = [reckoned(argument) for argument in arguments]
            return {"sum": sum, "min": min, "max": max, "mean": lambda some: sum(some) / len(some)}[name](figures)
    result = reckoned(node.first)
    for sign, operand in node.rest:
        right = reckoned(operand)
        if sign == "/" and not right:
            raise Missing
        result = {"+": result + right, "-": result - right, "*": result * right, "/": result / (right or 1)}[sign]
    return result


@given(TREES)
def test_a_written_formula_is_read_back_as_itself(tree: Node) -> None:
    text = written(tree)
    assert parse(text).canonical == text


@given(TREES)
def test_arithmetic_agrees_with_exact_fractions(tree: Node) -> None:
    outcome = evaluate(parse(written(tree)), VALUES)
    try:
        exact = reckoned(tree)
    except Missing:
        assert outcome.value is None
        return
    if abs(exact) >= 10**16:
        assert outcome.value is None
    else:
        assert outcome.value is not None
        assert abs(Fraction(outcome.value) - exact) <= Fraction(1, 20000)


@given(st.text(alphabet="[]AB()+-*/;,. 0123456789summax_", max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        formula = parse(text)
    except FormulaError as error:
        assert str(error)
    else:
        evaluate(formula, VALUES)


@pytest.mark.parametrize(
    ("uses", "circle"),
    [
        ({}, []),
        ({"A": ["B"], "B": ["C"]}, []),
        ({"A": ["B", "C"], "B": ["D"], "C": ["D"]}, []),
        ({"A": ["A"]}, ["A", "A"]),
        ({"A": ["B"], "B": ["C"], "C": ["A"]}, ["A", "B", "C", "A"]),
        ({"D": ["A"], "A": ["B"], "B": ["A"]}, ["A", "B", "A"]),
    ],
)
def test_a_circle_is_named(uses: dict[str, list[str]], circle: list[str]) -> None:
    assert circle_in(uses) == circle


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=4), max_size=12))
def test_without_a_circle_everything_comes_after_what_it_uses(pairs: dict[int, list[int]]) -> None:
    uses = {key: [one for one in some if one < key] for key, some in pairs.items()}
    assert circle_in(uses) == []
    order = order_of(uses)
    assert len(order) == len(set(order))
    assert all(order.index(one) < order.index(key) for key, some in uses.items() for one in some)


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=3), max_size=8))
def test_a_named_circle_is_one(uses: dict[int, list[int]]) -> None:
    circle = circle_in(uses)
    if circle:
        assert circle[0] == circle[-1]
        assert all(after in uses[before] for before, after in pairwise(circle))
