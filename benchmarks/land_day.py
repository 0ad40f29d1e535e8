"""A day's 1,200 land transactions go into the books with their history.

    python benchmarks/land_day.py [--parcels 100000] [--transactions 1200] [--repeats 5]    DATABASE_URL: PostgreSQL

Prints one JSON line: milliseconds (median) and queries of `post_transactions` (rights, checks, former states, log), and
in the same run beside it the peer: the same rows by bare SQL, one upsert a table and one insert of the former rows,
without rights, checks, log. Held to 1,000 ms. Everything is undone.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ground import words  # before our own modules: it sets Django up

from honglam.core.access.actions import create_user, grant_role, offer_permissions
from honglam.core.access.models import User
from honglam.core.organisations.actions import load_province
from honglam.core.organisations.models import Unit
from honglam.packs.land.loading import load_parcels
from honglam.packs.land.made import communes_of, made_parcels
from honglam.packs.land.models import Owner, Ownership, Parcel, ParcelVersion, Transaction
from honglam.packs.land.posting import post_transactions

BOUND_MS = 1000
PROVINCE = "42"
KINDS = words("transfer transfer transfer gift inheritance purpose measurement certificate mortgage mortgage")
"""Half of a day's transactions change owners."""


def keeper() -> User:
    """Somebody who keeps the books of the whole province."""
    offer_permissions(by=None)
    user = create_user(by=None, username="ghiso", full_name="Người Ghi Sổ", must_change_password=False)
    root = Unit.objects.province()
    grant_role(user=user, role="coordinator", unit=root, by=None, starts_on=datetime.date(2025, 7, 1))
    return User.objects.get(pk=user.pk)


def make_day(count: int) -> list[Transaction]:
    """So many approved transactions, each of another parcel."""
    dice = random.Random(42)
    shares = list(Ownership.objects.select_related("parcel").order_by("pk")[: count * 3 : 3])
    owners = list(Owner.objects.values_list("pk", flat=True).order_by("-pk")[:count])
    now, today = timezone.now(), timezone.localdate()
    return Transaction.objects.bulk_create(
        [
            Transaction(
                code=f"HS-{number}", kind=dice.choice(KINDS), parcel_id=share.parcel_id,
                unit_id=share.unit_id, from_owner_id=share.owner_id, to_owner_id=owner, new_purpose="CLN",
                new_area="123.4", new_certificate=f"ZZ {number:06}", filed_on=today, decided_on=today,
                paper=f"HĐ {number}", state="approved", valid_from=today, recorded_at=now,
            )
            for number, (share, owner) in enumerate(zip(shares, owners, strict=True))
        ],
        batch_size=500,
    )  # fmt: skip


def bare(day: list[Transaction]) -> None:
    """The same writes by hand: what a parcel was into the former states, new values by upsert, states by one UPDATE."""
    quote, today = connection.ops.quote_name, timezone.localdate().isoformat()
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    parcels = [one.parcel_id for one in day if one.kind not in {"transfer", "gift", "inheritance"}]
    parties = [(one.to_owner_id, one.parcel_id) for one in day if one.kind in {"transfer", "gift", "inheritance"}]
    shared = [one.column for one in Parcel._meta.concrete_fields if not one.primary_key]
    columns = ", ".join(map(quote, shared))
    marks = ", ".join(["%s"] * len(parcels))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ParcelVersion._meta.db_table} ({columns}, record_id, valid_to, replaced_at, reason, act)"
            f" SELECT {columns}, id, %s, %s, '', '' FROM {Parcel._meta.db_table} WHERE id IN ({marks})",
            [today, now, *parcels],
        )
        cursor.executemany(
            f"UPDATE {Parcel._meta.db_table} SET purpose = %s, valid_from = %s, revision = revision + 1 WHERE id = %s",
            [("CLN", today, key) for key in parcels],
        )
        ownership = Ownership._meta.db_table
        kept = ", ".join(quote(one.column) for one in Ownership._meta.concrete_fields if not one.primary_key)
        cursor.executemany(
            f"INSERT INTO {ownership}version ({kept}, record_id, valid_to, replaced_at, reason, act)"
            f" SELECT {kept}, id, %s, %s, '', '' FROM {ownership} WHERE parcel_id = %s",
            [(today, now, parcel) for _owner, parcel in parties],
        )
        cursor.executemany(f"UPDATE {ownership} SET owner_id = %s WHERE parcel_id = %s", parties)
        cursor.execute(f"UPDATE {Transaction._meta.db_table} SET state = 'posted' WHERE state = 'approved'")


def undone(action: Callable[[], Any]) -> Any:
    """The action in a transaction that is taken back."""
    with transaction.atomic():
        result = action()
        transaction.set_rollback(True)
    return result


def median_ms(action: Callable[[], Any], repeats: int) -> tuple[float, float]:
    """Milliseconds of the clock and of this process, medians."""
    wall, cpu = [], []
    for _repeat in range(repeats):
        began, began_cpu = time.perf_counter(), time.process_time()
        undone(action)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    return round(statistics.median(wall), 1), round(statistics.median(cpu), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--transactions", type=int, default=1200)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    load_province(code=PROVINCE, by=None)
    by = keeper()
    load_parcels(batches=made_parcels(communes_of(PROVINCE), options.parcels, geometry=True), by=None)
    day = make_day(options.transactions)
    with CaptureQueriesContext(connection) as captured:
        posted = undone(lambda: post_transactions(transactions=day, by=by))
    wall, cpu = median_ms(lambda: post_transactions(transactions=day, by=by), options.repeats)
    bare_wall, bare_cpu = median_ms(lambda: bare(day), options.repeats)
    print(json.dumps({
        "benchmark": "land_day", "database": connection.vendor, "parcels": options.parcels,
        "transactions": posted.transactions, "parcel_rows": posted.parcels, "ownership_rows": posted.ownerships,
        "refused": len(posted.refused), "queries": len(captured), "ms": wall, "cpu_ms": cpu, "bound_ms": BOUND_MS,
        "bare_sql": {"ms": bare_wall, "cpu_ms": bare_cpu},
    }))  # fmt: skip


if __name__ == "__main__":
    main()
