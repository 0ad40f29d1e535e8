"""Devices, licences, information systems and local networks of the demonstration province, all of it invented."""

from __future__ import annotations

import datetime
import random
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind
from honglam.engines.registers.public import create_many, move_many, register_of
from honglam.packs.assets.models import Device
from honglam.packs.assets.terms import DeviceKind

UNITS, A_UNIT = 20, 16
WITHOUT_NETWORK = 5
"""How many communes have not told of their network: the rule of completeness finds them."""
SINCE = datetime.date(2025, 7, 1)
SOURCE = "Số liệu hư cấu để trình diễn"
_KINDS = (
    (DeviceKind.DESKTOP, "Máy tính để bàn i5", 13), (DeviceKind.DESKTOP, "Máy tính để bàn i3", 10),
    (DeviceKind.LAPTOP, "Máy tính xách tay 14 inch", 18), (DeviceKind.PRINTER, "Máy in laser A4", 5),
    (DeviceKind.SCANNER, "Máy quét hai mặt", 16), (DeviceKind.SWITCH, "Thiết bị chuyển mạch 24 cổng", 9),
    (DeviceKind.FIREWALL, "Tường lửa chi nhánh", 45), (DeviceKind.WIFI, "Điểm phát Wi-Fi", 4),
    (DeviceKind.POWER, "Bộ lưu điện 1 kVA", 6),
)  # fmt: skip
_WITH_SYSTEM = (DeviceKind.DESKTOP, DeviceKind.LAPTOP)
_ROLES = ("Chuyên viên", "Văn thư", "Lãnh đạo", "Kế toán", "Bộ phận tiếp nhận hồ sơ")
_SYSTEMS = (
    ("Hệ thống thông tin giải quyết thủ tục hành chính", "3", True), ("Cổng thông tin điện tử tỉnh", "3", True),
    ("Hệ thống quản lý văn bản và điều hành", "3", False), ("Trục liên thông dữ liệu của tỉnh", "3", False),
    ("Hệ thống thư điện tử công vụ", "2", True), ("Hệ thống họp trực tuyến", "2", False),
    ("Phần mềm quản lý cán bộ, công chức, viên chức", "2", False), ("Cơ sở dữ liệu đất đai", "3", True),
    ("Hệ thống camera giám sát", "2", False), ("Phần mềm quản lý dự án đầu tư", "2", False),
    ("Phần mềm một cửa cấp xã", "2", True), ("Hệ thống báo cáo của tỉnh", "2", False),
)  # fmt: skip
_LICENCES = (("office", "Bộ ứng dụng văn phòng"), ("antivirus", "Phòng chống mã độc tập trung"),
             ("system", "Hệ điều hành máy chủ"), ("signature", "Chứng thư số chuyên dùng"))  # fmt: skip


def load(*, by: Any) -> int:
    """Add about 400 devices and what belongs to them; how many rows. Nothing when repeated."""
    today = timezone.localdate()
    departments = list(Unit.objects.valid_on(today).filter(kind=Kind.DEPARTMENT).order_by("position", "code"))
    communes = list(Unit.objects.communes().valid_on(today).order_by("code"))
    if Device.objects.exists() or not departments:
        return 0
    dice, made = random.Random(42), 0
    for place, unit in enumerate([*departments, *communes][:UNITS], start=1):
        made += _devices(unit, place, today, dice, by)
    for unit in communes[WITHOUT_NETWORK:]:
        made += len(create_many(register=register_of("networks"), unit=unit, by=by, valid_from=SINCE, reason=SOURCE,
                                rows=[_network(unit, today, dice)]))  # fmt: skip
    keeper = next((unit for unit in departments if unit.function == "science-technology"), departments[0])
    return made + _systems(keeper, departments, today, dice, by) + _licences(keeper, today, dice, by)


def _devices(unit: Unit, place: int, today: datetime.date, dice: random.Random, by: Any) -> int:
    """The devices of one unit: one in twenty without serial number, the second repeats that of the first in places."""
    rows: list[dict[str, Any]] = []
    for number in range(A_UNIT + place % 9):
        kind, name, millions = dice.choice(_KINDS)
        bought_on = today - datetime.timedelta(days=dice.randint(60, 2600))
        serial = "" if dice.random() < 0.05 else f"SN{place:03}{number:03}"
        rows.append({
            "code": f"TB-{place:03}-{number:03}", "kind": kind, "name": name, "location": unit, "bought_on": bought_on,
            "serial": rows[0]["serial"] if number == 1 and place % 7 == 0 else serial, "price": millions * 1_000_000,
            "warranty_until": bought_on + datetime.timedelta(days=1095), "user_role": dice.choice(_ROLES),
            "operating_system": dice.choice(("Windows 11", "Windows 10", "Windows 7")) if kind in _WITH_SYSTEM else "",
            "checked_on": today - datetime.timedelta(days=dice.randint(20, 500)), "source": "Ngân sách tỉnh",
        })  # fmt: skip
    register = register_of("devices")
    made = create_many(register=register, unit=unit, rows=rows, by=by, valid_from=SINCE, reason=SOURCE)
    move_many(register=register, rows=made[2:], move="hand", by=by)
    if broken := made[5::11]:
        move_many(register=register, rows=broken, move="break", by=by, reason="Hỏng nguồn, không sửa được")
    return len(made)


def _network(unit: Unit, today: datetime.date, dice: random.Random) -> dict[str, Any]:
    computers = dice.randint(18, 60)
    return {
        "name": "Trụ sở UBND", "sockets": computers + dice.randint(-2, 20), "switches": dice.randint(1, 5),
        "computers": computers, "provider": dice.choice(("VNPT", "Viettel", "MobiFone")),
        "bandwidth": dice.choice((50, 100, 200, 300)), "has_private_line": dice.random() < 0.9,
        "is_divided": dice.random() < 0.5, "has_firewall": dice.random() < 0.4, "is_watched": dice.random() < 0.6,
        "built_on": datetime.date(dice.randint(2016, 2025), 6, 30),
        "checked_on": today - datetime.timedelta(days=dice.randint(10, 600)),
    }  # fmt: skip


def _systems(keeper: Unit, owners: list[Unit], today: datetime.date, dice: random.Random, by: Any) -> int:
    """Systems at every stage of the dossier of their level."""
    rows = [
        {
            "system_code": f"HT-{number:02}", "name": name, "level": level, "is_public": is_public,
            "owner": dice.choice(owners), "operator": keeper, "hosting": "Trung tâm dữ liệu của tỉnh",
            "users": dice.randint(50, 4000), "law": dice.choice(("85/2016", "331/2026")),
            "approval": f"{dice.randint(100, 900)}/QĐ-UBND",
            "approved_on": today - datetime.timedelta(days=dice.randint(60, 1400)),
            "checked_on": today - datetime.timedelta(days=dice.randint(30, 900)),
        }
        for number, (name, level, is_public) in enumerate(_SYSTEMS, start=1)
    ]  # fmt: skip
    register = register_of("systems")
    made = create_many(register=register, unit=keeper, rows=rows, by=by, valid_from=SINCE, reason=SOURCE)
    for move, last in (("submit", 11), ("appraise", 9), ("approve", 7)):
        move_many(register=register, rows=made[:last], move=move, by=by)
    return len(made)


def _licences(keeper: Unit, today: datetime.date, dice: random.Random, by: Any) -> int:
    """Licences: some used beyond their seats, some for a system that the register does not know."""
    rows: list[dict[str, Any]] = []
    for number in range(40):
        kind, product = dice.choice(_LICENCES)
        seats, place = dice.randint(5, 200), number % (len(_SYSTEMS) + 2)
        known = place < len(_SYSTEMS)
        starts_on = today - datetime.timedelta(days=dice.randint(30, 700))
        rows.append({
            "code": f"BQ-{number:03}", "kind": kind, "product": product, "vendor": "Nhà cung cấp (hư cấu)",
            "system_code": f"HT-{place + 1:02}", "system_level": _SYSTEMS[place][1] if known and number % 9 else "2",
            "seats": seats, "seats_used": round(seats * dice.uniform(0.4, 1.05)), "price": seats * 900_000,
            "starts_on": starts_on, "until": starts_on + datetime.timedelta(days=730), "contract": f"HĐ-{number:03}",
        })  # fmt: skip
    register = register_of("licences")
    return len(create_many(register=register, unit=keeper, rows=rows, by=by, valid_from=SINCE, reason=SOURCE))
