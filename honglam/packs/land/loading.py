"""A whole book of parcels comes in at once, as it is: no former states, no judgement of rows, commune by commune.

For the first load of a province's books, where millions of rows are judged afterwards by the rules of quality. What
comes later comes through the verbs of registers.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import polars as pl
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import searchable_text
from honglam.packs.land.made import Batch
from honglam.packs.land.models import Owner, Ownership, Parcel
from honglam.packs.land.terms import ParcelState

SINCE = datetime.date(2025, 7, 1)
"""The first day of the communes as they are: loaded rows hold from then on."""
_CHUNK = 5000


def load_parcels(
    *, batches: Iterable[Batch], by: Any, reason: str = "", told: Callable[[str, int], None] | None = None
) -> dict[str, int]:
    """Load batches of parcels with their owners; how many rows each register got. `told` hears of each commune.

    One transaction and one entry of the log a commune, so that a load that stops leaves whole communes. Communes that
    the installation does not have are left out.
    """
    units = {unit.code: unit for unit in Unit.objects.communes()}
    total = {"parcels": 0, "land_owners": 0, "ownerships": 0}
    for batch in batches:
        unit = units.get(batch.commune.code)
        if unit is None:
            continue
        with transaction.atomic():
            loaded = _load(batch.frame, unit)
            record(
                by=by, action="registers.created_many", unit=unit, reason=reason,
                summary=str(Parcel._meta.verbose_name), rows=((key, "") for key in batch.frame["key"]),
            )  # fmt: skip
        for name, count in loaded.items():
            total[name] += count
        if told is not None:
            told(unit.name, total["parcels"])
    _settle()
    return total


def _load(frame: pl.DataFrame, unit: Unit) -> dict[str, int]:
    held = frame.with_row_index("spot").filter(pl.col("owner_name") != "")
    owners = held.select("owner_kind", "owner_name", "owner_id").unique(maintain_order=True).with_row_index("owner")
    parcel, owner, share = (_next_key(model) for model in (Parcel, Owner, Ownership))
    _write(Parcel, parcel, unit, _parcels(frame, unit))
    _write(Owner, owner, unit, (
        {"kind": kind, "full_name": name, "citizen_id": number, "search_text": _folded(name)}
        for kind, name, number in owners.drop("owner").iter_rows()
    ))  # fmt: skip
    pairs = held.join(owners, on=["owner_kind", "owner_name", "owner_id"], maintain_order="left")
    _write(Ownership, share, unit, (
        {"parcel_id": parcel + spot, "owner_id": owner + who, "share": "100.000", "is_joint": kind == "household",
         "search_text": _folded(name)}
        for spot, who, kind, name in pairs.select("spot", "owner", "owner_kind", "owner_name").iter_rows()
    ))  # fmt: skip
    return {"parcels": frame.height, "land_owners": owners.height, "ownerships": pairs.height}


def _parcels(frame: pl.DataFrame, unit: Unit) -> Iterator[dict[str, Any]]:
    """The columns of each parcel."""
    for row in frame.iter_rows(named=True):
        place, certificate = row["place"], row["certificate"]
        area, shape = row["area_m2"], row.get("geometry", "")
        yield {
            "commune_id": unit.pk, "sheet": row["sheet"], "number": row["number"], "area": f"{area:.2f}",
            "purpose": row["purpose"], "place": place, "origin": "", "used_from": row["used_from"],
            "used_until": row["used_until"], "certificate": certificate,
            "state": ParcelState.CERTIFIED if certificate else ParcelState.REGISTERED,
            "search_text": f"{_folded(place)}{certificate.lower()} " if certificate else _folded(place),
            "geometry": shape or f'{{"type":"Point","coordinates":[{row["lon"]},{row["lat"]}]}}',
            **_box(row["lon"], row["lat"], shape),
        }  # fmt: skip


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """What free text finds; names and hamlets come again and again."""
    return searchable_text(text)


def _box(lon: float, lat: float, shape: str) -> dict[str, float]:
    """The box of the shape; of a place alone, the place itself."""
    if not shape:
        return {"west": lon, "south": lat, "east": lon, "north": lat}
    numbers = shape[shape.index("[[[") + 3 : -4].replace("[", "").replace("]", "").split(",")
    return {
        "west": float(numbers[0]), "south": float(numbers[1]), "east": float(numbers[4]), "north": float(numbers[5]),
    }  # fmt: skip


def _write(model: type[models.Model], first: int, unit: Unit, rows: Iterator[dict[str, Any]]) -> None:
    """Insert rows under keys from `first` on, by the quickest way that the database has."""
    now, since = timezone.now(), SINCE.isoformat()
    always: dict[str, Any] = {
        "unit_id": unit.pk, "state": "", "valid_from": since, "revision": 1, "ended_reason": "",
        "recorded_at": connection.ops.adapt_datetimefield_value(now),
    }  # fmt: skip
    columns: list[Any] = list(model._meta.concrete_fields)
    usual = {one.attname: "" if isinstance(one, models.CharField | models.TextField) else None for one in columns}
    usual |= {one.attname: False for one in columns if isinstance(one, models.BooleanField)} | always
    names = [one.attname for one in columns]

    def values() -> Iterator[tuple[Any, ...]]:
        uids = _uids()
        for key, row in enumerate(rows, start=first):
            whole = usual | row
            whole["id"], whole["uid"] = key, next(uids)
            yield tuple(whole[name] for name in names)

    quoted = ", ".join(connection.ops.quote_name(one.column) for one in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                for row in values():
                    copy.write_row(row)
            return
        statement = f"INSERT INTO {table} ({quoted}) VALUES ({', '.join(['%s'] * len(columns))})"
        for chunk in _chunks(values()):
            cursor.executemany(statement, chunk)


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    chunk: list[tuple[Any, ...]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _uids() -> Iterator[str]:
    """UUIDs of version 7 as 32 hexadecimal digits, made by the thousand: the moment, then chance."""
    while True:
        moment = f"{time.time_ns() // 1_000_000:012x}"
        chance = os.urandom(10 * _CHUNK).hex()
        for start in range(0, len(chance), 20):
            one = chance[start : start + 20]
            yield f"{moment}7{one[:3]}{'89ab'[int(one[3], 16) & 3]}{one[4:19]}"


def _next_key(model: type[models.Model]) -> int:
    """The first free key; the load holds the table's end, because nothing else loads books at the same time."""
    newest = model._default_manager.aggregate(newest=models.Max("pk"))["newest"]
    return int(newest or 0) + 1


def _settle() -> None:
    """Bring the counters of keys and what the planner knows of the tables up to date."""
    tables = (Parcel, Owner, Ownership)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        for model in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
