"""The slow reading of the rules in plain Python: what it says is right, and every engine must say the same.

    judged = judge(plan, rows)

Also what judges the few rows of a re-check. Read it as the specification:

- Values are normalised first (`normalising`). Nothing breaks only NOT_NULL; every other kind passes over rows in
  which one of its columns is empty.
- TYPE: the value is of the type of its column; control characters are faults of every type (text may hold tabs and
  line ends). No rule is added in silence: whoever wants it judged declares TYPE, but FORMAT, RANGE, FRESH, ORDER and
  GEOMETRY fail what they cannot read, so NaN passes none of them.
- CODES, KEY, REFERENCE, EQUAL, COMPLETE compare values in their canonical spelling (007 is 7 in a column of integers).
- EQUAL passes over rows whose keys the other dataset does not have: that is for REFERENCE to say.
- FRESH of moments counts days of Vietnam's clock; a day to come is fresh.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import (
    SPELT_IN_SEVERAL_WAYS,
    canonical,
    day,
    day_of_moment,
    figure,
    has_fault,
    is_of_type,
    moment,
    normalise,
)  # fmt: skip
from honglam.engines.datahub.quality.preparing import Bound, Measure, Plan, Ready
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.stages import alike_values, bad_shapes
from honglam.engines.datahub.quality.verdicts import failing_schema, masks_of

Row = Mapping[str, str | None]
Values = Mapping[str, str | None]
"""One row, normalised."""


@dataclass(kw_only=True)
class Judged:
    """What every engine answers, before it is put together: the failing rows as masks and what is counted besides.

    unit_rows: rows by unit. groups: for each COMPLETE rule, rows by value of its column. newest: for each FRESH rule
    "of the newest", the newest readable day.
    """

    rows: int
    failing: pl.DataFrame
    unit_rows: dict[str, int] = field(default_factory=dict)
    groups: dict[str, dict[str, int]] = field(default_factory=dict)
    newest: dict[str, datetime.date | None] = field(default_factory=dict)


def judge(plan: Plan, rows: Iterable[Row]) -> Judged:
    """Judge all rows, one after the other, holding them all: for tests, small tables and re-checks."""
    table = [normal_row(plan, row) for row in rows]
    broken: list[set[int]] = [set() for _ in table]
    for ready in plan.rules:
        if ready.is_expectation:
            continue
        fails = across_rows(ready, table) if ready.kind in ACROSS else row_judge(ready, table)
        for at, values in enumerate(table):
            if fails(values):
                broken[at].add(ready.number)
    lines = [
        (key_text(plan, values), unit_of(plan, values), *masks_of(numbers, len(plan.rules)))
        for values, numbers in zip(table, broken, strict=True) if numbers
    ]  # fmt: skip
    return Judged(
        rows=len(table),
        failing=pl.DataFrame(lines, schema=failing_schema(len(plan.rules)), orient="row"),
        unit_rows=dict(Counter(unit_of(plan, values) for values in table)) if plan.unit_column else {},
        groups={one.rule.code: _groups(one, table) for one in plan.of_kind(Kind.COMPLETE)},
        newest={one.rule.code: _newest(one, table) for one in plan.of_kind(Kind.FRESH) if one.of_newest},
    )


def normal_row(plan: Plan, row: Row) -> dict[str, str | None]:
    """The needed columns of the row, normalised."""
    return {name: normalise(row.get(name)) for name in plan.needed}


def key_text(plan: Plan, values: Values) -> str:
    """The key of a row, "" where it has none."""
    return canonical(plan.columns[plan.key], values[plan.key]) or ""


def unit_of(plan: Plan, values: Values) -> str:
    """The unit of a row, "" where none is said."""
    return canonical(plan.columns[plan.unit_column], values[plan.unit_column]) or "" if plan.unit_column else ""


def measured(column: Column, measure: Measure, text: str) -> Bound | None:
    """What the value is where order counts, or None where it cannot be read so."""
    if measure == Measure.FIGURE:
        return figure(text)
    if measure == Measure.MOMENT:
        return moment(text)
    if column.type == ColumnType.MOMENT:
        return None if (microseconds := moment(text)) is None else day_of_moment(microseconds)
    return day(text)


ACROSS = frozenset({Kind.KEY, Kind.ALIKE})
"""Kinds in which other rows decide whether a row fails."""


def across_rows(ready: Ready, table: list[dict[str, str | None]]) -> Callable[[Values], bool]:
    """The judge of a kind in which other rows count."""
    counts = Counter(found for values in table if (found := key_of(ready, values)) is not None)
    if ready.kind == Kind.KEY:
        return lambda values: counts.get(key_of(ready, values) or (), 0) > 1
    failing = alike_values(counts, ready.likeness)
    return lambda values: key_of(ready, values) in failing


def key_of(ready: Ready, values: Values) -> tuple[str, ...] | None:
    """The values of the rule's columns together, or None where one of them is empty."""
    found = tuple(canonical(column, values[column.name]) for column in ready.columns)
    return None if None in found else tuple(map(str, found))


def row_judge(ready: Ready, table: Iterable[Values] = ()) -> Callable[[Values], bool]:
    """The judge of a kind that looks at one row alone; GEOMETRY looks at all shapes of `table` first."""
    name = ready.names[0]
    if ready.kind == Kind.NOT_NULL:
        return lambda values: values[name] is None
    if ready.kind == Kind.GEOMETRY and len(ready.names) == 1:
        return _shapes(ready, table)
    test = _TESTS[ready.kind](ready)
    if len(ready.names) == 1:
        return lambda values: (text := values[name]) is not None and test(text)

    def fails(values: Values) -> bool:
        texts = [values[one] for one in ready.names]
        return None not in texts and test(*texts)

    return fails


def _speller(column: Column) -> Callable[[str], str]:
    """What spells the values of a column; most are spelt in one way only."""
    if column.type in SPELT_IN_SEVERAL_WAYS:
        return lambda text: str(canonical(column, text))
    return lambda text: text


def _type(ready: Ready) -> Callable[..., bool]:
    return lambda text: not is_of_type(ready.columns[0], text)


def _format(ready: Ready) -> Callable[..., bool]:
    whole, column, spelt = re.compile(ready.pattern), ready.columns[0], _speller(ready.columns[0])
    return lambda text: has_fault(column, text) or not whole.fullmatch(spelt(text))


def _range(ready: Ready) -> Callable[..., bool]:
    def outside(text: str) -> bool:
        value = measured(ready.columns[0], ready.measure or Measure.FIGURE, text)
        return value is None or (ready.low is not None and value < ready.low) or (
            ready.high is not None and value > ready.high
        )  # fmt: skip

    return outside


def _among(ready: Ready) -> Callable[..., bool]:
    values, spelt = ready.values, _speller(ready.columns[0])
    return lambda text: spelt(text) not in values


def _order(ready: Ready) -> Callable[..., bool]:
    measure = ready.measure or Measure.FIGURE

    def wrong(first: str, second: str) -> bool:
        low, high = measured(ready.columns[0], measure, first), measured(ready.columns[1], measure, second)
        return low is None or high is None or low > high  # type: ignore[operator]

    return wrong


def _position(ready: Ready) -> Callable[..., bool]:
    west, south, east, north = ready.box or (Decimal(-180), Decimal(-90), Decimal(180), Decimal(90))

    def outside(longitude: str, latitude: str) -> bool:
        x, y = figure(longitude), figure(latitude)
        return x is None or y is None or not (west <= x <= east and south <= y <= north)

    return outside


def _shapes(ready: Ready, table: Iterable[Values]) -> Callable[[Values], bool]:
    column, name = ready.columns[0], ready.names[0]
    texts = sorted({text for values in table if (text := values[name]) is not None})
    bad = {text for text in texts if has_fault(column, text)}
    bad |= bad_shapes([text for text in texts if text not in bad], ready.box)
    return lambda values: values[name] in bad


def _equal(ready: Ready) -> Callable[..., bool]:
    def differs(*texts: str) -> bool:
        found = [str(canonical(column, text)) for column, text in zip(ready.columns, texts, strict=True)]
        keys = tuple(found[:-1])
        return keys in ready.table and ready.table[keys] != found[-1]

    return differs


def _fresh(ready: Ready) -> Callable[..., bool]:
    def is_old(text: str) -> bool:
        value = measured(ready.columns[0], Measure.DAY, text)
        return value is None or value < ready.low

    return is_old


_TESTS: dict[Kind, Callable[[Ready], Callable[..., bool]]] = {
    Kind.TYPE: _type, Kind.FORMAT: _format, Kind.RANGE: _range, Kind.CODES: _among, Kind.REFERENCE: _among,
    Kind.ORDER: _order, Kind.GEOMETRY: _position, Kind.EQUAL: _equal, Kind.FRESH: _fresh,
}  # fmt: skip


def _groups(ready: Ready, table: Iterable[Values]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for values in table:
        group = canonical(ready.columns[0], values[ready.names[0]])
        if group is not None and group in ready.expects:
            found[group] += 1
    return dict(found)


def _newest(ready: Ready, table: Iterable[Values]) -> datetime.date | None:
    days = (measured(ready.columns[0], Measure.DAY, text) for values in table if (text := values[ready.names[0]]))
    return max((one for one in days if isinstance(one, datetime.date)), default=None)
