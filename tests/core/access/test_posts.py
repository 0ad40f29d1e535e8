"""Posts are given within one's own rights, ended with a hand-over, and every step is in the log."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.actions import (
    change_membership,
    change_role,
    create_role,
    deactivate_user,
    delete_role,
    end_membership,
    grant_role,
    offer_permissions,
    reset_password,
)
from honglam.core.access.errors import (
    AboveOwnRights,
    DatesReversed,
    LastAdministrator,
    NotAllowed,
    PostAlreadyHeld,
    RoleInUse,
    ScopeIncomplete,
)
from honglam.core.access.models import FieldOfWork, Role, User
from honglam.core.access.registry import declare_open_work, declare_permission, forget
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from tests.people import People, give, make_person

TODAY = timezone.localdate


@pytest.fixture
def local_admin(people: People) -> User:
    """The administrator of the commune in the north."""
    return make_person("local", "Mai Văn Nam", RoleCode.UNIT_ADMINISTRATOR, people.north)


@pytest.fixture
def tasks() -> Iterator[dict[str, Any]]:
    """Open work of the tests' own: three tasks on whoever leaves."""
    calls: dict[str, Any] = {"left": 3}

    def hand_over(*, user: User, unit: Any, to: User | None, by: User | None, reason: str) -> int:
        calls.update(user=user, unit=unit, to=to, by=by, reason=reason)
        return int(calls["left"])

    declare_open_work("test.tasks", "Nhiệm vụ", count=lambda **_: calls["left"], hand_over=hand_over)
    yield calls
    forget("test.tasks")


def test_a_unit_administrator_gives_posts_in_the_own_unit_only(people: People, local_admin: User) -> None:
    newcomer = make_person("newcomer", "Bùi Văn Mới")
    plain = create_role(code="plain", name="Trống", by=None)
    grant_role(user=newcomer, role=plain, unit=people.north_culture, by=local_admin)
    with pytest.raises(NotAllowed):
        grant_role(user=newcomer, role=plain, unit=people.south, by=local_admin)


@pytest.mark.parametrize("role", [RoleCode.ADMINISTRATOR, RoleCode.AUDITOR])
def test_nobody_gives_rights_over_others_that_they_lack(people: People, local_admin: User, role: str) -> None:
    newcomer = make_person("newcomer", "Bùi Văn Mới")
    with pytest.raises(AboveOwnRights):
        grant_role(user=newcomer, role=role, unit=people.north, by=local_admin)


@pytest.mark.parametrize("role", [RoleCode.HEAD, RoleCode.OFFICER, RoleCode.VIEWER, RoleCode.UNIT_ADMINISTRATOR])
def test_a_unit_administrator_gives_the_roles_of_daily_work(people: People, local_admin: User, role: str) -> None:
    newcomer = make_person("newcomer", "Bùi Văn Mới")
    assert grant_role(user=newcomer, role=role, unit=people.north, by=local_admin).seat == people.north


def test_an_administrator_of_roles_may_give_any_role(people: People) -> None:
    newcomer = make_person("newcomer", "Bùi Văn Mới")
    assert grant_role(user=newcomer, role=RoleCode.PROVINCE_LEADER, unit=people.province, by=people.administrator)


def test_an_officer_gives_nothing(people: People) -> None:
    with pytest.raises(NotAllowed):
        grant_role(user=people.stranger, role=RoleCode.VIEWER, unit=people.north, by=people.officer)


def test_nobody_takes_over_the_account_of_somebody_above(people: People, local_admin: User) -> None:
    give(people.leader, RoleCode.VIEWER, unit=people.north)  # the leader also sits in the commune
    for refused in (reset_password, deactivate_user):
        with pytest.raises(NotAllowed):
            refused(user=people.leader, by=local_admin)
    assert reset_password(user=people.officer, by=local_admin)


@pytest.mark.parametrize("scope", ["nothing", "field_without_unit", "group_and_unit"])
def test_a_post_needs_a_whole_scope(people: People, scope: str) -> None:
    field = FieldOfWork.objects.create(code="digital", name="Chuyển đổi số")
    scopes: dict[str, dict[str, Any]] = {
        "nothing": {},
        "field_without_unit": {"field": field},
        "group_and_unit": {"group": object(), "unit": people.north},
    }
    with pytest.raises(ScopeIncomplete):
        grant_role(user=people.officer, role=RoleCode.VIEWER, by=None, **scopes[scope])


def test_the_same_post_is_not_held_twice_on_one_day(people: People) -> None:
    with pytest.raises(PostAlreadyHeld):
        give(people.officer, RoleCode.OFFICER, unit=people.north)
    end_membership(membership=people.officer.memberships.get(), by=None, ends_on=TODAY() - datetime.timedelta(days=1))
    assert give(people.officer, RoleCode.OFFICER, unit=people.north, starts_on=TODAY())


def test_a_post_does_not_end_before_it_starts(people: People) -> None:
    with pytest.raises(DatesReversed):
        give(people.officer, RoleCode.VIEWER, unit=people.north, ends_on=datetime.date(2025, 6, 30))
    with pytest.raises(DatesReversed):
        end_membership(membership=people.officer.memberships.get(), by=None, ends_on=datetime.date(2025, 6, 30))
    with pytest.raises(DatesReversed):
        change_membership(membership=people.officer.memberships.get(), by=None, ends_on=datetime.date(2025, 6, 30))


def test_ending_a_post_hands_the_open_work_over_and_says_so(people: People, tasks: dict[str, Any]) -> None:
    moved = end_membership(
        membership=people.officer.memberships.get(),
        by=people.administrator,
        hand_over_to=people.head,
        reason="Chuyển công tác",
    )
    assert moved == {"test.tasks": 3}
    assert (tasks["user"], tasks["unit"], tasks["to"]) == (people.officer, people.north, people.head)
    ended, handed = (
        AuditEntry.objects.for_target(people.officer)
        .filter(action__in=["access.membership_ended", "access.work_handed_over"])
        .order_by("id")
    )
    assert ended.values.reason == "Chuyển công tác"
    assert handed.values.changes == {"test.tasks": (3, 0)}
    assert handed.unit_id == people.north.pk


def test_work_stays_while_the_person_holds_another_post_at_the_seat(people: People, tasks: dict[str, Any]) -> None:
    give(people.officer, RoleCode.VIEWER, unit=people.north)
    first = people.officer.memberships.get(role__code=RoleCode.OFFICER)
    assert end_membership(membership=first, by=None) == {}
    assert "to" not in tasks


def test_a_post_that_ends_later_keeps_its_work_until_somebody_is_named(people: People, tasks: dict[str, Any]) -> None:
    later = TODAY() + datetime.timedelta(days=30)
    assert end_membership(membership=people.officer.memberships.get(), by=None, ends_on=later) == {}
    assert people.officer.memberships.get().ends_on == later


def test_the_last_administrator_stays(people: People) -> None:
    post = people.administrator.memberships.get()
    with pytest.raises(LastAdministrator):
        end_membership(membership=post, by=people.administrator)
    with pytest.raises(LastAdministrator):
        deactivate_user(user=people.administrator, by=people.administrator)
    with pytest.raises(LastAdministrator):
        change_membership(membership=post, by=people.administrator, ends_on=TODAY())
    give(people.head, RoleCode.ADMINISTRATOR, unit=people.province)
    deactivate_user(user=people.administrator, by=people.head)


def test_a_role_is_edited_by_those_who_manage_roles_and_at_once(people: People) -> None:
    role = Role.objects.get(code=RoleCode.OFFICER)
    with pytest.raises(NotAllowed):
        change_role(role=role, by=people.head, permissions=["access.view_people"])
    change_role(role=role, by=people.administrator, permissions=["access.view_people"], reason="thử")
    assert User.objects.get(pk=people.officer.pk).has_perm("access.view_people", people.north)
    entry = AuditEntry.objects.for_target(role).first()
    assert entry is not None and entry.values.reason == "thử"


def test_built_in_and_used_roles_stay(people: People) -> None:
    with pytest.raises(RoleInUse):
        delete_role(role=Role.objects.get(code=RoleCode.VIEWER), by=people.administrator)
    own = create_role(code="own", name="Vai trò riêng", by=people.administrator)
    delete_role(role=own, by=people.administrator)
    assert not Role.objects.filter(code="own").exists()


def test_new_permissions_are_offered_once_and_stay_away_when_taken_away(people: People) -> None:
    declare_permission("offertest.look", "Xem thử", roles=[RoleCode.VIEWER])
    try:
        assert offer_permissions(by=None) == 2  # to the viewer and to the administrator
        viewer = Role.objects.get(code=RoleCode.VIEWER)
        assert "offertest.look" in viewer.permissions
        change_role(role=viewer, by=None, permissions=[])
        assert offer_permissions(by=None) == 0
        viewer.refresh_from_db()
        assert viewer.permissions == []
    finally:
        forget("offertest.look")
