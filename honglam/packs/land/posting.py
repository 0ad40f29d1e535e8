"""A day's decided transactions go into the books: parcels and shares change, what they were stays, all at once.

Transactions that make or end parcels (division, recovery) are entered by hand and then marked as posted.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.organisations.models import Unit
from honglam.engines.registers.public import change_many, move_many, register_of
from honglam.packs.land.models import Ownership, Transaction
from honglam.packs.land.terms import BY_HAND, CHANGES_OWNER, TransactionKind, TransactionState

_WRITTEN = ("parcels", "ownerships", "land_transactions")


@dataclass(slots=True)
class Posted:
    """What a posting did: how many transactions stand in the books now, which do not and why (by their code)."""

    transactions: int = 0
    parcels: int = 0
    ownerships: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Changes:
    """New values of rows of one register by key, with the day from which they hold and the paper behind them."""

    rows: dict[int, Any] = field(default_factory=dict)
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    since: dict[int, datetime.date] = field(default_factory=dict)
    acts: dict[int, str] = field(default_factory=dict)

    def add(self, row: Any, values: Mapping[str, Any], one: Transaction) -> str:
        """Note a change; says why not where the books hold something later."""
        assert one.decided_on is not None
        if one.decided_on < row.valid_from:
            return _("Ngày có hiệu lực %(day)s trước ngày %(since)s của nội dung đang có trong sổ.") % {
                "day": f"{one.decided_on:%d/%m/%Y}", "since": f"{row.valid_from:%d/%m/%Y}",
            }  # fmt: skip
        self.rows[row.pk], self.values[row.pk] = row, dict(values)
        self.since[row.pk], self.acts[row.pk] = one.decided_on, one.paper
        return ""


@transaction.atomic
def post_transactions(*, transactions: Iterable[Transaction], by: Any) -> Posted:
    """Post approved transactions: one entry of the log a register, former states kept with the act of each.

    A transaction holds from the day on which it was decided. What cannot be posted is left as it is and said why:
    not approved, without a day, by hand only, out of the person's reach, the giver holds no share of the parcel, the
    parcel is mortgaged, another transaction of the same parcel in the same batch, or a day before the one in the books.

    Raises:
        NotAllowed: the person may not edit the three registers anywhere.
        RecordInvalid: a new value that the model refuses.
    """
    reaches = [require(by, register_of(code).permission("edit")) for code in _WRITTEN]
    asked = [one.pk for one in transactions]
    found = list(
        Transaction.objects.select_for_update(of=("self",))
        .filter(pk__in=asked)
        .select_related("parcel", "to_owner")
        .order_by("pk")
    )
    units = Unit.objects.in_bulk({one.unit_id for one in found} | {one.parcel.unit_id for one in found})
    shares = _shares(found)
    parcels, ownerships, done = _Changes(), _Changes(), _Changes()
    posted = Posted()
    busy: set[int] = set()
    for one in found:
        of_both = (units[one.unit_id], units[one.parcel.unit_id])
        if not all(reach.covers(unit) for reach in reaches for unit in of_both):
            posted.refused[one.code] = _("Bạn không có quyền ghi sổ thửa đất này.")
        elif why := _refusal(one, busy) or _noted(one, shares, parcels, ownerships):
            posted.refused[one.code] = why
        else:
            busy.add(one.parcel_id)
            done.rows[one.pk], done.acts[one.pk] = one, one.paper
    if parcels.rows:
        posted.parcels = _written("parcels", parcels, by)
    if ownerships.rows:
        posted.ownerships = _written("ownerships", ownerships, by)
    if done.rows:
        posted.transactions = move_many(
            register=register_of("land_transactions"), rows=done.rows.values(), move="post", by=by, acts=done.acts
        )
    return posted


def _written(register: str, changes: _Changes, by: Any) -> int:
    return change_many(
        register=register_of(register), rows=changes.rows.values(), each=changes.values, since=changes.since,
        acts=changes.acts, by=by,
    )  # fmt: skip


def _shares(transactions: Iterable[Transaction]) -> dict[tuple[int, int], Ownership]:
    """The standing share by parcel and owner, of all parcels that change hands; one query."""
    keys = {one.parcel_id for one in transactions if one.kind in CHANGES_OWNER}
    standing = Ownership.objects.standing().filter(parcel_id__in=keys)
    return {(share.parcel_id, share.owner_id): share for share in standing}


def _refusal(one: Transaction, busy: Collection[int]) -> str:
    """Why a transaction cannot be posted whatever the books say; "" where it can."""
    if one.ended_on is not None or one.state != TransactionState.APPROVED or one.decided_on is None:
        return _("Chưa được duyệt hoặc đã ghi sổ.")
    if one.kind in BY_HAND:
        return _("Tách, hợp thửa và thu hồi đất: nhập các thửa bằng tay, rồi đánh dấu đã ghi sổ.")
    if one.parcel.ended_on is not None:
        return _("Thửa đất đã ngừng hiệu lực trong sổ.")
    if one.parcel_id in busy:
        return _("Thửa này có giao dịch khác trong cùng đợt; ghi sổ giao dịch đó trước, rồi ghi lại.")
    return ""


def _noted(
    one: Transaction, shares: Mapping[tuple[int, int], Ownership], parcels: _Changes, ownerships: _Changes
) -> str:
    """Note what a transaction changes; why not, where it cannot."""
    if one.kind not in CHANGES_OWNER:
        return parcels.add(one.parcel, _new_of_parcel(one), one)
    share = shares.get((one.parcel_id, one.from_owner_id or 0))
    if share is None or one.to_owner is None:
        return _("Bên chuyển quyền không đứng tên thửa này trong sổ, hoặc chưa ghi bên nhận.")
    if one.parcel.is_mortgaged:
        return _("Thửa đất đang thế chấp; ghi xóa thế chấp trước.")
    if (one.parcel_id, one.to_owner_id or 0) in shares:
        return _("Bên nhận đã đứng tên một phần của thửa này; sửa phần quyền bằng tay.")
    return ownerships.add(share, {"owner": one.to_owner}, one)


def _new_of_parcel(one: Transaction) -> dict[str, Any]:
    """The new values of a parcel. Raises KeyError for a kind that changes no parcel."""
    changes: dict[str, dict[str, Any]] = {
        TransactionKind.PURPOSE: {"purpose": one.new_purpose},
        TransactionKind.MEASUREMENT: {"area": one.new_area},
        TransactionKind.CERTIFICATE: {"certificate": one.new_certificate, "certified_on": one.decided_on},
        TransactionKind.MORTGAGE: {"is_mortgaged": True},
        TransactionKind.RELEASE: {"is_mortgaged": False},
    }
    return changes[one.kind]


def waiting(day: datetime.date) -> Any:
    """Approved transactions that hold by a day and are not in the books yet, the oldest first."""
    return Transaction.objects.standing().filter(
        state=TransactionState.APPROVED, decided_on__lte=day
    ).order_by("decided_on", "pk")  # fmt: skip
