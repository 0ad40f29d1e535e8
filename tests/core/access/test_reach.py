"""How far a permission carries a person: the check, the list and the units come from one object and always agree."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from honglam.core.access.actions import deactivate_user, grant_role
from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import FieldOfWork, Membership, Role, User
from honglam.core.access.reach import reach_of, require, units_of
from honglam.core.access.registry import declare_permission, forget
from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.models import GroupMember, Unit, UnitGroup
from tests.people import People, give, make_person

LOOK = "reachtest.look"
TODAY = datetime.date(2026, 3, 10)
UNITS = ("province", "science", "police", "north", "north_culture", "north_police", "south")


@pytest.fixture(autouse=True)
def looker() -> Iterator[None]:
    """A permission of the tests' own."""
    declare_permission(LOOK, "Xem thử")
    yield
    forget(LOOK)


@pytest.fixture
def role(people: People) -> Role:
    """A role that allows to look, and nothing else."""
    return Role.objects.create(code="looker", name="Người xem thử", permissions=[LOOK])


@pytest.fixture
def person(people: People) -> User:
    """Somebody without a post."""
    return make_person("newcomer", "Bùi Văn Mới")


def reached(people: People, user: User, *, field: Any = None, on: datetime.date = TODAY) -> set[str]:
    """The names of the units within reach, after the check, the list and `units` agreed on each."""
    user = User.objects.get(pk=user.pk)
    reach = reach_of(user, LOOK, on)
    covered = {name for name in UNITS if reach.covers(getattr(people, name), field)}
    listed = set(reach.units(field=field).values_list("pk", flat=True))
    assert covered == {name for name in UNITS if getattr(people, name).pk in listed}
    if field is None:
        assert set(Unit.objects.filter(reach.q("")).values_list("pk", flat=True)) == listed
    return covered


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("province", set(UNITS)),
        ("science", {"science"}),
        ("north", {"north", "north_culture", "north_police"}),
        ("south", {"south"}),
        ("north_culture", {"north_culture"}),
        ("north_police", {"north_police"}),
        ("police", {"police", "north_police"}),  # through the second superior
    ],
)
def test_a_subtree_reaches_the_unit_and_everything_below_either_superior(
    people: People, role: Role, person: User, scope: str, expected: set[str]
) -> None:
    give(person, role, unit=getattr(people, scope))
    assert reached(people, person) == expected


def test_several_posts_unite(people: People, role: Role, person: User) -> None:
    give(person, role, unit=people.police)
    give(person, role, unit=people.south)
    assert reached(people, person) == {"police", "north_police", "south"}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "in_force"),
    [
        ("2026-03-10", None, True),
        ("2026-03-10", "2026-03-10", True),  # both ends are inclusive
        ("2026-01-01", "2026-03-09", False),
        ("2026-03-11", None, False),
        ("2026-01-01", "2026-12-31", True),
    ],
)
def test_a_post_counts_on_its_days_only(
    people: People, role: Role, person: User, starts_on: str, ends_on: str | None, in_force: bool
) -> None:
    end = datetime.date.fromisoformat(ends_on) if ends_on else None
    give(person, role, unit=people.south, starts_on=datetime.date.fromisoformat(starts_on), ends_on=end)
    assert reached(people, person) == ({"south"} if in_force else set())


@pytest.mark.parametrize(
    ("scope", "of_field", "expected"),
    [
        ("province", True, set(UNITS)),
        ("north", True, {"north", "north_culture", "north_police"}),
        ("north", False, set()),
        ("province", False, set()),
        ("police", True, {"police", "north_police"}),
    ],
)
def test_a_field_of_work_reaches_its_own_rows_in_the_subtree(
    people: People, role: Role, person: User, scope: str, of_field: bool, expected: set[str]
) -> None:
    digital = FieldOfWork.objects.create(code="digital", name="Chuyển đổi số")
    land = FieldOfWork.objects.create(code="land", name="Đất đai")
    give(person, role, unit=getattr(people, scope), field=digital)
    assert reached(people, person, field=digital if of_field else land) == expected
    assert reached(people, person) == set()  # what belongs to no field is not reached


def test_a_field_of_work_narrows_a_list_by_its_own_column(people: People, role: Role, person: User) -> None:
    digital = FieldOfWork.objects.create(code="digital", name="Chuyển đổi số")
    give(person, role, unit=people.north, field=digital)
    reach = reach_of(person, LOOK, TODAY)
    posts = Membership.objects.filter(reach.q("unit", field_lookup="field"))
    assert list(posts) == [person.memberships.get()]
    assert not Membership.objects.filter(reach.q("unit")).exists()


def test_a_group_reaches_its_members_on_the_day(people: People, role: Role, person: User) -> None:
    group = UnitGroup.objects.create(code="pilot", name="Các xã thí điểm")
    GroupMember.objects.create(group=group, unit=people.south)
    GroupMember.objects.create(group=group, unit=people.science, ends_on=datetime.date(2026, 2, 28))
    give(person, role, group=group)
    assert reached(people, person) == {"south"}
    assert reached(people, person, on=datetime.date(2026, 2, 1)) == {"south", "science"}


def test_a_group_by_rule_reaches_what_the_rule_selects(people: People, role: Role, person: User) -> None:
    group = UnitGroup.objects.create(code="communes", name="Các xã, phường", rule={"kinds": ["commune"]})
    GroupMember.objects.create(group=group, unit=people.south, excluded=True)
    give(person, role, group=group)
    assert reached(people, person) == {"north"}


def test_the_three_kinds_unite(people: People, role: Role, person: User) -> None:
    group = UnitGroup.objects.create(code="pilot", name="Các xã thí điểm")
    GroupMember.objects.create(group=group, unit=people.science)
    digital = FieldOfWork.objects.create(code="digital", name="Chuyển đổi số")
    give(person, role, group=group)
    give(person, role, unit=people.south)
    give(person, role, unit=people.north, field=digital)
    assert reached(people, person) == {"science", "south"}
    assert reached(people, person, field=digital) == {"science", "south", "north", "north_culture", "north_police"}


def test_only_the_whole_province_reaches_what_belongs_to_no_unit(people: People, role: Role, person: User) -> None:
    give(person, role, unit=people.north)
    assert not reach_of(person, LOOK, TODAY).covers(None)
    leader = make_person("second-leader", "Ngô Văn Hai")
    give(leader, role, unit=people.province)
    assert reach_of(leader, LOOK, TODAY).covers(None)
    entry = AuditEntry.objects.filter(action="access.user_created", unit=None)
    assert entry.filter(reach_of(leader, LOOK, TODAY).q("unit")).exists()
    assert not entry.filter(reach_of(person, LOOK, TODAY).q("unit")).exists()


def test_another_permission_of_another_role_reaches_nothing(people: People, role: Role, person: User) -> None:
    give(person, role, unit=people.north)
    assert not reach_of(person, "reachtest.touch", TODAY)


def test_nobody_and_the_switched_off_reach_nothing(people: People, role: Role, person: User) -> None:
    give(person, role, unit=people.north)
    deactivate_user(user=person, by=None)
    assert not reach_of(person, LOOK)
    assert not reach_of(AnonymousUser(), LOOK)


def test_the_reach_costs_one_query_however_many_posts(
    people: People, role: Role, person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for unit in (people.north, people.south, people.science, people.police):
        give(person, role, unit=unit)
    fresh = User.objects.get(pk=person.pk)
    asked = (people.north, people.south, people.north_police, people.province)
    with django_assert_num_queries(1):
        covered = [unit for unit in asked if reach_of(fresh, LOOK, TODAY).covers(unit)]
        others = [unit for unit in asked if reach_of(fresh, "access.view_people", TODAY).covers(unit)]
        seats = units_of(fresh, TODAY)
    assert covered == [people.north, people.south, people.north_police]
    assert others == []
    assert set(seats) == {people.north, people.south, people.science, people.police}
    with django_assert_num_queries(1):
        found = list(Membership.objects.filter(reach_of(fresh, LOOK, TODAY).q("unit")))
    assert set(fresh.memberships.all()) <= set(found)


def test_a_post_given_in_this_request_counts_at_once(people: People, role: Role, person: User) -> None:
    assert not person.has_perm(LOOK)
    grant_role(user=person, role=role, unit=people.north, by=None)
    assert person.has_perm(LOOK)
    assert person.has_perm(LOOK, people.north_culture)
    assert not person.has_perm(LOOK, people.south)
    assert person.has_module_perms("reachtest")


def test_require_names_the_unit_that_is_out_of_reach(people: People, role: Role, person: User) -> None:
    give(person, role, unit=people.north)
    assert require(person, LOOK, people.north_police)
    with pytest.raises(NotAllowed, match="Xã Nam Hà"):
        require(person, LOOK, people.south)


def test_the_posts_of_a_person_name_the_units_where_they_sit(people: People, role: Role, person: User) -> None:
    give(person, role, unit=people.north)
    give(person, role, unit=people.province, seat=people.science)
    give(person, role, unit=people.south, ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert units_of(person) == [people.north, people.science]
