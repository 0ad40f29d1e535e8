"""What a check is told beside the rows (facts), and what it answers (a verdict)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

import polars as pl

BITS = 60
"""Rules of one mask column: which rules a row breaks stands in as many whole numbers as are needed."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What rules compare with: the day of the check, values of other datasets, code lists, counts that are expected.

    references: "dataset.column" → its values. equal: "dataset.column" → keys → the value there. lists: the name of a
    code list → its codes. expected: the name of an expectation → value of the rule's column → rows.
    """

    today: datetime.date = field(default_factory=datetime.date.today)
    references: Mapping[str, Collection[str]] = field(default_factory=dict)
    equal: Mapping[str, Mapping[tuple[str, ...], str | None]] = field(default_factory=dict)
    lists: Mapping[str, Collection[str]] = field(default_factory=dict)
    expected: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FailingRow:
    """One row that breaks rules: its key ("" where the row has none), its unit, the codes of every rule it breaks."""

    key: str
    unit: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """An expectation that is not met.

    Of a COMPLETE rule: the group, the rows expected and found. Of a FRESH rule "of the newest": no group, the days
    promised and the age in days of the newest row, -1 where no row has a date.
    """

    rule: str
    group: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class UnitTally:
    """The rows of one unit: all, those that break any rule, those that break a rule of each word."""

    unit: str
    rows: int
    failing: int
    by_word: Mapping[str, int]


class Failing(Sequence[FailingRow]):
    """All failing rows, ordered by key, unit and rules; kept as columns, so that millions of them fit.

    `frame` has the columns key, unit, mask0, mask1 …: bit n of mask m says rule number 60·m + n of `codes`.
    """

    def __init__(self, codes: Sequence[str], frame: pl.DataFrame | Callable[[], pl.DataFrame], length: int = -1):
        self.codes = tuple(codes)
        self._given = frame
        self._length = length

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The rows as columns, in order."""
        frame = self._given if isinstance(self._given, pl.DataFrame) else self._given()
        return frame.sort(frame.columns)

    def __len__(self) -> int:
        return self._length if self._length >= 0 else self.frame.height

    @overload
    def __getitem__(self, index: int) -> FailingRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[FailingRow]: ...
    def __getitem__(self, index: int | slice) -> FailingRow | list[FailingRow]:
        if isinstance(index, slice):
            return [self._read(row) for row in self.frame[index].iter_rows()]
        return self._read(self.frame.row(index))

    def __iter__(self) -> Iterator[FailingRow]:
        return (self._read(row) for row in self.frame.iter_rows())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Failing):
            return self.codes == other.codes and self.frame.equals(other.frame)
        return isinstance(other, list) and list(self) == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{len(self)} failing rows>"

    def breaking(self, code: str) -> Failing:
        """The rows that break one rule. Raises ValueError for a rule that was not checked."""
        word, bit = divmod(self.codes.index(code), BITS)
        return Failing(self.codes, self.frame.filter((pl.col(f"mask{word}") & (1 << bit)) != 0))

    def _read(self, row: tuple[Any, ...]) -> FailingRow:
        return FailingRow(row[0], row[1], codes_of(self.codes, row[2:]))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a check found.

    counts: by rule, the rows that break it; for COMPLETE and FRESH "of the newest", the expectations that are not met.
    by_word: rows that break a rule of the word. expectations: by rule, how many things were expected. unit_rules: the
    COMPLETE rules that expect rows of each unit. touched: after a re-check, the keys whose rows were changed, removed
    or judged anew because of others; None after a full check. Who keeps failing rows elsewhere replaces those of these
    keys.
    """

    rows: int
    counts: dict[str, int]
    failing: Failing
    missing: list[Missing]
    units: list[UnitTally]
    by_word: dict[str, int]
    expectations: dict[str, int]
    unit_rules: tuple[str, ...] = ()
    touched: frozenset[str] | None = field(default=None, compare=False)

    def failing_rows(self) -> Failing:
        """All failing rows; reads like a list."""
        return self.failing


def masks_of(broken: Collection[int], rules: int) -> tuple[int, ...]:
    """Which of `rules` rules are broken, by their numbers, as the mask columns hold it."""
    masks = [0] * max(1, -(-rules // BITS))
    for number in broken:
        masks[number // BITS] |= 1 << (number % BITS)
    return tuple(masks)


def codes_of(codes: Sequence[str], masks: Sequence[int]) -> tuple[str, ...]:
    """The codes of the rules that the masks of a row say."""
    return tuple(code for number, code in enumerate(codes) if masks[number // BITS] >> (number % BITS) & 1)


def failing_schema(rules: int) -> dict[str, Any]:
    """The columns of a frame of failing rows."""
    return {"key": pl.String(), "unit": pl.String()} | {
        f"mask{number}": pl.Int64() for number in range(len(masks_of((), rules)))
    }
