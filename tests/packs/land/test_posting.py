"""A day's transactions stand in the books, what was before stays, and what cannot be posted says why."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.models import Unit
from honglam.engines.registers.public import change, create, create_many, move_many, register_of
from honglam.packs.land.models import Owner, Ownership, OwnershipVersion, Parcel, ParcelVersion, Transaction
from honglam.packs.land.posting import post_transactions, waiting
from tests.people import People, people

__all__ = ["people"]
DAY = datetime.date(2026, 3, 2)
BEFORE = datetime.date(2026, 1, 5)


@dataclass
class Books:
    """The books of a commune: three parcels of An, and Bình who may receive."""

    unit: Unit
    head: User
    an: Owner
    binh: Owner
    parcels: list[Parcel]

    def file(self, kind: str, parcel: int = 0, **values: Any) -> Transaction:
        """A transaction that somebody decided on `DAY`."""
        row = create(
            register=register_of("land_transactions"), unit=self.unit, by=self.head, valid_from=BEFORE,
            values={"code": f"HS-{kind}-{parcel}-{len(values)}", "kind": kind, "parcel": self.parcels[parcel],
                    "filed_on": BEFORE, "decided_on": DAY, "paper": f"HĐ {kind}", **values},
        )  # fmt: skip
        for step in ("check", "approve"):
            move_many(register=register_of("land_transactions"), rows=[row], move=step, by=self.head, valid_from=BEFORE)
        return Transaction.objects.get(pk=row.pk)

    def transfer(self, parcel: int = 0, **values: Any) -> Transaction:
        """An sells a parcel to Bình."""
        return self.file("transfer", parcel, **{"from_owner": self.an, "to_owner": self.binh, **values})


@pytest.fixture
def books(people: People) -> Books:
    """The books as they stood on `BEFORE`."""

    def add(register: str, rows: list[dict[str, Any]]) -> list[Any]:
        return create_many(register=register_of(register), unit=people.north, rows=rows, by=people.head,
                           valid_from=BEFORE)  # fmt: skip

    parcels = add("parcels", [
        {"commune": people.north, "sheet": 3, "number": number, "area": 250, "purpose": "LUC", "place": "thôn 1"}
        for number in (1, 2, 3)
    ])  # fmt: skip
    an, binh = add("land_owners", [
        {"kind": "person", "full_name": name, "citizen_id": f"99900000000{number}"}
        for number, name in enumerate(("Nguyễn Văn An", "Trần Thị Bình"))
    ])  # fmt: skip
    add("ownerships", [{"parcel": parcel, "owner": an} for parcel in parcels])
    return Books(people.north, people.head, an, binh, parcels)


def test_a_transfer_changes_the_holder_from_its_day_and_the_former_holder_stays(books: Books) -> None:
    posted = post_transactions(transactions=[books.transfer()], by=books.head)
    assert (posted.transactions, posted.ownerships, posted.refused) == (1, 1, {})
    share = Ownership.objects.get(parcel=books.parcels[0])
    assert (share.owner, share.valid_from, share.revision) == (books.binh, DAY, 2)
    (former,) = OwnershipVersion.objects.former_on(DAY - datetime.timedelta(days=1)).filter(record=share)
    assert (former.owner_id, former.act, former.valid_to) == (books.an.pk, "HĐ transfer", DAY)
    assert former.uid == share.uid
    assert "tran thi binh" in share.search_text


@pytest.mark.parametrize(
    ("kind", "values", "column", "before", "after"),
    [
        ("purpose", {"new_purpose": "ONT"}, "purpose", "LUC", "ONT"),
        ("measurement", {"new_area": "251.5"}, "area", 250, 251.5),
        ("certificate", {"new_certificate": "AB 123456"}, "certificate", "", "AB 123456"),
        ("mortgage", {}, "is_mortgaged", False, True),
    ],
)
def test_a_parcel_reads_as_of_the_day_before_and_the_day_itself(
    books: Books, kind: str, values: dict[str, Any], column: str, before: Any, after: Any
) -> None:
    post_transactions(transactions=[books.file(kind, 1, **values)], by=books.head)
    parcel = Parcel.objects.holding_on(DAY).get(number=2)
    assert getattr(parcel, column) == after
    assert not Parcel.objects.holding_on(DAY - datetime.timedelta(days=1)).filter(number=2).exists()
    (former,) = ParcelVersion.objects.former_on(DAY - datetime.timedelta(days=1))
    assert getattr(former, column) == before
    assert former.replaced_by == books.head


def test_a_day_is_three_entries_of_the_log_and_posted_once(books: Books) -> None:
    day = [books.transfer(0), books.transfer(1), books.file("purpose", 2, new_purpose="ONT")]
    entries = AuditEntry.objects.count()
    assert post_transactions(transactions=waiting(DAY), by=books.head).transactions == 3
    assert AuditEntry.objects.count() == entries + 3
    again = post_transactions(transactions=day, by=books.head)
    assert (again.transactions, len(again.refused)) == (0, 3)
    assert OwnershipVersion.objects.count() == 2


def test_what_cannot_be_posted_is_left_and_says_why(books: Books) -> None:
    post_transactions(transactions=[books.file("mortgage", 1)], by=books.head)
    change(register=register_of("parcels"), row=books.parcels[2], values={"area": 240}, by=books.head)
    mortgaged, stranger = books.transfer(1), books.transfer(0, from_owner=books.binh, to_owner=books.an)
    division, early = books.file("division", 0), books.file("purpose", 2, new_purpose="ONT")
    refused = post_transactions(transactions=[mortgaged, stranger, division, early], by=books.head).refused
    assert "thế chấp" in refused[mortgaged.code]
    assert "không đứng tên" in refused[stranger.code]
    assert "bằng tay" in refused[division.code]
    assert "trước ngày" in refused[early.code]
    assert Transaction.objects.filter(state="approved").count() == 4


def test_two_transactions_of_one_parcel_never_go_in_one_batch(books: Books) -> None:
    first, second = books.transfer(0), books.file("mortgage", 0)
    posted = post_transactions(transactions=[first, second], by=books.head)
    assert (posted.transactions, list(posted.refused)) == (1, [second.code])
    assert post_transactions(transactions=[second], by=books.head).parcels == 1


def test_another_communes_officer_posts_nothing(books: Books, people: People) -> None:
    one = books.transfer()
    posted = post_transactions(transactions=[one], by=people.stranger)
    assert "quyền" in posted.refused[one.code]
    with pytest.raises(NotAllowed):
        post_transactions(transactions=[one], by=people.leader)


def test_a_day_costs_few_queries_however_many_rows(books: Books, django_assert_max_num_queries: Any) -> None:
    parcels = create_many(register=register_of("parcels"), unit=books.unit, by=books.head, valid_from=BEFORE, rows=[
        {"commune": books.unit, "sheet": 9, "number": number, "area": 100, "purpose": "LUC"} for number in range(120)
    ])  # fmt: skip
    create_many(register=register_of("ownerships"), unit=books.unit, by=books.head, valid_from=BEFORE,
                rows=[{"parcel": parcel, "owner": books.an} for parcel in parcels])  # fmt: skip
    day = create_many(
        register=register_of("land_transactions"), unit=books.unit, by=books.head, valid_from=BEFORE, rows=[
            {"code": f"N-{parcel.number}", "kind": "gift", "parcel": parcel, "from_owner": books.an,
             "to_owner": books.binh, "filed_on": BEFORE, "decided_on": DAY, "paper": "HĐ"} for parcel in parcels
        ],
    )  # fmt: skip
    for step in ("check", "approve"):
        move_many(register=register_of("land_transactions"), rows=day, move=step, by=books.head, valid_from=BEFORE)
    with django_assert_max_num_queries(30):
        assert post_transactions(transactions=day, by=books.head).transactions == 120
