"""The standing people of the tests, in a small province of their own (fictional).

def test_…(people: People) -> None: …

province
├── science          Sở Khoa học và Công nghệ: the coordinator sits here
├── police           Công an tỉnh
├── north            xã Bắc Sơn: the officer and the head
│   ├── north_culture    Phòng Văn hóa – Xã hội
│   └── north_police     Công an xã (second superior: police)
└── south            xã Nam Hà: the stranger
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest

from honglam.core.access.actions import create_user, grant_role, offer_permissions
from honglam.core.access.models import Membership, Role, User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.core.organisations.rules import path_of
from honglam.core.organisations.terms import Bloc, Kind, Level

PASSWORD = "Mat-khau-thu-2026"
SINCE = datetime.date(2025, 7, 1)


def make_unit(
    code: str,
    name: str,
    kind: str,
    parent: Unit | None = None,
    *,
    second_parent: Unit | None = None,
    level: str = Level.PROVINCE,
    **columns: Any,
) -> Unit:
    """A unit with its paths, below `parent` and, where given, a second superior."""
    return Unit.objects.create(
        code=code,
        name=name,
        kind=kind,
        level=level,
        bloc=columns.pop("bloc", Bloc.GOVERNMENT),
        parent=parent,
        second_parent=second_parent,
        path=path_of(code, parent.path if parent else ""),
        second_path=path_of(code, second_parent.path) if second_parent else "",
        **columns,
    )


def make_person(username: str, full_name: str, role: str | None = None, unit: Unit | None = None, **post: Any) -> User:
    """A person with the password `PASSWORD` and, where a role is given, a post since 1 July 2025."""
    user = create_user(
        by=None,
        username=username,
        full_name=full_name,
        email=f"{username}@tinh.example",
        password=PASSWORD,
        must_change_password=False,
    )
    if role:
        grant_role(user=user, role=role, unit=unit, by=None, **{"starts_on": SINCE, **post})
    return user


def give(user: User, role: Role | str, **post: Any) -> Membership:
    """Another post for a person, since 1 July 2025 unless the post says otherwise."""
    return grant_role(user=user, role=role, by=None, **{"starts_on": SINCE, **post})


@dataclass(frozen=True)
class People:
    """The units and the people who stand in them."""

    province: Unit
    science: Unit
    police: Unit
    north: Unit
    north_culture: Unit
    north_police: Unit
    south: Unit
    officer: User
    head: User
    stranger: User
    coordinator: User
    leader: User
    administrator: User


@pytest.fixture
def people(db: None) -> People:
    """An officer and the head of a commune, a stranger of another, a coordinator, the leader, an administrator."""
    offer_permissions(by=None)
    province = make_unit("99", "Tỉnh Thử Nghiệm", Kind.PROVINCE)
    science = make_unit("99.science", "Sở Khoa học và Công nghệ", Kind.DEPARTMENT, province)
    police = make_unit("99.police", "Công an tỉnh", Kind.FORCE, province, bloc=Bloc.ARMED_FORCES)
    north = make_unit("90001", "Xã Bắc Sơn", Kind.COMMUNE, province, level=Level.COMMUNE)
    south = make_unit("90002", "Xã Nam Hà", Kind.COMMUNE, province, level=Level.COMMUNE)
    culture = make_unit("90001.culture", "Phòng Văn hóa – Xã hội", Kind.OFFICE, north, level=Level.COMMUNE)
    north_police = make_unit(
        "90001.police",
        "Công an xã Bắc Sơn",
        Kind.FORCE,
        north,
        second_parent=police,
        level=Level.COMMUNE,
        bloc=Bloc.ARMED_FORCES,
    )
    return People(
        province=province,
        science=science,
        police=police,
        north=north,
        north_culture=culture,
        north_police=north_police,
        south=south,
        officer=make_person("officer", "Trần Thị Bình", RoleCode.OFFICER, north),
        head=make_person("head", "Lê Văn Cường", RoleCode.HEAD, north),
        stranger=make_person("stranger", "Phạm Thị Dung", RoleCode.OFFICER, south),
        coordinator=make_person("coordinator", "Hoàng Văn Em", RoleCode.COORDINATOR, province, seat=science),
        leader=make_person("leader", "Võ Thị Giang", RoleCode.PROVINCE_LEADER, province),
        administrator=make_person("administrator", "Đặng Văn Hải", RoleCode.ADMINISTRATOR, province),
    )
