"""The people of the demonstration province: invented names, made from lists with a fixed seed, in real kinds of posts.

A dozen accounts share one password that is printed for everybody to see; nobody can sign in to any other account.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from honglam.core.access.actions import create_user, grant_role, offer_permissions
from honglam.core.access.models import Role, User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import COMMUNE_KINDS, VILLAGE_KINDS, Kind, Level
from honglam.toolkit.text import strip_marks

PASSWORD = "trinh-dien-42"
"""Of every demonstration account; printed by the command, so it protects nothing."""
DOMAIN = "trinhdien.example"
SINCE = datetime.date(2025, 7, 1)
SEED = 42

_FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Võ",
    "Đặng",
    "Bùi",
    "Hồ",
    "Dương",
    "Đinh",
    "Trương",
    "Thái",
)
_MEN = (("Văn", "Đình", "Hữu", "Quang", "Xuân", "Bá", "Trọng", "Công"),
        ("An", "Bình", "Cường", "Dũng", "Đức", "Hải", "Hùng", "Khôi", "Long", "Minh", "Nam", "Phúc", "Quân", "Sơn",
         "Thắng", "Toàn", "Tuấn", "Việt"))  # fmt: skip
_WOMEN = (("Thị", "Thị Thanh", "Thị Thu", "Thị Kim", "Ngọc", "Thúy"),
          ("Anh", "Chi", "Dung", "Giang", "Hà", "Hạnh", "Hiền", "Hoa", "Hương", "Lan", "Linh", "Mai", "Nga", "Oanh",
           "Phương", "Thảo", "Trang", "Yến"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """An account that visitors sign in to: its name, its title, its scope, what it may do, where it sits.

    Codes of provincial bodies begin with a dot; an account whose unit the province does not have is left out.
    """

    username: str
    title: str
    unit: str
    role: str
    seat: str = ""


ACCOUNTS = (
    Account("lanhdao", "Phó Chủ tịch UBND tỉnh", ".", RoleCode.PROVINCE_LEADER),
    Account("tonghop", "Đầu mối tổng hợp của tỉnh", ".", RoleCode.COORDINATOR, seat=".science-technology"),
    Account("sokhcn", "Giám đốc Sở Khoa học và Công nghệ", ".science-technology", RoleCode.HEAD),
    Account("vpntm", "Chánh Văn phòng Điều phối nông thôn mới", ".rural-development-office", RoleCode.HEAD),
    Account("chutich.dongloc", "Chủ tịch UBND xã Đồng Lộc", "18484", RoleCode.HEAD),
    Account("canbo.dongloc", "Công chức phụ trách chuyển đổi số", "18484", RoleCode.OFFICER),
    Account("chutich.thanhsen", "Chủ tịch UBND phường Thành Sen", "18073", RoleCode.HEAD),
    Account("thon1.dongloc", "Trưởng thôn", "18484.village-1", RoleCode.OFFICER),
    Account("chutich.nghiadan", "Chủ tịch UBND xã Nghĩa Đàn", "16941", RoleCode.HEAD),
    Account("kiemtra", "Cán bộ kiểm tra nhật ký", ".", RoleCode.AUDITOR, seat=".inspectorate"),
    Account("quantri", "Quản trị hệ thống", ".", RoleCode.ADMINISTRATOR),
)
_SECOND_POSTS = (("canbo.dongloc", "18484.culture-society", RoleCode.OFFICER, "Phó Trưởng phòng Văn hóa – Xã hội"),)


@dataclass(frozen=True, slots=True)
class _Post:
    """A post to be filled by somebody invented."""

    unit: Unit
    role: str
    title: str
    seat: Unit | None = None


def load(by: AbstractBaseUser | None) -> int:
    """Fill every post of the demonstration province that matters; returns how many people came. Nothing when repeated.

    The built-in roles are offered first. Units must be loaded.
    """
    assert by is None or isinstance(by, User)
    offer_permissions(by=None)
    if User.objects.filter(username=ACCOUNTS[0].username).exists():
        return 0
    names = _names()
    with transaction.atomic():
        units = _units_by_key()
        roles = {role.code: role for role in Role.objects.all()}
        accounts = [account for account in ACCOUNTS if account.unit in units]
        made = {account.username: _account(account, next(names), units, roles, by) for account in accounts}
        for username, code, role, title in _SECOND_POSTS:
            if username in made:
                grant_role(user=made[username], role=roles[role], unit=units[code], by=by, title=title, starts_on=SINCE)
        headed = {units[account.unit].pk for account in accounts if account.role == RoleCode.HEAD}
        usernames = set(made)
        posts = [post for post in _posts(units.values()) if post.role != RoleCode.HEAD or post.unit.pk not in headed]
        people = [_person(post, next(names), usernames, roles, by) for post in posts]
        _hold_two_posts(people, posts, roles, by)
    return len(made) + len(people)


def present_accounts() -> list[Account]:
    """The accounts of `ACCOUNTS` that this installation has."""
    named = User.objects.filter(username__in=[account.username for account in ACCOUNTS])
    known = set(named.values_list("username", flat=True))
    return [account for account in ACCOUNTS if account.username in known]


def _units_by_key() -> dict[str, Unit]:
    """Units by code; the province and its bodies by what follows the province's own code, after a dot."""
    province = Unit.objects.province()
    assert province is not None
    before = f"{province.code}."
    units = Unit.objects.exclude(pk=province.pk)
    keys = {f".{unit.code.removeprefix(before)}" if unit.code.startswith(before) else unit.code: unit for unit in units}
    return {".": province} | keys


def _account(account: Account, full_name: str, units: dict[str, Unit], roles: dict[str, Role], by: User | None) -> User:
    user = create_user(
        by=by,
        username=account.username,
        full_name=full_name,
        email=f"{account.username}@{DOMAIN}",
        position=account.title,
        password=PASSWORD,
        must_change_password=False,
    )
    seat = units[account.seat] if account.seat else None
    grant_role(
        user=user, role=roles[account.role], unit=units[account.unit], seat=seat, by=by, title=account.title,
        starts_on=SINCE,
    )  # fmt: skip
    return user


def _person(post: _Post, full_name: str, usernames: set[str], roles: dict[str, Role], by: User | None) -> User:
    username = _username(full_name, usernames)
    user = create_user(by=by, username=username, full_name=full_name, email=f"{username}@{DOMAIN}", position=post.title)
    grant_role(
        user=user, role=roles[post.role], unit=post.unit, seat=post.seat, by=by, title=post.title, starts_on=SINCE
    )
    return user


def _hold_two_posts(people: list[User], posts: list[_Post], roles: dict[str, Role], by: User | None) -> None:
    """In every tenth commune the officer of the office also helps at the public service centre."""
    centres = {unit.parent_id: unit for unit in Unit.objects.filter(function="commune-service-centre")}
    helpers = [(person, post) for person, post in zip(people, posts, strict=True)
               if post.seat is not None and post.seat.function == "commune-office"]  # fmt: skip
    for person, post in helpers[::10]:
        if centre := centres.get(post.unit.pk):
            grant_role(
                user=person, role=roles[RoleCode.OFFICER], unit=centre, by=by, title="Kiêm nhiệm tiếp nhận hồ sơ",
                starts_on=SINCE,
            )  # fmt: skip


def _posts(units: Iterable[Unit]) -> Iterator[_Post]:
    """The posts of every body of the province, of every commune, and of the bodies of communes with villages."""
    chosen = list(units)
    full = {unit.path.split("/")[2] for unit in chosen if unit.kind in VILLAGE_KINDS}
    bodies = {(unit.parent_id, unit.function): unit for unit in chosen}
    for unit in chosen:
        if unit.kind in COMMUNE_KINDS:
            word = "phường" if unit.kind == Kind.WARD else "xã"
            yield _Post(unit, RoleCode.HEAD, f"Chủ tịch UBND {word} {unit.short_name}")
            for function, title in (
                ("commune-culture-society", "Công chức Văn hóa – Xã hội"),
                ("commune-office", "Công chức Văn phòng"),
            ):
                yield _Post(unit, RoleCode.OFFICER, title, seat=bodies[unit.pk, function])
        elif unit.kind == Kind.DEPARTMENT:
            yield _Post(unit, RoleCode.HEAD, f"Thủ trưởng {unit.label}")
            yield _Post(unit, RoleCode.OFFICER, f"Chuyên viên {unit.label}")
            yield _Post(unit, RoleCode.OFFICER, f"Văn thư {unit.label}")
        elif unit.level == Level.PROVINCE and unit.kind != Kind.PROVINCE:
            yield _Post(unit, RoleCode.HEAD, f"Phụ trách {unit.label}")
        elif unit.kind in VILLAGE_KINDS:
            yield _Post(unit, RoleCode.OFFICER, f"Phụ trách {unit.label}")
        elif unit.parent is not None and unit.parent.code in full:
            yield _Post(unit, RoleCode.HEAD, f"Phụ trách {unit.label}")


def _names() -> Iterator[str]:
    """Invented names without end, the same on every machine; none comes twice."""
    chance = random.Random(SEED)
    seen: set[str] = set()
    while True:
        middles, given = chance.choice((_MEN, _WOMEN))
        name = f"{chance.choice(_FAMILIES)} {chance.choice(middles)} {chance.choice(given)}"
        if name not in seen:
            seen.add(name)
            yield name


def _username(full_name: str, taken: set[str]) -> str:
    """“binhtt” for Trần Thị Bình, with a number where it is taken."""
    *before, given = strip_marks(full_name).split()
    plain = given + "".join(word[0] for word in before)
    username = next(name for name in (plain, *(f"{plain}{number}" for number in range(2, 1000))) if name not in taken)
    taken.add(username)
    return username
