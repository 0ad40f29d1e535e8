"""Investment projects of the demonstration province with what was paid in and what is owed, all of it invented."""

from __future__ import annotations

import datetime
import json
import random
from decimal import Decimal
from typing import Any

from django.db.models.functions import Coalesce
from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.core.places.models import Boundary
from honglam.engines.registers.public import create_many, move_many, register_of
from honglam.packs.investment.models import Project
from honglam.packs.investment.terms import Investor, Sector

PROJECTS = 120
SOURCE = "Số liệu hư cấu để trình diễn"
_KEEPER = "finance"
_WHAT = {
    Sector.INDUSTRY: ("Nhà máy chế biến gỗ", "Nhà máy may", "Nhà máy linh kiện điện tử", "Xưởng cơ khí"),
    Sector.ENERGY: ("Nhà máy điện mặt trời", "Nhà máy điện gió", "Kho khí hóa lỏng"),
    Sector.AGRICULTURE: ("Trang trại bò sữa", "Vùng trồng cam", "Khu nuôi tôm công nghệ cao", "Nhà máy giống cây"),
    Sector.TRADE: ("Trung tâm thương mại", "Chợ đầu mối", "Kho vận"),
    Sector.TOURISM: ("Khu du lịch sinh thái", "Khách sạn ven biển", "Khu nghỉ dưỡng suối khoáng"),
    Sector.HOUSING: ("Khu đô thị", "Khu nhà ở xã hội"),
    Sector.SOCIAL: ("Bệnh viện tư nhân", "Trường liên cấp", "Trung tâm thể thao"),
}
_INVESTORS = ("Công ty cổ phần", "Công ty TNHH", "Tập đoàn", "Hợp tác xã")
_NAMES = (
    "Sông La",
    "Hồng Lĩnh",
    "Biển Ngang",
    "Đèo Con",
    "Trà Sơn",
    "Kẻ Gỗ",
    "Ngàn Phố",
    "Cửa Sót",
    "Rào Trổ",
    "Minh Phú",
)
_DELAYS = (
    "Vướng giải phóng mặt bằng",
    "Nhà đầu tư thiếu vốn",
    "Chờ điều chỉnh quy hoạch",
    "Chưa xong thủ tục môi trường",
)
_STEPS = (("approve", 0.92), ("prepare", 0.82), ("build", 0.66), ("operate", 0.25))
"""Moves, and which share of all projects has come that far."""


def load(*, by: Any) -> int:
    """Add projects, what was disbursed each month, obligations; how many rows. Nothing when repeated."""
    keeper = Unit.objects.filter(function=_KEEPER, parent__parent=None).order_by("code").first()
    if keeper is None or Project.objects.exists():
        return 0
    dice, today = random.Random(42), timezone.localdate()
    started = today - datetime.timedelta(days=500)
    rows = [_project(number, place, today, dice) for number, place in enumerate(_sites(dice), start=1)]
    projects = create_many(register=register_of("projects"), unit=keeper, rows=rows, by=by, valid_from=started,
                           reason=SOURCE)  # fmt: skip
    for number, (move, share) in enumerate(_STEPS, start=1):
        some = projects[: round(share * len(projects))]
        move_many(register=register_of("projects"), rows=some, move=move, by=by,
                  valid_from=started + datetime.timedelta(days=60 * number))  # fmt: skip
    move_many(
        register=register_of("projects"), rows=projects[-4:], move="stop", by=by, reason="Nhà đầu tư xin chấm dứt"
    )
    paid = [row for project in projects[:80] for row in _disbursements(project, today, dice)]
    owed = [row for project in projects for row in _obligations(project, today, dice)]
    create_many(register=register_of("disbursements"), unit=keeper, rows=paid, by=by, valid_from=started, reason=SOURCE)
    made = create_many(
        register=register_of("obligations"), unit=keeper, rows=owed, by=by, valid_from=started, reason=SOURCE
    )
    move_many(register=register_of("obligations"), rows=[row for row in made if row.met_on], move="meet", by=by)
    return len(projects) + len(paid) + len(owed)


def _sites(dice: random.Random) -> list[tuple[Unit, str]]:
    """A commune and a place in it for each project; without boundaries no place."""
    boundaries = Boundary.objects.valid_on(timezone.localdate()).values_list("unit_id", "label_lon", "label_lat")
    points = {unit: (lon, lat) for unit, lon, lat in boundaries}
    communes = list(Unit.objects.communes().order_by(Coalesce("population", 0).desc(), "code"))
    sites = []
    for _number in range(PROJECTS if communes else 0):
        commune = communes[min(int(dice.expovariate(0.06)), len(communes) - 1)]
        lon, lat = points.get(commune.pk, (None, None))
        shape = "" if lon is None or lat is None else json.dumps({
            "type": "Point",
            "coordinates": [round(lon + dice.uniform(-0.015, 0.015), 5), round(lat + dice.uniform(-0.015, 0.015), 5)],
        })  # fmt: skip
        sites.append((commune, shape))
    return sites


def _exact(value: float) -> Decimal:
    """Two decimals: the columns refuse what a float adds."""
    return Decimal(f"{value:.2f}")


def _project(number: int, site: tuple[Unit, str], today: datetime.date, dice: random.Random) -> dict[str, Any]:
    """One project; a few lack a due day, a few have more disbursed than registered."""
    commune, shape = site
    sector = dice.choice(list(_WHAT))
    capital = round(dice.lognormvariate(11.5, 1.1))
    approved_on = today - datetime.timedelta(days=dice.randint(200, 1500))
    starts_on = approved_on + datetime.timedelta(days=dice.randint(60, 300))
    due_on = starts_on + datetime.timedelta(days=dice.randint(300, 1500))
    is_delayed = due_on < today and dice.random() < 0.6
    land = round(dice.lognormvariate(1.8, 1.0), 2)
    return {
        "code": f"{dice.randint(1000, 9999)}{number:06}", "geometry": shape, "commune": commune, "sector": sector,
        "name": f"{dice.choice(_WHAT[sector])} {dice.choice(_NAMES)} {number}",
        "investor": f"{dice.choice(_INVESTORS)} {dice.choice(_NAMES)}", "investor_kind": dice.choice(list(Investor)),
        "capital": capital, "disbursed": round(capital * dice.uniform(0, 1.02 if number % 30 == 0 else 0.9)),
        "land_area": _exact(land), "land_given": _exact(land * dice.uniform(0.3, 1)), "jobs": dice.randint(20, 900),
        "approval": f"{dice.randint(100, 4000)}/QĐ-UBND", "approved_on": approved_on, "starts_on": starts_on,
        "due_on": None if number % 25 == 0 else due_on, "finished_on": min(due_on, today), "is_delayed": is_delayed,
        "delay_reason": dice.choice(_DELAYS) if is_delayed else "",
    }  # fmt: skip


def _disbursements(project: Any, today: datetime.date, dice: random.Random) -> list[dict[str, Any]]:
    """What an investor put in, month by month, over the past half-year."""
    months, day = [], today.replace(day=1)
    for _back in range(6):
        day -= datetime.timedelta(days=1)
        months.append(day)
        day = day.replace(day=1)
    return [
        {"project": project, "month": month, "amount": _exact(float(project.disbursed) / 12 * dice.uniform(0.2, 1.6))}
        for month in months if dice.random() < 0.8
    ]  # fmt: skip


def _obligations(project: Any, today: datetime.date, dice: random.Random) -> list[dict[str, Any]]:
    """A deposit, and land fees or a report; half of what is due was met."""
    owed = []
    for kind, content in (
        ("deposit", "Ký quỹ bảo đảm thực hiện dự án"),
        dice.choice((("land_fee", "Tiền thuê đất năm nay"), ("report", "Báo cáo tình hình thực hiện sáu tháng"))),
    ):
        due_on = today + datetime.timedelta(days=dice.randint(-200, 120))
        met_on = due_on - datetime.timedelta(days=dice.randint(-20, 40))
        owed.append({
            "project": project, "kind": kind, "content": content, "due_on": due_on,
            "amount": None if kind == "report" else _exact(float(project.capital) * dice.uniform(0.01, 0.03)),
            "met_on": met_on if met_on <= today and dice.random() < 0.7 else None,
        })  # fmt: skip
    return owed
