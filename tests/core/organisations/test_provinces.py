"""The provinces that ship with the software load whole, once, and leave edits alone."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from pytest_django import DjangoAssertNumQueries

from honglam.core.audit.history import history_of
from honglam.core.organisations import demo
from honglam.core.organisations.actions import change, load_province
from honglam.core.organisations.errors import OrganisationError, UnknownProvince
from honglam.core.organisations.matching import UnitMatcher
from honglam.core.organisations.models import Dissolution, Unit, UnitGroup
from honglam.core.organisations.rules import GroupRule, kind_fits_below
from honglam.core.organisations.shipped import province_codes, read_province
from honglam.core.organisations.terms import Bloc, Confidence, Kind, Level

DAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(("code", "communes", "wards"), [("42", 60, 9), ("40", 119, 11)])
def test_the_shipped_units_are_complete_and_fit_together(code: str, communes: int, wards: int) -> None:
    shipped = read_province(code)
    kinds = [unit.kind for unit in shipped.units]
    assert (kinds.count(Kind.COMMUNE), kinds.count(Kind.WARD)) == (communes, wards)
    codes = [unit.code for unit in shipped.units]
    assert len(codes) == len(set(codes))
    by_code = {unit.code: unit for unit in shipped.units}
    for unit in shipped.units:
        assert unit.kind in Kind.values and unit.level in Level.values and unit.bloc in Bloc.values
        assert unit.confidence in Confidence.values and unit.source
        assert kind_fits_below(unit.kind, by_code[unit.parent].kind if unit.parent else None)
        assert not unit.second_parent or unit.second_parent in by_code
        assert "{" not in unit.name + unit.short_name


@pytest.mark.parametrize("code", ["42", "40"])
def test_the_shipped_groups_aliases_and_former_bodies_point_at_something(code: str) -> None:
    shipped = read_province(code)
    groups = {group.code for group in shipped.groups}
    functions = {unit.function for unit in read_province("42").units} | {u.function for u in read_province("40").units}
    units = {unit.code for unit in shipped.units}
    for alias in shipped.aliases:
        assert alias.code in (groups if alias.target == "group" else functions), alias
    for body in shipped.dissolutions:
        assert body.successors, body
        assert {successor for successor, _part in body.successors} <= units, body
    for group in shipped.groups:
        assert GroupRule.from_json(json.loads(group.rule)) is not None


def test_nothing_general_is_claimed_as_checked_for_a_province_that_was_not() -> None:
    bodies = [unit for unit in read_province("40").units if unit.function not in ("province", "commune")]
    assert bodies and all(unit.confidence != Confidence.HIGH for unit in bodies)


def test_an_unknown_province_names_the_known_ones() -> None:
    with pytest.raises(UnknownProvince, match="Hà Tĩnh"):
        read_province("01")
    assert set(province_codes()) == {"40", "42"}


@pytest.mark.django_db
def test_every_loaded_unit_says_where_it_came_from(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(80):
        load_province(code="42", by=None)
    for code in ("42", "18484", "18484.police"):
        entries = history_of(Unit.objects.get(code=code)).entries
        assert [entry.action for entry in entries] == ["organisations.province_loaded"]


@pytest.mark.django_db
def test_a_province_loads_once_and_keeps_what_people_changed(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first = load_province(code="42", by=None)
    assert first.units == len(read_province("42").units)
    station = Unit.objects.get(code="18484.police")
    assert set(Unit.objects.subtree_of(Unit.objects.get(code="42.police")).communes()) == set()
    assert station in Unit.objects.subtree_of(Unit.objects.get(code="42.police"))
    change(unit=station, by=None, phone="113")
    with django_assert_max_num_queries(10):
        assert load_province(code="42", by=None).is_empty
    station.refresh_from_db()
    assert station.phone == "113"
    with pytest.raises(OrganisationError):
        load_province(code="40", by=None)
    assert Dissolution.objects.succeeded_by(Unit.objects.get(code="42.finance")).exists()
    assert len(UnitGroup.objects.get(code="all-communes").units_on(DAY)) == 69


@pytest.mark.django_db
def test_names_are_matched_without_asking_the_database_each_time(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    load_province(code="42", by=None)
    commune = Unit.objects.get(code="18484")
    with django_assert_num_queries(8):
        matcher = UnitMatcher.for_issuer(commune, on=DAY)
    with django_assert_num_queries(0):
        own = matcher.match("Phòng VH-XH")
        everyone = matcher.match("UBND các xã, phường")
        gone = matcher.match("Sở TT&TT")
        unknown = matcher.match("Phòng Văn hóa thông tin")
    assert own.unit is not None and own.unit.code == "18484.culture-society" and own.is_certain
    assert everyone.group is not None and len(everyone.units) == 69
    assert gone.dissolution is not None and not gone.is_certain and gone.units[0].code == "42.science-technology"
    assert unknown.candidates and not unknown.is_certain


@pytest.mark.django_db
def test_the_demonstration_marks_what_it_invented() -> None:
    demo.load(None)
    count = Unit.objects.count()
    demo.load(None)
    assert Unit.objects.count() == count
    villages = Unit.objects.villages()
    assert villages.exists() and not villages.exclude(confidence=Confidence.FICTIONAL).exists()
    commune = Unit.objects.get(code="18484")
    assert {unit.parent for unit in UnitGroup.objects.get(code="villages").units_on(DAY, commune)} == {commune}
