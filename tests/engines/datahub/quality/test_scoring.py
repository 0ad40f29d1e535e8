"""Scores of words and units from what a check found."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from honglam.engines.datahub.quality.checking import Facts, Missing, check
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule, Word
from honglam.engines.datahub.quality.scoring import score, scores_of, share_met, unit_scores_of

COLUMNS = (
    Column(name="key", label="Khóa", type=ColumnType.CODE), Column(name="unit", label="Đơn vị"),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL), Column(name="begun", label="Ngày",
    type=ColumnType.DATE),
)  # fmt: skip


@pytest.mark.parametrize(
    ("share", "says"),
    [
        (Fraction(1), "100.00"), (Fraction(0), "0.00"), (Fraction(1, 3), "33.33"), (Fraction(2, 3), "66.67"),
        (Fraction(1, 8), "12.50"), (Fraction(20001, 40000), "50.00"), (Fraction(2_799_999, 2_800_000), "99.99"),
        (Fraction(99_995, 100_000), "99.99"), (Fraction(3, 2), "100.00"),
    ],
)  # fmt: skip
def test_a_share_is_a_score_and_a_hundred_is_only_said_of_a_whole(share: Fraction, says: str) -> None:
    assert str(score(share)) == says


@pytest.mark.parametrize(
    ("missing", "asked", "share"),
    [
        ([], 0, Fraction(1)), ([], 3, Fraction(1)), ([Missing("r", "a", 4, 1)], 1, Fraction(1, 4)),
        ([Missing("r", "a", 4, 0), Missing("r", "b", 2, 1)], 3, Fraction(1, 2)), ([Missing("r", "", 30, 99)], 1,
        Fraction(0)),
        ([Missing("r", "", 30, -1)], 2, Fraction(1, 2)),
    ],
)  # fmt: skip
def test_expectations_are_met_in_part(missing: list[Missing], asked: int, share: Fraction) -> None:
    assert share_met(missing, asked) == share


RULES = (
    Rule("area", Kind.RANGE, ("area",), {"min": "1"}),
    Rule("area-there", Kind.NOT_NULL, ("area",)),
    Rule("all-there", Kind.COMPLETE, ("unit",), {"expected": "rows"}),
    Rule("alive", Kind.FRESH, ("begun",), {"days": 1, "of": "newest"}),
)
FACTS = Facts(today=datetime.date(2026, 11, 22), expected={"rows": {"Đồng Lộc": 4, "Kỳ Anh": 1}})
ROWS = [
    {"key": "1", "unit": "Đồng Lộc", "area": "5"},
    {"key": "2", "unit": "Đồng Lộc", "area": "0.5"},
    {"key": "3", "unit": "Kỳ Anh", "area": None},
]


def test_the_score_of_a_word_is_clean_rows_times_met_expectations() -> None:
    scores = scores_of(check(ROWS, COLUMNS, RULES, FACTS, key="key", unit_column="unit"), RULES)
    assert scores.by_word == {
        Word.CORRECT: Decimal("66.67"),  # one of three rows is out of range
        Word.COMPLETE: Decimal("50.00"),  # two of three rows, and a half and a whole expectation of two
        Word.LIVE: Decimal("0.00"),
    }
    assert scores.total == Decimal("38.89")


def test_a_unit_answers_for_its_own_rows_and_expectations() -> None:
    scores = unit_scores_of(check(ROWS, COLUMNS, RULES, FACTS, key="key", unit_column="unit"), RULES)
    assert scores["Đồng Lộc"].by_word == {Word.CORRECT: 50, Word.COMPLETE: 50, Word.LIVE: 100}
    assert scores["Kỳ Anh"].by_word == {Word.CORRECT: 100, Word.COMPLETE: 0, Word.LIVE: 100}


def test_without_rules_nothing_is_scored_and_without_rows_nothing_is_broken() -> None:
    assert scores_of(check(ROWS, COLUMNS, [], key="key"), []).total is None
    rules = [Rule("area-there", Kind.NOT_NULL, ("area",))]
    assert scores_of(check([], COLUMNS, rules, key="key"), rules).total == 100
