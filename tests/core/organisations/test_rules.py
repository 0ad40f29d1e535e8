"""Where a unit may stand, what its paths are, and whom a group means."""

from __future__ import annotations

from typing import Any

import pytest

from honglam.core.organisations.errors import InvalidGroupRule
from honglam.core.organisations.matching import UnitRow
from honglam.core.organisations.rules import (
    GroupRule,
    kind_fits_below,
    level_of,
    members_of,
    path_of,
    second_path_of,
)


@pytest.mark.parametrize(
    ("kind", "parent", "fits"),
    [
        ("province", None, True),
        ("province", "province", False),
        ("department", "province", True),
        ("department", "commune", False),
        ("commune", "province", True),
        ("ward", "province", True),
        ("commune", "commune", False),
        ("commune", None, False),
        ("village", "commune", True),
        ("residential_group", "ward", True),
        ("village", "province", False),
        ("village", "village", False),
        ("office", "department", True),
        ("office", "commune", True),
        ("office", "village", False),
        ("force", "province", True),
        ("force", "commune", True),
        ("organisation", None, False),
    ],
)
def test_a_kind_stands_only_below_fitting_superiors(kind: str, parent: str | None, fits: bool) -> None:
    assert kind_fits_below(kind, parent) is fits


@pytest.mark.parametrize(
    ("kind", "parent_level", "level"),
    [
        ("province", None, "province"),
        ("department", "province", "province"),
        ("commune", "province", "commune"),
        ("block", "commune", "village"),
        ("office", "province", "province"),
        ("office", "commune", "commune"),
        ("force", "commune", "commune"),
    ],
)
def test_the_level_follows_from_the_kind_or_the_superior(kind: str, parent_level: str | None, level: str) -> None:
    assert level_of(kind, parent_level) == level


def test_paths_run_from_the_root_through_either_superior() -> None:
    assert path_of("42") == "/42/"
    assert path_of("18484.police", "/42/18484/") == "/42/18484/18484.police/"
    assert second_path_of("18484.police", own_second_superior="/42/42.police/") == "/42/42.police/18484.police/"
    assert second_path_of("post", superior_second_path="/42/42.police/18484.police/") == (
        "/42/42.police/18484.police/post/"
    )
    assert second_path_of("18484.economy") == ""


def row(pk: int, path: str, **columns: Any) -> UnitRow:
    base: dict[str, Any] = {"kind": "office", "level": "commune", "bloc": "government"}
    return UnitRow(pk=pk, code=path.strip("/").split("/")[-1], name=path, path=path, **base | columns)


TREE = [
    row(1, "/p/", kind="province", level="province"),
    row(2, "/p/a/", kind="commune"),
    row(3, "/p/b/", kind="ward"),
    row(4, "/p/d/", kind="department", level="province"),
    row(5, "/p/a/police/", kind="force", function="commune-police", second_path="/p/police/police/"),
    row(6, "/p/a/v1/", kind="village", level="village"),
]


@pytest.mark.parametrize(
    ("rule", "anchor", "members"),
    [
        ({"kinds": ["commune", "ward"], "depth": 1}, "/p/", [2, 3]),
        ({"kinds": ["department"]}, "/p/", [4]),
        ({"levels": ["village"]}, "/p/a/", [6]),
        ({"levels": ["village"]}, "/p/b/", []),
        ({"depth": 1}, "/p/a/", [5, 6]),
        ({"functions": ["commune-police"]}, "/p/", [5]),
        ({"kinds": ["force"], "depth": 1}, "/p/police/", [5]),
        ({"kinds": ["force"], "depth": 1}, "/p/", []),
    ],
)
def test_a_group_rule_selects_below_its_anchor(rule: dict[str, Any], anchor: str, members: list[int]) -> None:
    chosen = members_of(GroupRule.from_json(rule), anchor_path=anchor, units=TREE)
    assert [unit.pk for unit in chosen] == members


def test_named_members_are_added_and_named_exceptions_win() -> None:
    rule = GroupRule.from_json({"kinds": ["commune", "ward"]})
    chosen = members_of(rule, anchor_path="/p/", units=TREE, included=frozenset({4}), excluded=frozenset({3}))
    assert [unit.pk for unit in chosen] == [2, 4]
    assert members_of(None, anchor_path="/p/", units=TREE) == []


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": ["commune"]},
        {"kinds": ["district"]},
        {"kinds": "commune"},
        {"kinds": [1]},
        {"depth": 0},
        {"depth": True},
        {"depth": "1"},
        {"kinds": []},
    ],
)
def test_a_rule_that_is_not_understood_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(InvalidGroupRule):
        GroupRule.from_json(rule)
