"""A delivery is held against its contract before anybody looks at its rows."""

from __future__ import annotations

import datetime

import pytest

from honglam.engines.datahub.rules.contracts import is_late, judge_shape, judge_size
from honglam.engines.datahub.terms import Alarm

NOW = datetime.datetime(2026, 11, 22, 7, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("expected", "seen", "alarm", "said"),
    [
        ([], ["a", "b"], "", ""),
        (["a", "b"], ["b", "a"], "", ""),
        (["a", "b"], ["a"], "reshaped", "thiếu cột b"),
        (["a"], ["a", "c"], "reshaped", "có cột lạ c"),
        (["a", "b"], ["a", "c"], "reshaped", "thiếu cột b; có cột lạ c"),
    ],
)
def test_columns_are_those_of_the_contract(expected: list[str], seen: list[str], alarm: str, said: str) -> None:
    judged = judge_shape(expected, seen)
    assert judged.alarm == alarm
    assert said in judged.message


@pytest.mark.parametrize(
    ("contract", "rows", "alarm"),
    [
        ({}, 0, Alarm.EMPTY), ({}, 1, ""), ({"least_rows": 0}, 0, Alarm.EMPTY), ({"least_rows": 10}, 9, Alarm.EMPTY),
        ({"least_rows": 10}, 10, ""), ({"most_rows": 20}, 21, Alarm.RESHAPED), ({"most_rows": 20}, 20, ""),
    ],
)  # fmt: skip
def test_as_many_rows_come_as_were_promised(contract: dict[str, int], rows: int, alarm: str) -> None:
    assert judge_size(contract, rows).alarm == alarm


@pytest.mark.parametrize(
    ("every", "due_ago", "late"),
    [
        (0, 10_000, False), (60, 30, False), (60, 61, True), (1440, 300, False), (1440, 361, True), (60, None, False),
    ],
)  # fmt: skip
def test_patience_is_a_quarter_of_the_rhythm_and_an_hour_at_least(every: int, due_ago: int | None, late: bool) -> None:
    due = None if due_ago is None else NOW - datetime.timedelta(minutes=due_ago)
    assert is_late(every_minutes=every, due_at=due, now=NOW) is late
