"""Rules that people add, change, switch, drop, bring in from a file, and try before they keep them."""

from __future__ import annotations

import json

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.rules import add_rule, bring_in_rules, change_rule, drop_rule, switch_rule
from honglam.engines.datahub.errors import RuleRefused
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule
from honglam.engines.datahub.rule_files import RuleFileError, read_rules, rules_as_text
from honglam.engines.datahub.trying import try_rule
from tests.engines.datahub.conftest import RULES, Hub, house

BIG = Rule("area-big", Kind.RANGE, ("area",), {"min": "50"}, message="Nhà nhỏ hơn 50 m²")


def test_a_rule_is_added_changed_and_dropped_with_a_trace(hub: Hub) -> None:
    kept = add_rule(dataset=hub.houses, rule=BIG, by=hub.manager)
    bigger = Rule("area-big", Kind.RANGE, ("area",), {"min": "60"}, effect=Effect.BLOCKS)
    change_rule(stored=kept, rule=bigger, by=hub.manager)
    kept.refresh_from_db()
    assert kept.read().parameters == {"min": "60"} and kept.effect == "blocks"
    drop_rule(stored=kept, by=hub.manager)
    actions = AuditEntry.objects.filter(action__startswith="datahub.rule_", by=hub.manager)
    assert sorted(actions.values_list("action", flat=True)) == [
        "datahub.rule_changed", "datahub.rule_dropped", "datahub.rule_made",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("owner-there", Kind.NOT_NULL, ("owner",)), "đã có"),
        (Rule("x", Kind.NOT_NULL, ("nothing",)), "không có cột nothing"),
        (Rule("x", Kind.RANGE, ("area",), {"min": "9", "max": "1"}), "min lớn hơn max"),
        (Rule("x", Kind.FORMAT, ("owner",), {"pattern": "\\d+"}), "ký hiệu"),
        (Rule("X y", Kind.NOT_NULL, ("owner",)), "chữ thường"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(hub: Hub, rule: Rule, words: str) -> None:
    with pytest.raises(RuleRefused, match=words):
        add_rule(dataset=hub.houses, rule=rule, by=hub.manager)


def test_a_declared_rule_can_only_be_switched(hub: Hub) -> None:
    stored = hub.houses.rules.get(code="area-range")
    with pytest.raises(RuleRefused, match="khai báo"):
        change_rule(stored=stored, rule=BIG, by=hub.manager)
    with pytest.raises(RuleRefused, match="tắt quy tắc"):
        drop_rule(stored=stored, by=hub.manager)
    switch_rule(stored=stored, is_active=True, effect="blocks", by=hub.manager)
    hub.book.put(house("A", area="0"))
    assert run_checks(dataset=hub.houses, by=None).state == "blocked"


def test_only_managers_touch_rules(hub: Hub) -> None:
    stored = hub.houses.rules.get(code="area-range")
    with pytest.raises(NotAllowed):
        add_rule(dataset=hub.houses, rule=BIG, by=hub.steward)
    with pytest.raises(NotAllowed):
        switch_rule(stored=stored, is_active=False, effect="warns", by=hub.steward)
    with pytest.raises(NotAllowed):
        bring_in_rules(dataset=hub.houses, rules=[BIG], by=hub.steward)


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_rules_go_out_as_a_file_and_come_back_the_same(hub: Hub, form: str) -> None:
    text = rules_as_text([row.read() for row in hub.houses.rules.all()], form)
    assert "Diện tích bất thường" in text
    assert [rule.to_json() for rule in read_rules(text.encode())] == [rule.to_json() for rule in RULES]
    assert bring_in_rules(dataset=hub.houses, rules=read_rules(text.encode()), by=hub.manager) == {
        "added": 0, "changed": 0, "same": 6,
    }  # fmt: skip


def test_a_file_of_rules_is_taken_whole_or_not_at_all(hub: Hub) -> None:
    declared = Rule("area-range", Kind.RANGE, ("area",), {"min": "5"}, effect=Effect.BLOCKS)
    done = bring_in_rules(dataset=hub.houses, rules=[BIG, declared], by=hub.manager)
    assert done == {"added": 1, "changed": 1, "same": 0}
    stored = hub.houses.rules.get(code="area-range")
    assert (stored.effect, stored.parameters["min"]) == ("blocks", "1"), "of a declared rule only the effect"
    with pytest.raises(RuleRefused):
        bring_in_rules(
            dataset=hub.houses, rules=[Rule("fine", Kind.KEY, ("code",)), Rule("x", Kind.KEY, ("nothing",))],
            by=hub.manager,
        )  # fmt: skip
    assert not hub.houses.rules.filter(code="fine").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "không phải YAML"),
        (b"rules: 3", "danh sách"),
        (b"- just a text", "thứ 1"),
        (b'[{"code": "a", "kind": "magic", "columns": ["x"]}]', "thứ 1"),
        (json.dumps([Rule("a", Kind.KEY, ("x",)).to_json()] * 2).encode(), "hai lần"),
        (b"!!python/object/apply:os.system ['true']", "không phải YAML"),
    ],
)
def test_a_file_that_holds_no_rules_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(RuleFileError, match=words):
        read_rules(content)


def test_a_rule_is_tried_on_what_is_there_before_it_is_kept(hub: Hub) -> None:
    hub.book.put(house("A", area="20"))
    tried = try_rule(hub.houses, BIG)
    assert (tried.rows, tried.failing, tried.examples) == (3, 1, ("A",))
    run_checks(dataset=hub.houses, by=None)
    hub.book.read.clear()
    assert try_rule(hub.houses, BIG).failing == 1
    assert hub.book.read == [], "what was read before is tried, the source is not asked again"
    assert hub.houses.rules.count() == 6 and hub.houses.runs.count() == 1
