"""Rows that look like one: found without comparing everything with everything.

The rule. Rows whose identity is equal after folding (case, marks, signs between letters and figures) are a pair; in a
group of such rows each is paired with the first, at most fifty. Beyond that rows are sorted by what their `likeness`
columns say after folding, once with each column in front and once with the first column read backwards, and each row
is compared with the eight before it: the work grows with n log n, and a slip of the pen at the beginning of a word is
found by the backward pass. Two rows are alike when the texts, weighted by their length, agree to the percentage that
the register's rule of kind ALIKE names (90 where it names none) and every column to at least 70. Texts that are written
with marks on both sides are compared with their marks. Rows whose figures (also Roman ones) differ are never alike:
“Trường Tiểu học số 1” is not “số 2”. At most 5,000 pairs are kept, the likest first. Sorting is done on the disk.
"""

from __future__ import annotations

import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from honglam.core.search.folding import marked, plain
from honglam.engines.datahub.public import Kind
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.writing import register_attribute
from honglam.toolkit.numbers import format_number
from honglam.toolkit.text import strip_marks

Told = Callable[[int, int, str], None]
Texts = Sequence[str]
WINDOW = 8
LEAST = 90.0
LEAST_OF_A_COLUMN = 70.0
SHORTEST = 4
MOST_OF_A_GROUP = 50
MOST_PAIRS = 5000
_STEP = 2000
_SIGNS = re.compile(r"[\W_]+")
_FIGURES = re.compile(r"[0-9]+|\b[ivx]+\b")


def threshold_of(register: Register) -> float:
    """From which percentage on two rows of the register are alike."""
    for rule in register.quality:
        if rule.kind == Kind.ALIKE and "likeness" in rule.parameters:
            return float(rule.parameters["likeness"])
    return LEAST


def same_identity(text: str) -> str:
    """A part of an identity as it is compared: "DA-01", "da 01" and "DA01" are one, "1-11" and "11-1" are not.

    >>> same_identity("DA - 01/2") == same_identity("đa01.2"), same_identity("1-11") == same_identity("11-1")
    (True, False)
    """
    folded = strip_marks(text)

    def between_figures(match: re.Match[str]) -> str:
        before, after = folded[: match.start()][-1:], folded[match.end() :][:1]
        return "-" if before.isdigit() and after.isdigit() else ""

    return _SIGNS.sub(between_figures, folded)


def likeness(one: Texts, other: Texts, least: float = LEAST) -> float:
    """How far two rows say the same, from 0 to 100; 0 where they are surely two. Texts are folded, marks kept.

    >>> likeness(["nhà máy gỗ hưng phát"], ["nhà máy gỗ hưng phát"])
    100.0
    """
    total = weight = 0.0
    for first, second in zip(one, other, strict=True):
        if not first or not second:
            continue
        score = _agreement(first, second)
        if score < LEAST_OF_A_COLUMN:
            return 0.0
        longer = max(len(first), len(second))
        total, weight = total + score * longer, weight + longer
    if weight < SHORTEST:
        return 0.0
    found = total / weight
    return found if found >= least else 0.0


def _agreement(first: str, second: str) -> float:
    if first == second:
        return 100.0
    (bare_first, figures), (bare_second, other_figures) = _bare(first), _bare(second)
    if figures != other_figures:
        return 0.0
    if bare_first != first and bare_second != second:
        return fuzz.ratio(first, second, score_cutoff=LEAST_OF_A_COLUMN)
    return fuzz.ratio(bare_first, bare_second, score_cutoff=LEAST_OF_A_COLUMN)


@lru_cache(maxsize=8192)
def _bare(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without marks, and the figures in it; neighbours ask for the same ones again and again."""
    without = plain(text)
    return without, tuple(_FIGURES.findall(without))


class Finder:
    """Looks through the standing rows of one register; a context manager that holds a private table on the disk."""

    def __init__(self, register: Register, told: Told) -> None:
        self.register, self._told = register, told
        self._likeness = [register_attribute(register, name) for name in register.likeness]
        self._identity = [register_attribute(register, name) for name in register.identity]
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)

    def __enter__(self) -> Finder:
        texts = ", ".join(f"t{number} TEXT" for number in range(len(self._likeness)))
        self._table.execute("PRAGMA synchronous = OFF")
        self._table.execute(f"CREATE TABLE line (uid TEXT, identity TEXT{', ' + texts if texts else ''})")
        self._table.execute("CREATE TABLE pair (first TEXT, second TEXT, likeness REAL, PRIMARY KEY (first, second))")
        return self

    def __exit__(self, *_ended: object) -> None:
        self._table.close()

    def pairs(self) -> list[tuple[str, str, int]]:
        """Identifiers of two rows (the smaller first) and their likeness in percent, the likest first."""
        count = self._read()
        self._of_identities()
        passes = self._passes()
        for number, order in enumerate(passes, 1):
            self._of_neighbours(order, count, _("Đang so sánh lượt %(n)d/%(all)d") % {"n": number, "all": len(passes)})
        found = self._table.execute(
            "SELECT first, second, likeness FROM pair ORDER BY likeness DESC, first, second LIMIT ?", [MOST_PAIRS]
        )
        return [(first, second, int(percent)) for first, second, percent in found]

    def _read(self) -> int:
        """Fold every standing row once; how many there are."""
        rows: Any = self.register.model._default_manager
        standing = rows.filter(ended_on__isnull=True)
        total = standing.count()
        columns = ["uid", *self._identity, *self._likeness]
        marks = ", ".join("?" * (2 + len(self._likeness)))
        batch: list[list[str]] = []
        lines = standing.order_by().values_list(*columns).iterator(chunk_size=_STEP)
        for done, (uid, *values) in enumerate(lines, 1):
            identity, texts = values[: len(self._identity)], values[len(self._identity) :]
            whole = "" if any(value in (None, "") for value in identity) else "\x1f".join(
                same_identity(str(value)) for value in identity
            )  # fmt: skip
            batch.append([str(uid), whole, *("" if value is None else marked(str(value)) for value in texts)])
            if len(batch) == _STEP:
                self._keep_lines(marks, batch)
                batch = []
                self._told(done, 2 * total, _("Đã đọc %(n)s dòng") % {"n": format_number(done)})
        self._keep_lines(marks, batch)
        return total

    def _keep_lines(self, marks: str, batch: list[list[str]]) -> None:
        self._table.execute("BEGIN")
        self._table.executemany(f"INSERT INTO line VALUES ({marks})", batch)
        self._table.execute("COMMIT")

    def _of_identities(self) -> None:
        self._table.execute("CREATE INDEX by_identity ON line (identity, uid)")
        groups = self._table.execute(
            "SELECT identity FROM line WHERE identity <> '' GROUP BY identity HAVING count(*) > 1 LIMIT ?",
            [MOST_PAIRS],
        ).fetchall()
        for (identity,) in groups:
            same = self._table.execute(
                "SELECT uid FROM line WHERE identity = ? ORDER BY uid LIMIT ?", [identity, MOST_OF_A_GROUP]
            ).fetchall()
            self._keep_pairs([(same[0][0], uid, 100.0) for (uid,) in same[1:]])

    def _passes(self) -> list[Callable[[Texts], str]]:
        """The orders in which rows are laid side by side."""
        count = len(self._likeness)
        orders: list[Callable[[Texts], str]] = [
            lambda texts, lead=lead: "\x1f".join([*texts[lead:], *texts[:lead]])  # type: ignore[misc]
            for lead in range(count)
        ]
        return [*orders, lambda texts: texts[0][::-1] + "\x1f" + "\x1f".join(texts[1:])] if count else []

    def _of_neighbours(self, order: Callable[[Texts], str], count: int, said: str) -> None:
        least = threshold_of(self.register)
        window: deque[tuple[str, list[str]]] = deque(maxlen=WINDOW)
        found: list[tuple[str, str, float]] = []
        for number, (uid, texts) in enumerate(self._sorted(order), 1):
            for other, compared in window:
                percent = likeness(texts, compared, least)
                if percent:
                    found.append((min(uid, other), max(uid, other), percent))
            window.append((uid, texts))
            if not number % _STEP:
                self._keep_pairs(found)
                found = []
                self._told(count + number // len(self._passes()), 2 * count, said)
        self._keep_pairs(found)

    def _sorted(self, order: Callable[[Texts], str]) -> Iterator[tuple[str, list[str]]]:
        self._table.create_function("laid", -1, lambda *texts: order(list(texts)), deterministic=True)
        names = ", ".join(f"t{number}" for number in range(len(self._likeness)))
        rows = self._table.execute(f"SELECT uid, {names} FROM line WHERE {names.split(',')[0]} <> '' "
                                   f"ORDER BY laid({names}), uid")  # fmt: skip
        for uid, *texts in rows:
            yield uid, texts

    def _keep_pairs(self, pairs: Sequence[tuple[str, str, float]]) -> None:
        self._table.executemany(
            "INSERT INTO pair VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET likeness = max(likeness, excluded.likeness)",
            pairs,
        )
