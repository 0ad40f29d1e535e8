"""Where rows come from, and how each kind of source is read: everything is text first, and judged as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import polars as pl

from honglam.engines.datahub.quality.preparing import Plan

Row = Mapping[str, str | None]
Source = Sequence[Row] | Iterable[Row] | str | Path | Sequence[str] | Sequence[Path] | pl.DataFrame | pl.LazyFrame


class SourceError(ValueError):
    """A source lacks a column, or holds columns that cannot be judged exactly."""

    code = "datahub.bad_source"


def paths_in(source: Source) -> list[Path]:
    """The files of a source, or none where it is no file."""
    if isinstance(source, str | Path):
        return [Path(source)]
    if isinstance(source, list | tuple) and source and all(isinstance(one, str | Path) for one in source):
        return [Path(one) for one in source]
    return []


def is_csv(paths: Sequence[Path]) -> bool:
    """Whether the files are CSV (comma, quotes, UTF-8, names in the first line) and not Parquet."""
    return paths[0].suffix.lower() in {".csv", ".txt"}


def frame_of(source: Source, plan: Plan) -> pl.LazyFrame:
    """The needed columns of a source as a lazy frame; typed columns keep their type.

    Raises:
        SourceError: a column is missing or of floating point.
    """
    frame = _opened(source, plan)
    check_schema(dict(frame.collect_schema()), plan)
    return frame.select(plan.needed)


def check_schema(schema: Mapping[str, Any], plan: Plan) -> None:
    """Refuse a source that lacks columns or has some of floating point, which no two engines spell alike.

    Raises:
        SourceError: which columns, and how to mend it.
    """
    if absent := [name for name in plan.needed if name not in schema]:
        raise SourceError(f"Dữ liệu thiếu cột {', '.join(absent)}.")
    if floating := [name for name in plan.needed if schema[name] in (pl.Float32, pl.Float64)]:
        raise SourceError(
            f"Cột {', '.join(floating)} là số thực dấu phẩy động, không so chính xác được. "
            "Hãy lưu dạng thập phân hoặc chữ."
        )


def as_text(name: str, kind: Any) -> pl.Expr:
    """A typed column as text in the spelling of supplies."""
    column = pl.col(name)
    if kind == pl.String:
        return column
    if isinstance(kind, pl.Datetime):
        utc = column.dt.convert_time_zone("UTC") if kind.time_zone else column
        return utc.dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ").alias(name)
    if kind == pl.Date:
        return column.dt.to_string("%Y-%m-%d").alias(name)
    return column.cast(pl.String)


def text_frame(source: Source, plan: Plan) -> pl.LazyFrame:
    """The needed columns as text. Raises SourceError."""
    frame = frame_of(source, plan)
    return frame.select(as_text(name, kind) for name, kind in frame.collect_schema().items())


def text_rows(source: Source, plan: Plan) -> Iterator[Row]:
    """The rows as text, one after the other. Raises SourceError."""
    if not paths_in(source) and not isinstance(source, pl.DataFrame | pl.LazyFrame):
        return iter(cast("Iterable[Row]", source))
    return text_frame(source, plan).collect(engine="streaming").iter_rows(named=True)


def _opened(source: Source, plan: Plan) -> pl.LazyFrame:
    if isinstance(source, pl.LazyFrame):
        return source
    if isinstance(source, pl.DataFrame):
        return source.lazy()
    if paths := paths_in(source):
        if is_csv(paths):
            return pl.scan_csv(paths, infer_schema=False)
        return pl.scan_parquet(paths)
    texts: dict[str, list[str | None]] = {name: [] for name in plan.needed}
    for row in cast("Iterable[Row]", source):
        for name in plan.needed:
            texts[name].append(row.get(name))
    return pl.LazyFrame(texts, schema=dict.fromkeys(plan.needed, pl.String))
