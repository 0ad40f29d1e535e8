"""Polars, DuckDB and Spark say what the slow reading says, on every edge that anybody found and on generated tables."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from honglam.engines.datahub.quality.checking import EngineError, SourceError, engine_of
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from tests.engines.datahub.quality.tables import NAMES, ROWS, RULES, edge_rows, told, verdict

FAST = ("polars", "duckdb")
GENERATED = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], database=None
)


@pytest.fixture(scope="module")
def spark() -> Iterator[str]:
    """Spark's SQL on Sail in this process, or a real Spark where only that is installed; never left out in silence."""
    pytest.importorskip(
        "pyspark", reason="Spark's client is not installed: the Spark compiler is NOT tested in this run"
    )
    # A worker of a test run has a main module without a file; Spark's client would take it for a run of its doctests.
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        main.__file__ = __file__
    yield os.environ.get("DATAHUB_TEST_SPARK", "spark")


@pytest.fixture(scope="module")
def edges() -> tuple[list[dict[str, str | None]], dict[str, Any]]:
    """Rows with every edge, and what is right about them."""
    rows = edge_rows()
    return rows, told(verdict(rows, "python"))


@pytest.mark.parametrize("engine", FAST)
def test_every_edge_is_judged_alike(engine: str, edges: tuple[list[dict[str, str | None]], dict[str, Any]]) -> None:
    assert told(verdict(edges[0], engine)) == edges[1]


def test_every_edge_is_judged_alike_by_spark(
    spark: str, edges: tuple[list[dict[str, str | None]], dict[str, Any]]
) -> None:
    assert told(verdict(edges[0], spark)) == edges[1]


def test_the_edges_break_every_rule_and_keep_every_rule(
    edges: tuple[list[dict[str, str | None]], dict[str, Any]],
) -> None:
    rows, right = edges
    for rule in RULES:
        if rule.kind != Kind.COMPLETE and rule.parameters.get("of") != "newest":
            assert 0 < right["counts"][rule.code] < len(rows), rule
    assert {rule.kind for rule in RULES} == set(Kind)


@settings(GENERATED, max_examples=8)
@given(rows=ROWS)
def test_generated_tables_are_judged_alike(rows: list[dict[str, str | None]]) -> None:
    right = told(verdict(rows, "python"))
    for engine in FAST:
        assert told(verdict(rows, engine)) == right, engine


@settings(GENERATED, max_examples=1)
@given(rows=ROWS)
def test_generated_tables_are_judged_alike_by_spark(spark: str, rows: list[dict[str, str | None]]) -> None:
    assert told(verdict(rows, spark)) == told(verdict(rows, "python"))


@pytest.mark.parametrize("engine", ["python", *FAST])
def test_a_csv_file_is_judged_like_its_rows(
    tmp_path: Path, engine: str, edges: tuple[list[dict[str, str | None]], dict[str, Any]]
) -> None:
    path = tmp_path / "delivered.csv"
    pl.DataFrame(edges[0], schema=dict.fromkeys(NAMES, pl.String)).write_csv(path, quote_style="non_numeric")
    assert told(verdict(path, engine)) == edges[1]


def test_a_csv_file_is_judged_like_its_rows_by_spark(
    tmp_path: Path, spark: str, edges: tuple[list[dict[str, str | None]], dict[str, Any]]
) -> None:
    path = tmp_path / "delivered.csv"
    pl.DataFrame(edges[0], schema=dict.fromkeys(NAMES, pl.String)).write_csv(path, quote_style="non_numeric")
    assert told(verdict(path, spark)) == edges[1]


def _typed(rows: list[dict[str, str | None]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(NAMES, pl.String))
    return frame.with_columns(
        pl.col("floors").cast(pl.Int64), pl.col("area").cast(pl.Decimal(38, 2)), pl.col("x",
        "y").cast(pl.Decimal(38, 6)),
        pl.col("price").cast(pl.Decimal(38, 0)), pl.col("begun", "ended").str.to_date("%Y-%m-%d"),
        pl.col("seen", "heard").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us").dt.convert_time_zone("UTC"),
        open=pl.when(pl.col("open") == "true").then(True).when(pl.col("open") == "false").then(False),
    )  # fmt: skip


SOUND: list[dict[str, str | None]] = [
    {"code": "A1", "unit": "Hà Tĩnh", "name": "Nguyễn Văn An", "floors": "7", "area": "1.5", "price": "1000000001",
     "begun": "2026-10-23", "ended": "2026-10-22", "seen": "2026-11-22T00:00:00.25+07:00",
     "heard": "2026-11-21T16:00:00Z",
     "open": "false", "shape": '{"type":"Point","coordinates":[105.9,18.3]}', "x": "105", "y": "18.800001"},
    {"code": "A2", "unit": "Đồng Lộc", "name": "Nguyễn Văn Am", "floors": "007", "area": "1.50", "price": "0",
     "begun": "1993-10-14", "ended": None, "seen": "2026-11-21T17:00:00.25Z", "heard": None, "open": "true",
     "x": "-180"},
    {"code": "A1", "floors": None, "area": "-0.0", "price": "12.0", "begun": "0001-01-01",
    "seen": "1969-12-31T23:59:59Z"},
]  # fmt: skip


@pytest.mark.parametrize("engine", ["python", *FAST])
def test_typed_files_are_judged_like_the_text_that_they_came_from(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "part-0000.parquet"
    _typed(SOUND).write_parquet(path)
    assert told(verdict([path], engine)) == told(verdict(SOUND, "python"))
    assert told(verdict(pl.scan_parquet(path), engine)) == told(verdict(SOUND, "python"))


def test_typed_files_are_judged_like_text_by_spark(tmp_path: Path, spark: str) -> None:
    path = tmp_path / "part-0000.parquet"
    _typed(SOUND).write_parquet(path)
    assert told(verdict([path], spark)) == told(verdict(SOUND, "python"))


@pytest.mark.parametrize("engine", FAST)
def test_a_source_that_cannot_be_judged_exactly_is_refused(engine: str) -> None:
    with pytest.raises(SourceError, match="dấu phẩy động"):
        verdict(
            pl.DataFrame({"code": ["1"], "area": [0.1]}),
            engine,
            [Rule("area", Kind.NOT_NULL, ("area",))],
            unit_column="",
        )
    with pytest.raises(SourceError, match="thiếu cột area"):
        verdict(pl.DataFrame({"code": ["1"]}), engine, [Rule("area", Kind.NOT_NULL, ("area",))], unit_column="")


def test_the_engine_is_chosen_by_name_or_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_of() == "polars" and engine_of("duckdb") == "duckdb"
    monkeypatch.setenv("DATAHUB_ENGINE", "python")
    assert engine_of() == "python" and engine_of("polars") == "polars"
    monkeypatch.setenv("DATAHUB_ENGINE", "abacus")
    with pytest.raises(EngineError, match="abacus"):
        verdict([], "")
    with pytest.raises(EngineError, match="địa chỉ"):
        verdict([], "sc://127.0.0.1:9")
