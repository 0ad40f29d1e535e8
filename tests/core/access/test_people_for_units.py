"""Who is told for a unit: who sits there or is over just it, with a role that allows it, today."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from honglam.core.access.actions import grant_role
from honglam.core.access.models import Membership
from honglam.core.access.people_for_units import people_by_unit, people_who_may
from honglam.core.access.terms import RoleCode
from tests.people import People, make_person

pytestmark = pytest.mark.django_db
ENTER, CONFIRM = "indicators.enter_values", "indicators.confirm_values"


def test_people_are_found_by_their_seat_and_by_what_their_role_allows(people: People) -> None:
    assert set(people_who_may(ENTER, [people.north.pk])) == {people.officer, people.head}
    assert people_who_may(CONFIRM, [people.north.pk]) == [people.head]
    assert people_who_may(CONFIRM, [people.south.pk]) == []


def test_who_is_over_just_a_unit_is_found_there_and_not_in_the_units_below(people: People) -> None:
    assert people.coordinator in people_who_may(CONFIRM, [people.province.pk])
    assert people.coordinator in people_who_may(CONFIRM, [people.science.pk]), "where the person sits"
    assert people.coordinator not in people_who_may(CONFIRM, [people.north.pk])


def test_nobody_is_told_twice_and_nobody_who_left_or_has_not_come(people: People) -> None:
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    grant_role(user=people.head, role=RoleCode.OFFICER, unit=people.north, by=None)
    gone = make_person("gone", "Người Đã Đi", RoleCode.OFFICER, people.north)
    Membership.objects.filter(user=gone).update(ends_on=yesterday)
    closed = make_person("closed", "Tài Khoản Khóa", RoleCode.OFFICER, people.north)
    closed.is_active = False
    closed.save(update_fields=["is_active"])
    found = people_who_may(ENTER, [people.north.pk, people.north_culture.pk])
    assert sorted(one.username for one in found) == ["head", "officer"]


def test_many_units_are_answered_by_one_query(people: People, django_assert_num_queries: Callable[..., Any]) -> None:
    units = [people.north.pk, people.south.pk, people.police.pk]
    with django_assert_num_queries(1):
        found = people_by_unit(ENTER, units)
    assert {key: {one.username for one in some} for key, some in found.items()} == {
        people.north.pk: {"officer", "head"}, people.south.pk: {"stranger"},
    }  # fmt: skip
    with django_assert_num_queries(0):
        assert people_by_unit(ENTER, []) == {}
        assert people_who_may(ENTER, []) == []
