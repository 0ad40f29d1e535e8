"""The life of units: every write keeps the tree straight, keeps the past, and is written to the log."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.actions import (
    add_alias,
    change,
    close,
    create,
    create_group,
    merge,
    move,
    remove_alias,
    rename,
    set_members,
)
from honglam.core.organisations.errors import InvalidGroupRule, InvalidUnit
from honglam.core.organisations.matching import UnitMatcher
from honglam.core.organisations.models import Succession, Unit
from tests.people import make_unit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def province() -> Unit:
    return create(by=None, code="99", name="Tỉnh Thử Nghiệm", kind="province", bloc="government", parent=None)


@pytest.fixture
def police(province: Unit) -> Unit:
    return create(by=None, code="99.police", name="Công an tỉnh", kind="force", bloc="armed_forces", parent=province)


@pytest.fixture
def north(province: Unit) -> Unit:
    return commune(province, "90001", "Xã Bắc Sơn")


@pytest.fixture
def south(province: Unit) -> Unit:
    return commune(province, "90002", "Xã Nam Hà")


def commune(province: Unit, code: str, name: str) -> Unit:
    return create(
        by=None, code=code, name=name, kind="commune", bloc="government", parent=province, starts_on=dt.date(2025, 7, 1)
    )


def below(parent: Unit, suffix: str, name: str, kind: str = "office", **details: Any) -> Unit:
    return create(
        by=None, code=f"{parent.code}.{suffix}", name=name, kind=kind, bloc="government", parent=parent, **details
    )


def logged() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_unit_answers_to_two_superiors(north: Unit, police: Unit) -> None:
    station = below(north, "police", "Công an xã Bắc Sơn", "force", second_parent=police)
    post = below(station, "post", "Tổ trực")
    assert station.level == "commune"
    assert post.second_path == "/99/99.police/90001.police/90001.police.post/"
    assert set(Unit.objects.subtree_of(police)) == {police, station, post}
    assert {station, post} <= set(Unit.objects.subtree_of(north))
    assert list(Unit.objects.children_of(police)) == [station]
    assert [unit.code for unit in Unit.objects.ancestors_of(post)] == ["99", "90001", "90001.police"]


def test_a_subtree_does_not_leak_into_a_code_that_begins_alike(province: Unit) -> None:
    short, long = commune(province, "9", "Xã Một"), commune(province, "90", "Xã Hai")
    assert list(Unit.objects.subtree_of(short)) == [short]
    assert list(Unit.objects.subtree_of(long)) == [long]


@pytest.mark.parametrize(
    ("code", "kind"),
    [("90001", "commune"), ("Chữ Hoa", "commune"), ("90 009", "commune"), ("", "commune"), ("90009", "village")],
)
def test_a_unit_that_does_not_fit_is_refused(province: Unit, north: Unit, code: str, kind: str) -> None:
    with pytest.raises(InvalidUnit):
        create(by=None, code=code, name="Đơn vị", kind=kind, bloc="government", parent=province)


def test_there_is_one_province(province: Unit) -> None:
    with pytest.raises(InvalidUnit):
        create(by=None, code="98", name="Tỉnh Khác", kind="province", bloc="government", parent=None)


def test_the_database_itself_refuses_what_the_invariant_forbids(north: Unit) -> None:
    for wrong in (
        {"ends_on": dt.date(2020, 1, 1)},
        {"level": "province"},
        {"parent": None},
        {"second_parent": north.parent},
        {"path": "/99/other/"},
        {"kind": "district"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=north.pk).update(**wrong)


def test_a_change_is_logged_with_old_and_new(north: Unit) -> None:
    change(unit=north, by=None, population=12_000, reason="Số liệu mới")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, north.population) == ("organisations.unit_changed", 12_000)
    assert "12000" in entry.values.changes_text
    count = AuditEntry.objects.count()
    change(unit=north, by=None, population=12_000)
    assert AuditEntry.objects.count() == count


def test_names_and_superiors_are_not_changed_in_passing(north: Unit) -> None:
    with pytest.raises(InvalidUnit, match="name"):
        change(unit=north, by=None, name="Xã Khác")


def test_a_renamed_unit_is_found_by_both_names(north: Unit) -> None:
    rename(unit=north, by=None, name="Xã Hồng Sơn", on=DAY, decision="Nghị quyết thử nghiệm")
    assert north.former_names.get().until == dt.date(2026, 2, 28)
    assert list(Unit.objects.containing("bac son")) == [north] == list(Unit.objects.containing("hong son"))
    matcher = UnitMatcher.for_issuer(None, on=DAY)
    assert matcher.match("UBND xã Hồng Sơn").unit == north
    assert matcher.match("Xã Bắc Sơn").unit == north
    with pytest.raises(InvalidUnit):
        rename(unit=north, by=None, name="Xã Hồng Sơn", on=DAY)
    with pytest.raises(InvalidUnit):
        rename(unit=north, by=None, name="Xã Khác", on=dt.date(2026, 1, 1))


def test_moving_a_unit_takes_everything_below_along(province: Unit, north: Unit, south: Unit, police: Unit) -> None:
    station = below(north, "police", "Công an xã", "force", second_parent=police)
    post = below(station, "post", "Tổ trực")
    move(unit=station, by=None, parent=south, second_parent=police)
    post.refresh_from_db()
    assert post.path == "/99/90002/90001.police/90001.police.post/"
    assert post.second_path == "/99/99.police/90001.police/90001.police.post/"
    move(unit=station, by=None, parent=south)
    post.refresh_from_db()
    assert post.second_path == ""
    with pytest.raises(InvalidUnit):
        move(unit=station, by=None, parent=post)


def test_a_unit_ends_with_successors_and_stays_for_its_old_figures(north: Unit, south: Unit) -> None:
    office = below(north, "office", "Văn phòng")
    with pytest.raises(InvalidUnit, match="trực thuộc"):
        close(unit=north, by=None, last_day=DAY)
    close(unit=north, by=None, last_day=DAY, successors=[south], with_all_below=True)
    office.refresh_from_db()
    assert office.ends_on == north.ends_on == DAY
    assert north in Unit.objects.valid_on(DAY) and north not in Unit.objects.valid_on(DAY + dt.timedelta(days=1))
    after = UnitMatcher.for_issuer(None, on=dt.date(2026, 4, 1)).match("Xã Bắc Sơn")
    assert (after.kind, after.units) == ("dissolved", (south,))
    with pytest.raises(InvalidUnit):
        close(unit=north, by=None, last_day=DAY)


def test_communes_merge_with_their_villages_and_offices(north: Unit, south: Unit) -> None:
    village = below(north, "v1", "Thôn 1", "village")
    ours = below(north, "economy", "Phòng Kinh tế xã Bắc Sơn", function="commune-economy")
    theirs = below(south, "economy", "Phòng Kinh tế xã Nam Hà", function="commune-economy")
    odd = below(north, "odd", "Tổ đặc biệt")
    merge(units=[north], into=south, by=None, on=DAY, decision="Nghị quyết thử nghiệm")
    village.refresh_from_db()
    assert village.path == "/99/90002/90001.v1/" and village.ends_on is None
    heirs = {link.predecessor: link.successor for link in Succession.objects.all()}
    assert heirs == {north: south, ours: theirs, odd: south}
    assert set(Unit.objects.valid_on(DAY)) & {north, ours, odd} == set()
    assert logged()[-1] == "organisations.units_merged"
    with pytest.raises(InvalidUnit):
        merge(units=[south], into=south, by=None, on=DAY)


def test_nothing_passes_to_a_body_that_has_ended(north: Unit, south: Unit) -> None:
    ours = below(north, "economy", "Phòng Kinh tế xã Bắc Sơn", function="commune-economy")
    ended = below(south, "economy", "Phòng Kinh tế xã Nam Hà", function="commune-economy")
    close(unit=ended, by=None, last_day=dt.date(2025, 12, 31))
    merge(units=[north], into=south, by=None, on=DAY)
    assert Succession.objects.get(predecessor=ours).successor == south


def test_another_name_is_learnt_once_and_can_be_forgotten(north: Unit) -> None:
    alias = add_alias(by=None, unit=north, alias="  Bắc   Sơn cũ ")
    assert add_alias(by=None, unit=north, alias="bắc sơn cũ") == alias
    assert logged().count("organisations.alias_added") == 1
    assert list(Unit.objects.containing("son cu")) == [north]
    remove_alias(alias=alias, by=None)
    north.refresh_from_db()
    assert list(Unit.objects.containing("son cu")) == []
    with pytest.raises(InvalidUnit):
        add_alias(by=None, alias="Không của ai")


def test_a_group_follows_its_rule_and_its_dated_exceptions(province: Unit, north: Unit, south: Unit) -> None:
    group = create_group(by=None, code="all", name="Các xã", rule={"kinds": ["commune"], "depth": 1})
    science = create(by=None, code="99.s", name="Sở Khoa học", kind="department", bloc="government", parent=province)
    assert group.units_on(DAY) == [north, south]
    set_members(group=group, by=None, on=DAY, included=[science], excluded=[south])
    assert set(group.units_on(DAY)) == {north, science}
    assert set(group.units_on(DAY - dt.timedelta(days=1))) == {north, south}
    set_members(group=group, by=None, on=DAY + dt.timedelta(days=30))
    assert set(group.units_on(DAY)) == {north, science}
    assert set(group.units_on(DAY + dt.timedelta(days=30))) == {north, south}
    with pytest.raises(InvalidUnit):
        set_members(group=group, by=None, on=DAY, included=[north], excluded=[north])
    with pytest.raises(InvalidGroupRule):
        create_group(by=None, code="bad", name="Sai", rule={"kinds": ["district"]})


def test_a_group_of_a_commune_looks_below_the_commune_that_asks(north: Unit, south: Unit) -> None:
    group = create_group(by=None, code="v", name="Các thôn", scope="commune", rule={"levels": ["village"]})
    village = below(north, "v1", "Thôn 1", "village")
    assert group.units_on(DAY) == []
    assert group.units_on(DAY, north) == [village]
    assert group.units_on(DAY, south) == []


def test_nothing_is_left_of_a_write_that_failed(north: Unit, south: Unit) -> None:
    below(north, "office", "Văn phòng")
    before = AuditEntry.objects.count()
    with pytest.raises(InvalidUnit):
        close(unit=north, by=None, last_day=DAY, successors=[south])
    assert AuditEntry.objects.count() == before and not Succession.objects.exists()


def test_lists_stand_in_the_order_of_the_alphabet(province: Unit) -> None:
    for number, name in enumerate(("Xã Đồng Tiến", "Xã Dân Hạ", "Xã An Hòa", "Xã Ấm Thượng")):
        commune(province, f"8000{number}", name)
    names = [unit.name for unit in Unit.objects.communes().in_alphabet()]
    assert names == ["Xã An Hòa", "Xã Ấm Thượng", "Xã Dân Hạ", "Xã Đồng Tiến"]


def test_units_made_directly_still_obey_the_tree(province: Unit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_unit("1", "Thôn lạc", "village", province)
