"""Update promises and retention, as truth tables; what changed between two schemas."""

from __future__ import annotations

import datetime

import pytest

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.rules.promises import Promise, may_forget, promise_on
from honglam.engines.datahub.rules.schemas import change_between

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days_ago", "standing", "left"),
    [(0, "kept", 30), (24, "kept", 6), (25, "near", 5), (30, "near", 0), (31, "broken", -1), (None, "nothing", 0)],
)
def test_a_promise_is_kept_near_or_broken(days_ago: int | None, standing: str, left: int) -> None:
    day = None if days_ago is None else TODAY - datetime.timedelta(days=days_ago)
    kept = promise_on(day, 30, TODAY)
    assert (kept.standing, kept.days_left) == (Promise(standing), left)


@pytest.mark.parametrize(
    ("is_current", "days_ago", "retention", "goes"),
    [(False, 11, 10, True), (False, 9, 10, False), (True, 11, 10, False), (False, 9999, None, False)],
)
def test_files_go_after_their_retention(is_current: bool, days_ago: int, retention: int | None, goes: bool) -> None:
    now = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    ended = now - datetime.timedelta(days=days_ago)
    assert may_forget(is_current=is_current, ended_at=ended, retention_days=retention, now=now) is goes


def test_a_schema_change_is_said_in_one_line() -> None:
    old = [Column(name="a", label="A"), Column(name="b", label="B"), Column(name="c", label="C")]
    new = [Column(name="c", label="C", type=ColumnType.DATE, required=True), Column(name="a", label="A"),
           Column(name="d", label="D")]  # fmt: skip
    assert change_between(old, new).note == "Thêm cột d. Bỏ cột b. Sửa cột c (kiểu, bắt buộc)."
    assert not change_between(old, old[::-1])
