"""Parcels of three communes of the demonstration province, with more defects than real books, and transactions."""

from __future__ import annotations

import datetime
import random
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.registers.public import create_many, move_many, register_of
from honglam.packs.land.loading import load_parcels
from honglam.packs.land.made import RATES, Commune, communes_of, made_parcels
from honglam.packs.land.models import Owner, Ownership, Parcel
from honglam.packs.land.posting import post_transactions
from honglam.packs.land.terms import LAND_USES

PARCELS = 3000
COMMUNES = ("18484", "18073", "18115")
TRANSACTIONS_A_COMMUNE = 20
_KINDS = ("transfer", "transfer", "gift", "inheritance", "purpose", "measurement", "certificate", "mortgage")
SOURCE = "Số liệu hư cấu để trình diễn"


def load(*, by: Any) -> int:
    """Add parcels, their owners, sixty transactions; how many rows. Nothing when there are parcels already."""
    province = Unit.objects.province()
    if province is None or Parcel.objects.exists():
        return 0
    rates = {defect: 5 * rate for defect, rate in RATES.items()}
    loaded = load_parcels(
        batches=made_parcels(_chosen(province.code), PARCELS, geometry=True, rates=rates), by=by, reason=SOURCE
    )
    return sum(loaded.values()) + _transactions(by)


def _chosen(province: str) -> list[Commune]:
    """The communes where visitors have accounts; elsewhere the first three."""
    communes = communes_of(province)
    return [one for one in communes if one.code in COMMUNES] or communes[:3]


def _transactions(by: Any) -> int:
    """Transactions on their way: filed, checked, approved, and the oldest in the books."""
    dice, today = random.Random(42), timezone.localdate()
    register, filed_from = register_of("land_transactions"), today - datetime.timedelta(days=40)
    made: list[Any] = []
    for unit in Unit.objects.filter(land_parcels__isnull=False).distinct().order_by("code"):
        shares = Ownership.objects.filter(unit=unit).select_related("parcel", "owner").order_by("pk")
        owners = list(Owner.objects.filter(unit=unit, kind="person").order_by("-pk")[:TRANSACTIONS_A_COMMUNE])
        rows = [
            _row(unit, number, share, owner, filed_from + datetime.timedelta(days=number), dice)
            for number, (share, owner) in enumerate(zip(shares[: 7 * len(owners) : 7], owners, strict=False), start=1)
        ]
        made += create_many(register=register, unit=unit, rows=rows, by=by, valid_from=filed_from, reason=SOURCE)
    if not made:
        return 0
    for move, share in (("check", 0.9), ("approve", 0.7)):
        some = [row for row in made if int(row.code[-3:]) <= share * TRANSACTIONS_A_COMMUNE]
        move_many(register=register, rows=some, move=move, by=by)
    post_transactions(transactions=[row for row in made if int(row.code[-3:]) <= TRANSACTIONS_A_COMMUNE // 2], by=by)
    return len(made)


def _row(
    unit: Unit, number: int, share: Any, owner: Any, filed_on: datetime.date, dice: random.Random
) -> dict[str, Any]:
    """One transaction; owners change in half of them."""
    decided_on = filed_on + datetime.timedelta(days=dice.randint(5, 15))
    row = {
        "code": f"H42.{unit.code}-{filed_on.year}-{number:03}", "parcel": share.parcel, "filed_on": filed_on,
        "decided_on": decided_on, "paper": f"{dice.randint(100, 999)}/{filed_on.year}/HĐ",
        "fee": dice.randint(2, 400) * 100_000,
    }  # fmt: skip
    kind = dice.choice(_KINDS)
    details: dict[str, dict[str, Any]] = {
        "purpose": {"new_purpose": dice.choice(list(LAND_USES)[:13])},
        "measurement": {"new_area": f"{float(share.parcel.area or 100) * dice.uniform(0.95, 1.05):.1f}"},
        "certificate": {"new_certificate": f"AA {dice.randint(100000, 999999)}"},
        "mortgage": {},
    }
    return row | {"kind": kind} | details.get(kind, {"from_owner": share.owner, "to_owner": owner})
