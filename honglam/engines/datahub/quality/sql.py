"""The rules as SQL, in the words that DuckDB and Spark share; a `Dialect` has those that differ.

texts → normal → spelt → kept (key, unit, masks of rules that look at one row, columns of the others) → failing
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from honglam.engines.datahub.quality import normalising as form
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.preparing import Measure, Plan, Ready
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.verdicts import BITS, masks_of

MOST_LISTED = 100
"""Values of a list that stand in the statement; a longer list becomes a table."""

_EPOCH = datetime.date(1970, 1, 1)
EXACT = f"DECIMAL(38, {form.DECIMALS})"


class Dialect(ABC):
    """What an engine says in its own way."""

    @abstractmethod
    def name(self, name: str) -> str:
        """A name in quotes."""

    @abstractmethod
    def text(self, text: str) -> str:
        """A text in quotes."""

    @abstractmethod
    def contains(self, value: str, pattern: str) -> str:
        """Whether a part of the value is of the pattern."""

    @abstractmethod
    def matches(self, value: str, pattern: str) -> str:
        """Whether the whole value is of the pattern."""

    @abstractmethod
    def extract(self, value: str, pattern: str) -> str:
        """The first group of the pattern, "" where it is not found."""

    @abstractmethod
    def normal(self, value: str) -> str:
        """The value, normalised."""

    @abstractmethod
    def days(self, value: str) -> str:
        """The whole days from 1970 of a text that looks like a day, NULL where there is no such day."""

    @abstractmethod
    def decimal(self, value: str, scale: int) -> str:
        """The canonical spelling of a text that is a decimal of so many digits after the point."""

    @abstractmethod
    def floor_divide(self, value: str, by: int) -> str:
        """The whole part, rounded down, of a division of whole numbers."""

    def cast(self, value: str, kind: str) -> str:
        """The value as another type, NULL where it cannot be."""
        return f"TRY_CAST({value} AS {kind})"


class Writer:
    """Writes the statements of one check."""

    def __init__(self, dialect: Dialect, plan: Plan) -> None:
        self.dialect, self.plan = dialect, plan

    def kept(self, texts: str) -> str:
        """Key, unit and masks of every row of the view `texts`, and the columns that other statements need."""
        plan, name = self.plan, self.dialect.name
        normal = ", ".join(f"{self.dialect.normal(name(one))} AS {name(one)}" for one in plan.needed)
        spelt = ", ".join(f"{self.same(plan.columns[one])} AS {name('=' + one)}" for one in plan.needed)
        masks = self._masks([one for one in plan.rules if not one.is_expectation and not is_late(one)])
        wanted = {one for ready in plan.rules if is_late(ready) or ready.kind == Kind.COMPLETE for one in ready.names}
        days = [one for one in plan.of_kind(Kind.FRESH) if one.of_newest]
        unit = name(f"={plan.unit_column}") if plan.unit_column else self.dialect.cast("NULL", "STRING")
        columns = [
            f"{name('=' + plan.key)} AS {name('key')}",
            f"{unit} AS {name('unit')}",
            *(f"{mask} AS {name(f'mask{at}')}" for at, mask in enumerate(masks)),
            *(name(f"={one}") for one in sorted(wanted)),
            *(f"{self.measured(one.columns[0], Measure.DAY)} AS {name(f'day{one.number}')}" for one in days),
        ]  # fmt: skip
        return f"SELECT {', '.join(columns)} FROM (SELECT *, {spelt} FROM (SELECT {normal} FROM {texts}) normal) spelt"

    def failing(self, kept: str) -> str:
        """The failing rows of `kept`, when the table `late<number>` of every late rule stands."""
        name, late = self.dialect.name, [one for one in self.plan.rules if is_late(one)]
        joins = "".join(f" LEFT JOIN late{one.number} ON {self._same_keys(one)}" for one in late)
        found = {one.number: self.late_fails(one) for one in late}
        whole = [
            " + ".join([f"kept.{name(f'mask{word}')}", *(
                f"CASE WHEN {fails} THEN {1 << number % BITS} ELSE 0 END"
                for number, fails in found.items() if number // BITS == word
            )])
            for word in range(self.words)
        ]  # fmt: skip
        masks = ", ".join(
            f"{self.dialect.cast(mask, 'BIGINT')} AS {name(f'mask{at}')}" for at, mask in enumerate(whole)
        )
        any_mask = " OR ".join(f"{name(f'mask{at}')} <> 0" for at in range(self.words))
        head = ", ".join(f"COALESCE(kept.{name(one)}, '') AS {name(one)}" for one in ("key", "unit"))
        return f"SELECT * FROM (SELECT {head}, {masks} FROM {kept} kept{joins}) judged WHERE {any_mask}"

    def repeated(self, ready: Ready, kept: str) -> str:
        """The values of a KEY rule's columns that more than one row has."""
        return f"{self.counted(ready, kept)} HAVING COUNT(*) > 1"

    def counted(self, ready: Ready, kept: str) -> str:
        """The rows of each combination of the rule's columns, where none is empty."""
        columns = [self.dialect.name(f"={one}") for one in ready.names]
        heads = ", ".join(f"{column} AS key{at}" for at, column in enumerate(columns))
        there = " AND ".join(f"{column} IS NOT NULL" for column in columns)
        return f"SELECT {heads}, COUNT(*) AS number FROM {kept} WHERE {there} GROUP BY {', '.join(columns)}"

    def late_fails(self, ready: Ready) -> str:
        """Whether a row of `kept`, joined with the rule's table, breaks the rule."""
        table, column = f"late{ready.number}", f"kept.{self.dialect.name('=' + ready.names[-1])}"
        if ready.kind in {Kind.CODES, Kind.REFERENCE}:
            return f"{column} IS NOT NULL AND {table}.key0 IS NULL"
        if ready.kind == Kind.EQUAL:
            return (
                f"{table}.key0 IS NOT NULL AND {column} IS NOT NULL"
                f" AND ({table}.found IS NULL OR {table}.found <> {column})"
            )
        return f"{table}.key0 IS NOT NULL"

    def same(self, column: Column) -> str:
        """The canonical spelling of a normalised column."""
        value = self.dialect.name(column.name)
        match column.type:
            case ColumnType.INTEGER:
                whole = self.dialect.cast(self.dialect.cast(value, "BIGINT"), "STRING")
            case ColumnType.DECIMAL:
                whole = self.dialect.decimal(value, max(column.scale, 0))
            case ColumnType.MOMENT:
                return f"COALESCE({self.dialect.cast(self.moment(value), 'STRING')}, {value})"
            case _:
                return value
        return f"CASE WHEN {self.is_of_type(column)} THEN {whole} ELSE {value} END"

    def has_fault(self, column: Column) -> str:
        """Whether the value has control characters that its column may not."""
        is_text = column.type == ColumnType.TEXT
        pattern = form.CONTROL_IN_TEXT_PATTERN if is_text else form.CONTROL_PATTERN
        return self.dialect.contains(self.dialect.name(column.name), pattern)

    def is_of_type(self, column: Column) -> str:
        """Whether the value is what its column holds; never NULL where there is a value."""
        value, matches = self.dialect.name(column.name), self.dialect.matches
        match column.type:
            case ColumnType.INTEGER:
                return matches(value, form.INTEGER_PATTERN)
            case ColumnType.DECIMAL:
                scaled = matches(value, form.decimal_pattern(column.scale))
                return f"({scaled} AND {matches(value, form.FIGURE_PATTERN)})"
            case ColumnType.DATE:
                return f"{self.day(value)} IS NOT NULL"
            case ColumnType.MOMENT:
                return f"{self.moment(value)} IS NOT NULL"
            case ColumnType.BOOLEAN:
                return f"{value} IN ('true', 'false')"
            case _:
                return f"NOT {self.has_fault(column)}"

    def figure(self, value: str) -> str:
        """The exact figure, or NULL."""
        matched = self.dialect.matches(value, form.FIGURE_PATTERN)
        return f"CASE WHEN {matched} THEN {self.dialect.cast(value, EXACT)} END"

    def day(self, value: str) -> str:
        """The day as days from 1970, or NULL."""
        return f"CASE WHEN {self.dialect.matches(value, form.DAY_PATTERN)} THEN {self.dialect.days(value)} END"

    def moment(self, value: str) -> str:
        """The moment in microseconds from 1970 in UTC, or NULL."""

        def whole(start: int, length: int, of: str = value) -> str:
            return self.dialect.cast(f"SUBSTRING({of}, {start}, {length})", "BIGINT")

        extract = self.dialect.extract
        offset = extract(value, r"([+-][0-9]{2}:[0-9]{2})$")
        shift = f"COALESCE(({whole(2, 2, offset)} * 60 + {whole(5, 2, offset)}) * 60, 0)"
        signed = f"CASE WHEN SUBSTRING({offset}, 1, 1) = '-' THEN -{shift} ELSE {shift} END"
        part = self.dialect.cast(f"RPAD({extract(value, '[.]([0-9]{1,6})')}, 6, '0')", "BIGINT")
        days = self.dialect.days(f"SUBSTRING({value}, 1, 10)")
        seconds = f"{days} * 86400 + {whole(12, 2)} * 3600 + {whole(15, 2)} * 60 + {whole(18, 2)} - ({signed})"
        return f"CASE WHEN {self.dialect.matches(value, form.MOMENT_PATTERN)} THEN ({seconds}) * 1000000 + {part} END"

    def measured(self, column: Column, measure: Measure | None) -> str:
        """The column where order counts, or NULL; days are whole numbers from 1970."""
        value = self.dialect.name(column.name)
        if measure == Measure.FIGURE:
            return self.figure(value)
        if measure == Measure.MOMENT:
            return self.moment(value)
        if column.type == ColumnType.MOMENT:
            here = f"({self.moment(value)} + {form.HOURS_EAST * 3_600_000_000})"
            return self.dialect.floor_divide(here, form.DAY_MICROSECONDS)
        return self.day(value)

    def fails(self, ready: Ready) -> str:
        """Whether a row breaks a rule that looks at it alone."""
        name, column = self.dialect.name, ready.columns[0]
        value, there = name(column.name), " AND ".join(f"{name(one)} IS NOT NULL" for one in ready.names)
        match ready.kind:
            case Kind.NOT_NULL:
                return f"{value} IS NULL"
            case Kind.TYPE:
                wrong = f"NOT ({self.is_of_type(column)})"
            case Kind.FORMAT:
                wrong = (
                    f"{self.has_fault(column)} OR NOT {self.dialect.matches(name('=' + column.name), ready.pattern)}"
                )
            case Kind.RANGE | Kind.FRESH:
                wrong = self._outside(self.measured(column, ready.measure), ready.low, ready.high)
            case Kind.CODES | Kind.REFERENCE:
                listed = ", ".join(self.dialect.text(one) for one in sorted(ready.values)) or "NULL"
                wrong = f"COALESCE({name('=' + column.name)} NOT IN ({listed}), TRUE)"
            case Kind.ORDER:
                low, high = (f"({self.measured(one, ready.measure)})" for one in ready.columns)
                wrong = f"NOT COALESCE({low} <= {high}, FALSE)"
            case Kind.GEOMETRY:
                west, south, east, north = ready.box or (Decimal(-180), Decimal(-90), Decimal(180), Decimal(90))
                x, y = (self.figure(name(one)) for one in ready.names)
                wrong = f"{self._outside(x, west, east)} OR {self._outside(y, south, north)}"
            case _:
                raise ValueError(f"{ready.kind} is not of one row")
        return f"{there} AND ({wrong})"

    @property
    def words(self) -> int:
        """How many mask columns there are."""
        return len(masks_of((), len(self.plan.rules)))

    def _masks(self, rules: Iterable[Ready]) -> list[str]:
        masks = ["0"] * self.words
        for one in rules:
            masks[one.number // BITS] += f" + CASE WHEN {self.fails(one)} THEN {1 << one.number % BITS} ELSE 0 END"
        return [self.dialect.cast(mask, "BIGINT") for mask in masks]

    def _same_keys(self, ready: Ready) -> str:
        columns = (f"kept.{self.dialect.name('=' + column)}" for column in keys_of(ready))
        return " AND ".join(f"{column} = late{ready.number}.key{at}" for at, column in enumerate(columns))

    def _outside(self, value: str, low: Any, high: Any) -> str:
        sides = [] if low is None else [f"({value}) >= {_bound(low)}"]
        sides += [] if high is None else [f"({value}) <= {_bound(high)}"]
        return f"NOT COALESCE({' AND '.join(sides)}, FALSE)"


def is_late(ready: Ready) -> bool:
    """Whether a rule is judged after the pass, by a table of values."""
    is_long = ready.kind in {Kind.CODES, Kind.REFERENCE} and (
        len(ready.values) > MOST_LISTED or not all(value.isprintable() for value in ready.values)
    )
    is_shape = ready.kind == Kind.GEOMETRY and len(ready.names) == 1
    return is_long or is_shape or ready.kind in {Kind.KEY, Kind.ALIKE, Kind.EQUAL}


def keys_of(ready: Ready) -> tuple[str, ...]:
    """The columns by which a late rule's table is joined."""
    return ready.names[:-1] if ready.kind == Kind.EQUAL else ready.names


def _bound(bound: Any) -> str:
    if isinstance(bound, datetime.date):
        return str((bound - _EPOCH).days)
    return f"CAST('{bound:f}' AS {EXACT})" if isinstance(bound, Decimal) else str(bound)
