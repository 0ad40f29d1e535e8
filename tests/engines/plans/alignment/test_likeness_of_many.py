"""Comparing all statements of a long plan finds what comparing each with each finds."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.plans.alignment.likeness import Likeness, TermPlaces

WORDS = ["hồ sơ", "trực tuyến", "đất đai", "hộ tịch", "số hóa", "thôn", "camera", "y tế", "học bạ", "dữ liệu mở"]
STATEMENTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=0, max_size=7).map(" ".join), min_size=0, max_size=25
)  # fmt: skip


@given(STATEMENTS, st.sampled_from([0.6, 0.8, 0.82, 1.0]))
def test_no_alike_pair_is_lost_and_none_is_added(statements: list[str], at_least: float) -> None:
    likeness = Likeness(statements)
    each_with_each = [
        (first, second)
        for first, second in combinations(range(len(statements)), 2)
        if likeness.score(statements[first], statements[second]) >= at_least
    ]
    assert list(likeness.alike_pairs(statements, at_least)) == each_with_each


@given(STATEMENTS, st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), st.sampled_from([0.3, 0.5, 0.9]))
def test_a_text_that_carries_a_statement_is_found(texts: list[str], statement: str, at_least: float) -> None:
    likeness = Likeness([*texts, statement])
    one_by_one = any(likeness.carried(statement, text) >= at_least for text in texts)
    assert likeness.carrying(statement, TermPlaces(texts), at_least) == one_by_one


@pytest.mark.parametrize("count", [40, 80])
def test_statements_that_share_no_heavy_word_are_never_compared(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{chr(97 + place // 26)}{chr(97 + place % 26)}" for place in range(count)]
    statements = [f"lắp biển báo ở ngã tư mang tên hoa{name} cây{name} cỏ{name}" for name in names]
    likeness = Likeness(statements)
    compared = []
    scored = likeness.score
    monkeypatch.setattr(likeness, "score", lambda first, second: compared.append(1) or scored(first, second))
    list(likeness.alike_pairs(statements, 0.8))
    assert len(compared) < count
