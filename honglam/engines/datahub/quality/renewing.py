"""One re-check within its transaction: old rows out, new rows in, and what both mean for other rows."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from honglam.engines.datahub.quality.assembling import expectations_of, missing_of, unit_rules_of, units_of
from honglam.engines.datahub.quality.keeping import Layout, StateError, digest_of, opened, tallies_of, words_of
from honglam.engines.datahub.quality.near_kept import renew_spellings
from honglam.engines.datahub.quality.normalising import canonical, normalise
from honglam.engines.datahub.quality.preparing import Measure, Plan, Ready
from honglam.engines.datahub.quality.reference import (
    ACROSS,
    Judged,
    Values,
    key_of,
    key_text,
    measured,
    normal_row,
    row_judge,
    unit_of,
)
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.sources import Row
from honglam.engines.datahub.quality.stages import folded
from honglam.engines.datahub.quality.verdicts import BITS, Failing, Verdict, failing_schema, masks_of

FEW = 50_000
"""So many failing rows are read at once; more are read from the state when somebody asks."""

_KEYS_AT_ONCE = 500
_EPOCH = datetime.date(1970, 1, 1)
Line = tuple[Any, ...]
"""A row as it stands in the state: key, number, unit, masks, then what rules look at (see `Layout`)."""


class Renewing:
    """A state that is being brought up to date."""

    def __init__(self, plan: Plan, connection: sqlite3.Connection, state: Path) -> None:
        """Read the notes of the state. Raises StateError where other rules or lists made it."""
        self.plan, self.connection, self.state = plan, connection, state
        self.layout, self.words = Layout(plan), words_of(plan)
        self.notes = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM note")}
        if self.notes.get("digest") != digest_of(plan):
            raise StateError("Quy tắc hoặc danh mục đối chiếu đã đổi. Hãy kiểm tra toàn bộ một lần.")
        self.units = {name: number for number, name in connection.execute("SELECT id, name FROM unit")}
        self.deltas: Counter[tuple[int, str]] = Counter()
        self.touched: set[str] = set()
        self._known: dict[tuple[int, ...], list[str]] = {}

    def run(self, changed: Iterable[Row], removed: Collection[str]) -> None:
        """Put the changed rows in the place of those of their keys, and take the removed ones out."""
        rows = [normal_row(self.plan, row) for row in changed]
        keys = {key_text(self.plan, values) for values in rows}
        keys |= {key_text(self.plan, {self.plan.key: normalise(key)}) for key in removed}
        self.touched |= keys
        old = self._lines_of(keys)
        new = self._judged(rows)
        gone, come = list(set(old) - set(new)), list(set(new) - set(old))  # most changed rows are as good as before
        self.connection.executemany("DELETE FROM row WHERE key = ? AND n = ?", (line[:2] for line in gone))
        places = ", ".join("?" * len(self.layout.columns))
        self.connection.executemany(f"INSERT INTO row VALUES ({places})", come)
        for sign, lines in ((-1, gone), (1, come)):
            for line in lines:
                self._count(line[2], self.layout.masks_in(line), sign)
                self.deltas[line[2], "rows"] += sign
        self._renew_groups(old, new)
        for one in self.plan.of_kind(Kind.KEY):
            if one.names != (self.plan.key,):
                self._renew_key(one, old, new)
        for one in self.plan.of_kind(Kind.ALIKE):
            self._renew_alike(one, old, new)
        self._renew_days()
        self._finish()

    def verdict(self) -> Verdict:
        """The verdict on all rows as they stand."""
        plan, names = self.plan, {number: name for name, number in self.units.items()}
        tallies: dict[str, dict[str, int]] = {}
        for unit, name, number in self.connection.execute("SELECT unit, name, number FROM tally WHERE number <> 0"):
            tallies.setdefault(name, {})[names[unit]] = number
        rows, failing = tallies.get("rows", {}), tallies.get("failing", {})
        judged = Judged(
            rows=sum(rows.values()), failing=pl.DataFrame(), groups=self._groups(), newest=self._newest()
        )  # fmt: skip
        missing = missing_of(plan, judged)
        by_word = {name[5:]: tallies.get(name, {}) for name in self.words if name.startswith("word:")}
        counts = {
            one.rule.code: sum(item.rule == one.rule.code for item in missing)
            if one.is_expectation else sum(tallies.get(f"rule:{one.rule.code}", {}).values())
            for one in plan.rules
        }  # fmt: skip
        return Verdict(
            rows=judged.rows, counts=counts, missing=missing, units=units_of(plan, rows, failing, by_word),
            failing=self._failing(sum(failing.values())), expectations=expectations_of(plan),
            by_word={word: sum(those.values()) for word, those in by_word.items()},
            unit_rules=unit_rules_of(plan), touched=frozenset(self.touched),
        )  # fmt: skip

    def _lines_of(self, keys: Collection[str]) -> list[Line]:
        wanted, lines = sorted(keys), []
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            some = wanted[start : start + _KEYS_AT_ONCE]
            places = ", ".join("?" * len(some))
            statement = f"SELECT {', '.join(self.layout.columns)} FROM row WHERE key IN ({places})"
            lines += self.connection.execute(statement, some).fetchall()
        return lines

    def _judged(self, rows: Sequence[Values]) -> list[Line]:
        """The rows as lines, judged by everything that their own values decide."""
        plan, number_of = self.plan, Counter[str]()
        judges = [
            (one.number, row_judge(one, rows))
            for one in plan.rules
            if not one.is_expectation and one.kind not in ACROSS
        ]
        own = [one.number for one in plan.of_kind(Kind.KEY) if one.names == (plan.key,)]
        readers = self._readers()
        keys = [key_text(plan, values) for values in rows]
        shared = Counter(keys)
        lines = []
        for key, values in zip(keys, rows, strict=True):
            broken = [number for number, fails in judges if fails(values)]
            broken += own if key and shared[key] > 1 else []
            masks = masks_of(broken, len(plan.rules))
            looked_at = [read(values) for read in readers]
            lines.append((key, number_of[key], self._unit(unit_of(plan, values)), *masks, *looked_at))
            number_of[key] += 1
        return lines

    def _readers(self) -> list[Callable[[Values], str | int | None]]:
        """What reads the last columns of a line from a row."""
        plan = self.plan
        readers: list[Callable[[Values], str | int | None]] = [_value_reader(plan, name) for name in self.layout.values]
        readers += [_folded_reader(one) for one in plan.of_kind(Kind.ALIKE)]
        return readers + [_day_reader(one) for one in plan.of_kind(Kind.FRESH)]

    def _unit(self, name: str) -> int:
        if name not in self.units:
            self.units[name] = max(self.units.values(), default=-1) + 1
            self.connection.execute("INSERT INTO unit VALUES (?, ?)", (self.units[name], name))
        return self.units[name]

    def _count(self, unit: int, masks: tuple[int, ...], sign: int) -> None:
        if masks not in self._known:
            self._known[masks] = tallies_of(self.words, masks)
        for name in self._known[masks]:
            self.deltas[unit, name] += sign

    def _mark(self, ready: Ready, where: str, values: Sequence[Any], fails: Callable[[list[Line]], bool]) -> None:
        """Let the rows of a condition fail a rule or not, and count what that changes."""
        word, bit = ready.number // BITS, 1 << ready.number % BITS
        head = ", ".join(("key", "n", "unit", *self.layout.masks))
        lines = self.connection.execute(f"SELECT {head} FROM row WHERE {where}", values).fetchall()
        wrong = fails(lines)
        for line in lines:
            masks = self.layout.masks_in(line)
            if bool(masks[word] & bit) != wrong:
                after = (*masks[:word], masks[word] ^ bit, *masks[word + 1 :])
                statement = f"UPDATE row SET mask{word} = ? WHERE key = ? AND n = ?"
                self.connection.execute(statement, (after[word], *line[:2]))
                self._count(line[2], masks, -1)
                self._count(line[2], after, 1)
                self.touched.add(line[0])

    def _renew_key(self, ready: Ready, old: list[Line], new: list[Line]) -> None:
        columns = [self.layout.values[name] for name in ready.names]
        places = [self.layout.columns.index(column) for column in columns]
        where = " AND ".join(f"{column} = ?" for column in columns)
        for values in {tuple(line[place] for place in places) for line in (*old, *new)}:
            if None not in values:
                self._mark(ready, where, values, lambda lines: len(lines) > 1)

    def _renew_alike(self, ready: Ready, old: list[Line], new: list[Line]) -> None:
        column = self.layout.alike[ready.number]
        place = self.layout.columns.index(column)
        before, after = Counter(line[place] for line in old), Counter(line[place] for line in new)
        renewed = renew_spellings(self.connection, ready, before, after)
        for text in {line[place] for line in new} - {None}:  # new rows of a spelling that stood already
            renewed.setdefault(text, self._is_alike(ready, text))
        for text, fails in renewed.items():
            self._mark(ready, f"{column} = ?", (text,), lambda lines, fails=fails: fails)  # type: ignore[misc]

    def _is_alike(self, ready: Ready, text: str) -> bool:
        statement = "SELECT number > 1 OR before OR behind FROM spelling WHERE rule = ? AND text = ?"
        (found,) = self.connection.execute(statement, (ready.number, text)).fetchone()
        return bool(found)

    def _renew_groups(self, old: list[Line], new: list[Line]) -> None:
        for one in self.plan.of_kind(Kind.COMPLETE):
            name = one.names[0]
            place = self.layout.columns.index(self.layout.values[name]) if name in self.layout.values else 0
            changes = Counter(line[place] or None for line in new)
            changes.subtract(Counter(line[place] or None for line in old))
            self.connection.executemany(
                "INSERT INTO groups VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number",
                ((one.number, value, change) for value, change in changes.items() if value is not None and change),
            )

    def _renew_days(self) -> None:
        """The day of the check moved: rows whose day lies between are fresh no longer, or again."""
        moved = self.plan.facts.today - datetime.date.fromisoformat(self.notes["today"])
        for one in self.plan.of_kind(Kind.FRESH) if moved else ():
            if not one.of_newest:
                now = (one.low - _EPOCH).days
                before, column = now - moved.days, self.layout.days[one.number]
                between = (min(before, now), max(before, now))
                stale = moved.days > 0
                self._mark(one, f"{column} >= ? AND {column} < ?", between, lambda lines, stale=stale: stale)  # type: ignore[misc]

    def _finish(self) -> None:
        rows = ((*key, number) for key, number in self.deltas.items() if number)
        statement = "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number"
        self.connection.executemany(statement, rows)
        self.notes |= {"today": self.plan.facts.today.isoformat(), "revision": self.notes["revision"] + 1}
        notes = ((json.dumps(self.notes[name]), name) for name in ("today", "revision"))
        self.connection.executemany("UPDATE note SET value = ? WHERE name = ?", notes)

    def _groups(self) -> dict[str, dict[str, int]]:
        statement = "SELECT value, number FROM groups WHERE rule = ? AND value = ?"
        return {
            one.rule.code: dict(
                line for group in one.expects for line in self.connection.execute(statement, (one.number, group))
            )
            for one in self.plan.of_kind(Kind.COMPLETE)
        }

    def _newest(self) -> dict[str, datetime.date | None]:
        newest: dict[str, datetime.date | None] = {}
        for one in self.plan.of_kind(Kind.FRESH):
            if one.of_newest:
                (days,) = self.connection.execute(f"SELECT MAX({self.layout.days[one.number]}) FROM row").fetchone()
                newest[one.rule.code] = None if days is None else _EPOCH + datetime.timedelta(days=days)
        return newest

    def _failing(self, number: int) -> Failing:
        reading = _Reading(self.layout, self.state, self.notes["revision"])
        return Failing(self.plan.codes, reading.of(self.connection) if number <= FEW else reading, number)


def _value_reader(plan: Plan, name: str) -> Callable[[Values], str | None]:
    return lambda values: canonical(plan.columns[name], values[name])


def _folded_reader(ready: Ready) -> Callable[[Values], str | None]:
    return lambda values: None if (found := key_of(ready, values)) is None else folded(found)


def _day_reader(ready: Ready) -> Callable[[Values], int | None]:
    def read(values: Values) -> int | None:
        text = values[ready.names[0]]
        day = None if text is None else measured(ready.columns[0], Measure.DAY, text)
        return (day - _EPOCH).days if isinstance(day, datetime.date) else None

    return read


class _Reading:
    """The failing rows of a state, for as long as it is not brought up to date again."""

    def __init__(self, layout: Layout, state: Path, revision: int) -> None:
        self.layout, self.state, self.revision = layout, state, revision

    def __call__(self) -> pl.DataFrame:
        """Read them from the file. Raises StateError when a later re-check has changed it."""
        connection = opened(self.state)
        try:
            connection.execute("BEGIN")
            (note,) = connection.execute("SELECT value FROM note WHERE name = 'revision'").fetchone()
            if json.loads(note) != self.revision:
                raise StateError("Dữ liệu đã được kiểm tra lại sau đó. Hãy đọc kết quả mới nhất.")
            return self.of(connection)
        finally:
            connection.close()

    def of(self, connection: sqlite3.Connection) -> pl.DataFrame:
        """Read them."""
        broken = " OR ".join(f"{mask} <> 0" for mask in self.layout.masks)
        units: dict[int, str] = dict(connection.execute("SELECT id, name FROM unit"))
        head = ", ".join(("key", "unit", *self.layout.masks))
        lines = connection.execute(f"SELECT {head} FROM row INDEXED BY row_failing WHERE {broken}").fetchall()
        columns: list[Any] = list(zip(*lines, strict=True)) if lines else [[]] * (2 + len(self.layout.masks))
        columns[1] = [units[unit] for unit in columns[1]]
        schema = failing_schema(len(self.layout.plan.rules))
        return pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)
