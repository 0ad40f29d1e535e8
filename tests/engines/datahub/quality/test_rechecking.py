"""After a few changes, the same verdict as of a full check, without reading everything again."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglam.engines.datahub.quality.checking import Facts, Verdict
from honglam.engines.datahub.quality.keeping import StateError
from honglam.engines.datahub.quality.normalising import normalise
from honglam.engines.datahub.quality.rechecking import check_and_keep, recheck
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from tests.engines.datahub.quality.tables import COLUMNS, FACTS, ROWS, RULES, told, verdict

Row = dict[str, str | None]


def key(row: Row) -> str:
    return normalise(row.get("code")) or ""


def kept(path: Path, rows: list[Row], rules: list[Rule] | None = None, facts: Facts = FACTS) -> Verdict:
    return check_and_keep(rows, COLUMNS, rules or RULES, facts, key="code", unit_column="unit", state=path)


def again(
    path: Path, changed: list[Row], removed: list[str], rules: list[Rule] | None = None, facts: Facts = FACTS
) -> Verdict:
    return recheck(path, changed, removed, COLUMNS, rules or RULES, facts, key="code", unit_column="unit")


STEPS = st.lists(
    st.tuples(ROWS.map(lambda rows: rows[:4]), st.lists(st.integers(0, 24), max_size=3), st.integers(-40, 40)),
    max_size=3,
)


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, steps=STEPS)
def test_any_row_of_changes_ends_where_a_full_check_ends(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row], steps: list[tuple[list[Row], list[int], int]]
) -> None:
    path, facts = tmp_path_factory.mktemp("state") / "state.sqlite3", FACTS
    found = kept(path, rows)
    assert told(found) == told(verdict(rows, "python"))
    for changed, gone, days in steps:
        facts = dataclasses.replace(facts, today=facts.today + datetime.timedelta(days=days))
        removed = {key(rows[at]) for at in gone if at < len(rows)} - {key(row) for row in changed}
        before = {(row.key, row.rules) for row in found.failing}
        rows = [row for row in rows if key(row) not in removed | {key(one) for one in changed}] + changed
        found = again(path, changed, sorted(removed), facts=facts)
        assert told(found) == told(verdict(rows, "python", facts=facts))
        moved = {one for one, _ in before ^ {(row.key, row.rules) for row in found.failing}}
        assert found.touched is not None and moved <= found.touched


def test_a_row_is_mended_by_the_change_of_another_one(tmp_path: Path) -> None:
    rules = [Rule("once", Kind.KEY, ("name",)), Rule("alike", Kind.ALIKE, ("name",), {"likeness": 90})]
    path = tmp_path / "state.sqlite3"
    rows: list[Row] = [
        {"code": "1", "name": "Nguyễn Văn An"},
        {"code": "2", "name": "Nguyễn Văn An"},
        {"code": "3", "name": "Lê"},
    ]
    assert kept(path, rows, rules).counts == {"once": 2, "alike": 2}
    near = again(path, [{"code": "2", "name": "Nguyễn Văn Am"}], [], rules)
    assert near.counts == {"once": 0, "alike": 2} and near.touched == {"1", "2"}
    assert again(path, [], ["2"], rules).counts == {"once": 0, "alike": 0}


def test_rows_grow_stale_when_the_day_moves_though_none_changed(tmp_path: Path) -> None:
    rules = [Rule("fresh", Kind.FRESH, ("begun",), {"days": 30})]
    path = tmp_path / "state.sqlite3"
    assert kept(path, [{"code": "1", "begun": "2026-11-01"}, {"code": "2", "begun": "?"}], rules).counts == {"fresh": 1}
    later = dataclasses.replace(FACTS, today=datetime.date(2026, 12, 2))
    assert again(path, [], [], rules, later).counts == {"fresh": 2}
    assert again(path, [], [], rules, FACTS).counts == {"fresh": 1}


def test_new_expected_counts_need_no_full_check(tmp_path: Path) -> None:
    rules = [Rule("all", Kind.COMPLETE, ("unit",), {"expected": "per-unit"})]
    path = tmp_path / "state.sqlite3"
    assert kept(path, [{"code": "1", "unit": "Hà Tĩnh"}], rules).counts == {"all": 3}
    facts = dataclasses.replace(FACTS, expected={"per-unit": {"Hà Tĩnh": 1}})
    assert again(path, [], [], rules, facts).counts == {"all": 0}


@pytest.mark.parametrize("other", ["rules", "references", "none"])
def test_another_rule_or_list_asks_for_a_full_check(tmp_path: Path, other: str) -> None:
    rules, path = [Rule("unit", Kind.REFERENCE, ("unit",), {"to": "units.name"})], tmp_path / "state.sqlite3"
    if other != "none":
        kept(path, [], rules)
    facts = dataclasses.replace(FACTS, references={"units.name": ["Kỳ Anh"]}) if other == "references" else FACTS
    with pytest.raises(StateError):
        again(path, [], [], [Rule("unit", Kind.NOT_NULL, ("unit",))] if other == "rules" else rules, facts)


def test_a_re_check_that_fails_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    kept(path, [{"code": "1"}])
    with pytest.raises(AttributeError):
        again(path, [{"code": "2"}, None], [])  # type: ignore[list-item]
    assert again(path, [], []).rows == 1


def test_many_failing_rows_are_read_when_asked_for_and_only_from_their_own_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("honglam.engines.datahub.quality.renewing.FEW", 1)
    rules, path = [Rule("name", Kind.NOT_NULL, ("name",))], tmp_path / "state.sqlite3"
    kept(path, [{"code": "1"}, {"code": "2"}], rules)
    first = again(path, [{"code": "3"}], [], rules)
    assert len(first.failing) == 3
    second = again(path, [], ["1"], rules)
    assert [row.key for row in second.failing] == ["2", "3"]
    with pytest.raises(StateError, match="kiểm tra lại"):
        list(first.failing)
