"""The rules as expressions of Polars: one pass over the rows, batch by batch, then what looks across rows.

The pass keeps of each row its key, its unit, its masks and the columns of the rules that look across rows.
"""

from __future__ import annotations

import functools
import operator
from typing import Any

import numpy
import polars as pl

from honglam.engines.datahub.quality import normalising as form
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.preparing import Measure, Plan, Ready
from honglam.engines.datahub.quality.reference import Judged
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.sources import Source, text_frame
from honglam.engines.datahub.quality.stages import alike_values, bad_shapes
from honglam.engines.datahub.quality.verdicts import BITS, masks_of

EXACT = pl.Decimal(38, form.DECIMALS)
ROWS_OF_A_BATCH = 200_000
MOST_LISTED = 500
"""Values of a list that are compared within a batch; a longer one is searched once, by all rows together."""


def judge(plan: Plan, source: Source) -> Judged:
    """Judge all rows of a source. Raises SourceError."""
    return judged_of(plan, swept(plan, source))


def swept(plan: Plan, source: Source, *, with_days: bool = False) -> pl.DataFrame:
    """Every row with its masks and what rules that look across rows need; with the days of all FRESH rules if asked."""
    texts = text_frame(source, plan)
    batches = texts.collect_batches(chunk_size=ROWS_OF_A_BATCH, maintain_order=False)
    parts = [flags(plan, batch, with_days=with_days) for batch in batches if batch.height]
    kept = pl.concat(parts) if parts else flags(plan, texts.head(0).collect(), with_days=with_days)
    for ready in plan.rules:
        if is_late(ready):
            word, bit = divmod(ready.number, BITS)
            fails = _LATE[ready.kind](kept, ready).fill_null(False).cast(pl.Int64) * (1 << bit)
            kept = kept.with_columns(kept[f"mask{word}"] | fails)
    return kept


def judged_of(plan: Plan, kept: pl.DataFrame) -> Judged:
    """What the rows say together."""
    names = ["key", "unit", *mask_names(plan)]
    broken = pl.any_horizontal(pl.col(name) != 0 for name in mask_names(plan))
    units = kept.group_by("unit").len().iter_rows() if plan.unit_column else ()
    return Judged(
        rows=kept.height,
        failing=kept.filter(broken).select(names).with_columns(pl.col("key", "unit").fill_null("")),
        unit_rows={unit or "": rows for unit, rows in units},
        groups={one.rule.code: _groups(kept, one) for one in plan.of_kind(Kind.COMPLETE)},
        newest={one.rule.code: _newest(kept, one) for one in plan.of_kind(Kind.FRESH) if one.of_newest},
    )


def mask_names(plan: Plan) -> list[str]:
    """The names of the mask columns."""
    return [f"mask{at}" for at in range(len(masks_of((), len(plan.rules))))]


def is_late(ready: Ready) -> bool:
    """Whether a rule is judged after the pass, over all rows together."""
    is_long = ready.kind in {Kind.CODES, Kind.REFERENCE} and len(ready.values) > MOST_LISTED
    return is_long or ready.kind in {Kind.KEY, Kind.ALIKE, Kind.EQUAL}


def flags(plan: Plan, texts: pl.DataFrame, *, with_days: bool = False) -> pl.DataFrame:
    """Key, unit, masks of the rules that look at one row alone, and the columns that the other rules need."""
    rows = pl.DataFrame([normal(texts[name]) for name in plan.needed])
    frame = rows.lazy().with_columns(same(plan.columns[name]).alias(f"={name}") for name in plan.needed)
    masks = [pl.lit(0, pl.Int64) for _ in mask_names(plan)]
    for ready in plan.rules:
        if not ready.is_expectation and not is_late(ready):
            word, bit = divmod(ready.number, BITS)
            masks[word] = masks[word] | (fails(ready).fill_null(False).cast(pl.Int64) * (1 << bit))
    unit = pl.col(f"={plan.unit_column}") if plan.unit_column else pl.lit(None, pl.String)
    days = [one for one in plan.of_kind(Kind.FRESH) if one.of_newest or with_days]
    wanted = {name for one in plan.rules if is_late(one) or one.kind == Kind.COMPLETE for name in one.names}
    return frame.select(
        pl.col(f"={plan.key}").alias("key"), unit.alias("unit"),
        *(mask.alias(name) for name, mask in zip(mask_names(plan), masks, strict=True)),
        *(pl.col(f"={name}") for name in sorted(wanted)),
        *(measured(one.columns[0], Measure.DAY).alias(day_name(one)) for one in days),
    ).collect()  # fmt: skip


def normal(texts: pl.Series) -> pl.Series:
    """The values, normalised; what costs is done only where a batch needs it."""
    if texts.str.len_bytes().sum() != texts.str.len_chars().sum():
        places = texts.str.contains(form.MAYBE_NOT_NFC_PATTERN).fill_null(False).arg_true()
        if len(places):
            texts = texts.clone().scatter(places, texts.gather(places).str.normalize("NFC"))
    texts = texts.str.strip_chars()  # white space as Unicode has it: Rust asks for the same property
    return texts.set(texts == "", None) if texts.str.len_bytes().min() == 0 else texts


def same(column: Column) -> pl.Expr:
    """The canonical spelling of a normalised column."""
    text = pl.col(column.name)
    match column.type:
        case ColumnType.INTEGER:
            value = text.cast(pl.Int64, strict=False).cast(pl.String)
        case ColumnType.DECIMAL:
            value = text.cast(pl.Decimal(38, max(column.scale, 0)), strict=False).cast(pl.String)
        case ColumnType.MOMENT:
            value = moment(text).cast(pl.String)
        case _:
            return text
    return pl.when(is_of_type(column)).then(value).otherwise(text)


def matches(text: pl.Expr, pattern: str) -> pl.Expr:
    r"""Whether the whole value is of a pattern (Rust's `\z` is the very end)."""
    return text.str.contains(rf"\A(?:{pattern})\z")


def has_fault(column: Column) -> pl.Expr:
    """Whether the value has control characters that its column may not."""
    is_text = column.type == ColumnType.TEXT
    return pl.col(column.name).str.contains(form.CONTROL_IN_TEXT_PATTERN if is_text else form.CONTROL_PATTERN)


def figure(text: pl.Expr) -> pl.Expr:
    """The exact figure, or null."""
    return pl.when(matches(text, form.FIGURE_PATTERN)).then(text).cast(EXACT, strict=False)


def day(text: pl.Expr) -> pl.Expr:
    """The day, or null."""
    return pl.when(matches(text, form.DAY_PATTERN)).then(text).str.to_date("%Y-%m-%d", strict=False)


def moment(text: pl.Expr) -> pl.Expr:
    """The moment in microseconds from 1970 in UTC, or null."""
    right = pl.when(matches(text, form.MOMENT_PATTERN)).then(text)
    offset = right.str.extract(r"([+-][0-9]{2}:[0-9]{2})\z")
    shift = (_digits(offset, 1, 2) * 60 + _digits(offset, 4, 2)) * 60
    part = right.str.extract(r"\.([0-9]{1,6})").fill_null("0").str.pad_end(6, "0").cast(pl.Int64)
    seconds = (
        day(right.str.slice(0, 10)).to_physical().cast(pl.Int64) * 86_400 + _digits(right, 11, 2) * 3_600
        + _digits(right, 14, 2) * 60 + _digits(right, 17, 2)
        - pl.when(offset.str.starts_with("-")).then(-shift).otherwise(shift).fill_null(0)
    )  # fmt: skip
    return seconds * 1_000_000 + part


def measured(column: Column, measure: Measure | None) -> pl.Expr:
    """The column where order counts; null where it cannot be read."""
    text = pl.col(column.name)
    if measure == Measure.FIGURE:
        return figure(text)
    if measure == Measure.MOMENT:
        return moment(text)
    if column.type == ColumnType.MOMENT:
        days = (moment(text) + form.HOURS_EAST * 3_600_000_000).floordiv(form.DAY_MICROSECONDS)
        return days.cast(pl.Int32).cast(pl.Date)
    return day(text)


def is_of_type(column: Column) -> pl.Expr:
    """Whether the value is what its column holds."""
    text = pl.col(column.name)
    match column.type:
        case ColumnType.INTEGER:
            return matches(text, form.INTEGER_PATTERN)
        case ColumnType.DECIMAL:
            return matches(text, form.decimal_pattern(column.scale)) & matches(text, form.FIGURE_PATTERN)
        case ColumnType.DATE:
            return day(text).is_not_null()
        case ColumnType.MOMENT:
            return moment(text).is_not_null()
        case ColumnType.BOOLEAN:
            return text.is_in(["true", "false"])
        case _:
            return ~has_fault(column)


def fails(ready: Ready) -> pl.Expr:
    """Whether a row breaks a rule that looks at one row alone; null where the rule passes over it."""
    column, there = ready.columns[0], _all(pl.col(name).is_not_null() for name in ready.names)
    match ready.kind:
        case Kind.NOT_NULL:
            return pl.col(column.name).is_null()
        case Kind.TYPE:
            wrong = ~is_of_type(column)
        case Kind.FORMAT:
            wrong = has_fault(column) | ~matches(pl.col(f"={column.name}"), ready.pattern)
        case Kind.RANGE:
            wrong = _outside(measured(column, ready.measure), ready.low, ready.high)
        case Kind.CODES | Kind.REFERENCE:
            wrong = ~pl.col(f"={column.name}").is_in(sorted(ready.values)) if ready.values else pl.lit(True)
        case Kind.ORDER:
            low, high = (measured(one, ready.measure) for one in ready.columns)
            wrong = (low <= high).fill_null(False).not_()
        case Kind.GEOMETRY if len(ready.names) == 2:
            west, south, east, north = ready.box or (-180, -90, 180, 90)
            x, y = (figure(pl.col(name)) for name in ready.names)
            wrong = _outside(x, west, east) | _outside(y, south, north)
        case Kind.GEOMETRY:
            wrong = pl.col(column.name).map_batches(functools.partial(_bad, ready), return_dtype=pl.Boolean)
        case Kind.FRESH:
            wrong = _outside(measured(column, Measure.DAY), ready.low, None)
        case _:
            raise ValueError(f"{ready.kind} is not of one row")
    return there & wrong


def duplicated(kept: pl.DataFrame, ready: Ready) -> pl.Series:
    """Whether another row has the same values in the columns of a KEY rule; digests find suspects, values decide."""
    values = kept.select(f"={name}" for name in ready.names)
    there = values.select(_all(pl.col(name).is_not_null() for name in values.columns)).to_series()
    digests = values.hash_rows(5)
    ordered = numpy.sort(digests.filter(there).to_numpy())
    twice = pl.Series(numpy.unique(ordered[1:][ordered[1:] == ordered[:-1]]), dtype=pl.UInt64)
    found = pl.repeat(False, kept.height, eager=True)
    if twice.is_empty():
        return found
    places = (digests.is_in(twice.implode()) & there).arg_true()
    return found.scatter(places.filter(values[places].is_duplicated()), True)


def near(kept: pl.DataFrame, ready: Ready) -> pl.Series:
    """Whether another row has nearly the same values in the columns of an ALIKE rule."""
    names = [f"={name}" for name in ready.names]
    counted = kept.select(names).drop_nulls().group_by(names).len()
    bad = sorted(alike_values({row[:-1]: row[-1] for row in counted.iter_rows()}, ready.likeness))
    table = pl.DataFrame(bad, schema=dict.fromkeys(names, pl.String), orient="row").with_columns(wrong=True)
    return kept.select(names).join(table, on=names, how="left", maintain_order="left")["wrong"]


def unlisted(kept: pl.DataFrame, ready: Ready) -> pl.Series:
    """Whether the value is not in a long list."""
    return ~kept[f"={ready.names[0]}"].is_in(pl.Series(sorted(ready.values), dtype=pl.String).implode())


def differing(kept: pl.DataFrame, ready: Ready) -> pl.Series:
    """Whether another dataset says another value for the same keys."""
    names = [f"={name}" for name in ready.names]
    rows = [(*keys, value, True) for keys, value in ready.table.items()]
    schema = dict.fromkeys(names[:-1], pl.String()) | {"value": pl.String(), "there": pl.Boolean()}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    joined = kept.select(names).join(table, on=names[:-1], how="left", maintain_order="left")
    return (
        joined["there"].fill_null(False)
        & joined[names[-1]].is_not_null()
        & joined[names[-1]].ne_missing(joined["value"])
    )


_LATE = {
    Kind.KEY: duplicated, Kind.ALIKE: near, Kind.CODES: unlisted, Kind.REFERENCE: unlisted, Kind.EQUAL: differing,
}  # fmt: skip


def day_name(ready: Ready) -> str:
    """The name of the column of days of a FRESH rule."""
    return f"day{ready.number}"


def _newest(kept: pl.DataFrame, ready: Ready) -> Any:
    return kept[day_name(ready)].max()


def _groups(kept: pl.DataFrame, ready: Ready) -> dict[str, int]:
    counted = kept.group_by(f"={ready.names[0]}").len().iter_rows()
    return {group: rows for group, rows in counted if group in ready.expects}


def _bad(ready: Ready, texts: pl.Series) -> pl.Series:
    distinct = texts.drop_nulls().unique().sort()
    faulty = distinct.str.contains(form.CONTROL_PATTERN)
    bad = set(distinct.filter(faulty)) | bad_shapes(distinct.filter(~faulty).to_list(), ready.box)
    return texts.is_in(pl.Series(sorted(bad), dtype=pl.String).implode())


def _outside(value: pl.Expr, low: Any, high: Any) -> pl.Expr:
    inside = [value.is_not_null()]
    if low is not None:
        inside.append(value >= _literal(low))
    if high is not None:
        inside.append(value <= _literal(high))
    return _all(inside).fill_null(False).not_()


def _literal(bound: Any) -> pl.Expr:
    return pl.lit(bound, dtype=EXACT) if not hasattr(bound, "year") and not isinstance(bound, int) else pl.lit(bound)


def _digits(text: pl.Expr, start: int, length: int) -> pl.Expr:
    return text.str.slice(start, length).cast(pl.Int64, strict=False)


def _all(parts: Any) -> pl.Expr:
    return functools.reduce(operator.and_, parts)
