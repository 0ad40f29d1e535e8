"""Rows of open data as they leave: spelled for JSON and CSV, filtered, counted, grouped for a chart."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from honglam.engines.datahub.public import Column, ColumnType, OpenRelease, columns_of_release, rows_of_release
from honglam.toolkit.text import strip_marks

MOST_ROWS = 10_000
BARS = 20


def filtered(release: OpenRelease, filters: Mapping[str, Sequence[str]], words: str = "") -> pl.LazyFrame:
    """The rows whose columns hold one of the values, and in which every word begins some word, marks or not.

    Unknown columns are passed over by the caller.
    """
    frame = rows_of_release(release)
    for name, values in filters.items():
        text = pl.col(name).cast(pl.String)
        frame = frame.filter(text.is_in([value for value in values if value]) | (text.is_null() & ("" in values)))
    if asked := strip_marks(words).split():
        texts = [pl.col(column.name).cast(pl.String).fill_null("") for column in columns_of_release(release)]
        folded = pl.concat_str([pl.lit(""), *texts], separator=" ").map_elements(strip_marks, return_dtype=pl.String)
        spaced = pl.lit(" ") + folded
        for word in asked:
            frame = frame.filter(spaced.str.contains(f" {word}", literal=True))
    return frame


def plain(value: Any) -> Any:
    """A value as JSON holds it: decimals as numbers where nothing is lost, days and moments as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    return value


def pieces(frame: pl.LazyFrame, size: int = 50_000) -> Iterator[pl.DataFrame]:
    """All rows of a frame, a piece at a time; memory holds one piece, however long the whole is."""
    offset = 0
    while True:
        part = frame.slice(offset, size).collect()
        if part.height or not offset:
            yield part
        if part.height < size:
            return
        offset += size


def batches(frame: pl.LazyFrame, size: int = 5000) -> Iterator[list[dict[str, Any]]]:
    """All rows of a frame, a batch at a time."""
    for piece in pieces(frame):
        for part in piece.iter_slices(size):
            yield part.to_dicts()


def place_of(text: str | None) -> dict[str, Any] | None:
    """The GeoJSON geometry that a cell holds, or None: what was delivered may be no geometry at all."""
    try:
        found = json.loads(text or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("type"), str) else None


def grouped(release: OpenRelease, by: Column, measure: Column | None, *, mean: bool = False) -> list[tuple[str, float]]:
    """For a chart: the largest groups of a column, by number of rows, or by the sum or mean of another column."""
    value = pl.len().cast(pl.Float64)
    if measure is not None:
        column = pl.col(measure.name).cast(pl.Float64)
        value = column.mean() if mean else pl.col(measure.name).sum().cast(pl.Float64)
    names = dict(by.codes)
    found = (
        rows_of_release(release).group_by(pl.col(by.name).cast(pl.String).alias("name")).agg(value.alias("value"))
        .filter(pl.col("value").is_not_null())
        .sort("value", "name", descending=[True, False], nulls_last=True).limit(BARS).collect(engine="streaming")
    )  # fmt: skip
    return [
        (str(names.get(row["name"], row["name"])) if row["name"] is not None else "—", float(row["value"]))
        for row in found.to_dicts()
    ]


def choices_for_chart(columns: Sequence[Column]) -> tuple[list[Column], list[Column]]:
    """The columns that a chart can group by, and those that it can add up."""
    measures = [one for one in columns if one.type in {ColumnType.INTEGER, ColumnType.DECIMAL}]
    groups = [one for one in columns if one.codes or one.type in {ColumnType.CODE, ColumnType.TEXT, ColumnType.BOOLEAN}]
    return groups, measures
