"""What a full check leaves behind, in one SQLite file, so that a re-check reads only what changed.

- `row`: every row by key and number (rows may share a key): unit, masks, the values that KEY and COMPLETE rules look
  at, the folded spelling of ALIKE, the day of FRESH.
- `tally`: by unit, the rows, the failing rows, those of each word, those of each rule.
- `groups`: rows by value of a COMPLETE rule's column. `spelling`: rows by folded spelling of an ALIKE rule, and whether
  a neighbour in either order is alike.

The file is made aside and put in place when it is whole; a re-check is one transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from honglam.engines.datahub.quality.polars_engine import day_name, mask_names
from honglam.engines.datahub.quality.preparing import Plan, Ready
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.stages import back_to_front, folded, neighbours_alike
from honglam.engines.datahub.quality.verdicts import masks_of

FORMAT = 1
_AT_ONCE = 100_000


class StateError(ValueError):
    """There is no state of a full check, or it is of other rules or facts: a full check has to run first."""

    code = "datahub.no_state"


class Layout:
    """The columns of `row` for one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.masks = mask_names(plan)
        wanted = {
            name for one in plan.of_kind(Kind.KEY, Kind.COMPLETE) for name in one.names if one.names != (plan.key,)
        }
        self.values = {name: f"value{at}" for at, name in enumerate(plan.columns) if name in wanted}
        self.alike = {one.number: f"alike{one.number}" for one in plan.of_kind(Kind.ALIKE)}
        self.days = {one.number: day_name(one) for one in plan.of_kind(Kind.FRESH)}
        self.columns = (
            "key",
            "n",
            "unit",
            *self.masks,
            *self.values.values(),
            *self.alike.values(),
            *self.days.values(),
        )

    def masks_in(self, row: tuple[Any, ...]) -> tuple[int, ...]:
        """The masks of a row as it stands in the file."""
        return row[3 : 3 + len(self.masks)]


def opened(path: Path) -> sqlite3.Connection:
    """A connection to a state. Raises StateError where there is none."""
    if not path.exists():
        raise StateError("Chưa có kết quả kiểm tra toàn bộ để kiểm tra tiếp. Hãy kiểm tra toàn bộ một lần.")
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-65536")
    return connection


def save(plan: Plan, kept: pl.DataFrame, path: Path) -> None:
    """Write the state of a full check; one that stands already is replaced when the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_name(f"{path.name}.making")
    for leftover in (making, *_beside(making)):
        leftover.unlink(missing_ok=True)
    layout = Layout(plan)
    connection = sqlite3.connect(making, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-131072")
        connection.execute("BEGIN")
        _make_tables(connection, layout)
        units = {name: at for at, name in enumerate(kept["unit"].fill_null("").unique().sort())}
        connection.executemany("INSERT INTO unit VALUES (?, ?)", ((at, name) for name, at in units.items()))
        _write_rows(connection, layout, kept, units)
        _write_counts(connection, layout, kept, units)
        _make_indexes(connection, layout)
        notes = {"digest": digest_of(plan), "today": plan.facts.today.isoformat(), "revision": 1}
        connection.executemany(
            "INSERT INTO note VALUES (?, ?)", ((name, json.dumps(note)) for name, note in notes.items())
        )
        connection.execute("COMMIT")
    finally:
        connection.close()
    for leftover in _beside(path):
        leftover.unlink(missing_ok=True)
    making.replace(path)


def digest_of(plan: Plan) -> str:
    """What a state depends on: columns, rules and the values they compare with; not the day, not expected counts."""
    told: list[Any] = [FORMAT, plan.key, plan.unit_column, [column.to_json() for column in plan.columns.values()]]
    for one in plan.rules:
        rule = one.rule.to_json()
        told.append([rule["code"], rule["kind"], rule["columns"], rule["parameters"], rule["word"]])
        told.append([len(one.values), sum(zlib.crc32(value.encode()) for value in one.values)])
        pairs = ("\x1f".join((*keys, "" if value is None else f"={value}")) for keys, value in one.table.items())
        told.append([len(one.table), sum(zlib.crc32(pair.encode()) for pair in pairs)])
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def words_of(plan: Plan) -> dict[str, tuple[int, ...]]:
    """The masks by the names of tallies: `failing`, `word:…` and `rule:…`."""
    numbers = [one for one in plan.rules if not one.is_expectation]
    names: dict[str, set[int]] = {"failing": {one.number for one in numbers}}
    for one in plan.rules:
        names.setdefault(f"word:{one.rule.of_word.value}", set()).update(() if one.is_expectation else {one.number})
    names |= {f"rule:{one.rule.code}": {one.number} for one in numbers}
    return {name: masks_of(those, len(plan.rules)) for name, those in names.items()}


def tallies_of(words: dict[str, tuple[int, ...]], masks: tuple[int, ...]) -> list[str]:
    """The tallies in which a row with these masks counts, `rows` not among them."""
    if not any(masks):
        return []
    return [name for name, those in words.items() if any(one & other for one, other in zip(masks, those, strict=True))]


def _beside(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def _make_tables(connection: sqlite3.Connection, layout: Layout) -> None:
    texts = {"key", *layout.values.values(), *layout.alike.values()}
    columns = ", ".join(f"{name} {'TEXT' if name in texts else 'INTEGER'}" for name in layout.columns)
    for table in (
        f"row ({columns}, PRIMARY KEY (key, n)) WITHOUT ROWID",
        "note (name TEXT PRIMARY KEY, value TEXT)",
        "unit (id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
        "tally (unit INTEGER, name TEXT, number INTEGER, PRIMARY KEY (unit, name)) WITHOUT ROWID",
        "groups (rule INTEGER, value TEXT, number INTEGER, PRIMARY KEY (rule, value)) WITHOUT ROWID",
        "spelling (rule INTEGER, text TEXT, back TEXT, number INTEGER, before INTEGER, behind INTEGER,"
        " PRIMARY KEY (rule, text)) WITHOUT ROWID",
    ):
        connection.execute(f"CREATE TABLE {table}")


def _make_indexes(connection: sqlite3.Connection, layout: Layout) -> None:
    broken = " OR ".join(f"{mask} <> 0" for mask in layout.masks)
    connection.execute(f"CREATE INDEX row_failing ON row (unit, {', '.join(layout.masks)}) WHERE {broken}")
    connection.execute("CREATE INDEX spelling_back ON spelling (rule, back)")
    for one in layout.plan.of_kind(Kind.KEY):
        if one.names != (layout.plan.key,):
            columns = [layout.values[name] for name in one.names]
            connection.execute(f"CREATE INDEX row_key{one.number} ON row ({', '.join(columns)})")
    for name in (*layout.alike.values(), *layout.days.values()):
        connection.execute(f"CREATE INDEX row_{name} ON row ({name}) WHERE {name} IS NOT NULL")


def _write_rows(connection: sqlite3.Connection, layout: Layout, kept: pl.DataFrame, units: dict[str, int]) -> None:
    numbers = pl.DataFrame(
        {"unit": list(units), "id": list(units.values())}, schema={"unit": pl.String, "id": pl.Int64}
    )
    frame = kept.with_columns(pl.col("key", "unit").fill_null("")).sort("key", *layout.masks)
    frame = frame.join(numbers, on="unit", how="left", maintain_order="left")
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    is_first = pl.col("key").ne_missing(pl.col("key").shift(1))
    frame = frame.with_columns(n=place - pl.when(is_first).then(place).forward_fill())
    head = ["key", "n", "id", *layout.masks, *(f"={name}" for name in layout.values)]
    days = [pl.col(name).to_physical().cast(pl.Int64) for name in layout.days.values()]
    places = ", ".join("?" * len(layout.columns))
    alike = layout.plan.of_kind(Kind.ALIKE)
    for part in frame.iter_slices(_AT_ONCE):
        columns: list[Any] = [part[name].to_list() for name in head]
        columns += [_folded(part, one) for one in alike]
        columns += [part.select(day).to_series().to_list() for day in days]
        connection.executemany(f"INSERT INTO row VALUES ({places})", zip(*columns, strict=True))


def _folded(part: pl.DataFrame, ready: Ready) -> list[str | None]:
    rows = part.select(f"={name}" for name in ready.names).iter_rows()
    return [None if None in values else folded(values) for values in rows]


def _write_counts(connection: sqlite3.Connection, layout: Layout, kept: pl.DataFrame, units: dict[str, int]) -> None:
    plan, words = layout.plan, words_of(layout.plan)
    tallies: Counter[tuple[int, str]] = Counter()
    for unit, rows in kept.group_by("unit").len().iter_rows():
        tallies[units[unit or ""], "rows"] += rows
    for name, masks in words.items():
        broken = pl.any_horizontal((pl.col(f"mask{at}") & mask) != 0 for at, mask in enumerate(masks))
        for unit, rows in kept.filter(broken).group_by("unit").len().iter_rows():
            tallies[units[unit or ""], name] += rows
    connection.executemany("INSERT INTO tally VALUES (?, ?, ?)", ((*key, number) for key, number in tallies.items()))
    for one in plan.of_kind(Kind.COMPLETE):
        found = kept.group_by(f"={one.names[0]}").len().iter_rows()
        rows = ((one.number, value, number) for value, number in found if value is not None)
        connection.executemany("INSERT INTO groups VALUES (?, ?, ?)", rows)
    for one in plan.of_kind(Kind.ALIKE):
        connection.executemany("INSERT INTO spelling VALUES (?, ?, ?, ?, ?, ?)", _spellings(connection, one))


def _spellings(connection: sqlite3.Connection, ready: Ready) -> Iterator[tuple[Any, ...]]:
    name = f"alike{ready.number}"
    counts: dict[str, int] = dict(
        connection.execute(f"SELECT {name}, COUNT(*) FROM row WHERE {name} IS NOT NULL GROUP BY {name}")
    )
    before = neighbours_alike(sorted(counts), ready.likeness)
    behind = neighbours_alike(sorted(counts, key=back_to_front), ready.likeness)
    for text, number in counts.items():
        yield ready.number, text, back_to_front(text), number, text in before, text in behind
