"""A check by SQL, step by step; a `Session` is what DuckDB and Spark each do for it."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl

from honglam.engines.datahub.quality.normalising import CONTROL_PATTERN
from honglam.engines.datahub.quality.preparing import Plan, Ready
from honglam.engines.datahub.quality.reference import Judged
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.sql import Dialect, Writer, is_late, keys_of
from honglam.engines.datahub.quality.stages import SHAPES_AT_ONCE, alike_values, bad_shapes
from honglam.engines.datahub.quality.verdicts import failing_schema

_EPOCH = datetime.date(1970, 1, 1)


class Session(ABC):
    """A connection to an engine that speaks SQL."""

    dialect: Dialect

    @abstractmethod
    def keep(self, name: str, statement: str) -> None:
        """Keep what a statement answers under a name, so that it is computed once."""

    @abstractmethod
    def store(self, name: str, frame: pl.DataFrame) -> None:
        """Make a table of a frame."""

    @abstractmethod
    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """What a statement answers, row by row."""

    @abstractmethod
    def frame(self, statement: str) -> pl.DataFrame:
        """What a statement answers as a frame."""


def judge(plan: Plan, session: Session, texts: str) -> Judged:
    """Judge the rows of the view `texts`, whose needed columns are text."""
    writer = Writer(session.dialect, plan)
    session.keep("kept", writer.kept(texts))
    for ready in plan.rules:
        if is_late(ready):
            _late_table(session, writer, ready)
    schema = failing_schema(len(plan.rules))
    failing = session.frame(writer.failing("kept")).select(pl.col(name).cast(kind) for name, kind in schema.items())
    unit = session.dialect.name("unit")
    counted = list(session.rows(f"SELECT {unit}, COUNT(*) FROM kept GROUP BY {unit}"))
    newest = {}
    for one in plan.of_kind(Kind.FRESH):
        if one.of_newest:
            ((days,),) = session.rows(f"SELECT MAX({session.dialect.name(f'day{one.number}')}) FROM kept")
            newest[one.rule.code] = None if days is None else _EPOCH + datetime.timedelta(days=int(days))
    return Judged(
        rows=sum(rows for _, rows in counted),
        failing=failing,
        unit_rows={one or "": rows for one, rows in counted} if plan.unit_column else {},
        groups={one.rule.code: _groups(session, one) for one in plan.of_kind(Kind.COMPLETE)},
        newest=newest,
    )


def _late_table(session: Session, writer: Writer, ready: Ready) -> None:
    name = f"late{ready.number}"
    match ready.kind:
        case Kind.KEY:
            session.keep(name, writer.repeated(ready, "kept"))
        case Kind.CODES | Kind.REFERENCE:
            session.store(name, _table(ready, ((value,) for value in sorted(ready.values))))
        case Kind.EQUAL:
            session.store(name, _table(ready, ((*keys, found) for keys, found in ready.table.items()), "found"))
        case Kind.ALIKE:
            counts = {tuple(row[:-1]): row[-1] for row in session.rows(writer.counted(ready, "kept"))}
            session.store(name, _table(ready, sorted(alike_values(counts, ready.likeness))))
        case _:
            texts = (row[0] for row in session.rows(writer.counted(ready, "kept")))
            session.store(name, _table(ready, ((text,) for text in sorted(_bad(texts, ready)))))


def _bad(texts: Iterable[str], ready: Ready) -> set[str]:
    bad: set[str] = set()
    for some in _portions(texts, SHAPES_AT_ONCE):
        distinct = pl.Series(some, dtype=pl.String)
        faulty = distinct.str.contains(CONTROL_PATTERN)
        bad |= set(distinct.filter(faulty)) | bad_shapes(distinct.filter(~faulty).to_list(), ready.box)
    return bad


def _portions(values: Iterable[str], size: int) -> Iterator[list[str]]:
    some: list[str] = []
    for value in values:
        some.append(value)
        if len(some) == size:
            yield some
            some = []
    yield some


def _table(ready: Ready, rows: Iterable[Sequence[str | None]], *more: str) -> pl.DataFrame:
    names = [f"key{at}" for at in range(len(keys_of(ready)))]
    return pl.DataFrame(list(rows), schema=dict.fromkeys([*names, *more], pl.String), orient="row")


def _groups(session: Session, ready: Ready) -> dict[str, int]:
    name, column = f"groups{ready.number}", session.dialect.name(f"={ready.names[0]}")
    session.store(name, pl.DataFrame({"key0": sorted(ready.expects)}, schema={"key0": pl.String}))
    statement = f"SELECT {column}, COUNT(*) FROM kept JOIN {name} ON {column} = {name}.key0 GROUP BY {column}"
    return dict(session.rows(statement))
