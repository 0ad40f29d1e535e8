"""Supplies become datasets by themselves; people make others; schemas and declared rules follow, wishes stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.search.queries import search
from honglam.engines.datahub.actions.datasets import change_dataset, make_dataset, sync_supplies
from honglam.engines.datahub.actions.rules import switch_rule
from honglam.engines.datahub.drafts import DatasetDraft, draft_of
from honglam.engines.datahub.errors import DatasetInvalid
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.engines.datahub.supply import Supply, declare_supply, forget, supply_of
from tests.engines.datahub.conftest import HOUSES, Hub


def redeclared(**changes: Any) -> Supply:
    """The supply of houses, declared anew with something changed."""
    supply = supply_of(HOUSES)
    assert supply is not None
    forget(HOUSES)
    return declare_supply(replace(supply, **changes))


def test_a_supply_becomes_a_dataset_with_its_dictionary_and_rules(hub: Hub) -> None:
    houses = hub.houses
    assert (houses.code, houses.owner, houses.key, houses.unit_column) == (
        "test-houses", hub.construction, ["code"], "commune",
    )  # fmt: skip
    assert houses.sensitivity == "personal", "a personal column makes the dataset personal, whatever was declared"
    schema = houses.schemas.get()
    assert schema.number == 1 and [one.name for one in schema.read_columns()][:3] == ["code", "commune", "owner"]
    assert houses.rules.filter(declared=True).count() == 6
    assert any(hit.title == "Nhà ở" for hit in search("nhà ở", user=hub.viewer).hits)


def test_a_second_sync_changes_nothing(hub: Hub) -> None:
    entries = AuditEntry.objects.count()
    done = sync_supplies()
    assert (done.made, done.changed, done.ended) == ([], [], [])
    assert AuditEntry.objects.count() == entries


def test_changed_columns_make_a_schema_version_that_says_what_changed(hub: Hub) -> None:
    supply = supply_of(HOUSES)
    assert supply is not None
    columns = [replace(one, label="Diện tích sàn") if one.name == "area" else one for one in supply.columns]
    redeclared(columns=(*columns, Column(name="floors", label="Số tầng", type=ColumnType.INTEGER)))
    assert sync_supplies().changed == ["test-houses"]
    newest = hub.houses.schemas.first()
    assert newest is not None and newest.number == 2
    assert newest.note == "Thêm cột floors. Sửa cột area (tên gọi)."
    assert AuditEntry.objects.filter(action="datahub.schema_changed").count() == 1


def test_what_people_decided_stays_when_the_declaration_comes_again(hub: Hub) -> None:
    draft = replace(draft_of(hub.houses), name="Nhà ở của dân", update_days=7, steward=hub.steward)
    change_dataset(dataset=hub.houses, draft=draft, by=hub.manager, reason="Theo phân công")
    rule = hub.houses.rules.get(code="area-range")
    switch_rule(stored=rule, is_active=False, effect="blocks", by=hub.manager)
    redeclared(name="Tên khác", rules=(
        Rule("area-range", Kind.RANGE, ("area",), {"min": "2"}, message="Nhà quá nhỏ"),
        Rule("kind-there", Kind.NOT_NULL, ("kind",)),
    ))  # fmt: skip
    sync_supplies()
    houses = hub.again()
    assert (houses.name, houses.update_days, houses.steward) == ("Nhà ở của dân", 7, hub.steward)
    rule.refresh_from_db()
    assert (rule.is_active, rule.effect, rule.parameters, rule.message) == (
        False, "blocks", {"min": "2"}, "Nhà quá nhỏ",
    )  # fmt: skip
    assert sorted(houses.rules.values_list("code", flat=True)) == ["area-range", "kind-there"]


@pytest.fixture
def without_houses(hub: Hub) -> Iterator[Hub]:
    """The hub after the supply of houses went."""
    supply = supply_of(HOUSES)
    assert supply is not None
    forget(HOUSES)
    yield hub
    declare_supply(supply)


def test_a_dataset_whose_supply_went_ends_and_comes_back_with_it(without_houses: Hub) -> None:
    hub = without_houses
    assert sync_supplies().ended == ["test-houses"]
    assert not hub.again().is_active


def test_only_those_who_manage_datasets_bring_the_catalogue_up_to_date(hub: Hub) -> None:
    sync_supplies(by=hub.manager)
    with pytest.raises(NotAllowed):
        sync_supplies(by=hub.steward)


def prices(hub: Hub, **changes: Any) -> DatasetDraft:
    """A dataset of prices, to be delivered."""
    said: dict[str, Any] = {
        "code": "prices", "name": "Giá vật liệu", "owner": hub.construction, "key": ("item",), "columns": (
            Column(name="item", label="Mặt hàng", type=ColumnType.CODE, required=True),
            Column(name="price", label="Giá", type=ColumnType.DECIMAL, unit="đồng"),
            Column(name="day", label="Ngày", type=ColumnType.DATE),
        ),
    }  # fmt: skip
    return DatasetDraft(**(said | changes))


def test_a_dataset_made_by_hand_begins_with_the_rules_of_its_dictionary(hub: Hub) -> None:
    made = make_dataset(draft=prices(hub), by=hub.manager)
    assert {rule.code: (rule.kind, rule.effect) for rule in made.rules.all()} == {
        "key-once": ("key", "blocks"), "item-there": ("not_null", "blocks"), "price-type": ("type", "warns"),
        "day-type": ("type", "warns"),
    }  # fmt: skip
    assert made.schemas.get().made_by == hub.manager


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"code": "quality"}, "code", "trùng với một trang"),
        ({"code": "test-houses"}, "code", "đã có"),
        ({"columns": ()}, "columns", "ít nhất một cột"),
        ({"key": ("nothing",)}, "key", "chưa có cột nothing"),
        ({"key": ()}, "key", "một cột làm khóa"),
        ({"unit_column": "xa"}, "key", "chưa có cột xa"),
        ({"columns": (Column(name="Item", label="x"),)}, "columns", "chữ thường không dấu"),
        ({"columns": (Column(name="item", label="x"), Column(name="item", label="y"))}, "columns", "hai lần"),
        ({"columns": (Column(name="item", label="x", personal=True),)}, "sensitivity", "dữ liệu cá nhân"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_the_field(
    hub: Hub, changes: dict[str, Any], column: str, words: str
) -> None:
    with pytest.raises(DatasetInvalid, match=words) as refused:
        make_dataset(draft=prices(hub, **changes), by=hub.manager)
    assert refused.value.column == column
    assert not Dataset.objects.filter(name="Giá vật liệu").exists()


def test_only_managers_of_the_owner_make_and_change_datasets(hub: Hub) -> None:
    with pytest.raises(NotAllowed):
        make_dataset(draft=prices(hub), by=hub.steward)
    with pytest.raises(NotAllowed):
        change_dataset(dataset=hub.houses, draft=draft_of(hub.houses), by=hub.north_officer)


def test_a_dataset_with_personal_columns_cannot_call_itself_open(hub: Hub) -> None:
    with pytest.raises(DatasetInvalid, match="dữ liệu cá nhân"):
        change_dataset(dataset=hub.houses, draft=replace(draft_of(hub.houses), sensitivity="public"), by=hub.manager)
